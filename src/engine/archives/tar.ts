/** A tar archive as it streams by: POSIX ustar, with the long names of GNU tar and of pax. */
import { utf8Decode } from '../base';

export interface TarListener {
  /** A file begins; its bytes follow. */
  begin(name: string): void;
  data(bytes: Uint8Array): void;
  /** What ends the reading: a few words. */
  problem(text: string): void;
}

const BLOCK = 512;
/** Bytes of a header that holds nothing but a name. */
const LONGEST_NAME = 1 << 16;

export class TarReader {
  private readonly block = new Uint8Array(BLOCK);
  private filled = 0;
  /** Bytes of the entry that are to come, and of the padding behind it. */
  private left = 0;
  private padding = 0;
  private mode: 'file' | 'long name' | 'pax' | 'skip' = 'skip';
  private names: number[] = [];
  private nextName = '';
  private isDone = false;

  constructor(private readonly listener: TarListener) {}

  push(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length && !this.isDone) {
      if (this.left > 0) {
        const part = chunk.subarray(at, at + this.left);
        this.entryData(part);
        this.left -= part.length;
        at += part.length;
        if (this.left === 0) this.entryEnded();
      } else if (this.padding > 0) {
        const skipped = Math.min(this.padding, chunk.length - at);
        this.padding -= skipped;
        at += skipped;
      } else {
        const part = chunk.subarray(at, at + BLOCK - this.filled);
        this.block.set(part, this.filled);
        this.filled += part.length;
        at += part.length;
        if (this.filled === BLOCK) this.header();
      }
    }
  }

  end(): void {
    if (!this.isDone && (this.left > 0 || this.padding > 0 || this.filled > 0)) this.listener.problem('is cut off');
    this.isDone = true;
  }

  private header(): void {
    const { block } = this;
    this.filled = 0;
    if (block.every((byte) => byte === 0)) return;
    const size = numberAt(block, 124, 12);
    if (size === undefined || numberAt(block, 148, 8) !== checksum(block)) {
      this.listener.problem('has a damaged header; the files before it were read');
      this.isDone = true;
      return;
    }
    this.left = size;
    this.padding = (BLOCK - (size % BLOCK)) % BLOCK;
    const type = String.fromCharCode(block[156] ?? 0);
    const isUstar = textAt(block, 257, 5) === 'ustar';
    const prefix = isUstar && block[345] !== 0 ? `${textAt(block, 345, 155)}/` : '';
    const name = this.nextName === '' ? `${prefix}${textAt(block, 0, 100)}` : this.nextName;
    this.mode =
      type === '0' || type === '\0' || type === '7'
        ? 'file'
        : type === 'L'
          ? 'long name'
          : type === 'x'
            ? 'pax'
            : 'skip';
    this.names = [];
    if (this.mode === 'file') this.listener.begin(name);
    if (this.mode === 'file' || this.mode === 'skip') this.nextName = '';
    if (size === 0) this.entryEnded();
  }

  private entryData(bytes: Uint8Array): void {
    if (this.mode === 'file') this.listener.data(bytes);
    else if (this.mode !== 'skip' && this.names.length < LONGEST_NAME)
      this.names.push(...bytes.subarray(0, LONGEST_NAME));
  }

  private entryEnded(): void {
    if (this.mode === 'long name') this.nextName = utf8Decode(Uint8Array.from(this.names)).replace(/\0.*$/s, '');
    if (this.mode === 'pax') {
      const path = /(?:^|\n)\d+ path=([^\n]*)\n/.exec(utf8Decode(Uint8Array.from(this.names)))?.[1];
      if (path !== undefined) this.nextName = path;
    }
  }
}

function textAt(block: Uint8Array, from: number, length: number): string {
  const bytes = block.subarray(from, from + length);
  const end = bytes.indexOf(0);
  return utf8Decode(end < 0 ? bytes : bytes.subarray(0, end));
}

/** In octal digits, or as GNU tar writes what is too large for them; undefined where it is neither. */
function numberAt(block: Uint8Array, from: number, length: number): number | undefined {
  if (((block[from] ?? 0) & 0x80) !== 0) {
    const value = block.subarray(from + 1, from + length).reduce((sum, byte) => sum * 256 + byte, 0);
    return Number.isSafeInteger(value) ? value : undefined;
  }
  const digits = textAt(block, from, length).trim();
  return /^[0-7]{1,12}$/.test(digits) ? parseInt(digits, 8) : undefined;
}

/** Of all bytes, with blanks in the place of the sum itself. */
function checksum(block: Uint8Array): number {
  return block.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 0x20 : byte), 0);
}
