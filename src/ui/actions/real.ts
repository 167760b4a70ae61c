/** Files with the databases of a real OVN: how they are known, and the way to the place where they are opened. */
import { createStore } from 'zustand/vanilla';
import { goToPlace, placeStore } from './place';

/** Files that wait to be opened. */
export const realFilesStore = createStore<{ readonly files: readonly File[] | null }>(() => ({ files: null }));

export function openReal(files: readonly File[]): void {
  realFilesStore.setState({ files });
  if (placeStore.getState().name !== 'real') goToPlace('real');
}

/** Bytes that are looked at. */
const LOOKED_AT = 4096;

/**
 * Whether a file is an archive, or holds a database in any form but that of a northbound one
 * as ovsdb-server keeps it, which may also become a scenario: that is offered elsewhere.
 */
export async function isOfRealNetwork(file: File): Promise<boolean> {
  const bytes = new Uint8Array(await file.slice(0, LOOKED_AT).arrayBuffer());
  if (ARCHIVES.some((magic) => magic.every((byte, index) => bytes[index] === byte))) return true;
  const text = new TextDecoder().decode(bytes);
  if (text.slice(257, 262) === 'ustar') return true;
  if (/^OVSDB (?:JSON|CLUSTER) \d/.test(text)) return !text.includes('"name":"OVN_Northbound"');
  return /^[A-Z]\w* table\n_uuid[ ,]/.test(text);
}

/** gzip, zip, xz, bzip2, zstd: what is not unpacked is said where it is opened. */
const ARCHIVES: readonly (readonly number[])[] = [
  [0x1f, 0x8b],
  [0x50, 0x4b, 3, 4],
  [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0],
  [0x42, 0x5a, 0x68],
  [0x28, 0xb5, 0x2f, 0xfd],
];
