/** From an archive to the files in it, whatever is packed in what. */
import { Gunzip, Inflate } from 'fflate';
import type { Work } from '../base';
import { archiveOf } from './kinds';
import { TarReader } from './tar';
import { zipEntries, type ZipEntry } from './zip';

export interface PackedFile {
  /** With the archives that it was in: `must-gather.tar/logs/db.tar.gz/node1_sbdb`. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface Unpacked {
  readonly files: readonly PackedFile[];
  /** What could not be unpacked, in sentences. */
  readonly notes: readonly string[];
}

export interface UnpackLimits {
  /** Bytes that come out in all, wanted or not. */
  readonly bytes: number;
  /** Bytes of wanted files. */
  readonly kept: number;
  readonly files: number;
  readonly depth: number;
}

export const UNPACK_LIMITS: UnpackLimits = { bytes: 2 ** 31, kept: 2 ** 29, files: 200_000, depth: 6 };

/** Bytes of an archive that are unpacked between two rests: at most a thousand times as many come out. */
const STRIDE = 1 << 14;
/** Bytes by which a file is judged. */
const HEAD = 4096;

/** `wants` is asked with the first 4096 bytes of each file that is no archive. Of bytes that are none, it is the file. */
export function* unpack(
  path: string,
  bytes: Uint8Array,
  wants: (head: Uint8Array) => boolean,
  limits = UNPACK_LIMITS,
): Work<Unpacked> {
  const state = new Unpacking(wants, limits);
  yield* state.open(path, bytes, 0);
  return { files: state.files, notes: state.notes };
}

class Unpacking {
  readonly files: PackedFile[] = [];
  readonly notes: string[] = [];
  private out = 0;
  private kept = 0;
  private count = 0;
  private isFull = false;

  constructor(
    private readonly wants: (head: Uint8Array) => boolean,
    private readonly limits: UnpackLimits,
  ) {}

  *open(path: string, bytes: Uint8Array, depth: number): Work<void> {
    const kind = archiveOf(bytes.subarray(0, 512));
    if (kind !== null && depth >= this.limits.depth) {
      this.notes.push(`${path} lies in too many archives to be unpacked.`);
      return;
    }
    if (kind === null) {
      if (this.keeps(bytes.subarray(0, HEAD)) && this.roomToKeep(bytes.length)) this.keep({ path, bytes });
      return;
    }
    const inner = new Collected(path, this);
    if (kind === 'tar') {
      for (let at = 0; at < bytes.length && !this.isFull; at += 1 << 20) {
        inner.push(bytes.subarray(at, at + (1 << 20)));
        yield { what: `reads ${path}`, done: at, total: bytes.length };
      }
      inner.end();
    } else if (kind === 'gzip') {
      yield* this.stream(
        path,
        bytes,
        new Gunzip((chunk) => {
          inner.push(chunk);
        }),
      );
      inner.end();
    } else if (kind === 'zip') {
      const entries = zipEntries(bytes);
      if (entries === undefined) this.notes.push(`${path} is a zip archive without its list of files: it is cut off.`);
      for (const entry of entries ?? []) yield* this.zipped(`${path}/${entry.name}`, entry, depth);
    } else this.notes.push(`${path} is an archive of ${kind}, which is not unpacked here: unpack it first.`);
    for (const archive of inner.archives) yield* this.open(archive.path, archive.bytes, depth + 1);
  }

  /** False when there is room for no more. */
  room(bytes: number): boolean {
    this.out += bytes;
    if (this.out > this.limits.bytes) this.full(`more than ${this.limits.bytes} bytes came out of the archives`);
    return !this.isFull;
  }

  keeps(head: Uint8Array): boolean {
    this.count += 1;
    if (this.count > this.limits.files) this.full(`there are more than ${this.limits.files} files in the archives`);
    return !this.isFull && this.wants(head);
  }

  keep(file: PackedFile): void {
    this.files.push(file);
  }

  roomToKeep(bytes: number): boolean {
    this.kept += bytes;
    if (this.kept > this.limits.kept)
      this.full(`the files of use in the archives have more than ${this.limits.kept} bytes`);
    return !this.isFull;
  }

  private full(why: string): void {
    if (!this.isFull) this.notes.push(`The rest was not unpacked: ${why}.`);
    this.isFull = true;
  }

  private *zipped(path: string, entry: ZipEntry, depth: number): Work<void> {
    if (this.isFull) return;
    if (entry.problem !== null) {
      this.notes.push(`${path} ${entry.problem}.`);
      return;
    }
    const inner = new Collected(path, this);
    if (entry.isDeflated)
      yield* this.stream(
        path,
        entry.bytes,
        new Inflate((chunk) => {
          inner.push(chunk);
        }),
      );
    else inner.push(entry.bytes);
    inner.end();
    for (const archive of inner.archives) yield* this.open(archive.path, archive.bytes, depth + 1);
  }

  private *stream(path: string, bytes: Uint8Array, into: Gunzip | Inflate): Work<void> {
    for (let at = 0; at < bytes.length && !this.isFull; at += STRIDE) {
      try {
        into.push(bytes.subarray(at, at + STRIDE), at + STRIDE >= bytes.length);
      } catch {
        this.notes.push(`${path} is damaged or cut off near byte ${at} of the archive.`);
        return;
      }
      yield { what: `unpacks ${path}`, done: at, total: bytes.length };
    }
  }
}

/** A file while it streams by: kept, taken apart as a tar, or let go. */
class Collected {
  /** Found in it, to be opened when it is at its end. */
  readonly archives: PackedFile[] = [];
  private head = new Uint8Array(0);
  private parts: Uint8Array[] | null = null;
  private tar: TarReader | null = null;
  private isJudged = false;
  private isArchive = false;
  private entry: Collected | null = null;

  constructor(
    private readonly path: string,
    private readonly state: Unpacking,
    private readonly depth = 0,
  ) {}

  push(chunk: Uint8Array): void {
    if (!this.state.room(chunk.length)) return;
    if (this.isJudged) this.take(chunk);
    else {
      const head = new Uint8Array(this.head.length + chunk.length);
      head.set(this.head);
      head.set(chunk, this.head.length);
      this.head = head;
      if (head.length >= HEAD) this.judge();
    }
  }

  end(): void {
    if (!this.isJudged) this.judge();
    this.tar?.end();
    this.entryEnded();
    if (this.parts === null) return;
    const file = { path: this.path, bytes: joined(this.parts) };
    if (this.isArchive) this.archives.push(file);
    else this.state.keep(file);
  }

  private judge(): void {
    this.isJudged = true;
    const { head } = this;
    const kind = archiveOf(head);
    if (kind === 'tar' && this.depth < 3) {
      this.tar = new TarReader({
        begin: (name) => {
          this.entryEnded();
          this.entry = new Collected(`${this.path}/${name}`, this.state, this.depth + 1);
        },
        data: (bytes) => this.entry?.push(bytes),
        problem: (text) => this.state.notes.push(`${this.path} ${text}.`),
      });
    } else if (kind !== null || this.state.keeps(head.subarray(0, HEAD))) {
      this.parts = [];
      this.isArchive = kind !== null;
    }
    this.head = new Uint8Array(0);
    if (head.length > 0) this.take(head);
  }

  private take(chunk: Uint8Array): void {
    this.tar?.push(chunk);
    if (this.parts !== null && this.state.roomToKeep(chunk.length)) this.parts.push(chunk.slice());
  }

  private entryEnded(): void {
    this.entry?.end();
    this.archives.push(...(this.entry?.archives ?? []));
    this.entry = null;
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
