/** What kind of archive bytes are, by how they begin. */
import { utf8Decode } from '../base';

export type ArchiveKind = 'gzip' | 'zip' | 'tar' | 'xz' | 'zstd' | 'bzip2';

const BEGINNINGS: readonly (readonly [kind: ArchiveKind, bytes: readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b, 8]],
  ['zip', [0x50, 0x4b, 3, 4]],
  ['zip', [0x50, 0x4b, 5, 6]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['bzip2', [0x42, 0x5a, 0x68]],
];

/** Null for what is no archive. The first 512 bytes are enough. */
export function archiveOf(head: Uint8Array): ArchiveKind | null {
  const known = BEGINNINGS.find(([, bytes]) => bytes.every((byte, index) => head[index] === byte));
  return known?.[0] ?? (utf8Decode(head.subarray(257, 262)) === 'ustar' ? 'tar' : null);
}
