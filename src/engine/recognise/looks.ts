/** What bytes are that hold nothing for this page, by how they begin. */
import { utf8Decode } from '../base';

const BEGINNINGS: readonly (readonly [hex: string, what: string])[] = [
  ['1f8b', 'a gzip archive: unpack it first'],
  ['504b0304', 'a zip archive: unpack it first'],
  ['fd377a585a00', 'an xz archive: unpack it first'],
  ['28b52ffd', 'a zstd archive: unpack it first'],
  ['425a68', 'a bzip2 archive: unpack it first'],
  ['89504e47', 'a picture (PNG)'],
  ['ffd8ff', 'a picture (JPEG)'],
  ['47494638', 'a picture (GIF)'],
  ['25504446', 'a PDF document'],
  ['7f454c46', 'a program (ELF)'],
  ['53514c69746520666f726d6174', 'an SQLite database'],
];

/** Bytes that are looked at. */
const LOOKED_AT = 4096;

/** `a gzip archive: unpack it first`, `binary data`; null for text. */
export function looksLike(bytes: Uint8Array): string | null {
  const start = Array.from(bytes.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const known = BEGINNINGS.find(([hex]) => start.startsWith(hex));
  if (known !== undefined) return known[1];
  if (isUstar(bytes)) return 'a tar archive: unpack it first';
  const head = bytes.subarray(0, LOOKED_AT);
  if (head.length === 0) return 'an empty file';
  return head.includes(0) || strange(head) * 10 > head.length ? 'binary data' : null;
}

function isUstar(bytes: Uint8Array): boolean {
  return utf8Decode(bytes.subarray(257, 262)) === 'ustar';
}

/** Control characters, and bytes that are no UTF-8. */
function strange(head: Uint8Array): number {
  const controls = head.filter(
    (byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x1b,
  );
  return controls.length + (utf8Decode(head).match(/\ufffd/g)?.length ?? 0);
}
