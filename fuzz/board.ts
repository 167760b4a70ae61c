/**
 * What the worker and its watchdog share while the worker may be stuck: counters, and
 * the case under way, so that the one who never answers can be named.
 */
import type { Case } from './door';

const NAMES = [
  'ticks',
  'inputs',
  'slow',
  'spans',
  'heapFirst',
  'heapLast',
  'heapMost',
  'seen',
  'used',
  'lost',
] as const;
type Counter = (typeof NAMES)[number];

const HEADER = NAMES.length * Int32Array.BYTES_PER_ELEMENT;
/** Bytes for the case under way; what is beyond is named without its end. */
const ROOM = 4 * 1024 * 1024;

export class Board {
  readonly memory: SharedArrayBuffer;
  readonly #counters: Int32Array;
  readonly #text: Buffer;

  constructor(memory = new SharedArrayBuffer(HEADER + ROOM)) {
    this.memory = memory;
    this.#counters = new Int32Array(memory, 0, NAMES.length);
    this.#text = Buffer.from(memory, HEADER);
  }

  get(counter: Counter): number {
    return Atomics.load(this.#counters, NAMES.indexOf(counter));
  }

  set(counter: Counter, value: number): void {
    Atomics.store(this.#counters, NAMES.indexOf(counter), value);
  }

  add(counter: Counter, by = 1): void {
    Atomics.add(this.#counters, NAMES.indexOf(counter), by);
  }

  /** A new case begins. */
  begin(setup: string): void {
    this.set('used', 0);
    this.append(setup);
  }

  /** The next text of the case; written before the door gets it. */
  append(text: string): void {
    const used = this.get('used');
    const bytes = text.length * 2;
    if (used + 4 + bytes > this.#text.length) return;
    this.#text.writeUInt32LE(bytes, used);
    this.#text.write(text, used + 4, 'utf16le');
    this.set('used', used + 4 + bytes);
    this.add('ticks');
  }

  /** The case under way, as far as it was written. */
  read(): Case {
    const texts: string[] = [];
    const used = this.get('used');
    for (let at = 0; at < used;) {
      const bytes = this.#text.readUInt32LE(at);
      texts.push(this.#text.toString('utf16le', at + 4, at + 4 + bytes));
      at += 4 + bytes;
    }
    const [setup = '', ...inputs] = texts;
    return { setup, inputs };
  }
}
