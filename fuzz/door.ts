/** What a door is to the fuzzer: what comes in by it, and what must hold then. */
import type { Chance } from './chance';

export interface Door {
  /** Its name on the command line and its folder in the corpus. */
  readonly id: string;
  readonly title: string;
  /** How an input is made smaller: as letters and words, by the parts of its JSON, or by bytes in hexadecimal. */
  readonly form: 'text' | 'json' | 'hex';
  /** How many inputs come in one after the other before everything begins afresh. */
  readonly span: number;
  /** About how much longer an input takes than at the cheapest doors: with `--inputs N`, this door gets N / cost. */
  readonly cost: number;
  /** The states that inputs can meet, by name. */
  readonly setups: readonly string[];
  /** An input by the grammar, or one made of recorded inputs and of those in `pool`, about half and half. */
  draw(chance: Chance, pool: readonly string[]): string;
  open(setup: string): Visit;
}

export interface Visit {
  /**
   * Takes one input, checks what must hold, and says in a few words how it went: an
   * input after which something new was said is interesting. Throws where the program
   * does, and `Broken` where something does not hold.
   */
  feed(input: string): string | Promise<string>;
  /** Checked after the last input of a span. */
  end?(): void;
}

/** Inputs that come in one after the other, and the state that they meet. */
export interface Case {
  readonly setup: string;
  readonly inputs: readonly string[];
}

/** Something that must hold does not. */
export class Broken extends Error {
  override readonly name = 'Broken';
}

export function must(holds: boolean, words: string): void {
  if (!holds) throw new Broken(words);
}

/** The same text, or words with the place where they part. */
export function mustEqual(before: string, after: string, what: string): void {
  if (before === after) return;
  let at = 0;
  while (before[at] === after[at]) at += 1;
  const around = (text: string) => JSON.stringify(text.slice(Math.max(0, at - 30), at + 60));
  throw new Broken(`${what}: ${around(before)} became ${around(after)}`);
}
