/**
 * Boolean functions of bits as reduced ordered decision diagrams: two functions
 * are the same exactly when they are the same number. That makes "equivalent",
 * "always true" and "a packet that matches" questions with exact answers.
 */
import type { Budget } from './budget';

/** A function: 0 is false, 1 is true, others name a node of the `Diagrams` that made them. */
export type Diagram = number;

export const FALSE: Diagram = 0;
export const TRUE: Diagram = 1;

/** More functions than this fit in no key; a budget ends long before. */
const MAX_NODES = 2 ** 25;

export class Diagrams {
  /** By node: the variable it asks, and the functions left when that is 0 and when it is 1. */
  private readonly variables: number[] = [LAST, LAST];
  private readonly lows: Diagram[] = [FALSE, TRUE];
  private readonly highs: Diagram[] = [FALSE, TRUE];
  private readonly unique: Map<number, Diagram>[] = [];
  private readonly ands = new Map<number, Diagram>();
  private readonly xors = new Map<number, Diagram>();

  constructor(private readonly budget: Budget) {}

  /** The function that asks `variable` first; both branches may only ask later ones. */
  node(variable: number, low: Diagram, high: Diagram): Diagram {
    if (low === high) return low;
    const table = (this.unique[variable] ??= new Map<number, Diagram>());
    const key = low * MAX_NODES + high;
    const known = table.get(key);
    if (known !== undefined) return known;
    this.budget.spend(10);
    const made = this.variables.length;
    if (made >= MAX_NODES) throw new Error('A budget let too many nodes be made.');
    this.variables.push(variable);
    this.lows.push(low);
    this.highs.push(high);
    table.set(key, made);
    return made;
  }

  and(x: Diagram, y: Diagram): Diagram {
    if (x === FALSE || y === FALSE) return FALSE;
    if (x === TRUE || x === y) return y;
    if (y === TRUE) return x;
    const key = x < y ? x * MAX_NODES + y : y * MAX_NODES + x;
    const known = this.ands.get(key);
    if (known !== undefined) return known;
    this.budget.spend(10);
    const variable = Math.min(this.variableOf(x), this.variableOf(y));
    const low = this.and(this.low(x, variable), this.low(y, variable));
    const made = this.node(variable, low, this.and(this.high(x, variable), this.high(y, variable)));
    this.ands.set(key, made);
    return made;
  }

  /** True where the two differ. */
  xor(x: Diagram, y: Diagram): Diagram {
    if (x === y) return FALSE;
    if (x === FALSE) return y;
    if (y === FALSE) return x;
    const key = x < y ? x * MAX_NODES + y : y * MAX_NODES + x;
    const known = this.xors.get(key);
    if (known !== undefined) return known;
    this.budget.spend(10);
    const variable = Math.min(this.variableOf(x), this.variableOf(y));
    const low = this.xor(this.low(x, variable), this.low(y, variable));
    const made = this.node(variable, low, this.xor(this.high(x, variable), this.high(y, variable)));
    this.xors.set(key, made);
    return made;
  }

  not(x: Diagram): Diagram {
    return this.xor(x, TRUE);
  }

  or(x: Diagram, y: Diagram): Diagram {
    return this.not(this.and(this.not(x), this.not(y)));
  }

  /** Variables and their values that make `x` true, preferring 0; those not listed do not matter. `x` is not false. */
  satisfy(x: Diagram): ReadonlyMap<number, boolean> {
    const values = new Map<number, boolean>();
    for (let at = x; at !== TRUE && at !== FALSE;) {
      const low = this.lows[at] ?? FALSE;
      const high = low === FALSE;
      values.set(this.variableOf(at), high);
      at = high ? (this.highs[at] ?? FALSE) : low;
    }
    return values;
  }

  private variableOf(x: Diagram): number {
    return this.variables[x] ?? LAST;
  }

  private low(x: Diagram, variable: number): Diagram {
    return this.variables[x] === variable ? (this.lows[x] ?? FALSE) : x;
  }

  private high(x: Diagram, variable: number): Diagram {
    return this.variables[x] === variable ? (this.highs[x] ?? FALSE) : x;
  }
}

/** The variable of the constants: after all others. */
const LAST = 2 ** 30;
