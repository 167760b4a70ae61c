/**
 * Boolean functions of bits as reduced ordered decision diagrams (R. E. Bryant,
 * 1986): two functions are the same exactly when they are the same number. That
 * makes "equivalent", "always true" and "a packet that matches" questions with
 * exact answers.
 */
import type { Budget } from './budget';

/** A function: 0 is false, 1 is true, others name a node of the `Diagrams` that made them. */
export type Diagram = number;

export const FALSE: Diagram = 0;
export const TRUE: Diagram = 1;

type Operation = 'and' | 'or' | 'xor';

const CODES = { and: 1, or: 2, xor: 3 } as const satisfies Record<Operation, number>;

/** The variable of the constants: after all others. */
const LAST = 0x7fffffff;

/** Remembered results; newer ones replace older ones. A power of two. */
const CACHE_SIZE = 1 << 16;

export class Diagrams {
  private count = 2;
  /** By node: the variable it asks, and the functions left when that is 0 and when it is 1. */
  private variables = new Int32Array(1 << 10);
  private lows = new Int32Array(1 << 10);
  private highs = new Int32Array(1 << 10);
  /** Nodes by the hash of what they are; 0 is free. */
  private buckets = new Int32Array(1 << 12);
  private readonly cacheKeys = new Int32Array(CACHE_SIZE * 3);
  private readonly cacheValues = new Int32Array(CACHE_SIZE);

  constructor(private readonly budget: Budget) {
    this.variables.fill(LAST, 0, 2);
    this.lows[TRUE] = TRUE;
    this.highs[TRUE] = TRUE;
  }

  /** The function that asks `variable` first; both branches may only ask later ones. */
  node(variable: number, low: Diagram, high: Diagram): Diagram {
    if (low === high) return low;
    const slot = this.slotOf(variable, low, high);
    const known = this.buckets[slot] ?? 0;
    if (known !== 0) return known;
    this.budget.spend(10);
    const made = this.count++;
    if (made >= this.variables.length) this.grow();
    this.variables[made] = variable;
    this.lows[made] = low;
    this.highs[made] = high;
    this.buckets[slot] = made;
    if (this.count * 2 > this.buckets.length) this.rehash();
    return made;
  }

  and(x: Diagram, y: Diagram): Diagram {
    if (x === FALSE || y === FALSE) return FALSE;
    if (x === TRUE || x === y) return y;
    return y === TRUE ? x : this.apply('and', x, y);
  }

  or(x: Diagram, y: Diagram): Diagram {
    if (x === TRUE || y === TRUE) return TRUE;
    if (x === FALSE || x === y) return y;
    return y === FALSE ? x : this.apply('or', x, y);
  }

  /** True where the two differ. */
  xor(x: Diagram, y: Diagram): Diagram {
    if (x === y) return FALSE;
    if (x === FALSE) return y;
    return y === FALSE ? x : this.apply('xor', x, y);
  }

  not(x: Diagram): Diagram {
    return this.xor(x, TRUE);
  }

  /** Variables and their values that make `x` true, preferring 0; those not listed do not matter. `x` is not false. */
  satisfy(x: Diagram): ReadonlyMap<number, boolean> {
    const values = new Map<number, boolean>();
    for (let at = x; at > TRUE;) {
      const low = this.lows[at] ?? FALSE;
      const high = low === FALSE;
      values.set(this.variables[at] ?? LAST, high);
      at = high ? (this.highs[at] ?? FALSE) : low;
    }
    return values;
  }

  private apply(operation: Operation, x: Diagram, y: Diagram): Diagram {
    const [a, b] = x < y ? [x, y] : [y, x];
    const code = CODES[operation];
    const slot = hash(code, a, b) & (CACHE_SIZE - 1);
    const key = slot * 3;
    if (this.cacheKeys[key] === code && this.cacheKeys[key + 1] === a && this.cacheKeys[key + 2] === b) {
      return this.cacheValues[slot] ?? FALSE;
    }
    this.budget.spend(4);
    const first = this.variables[a] ?? LAST;
    const second = this.variables[b] ?? LAST;
    const variable = Math.min(first, second);
    const [a0, a1] = first === variable ? [this.lows[a] ?? FALSE, this.highs[a] ?? FALSE] : [a, a];
    const [b0, b1] = second === variable ? [this.lows[b] ?? FALSE, this.highs[b] ?? FALSE] : [b, b];
    const low = this[operation](a0, b0);
    const made = this.node(variable, low, this[operation](a1, b1));
    this.cacheKeys[key] = code;
    this.cacheKeys[key + 1] = a;
    this.cacheKeys[key + 2] = b;
    this.cacheValues[slot] = made;
    return made;
  }

  /** Where the node is, or may be put. */
  private slotOf(variable: number, low: Diagram, high: Diagram): number {
    const last = this.buckets.length - 1;
    for (let slot = hash(variable, low, high) & last; ; slot = (slot + 1) & last) {
      const node = this.buckets[slot] ?? 0;
      if (node === 0) return slot;
      if (this.variables[node] === variable && this.lows[node] === low && this.highs[node] === high) return slot;
    }
  }

  private grow(): void {
    const wider = (old: Int32Array) => {
      const made = new Int32Array(old.length * 2);
      made.set(old);
      return made;
    };
    this.variables = wider(this.variables);
    this.lows = wider(this.lows);
    this.highs = wider(this.highs);
  }

  private rehash(): void {
    this.buckets = new Int32Array(this.buckets.length * 2);
    for (let node = 2; node < this.count; node++) {
      this.buckets[this.slotOf(this.variables[node] ?? LAST, this.lows[node] ?? FALSE, this.highs[node] ?? FALSE)] =
        node;
    }
  }
}

function hash(x: number, y: number, z: number): number {
  let mixed = Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca6b) ^ Math.imul(z, 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}
