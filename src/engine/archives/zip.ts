/** The files of a zip archive by its list at the end (APPNOTE.TXT, 4.3.12). */
import { utf8Decode } from '../base';

export interface ZipEntry {
  readonly name: string;
  /** As they are in the archive. */
  readonly bytes: Uint8Array;
  readonly isDeflated: boolean;
  /** Why it cannot be read, in a few words; null when it can. */
  readonly problem: string | null;
}

const END = 0x06054b50;
const LISTED = 0x02014b50;
const LOCAL = 0x04034b50;
/** The end may be followed by a comment. */
const LONGEST_COMMENT = 0xffff;

/** Undefined where the list is not there. Folders are left out. */
export function zipEntries(bytes: Uint8Array): ZipEntry[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOf(view);
  if (end < 0) return undefined;
  const count = view.getUint16(end + 10, true);
  const entries: ZipEntry[] = [];
  for (let at = view.getUint32(end + 16, true), number = 0; number < count; number++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== LISTED) break;
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    const name = utf8Decode(bytes.subarray(at + 46, at + 46 + (nameLength ?? 0)));
    if (!name.endsWith('/')) entries.push(entryAt(bytes, view, at, name));
    at += 46 + (nameLength ?? 0) + (extraLength ?? 0) + (commentLength ?? 0);
  }
  return entries;
}

function entryAt(bytes: Uint8Array, view: DataView, at: number, name: string): ZipEntry {
  const isEncrypted = (view.getUint16(at + 8, true) & 1) !== 0;
  const method = view.getUint16(at + 10, true);
  const size = view.getUint32(at + 20, true);
  const local = view.getUint32(at + 42, true);
  const isThere = local + 30 <= bytes.length && view.getUint32(local, true) === LOCAL;
  const from = isThere ? local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true) : 0;
  const problem = isEncrypted
    ? 'is encrypted'
    : method !== 0 && method !== 8
      ? `is packed in a way that is not known here (${method})`
      : size === 0xffffffff || local === 0xffffffff
        ? 'is too large to be unpacked here'
        : !isThere || from + size > bytes.length
          ? 'is not where the list says'
          : null;
  return { name, bytes: bytes.subarray(from, from + size), isDeflated: method === 8, problem };
}

function endOf(view: DataView): number {
  const last = view.byteLength - 22;
  for (let at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--) if (view.getUint32(at, true) === END) return at;
  return -1;
}
