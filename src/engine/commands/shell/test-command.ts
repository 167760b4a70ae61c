/** test(1), also as `[ … ]`: compares words and numbers. There are no files, so none exists. */
import type { ProgramResult } from '../host';

class Wrong extends Error {}

export function testCommand(args: readonly string[]): ProgramResult {
  try {
    const holds = new Test(args).run();
    return { status: holds ? 0 : 1, stdout: '', stderr: '' };
  } catch (thrown) {
    if (!(thrown instanceof Wrong)) throw thrown;
    return { status: 2, stdout: '', stderr: `test: ${thrown.message}\n` };
  }
}

const OF_TWO: Readonly<Record<string, (left: string, right: string) => boolean>> = {
  '=': (left, right) => left === right,
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '<': (left, right) => left < right,
  '>': (left, right) => left > right,
  '-eq': (left, right) => number(left) === number(right),
  '-ne': (left, right) => number(left) !== number(right),
  '-lt': (left, right) => number(left) < number(right),
  '-le': (left, right) => number(left) <= number(right),
  '-gt': (left, right) => number(left) > number(right),
  '-ge': (left, right) => number(left) >= number(right),
};
const OF_ONE: Readonly<Record<string, (word: string) => boolean>> = {
  '-n': (word) => word !== '',
  '-z': (word) => word === '',
  ...Object.fromEntries(Array.from('efdrwxsLhS', (letter) => [`-${letter}`, () => false])),
};

class Test {
  private at = 0;
  private depth = 0;

  constructor(private readonly words: readonly string[]) {}

  run(): boolean {
    if (this.words.length === 0) return false;
    const value = this.either();
    if (this.at < this.words.length) throw new Wrong(`unexpected '${this.words[this.at] ?? ''}'`);
    return value;
  }

  private either(): boolean {
    let value = this.both();
    while (this.words[this.at] === '-o') {
      this.at += 1;
      const next = this.both();
      value ||= next;
    }
    return value;
  }

  private both(): boolean {
    let value = this.one();
    while (this.words[this.at] === '-a') {
      this.at += 1;
      const next = this.one();
      value &&= next;
    }
    return value;
  }

  private one(): boolean {
    const [first, second, third] = this.words.slice(this.at, this.at + 3);
    if (first === undefined) throw new Wrong('something to compare is missing at the end');
    // As POSIX has it, an operator between two words goes before everything else.
    const compare = second === undefined ? undefined : own(OF_TWO, second);
    if (compare && third !== undefined) {
      this.at += 3;
      return compare(first, third);
    }
    if (first === '!' && second !== undefined) return this.nested(1, () => !this.one());
    if (first === '(' && second !== undefined) {
      return this.nested(1, () => {
        const value = this.either();
        if (this.words[this.at] !== ')') throw new Wrong("')' is missing");
        this.at += 1;
        return value;
      });
    }
    const check = second === undefined ? undefined : own(OF_ONE, first);
    this.at += check ? 2 : 1;
    if (check && second !== undefined) return check(second);
    return first !== '';
  }

  private nested(skip: number, body: () => boolean): boolean {
    this.depth += 1;
    if (this.depth > 100) throw new Wrong('too deep');
    this.at += skip;
    const value = body();
    this.depth -= 1;
    return value;
  }
}

function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function number(text: string): bigint {
  if (!/^\s*-?\d{1,19}\s*$/.test(text)) throw new Wrong(`'${text}' is no whole number`);
  return BigInt(text.trim());
}
