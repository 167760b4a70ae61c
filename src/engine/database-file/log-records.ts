/**
 * The records of a database file (ovsdb/log.c): a line `OVSDB JSON LENGTH SHA-1`, in
 * a cluster `OVSDB CLUSTER …`, and LENGTH bytes of JSON. The first record that is
 * damaged ends the reading, as it does for ovsdb-server.
 */
import { utf8Decode, type Work } from '../base';
import { Sha1 } from './sha1';

export interface LogRecord {
  /** From 1. */
  readonly number: number;
  /** The byte at which its line begins. */
  readonly at: number;
  /** Where its JSON is. */
  readonly from: number;
  readonly to: number;
}

export type Magic = 'JSON' | 'CLUSTER';

const HEADER = /^OVSDB (JSON|CLUSTER) (\d{1,15}) ([0-9a-f]{40})$/;
/** Longer is no line of a record. */
const LONGEST_LINE = 100;
/** Bytes that are hashed between two rests. */
const STRIDE = 1 << 20;

/** `JSON` for a database that one server keeps alone, `CLUSTER` for a server of a cluster, null for other files. */
export function magicOf(bytes: Uint8Array): Magic | null {
  const found = /^OVSDB (JSON|CLUSTER) \d/.exec(utf8Decode(bytes.subarray(0, 24)))?.[1];
  return found === 'JSON' || found === 'CLUSTER' ? found : null;
}

export class LogRecords {
  /** What ended the reading before the end of the file. */
  damage: string | null = null;
  private at = 0;
  private number = 0;
  private readonly magic: Magic | null;

  constructor(private readonly bytes: Uint8Array) {
    this.magic = magicOf(bytes);
  }

  /** Undefined behind the last one that is whole. */
  *next(): Work<LogRecord | undefined> {
    const { bytes, at } = this;
    if (at >= bytes.length || this.damage !== null) return undefined;
    this.number += 1;
    const place = `Record ${this.number} at byte ${at}`;
    const end = bytes.subarray(at, at + LONGEST_LINE).indexOf(0x0a);
    const line = utf8Decode(bytes.subarray(at, end < 0 ? Math.min(bytes.length, at + LONGEST_LINE) : at + end));
    const header = HEADER.exec(line);
    if (header === null) {
      this.damage = `${place} does not begin as one: ${shown(line)}.`;
      return undefined;
    }
    if (header[1] !== this.magic) {
      this.damage = `${place} belongs to another kind of file: ${shown(line)}.`;
      return undefined;
    }
    const length = Number(header[2]);
    const from = at + end + 1;
    const to = from + length;
    if (to > bytes.length) {
      const there = bytes.length - from;
      this.damage = `${place} is cut off: ${there} of its ${length} bytes are there.`;
      return undefined;
    }
    const sha1 = new Sha1();
    for (let done = from; done < to; done += STRIDE) {
      sha1.update(bytes.subarray(done, Math.min(to, done + STRIDE)));
      if (length > STRIDE) yield { what: 'checks', done, total: bytes.length };
    }
    if (sha1.digest() !== header[3]) {
      this.damage = `${place} is damaged: its ${length} bytes do not have the checksum that stands before them.`;
      return undefined;
    }
    this.at = to;
    while (bytes[this.at] === 0x0a) this.at++;
    return { number: this.number, at, from, to };
  }

  /** What `record` says is no use, and ends the reading. */
  refuse(record: LogRecord, why: string): void {
    this.damage = `Record ${record.number} at byte ${record.at} ${why}.`;
  }
}

function shown(line: string): string {
  return JSON.stringify(line.slice(0, 40));
}
