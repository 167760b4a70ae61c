/** `$((…))`: whole numbers as a shell counts them, with variables, comparisons and assignments. */
import { err, ok, type Result } from '../../base';

export interface Numbers {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
}

export function evaluate(text: string, numbers: Numbers): Result<bigint, string> {
  try {
    return ok(new Evaluation(text, numbers).run());
  } catch (thrown) {
    if (thrown instanceof Wrong) return err(thrown.message);
    throw thrown;
  }
}

class Wrong extends Error {}

const TOKEN =
  /\s*(0[xX][0-9a-fA-F]+|\d+|[A-Za-z_]\w*|\*\*|<<=|>>=|\+\+|--|[-+*/%&|^]=|<<|>>|[<>=!]=|&&|\|\||[-+*/%<>=!~?:,()&|^])/y;

/** How tightly two-sided operators bind; the loosest first. */
const LEVELS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<', '<=', '>', '>='],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];
const DEEPEST = 100;

class Evaluation {
  private readonly tokens: string[] = [];
  private at = 0;
  private depth = 0;
  /** Inside a branch that is not taken: nothing is assigned and nothing divided. */
  private idle = 0;

  constructor(
    text: string,
    private readonly numbers: Numbers,
  ) {
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < text.trimEnd().length) {
      const from = TOKEN.lastIndex;
      const found = TOKEN.exec(text);
      if (!found) throw new Wrong(`'${text.slice(from).trim().slice(0, 20)}' is no arithmetic`);
      this.tokens.push(found[1] ?? '');
    }
  }

  run(): bigint {
    if (this.tokens.length === 0) return 0n;
    const value = this.comma();
    if (this.at < this.tokens.length) throw new Wrong(`unexpected '${this.tokens[this.at] ?? ''}'`);
    return value;
  }

  private comma(): bigint {
    let value = this.choice();
    while (this.take(',')) value = this.choice();
    return value;
  }

  private take(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at += 1;
    return true;
  }

  private nested<T>(body: () => T): T {
    this.depth += 1;
    if (this.depth > DEEPEST) throw new Wrong('it stands too deep in parentheses');
    const value = body();
    this.depth -= 1;
    return value;
  }

  private choice(): bigint {
    return this.nested(() => {
      const condition = this.binary(0);
      if (!this.take('?')) return condition;
      const first = this.unless(condition === 0n, () => this.choice());
      if (!this.take(':')) throw new Wrong("':' is missing");
      const second = this.unless(condition !== 0n, () => this.choice());
      return condition === 0n ? second : first;
    });
  }

  private unless(idle: boolean, body: () => bigint): bigint {
    this.idle += idle ? 1 : 0;
    const value = body();
    this.idle -= idle ? 1 : 0;
    return value;
  }

  private binary(level: number): bigint {
    const operators = LEVELS[level];
    if (!operators) return this.power();
    let left = this.binary(level + 1);
    for (;;) {
      const operator = this.tokens[this.at];
      if (operator === undefined || !operators.includes(operator)) return left;
      this.at += 1;
      const decided = (operator === '&&' && left === 0n) || (operator === '||' && left !== 0n);
      const right = this.unless(decided, () => this.binary(level + 1));
      left = this.apply(operator, left, right);
    }
  }

  private power(): bigint {
    const base = this.unary();
    if (!this.take('**')) return base;
    const exponent = this.nested(() => this.power());
    if (exponent < 0n) throw new Wrong('the exponent is negative');
    if (exponent > 64n && base !== 0n && base !== 1n && base !== -1n) return 0n;
    return BigInt.asIntN(64, base ** (exponent > 64n ? exponent % 2n : exponent));
  }

  private unary(): bigint {
    const token = this.tokens[this.at];
    if (token !== undefined && ['-', '+', '!', '~'].includes(token)) {
      this.at += 1;
      const value = this.nested(() => this.unary());
      if (token === '-') return BigInt.asIntN(64, -value);
      if (token === '!') return truth(value === 0n);
      return token === '~' ? ~value : value;
    }
    if (token === '++' || token === '--') {
      this.at += 1;
      const name = this.tokens[this.at] ?? '';
      if (!/^[A-Za-z_]/.test(name)) throw new Wrong(`'${token}' wants a variable`);
      this.at += 1;
      return this.assign(name, this.valueOf(name) + (token === '++' ? 1n : -1n));
    }
    return this.primary();
  }

  private primary(): bigint {
    const token = this.tokens[this.at];
    if (token === undefined) throw new Wrong('a number is missing at the end');
    this.at += 1;
    if (token === '(') {
      const value = this.nested(() => this.comma());
      if (!this.take(')')) throw new Wrong("')' is missing");
      return value;
    }
    if (/^\d/.test(token)) return numberOf(token);
    if (!/^[A-Za-z_]/.test(token)) throw new Wrong(`a number is missing before '${token}'`);
    const next = this.tokens[this.at] ?? '';
    if (next === '++' || next === '--') {
      this.at += 1;
      const before = this.valueOf(token);
      this.assign(token, before + (next === '++' ? 1n : -1n));
      return before;
    }
    if (next === '=') {
      this.at += 1;
      return this.assign(token, this.choice());
    }
    if (/^(?:[-+*/%&|^]|<<|>>)=$/.test(next)) {
      this.at += 1;
      const right = this.choice();
      return this.assign(token, this.apply(next.slice(0, -1), this.valueOf(token), right));
    }
    return this.valueOf(token);
  }

  private valueOf(name: string): bigint {
    const text = (this.numbers.get(name) ?? '').trim();
    if (text === '') return 0n;
    if (/^-?(?:0[xX][0-9a-fA-F]+|\d+)$/.test(text))
      return text.startsWith('-') ? -numberOf(text.slice(1)) : numberOf(text);
    throw new Wrong(`${name} is '${text.slice(0, 30)}', which is no number`);
  }

  private assign(name: string, value: bigint): bigint {
    const kept = BigInt.asIntN(64, value);
    if (this.idle === 0) this.numbers.set(name, String(kept));
    return kept;
  }

  private apply(operator: string, left: bigint, right: bigint): bigint {
    if ((operator === '/' || operator === '%') && right === 0n) {
      if (this.idle > 0) return 0n;
      throw new Wrong('division by zero');
    }
    return BigInt.asIntN(64, OPERATIONS[operator]?.(left, right) ?? 0n);
  }
}

const truth = (value: boolean): bigint => (value ? 1n : 0n);

const OPERATIONS: Readonly<Record<string, (left: bigint, right: bigint) => bigint>> = {
  '||': (left, right) => truth(left !== 0n || right !== 0n),
  '&&': (left, right) => truth(left !== 0n && right !== 0n),
  '|': (left, right) => left | right,
  '^': (left, right) => left ^ right,
  '&': (left, right) => left & right,
  '==': (left, right) => truth(left === right),
  '!=': (left, right) => truth(left !== right),
  '<': (left, right) => truth(left < right),
  '<=': (left, right) => truth(left <= right),
  '>': (left, right) => truth(left > right),
  '>=': (left, right) => truth(left >= right),
  '<<': (left, right) => left << (right & 63n),
  '>>': (left, right) => left >> (right & 63n),
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
};

/** A leading 0 means octal, as in a shell. */
function numberOf(text: string): bigint {
  if (text.length > 20) throw new Wrong(`${text.slice(0, 20)}… is too large`);
  if (/^0\d/.test(text)) {
    if (/[89]/.test(text)) throw new Wrong(`${text} begins with 0, so it is octal, and has a digit above 7`);
    return BigInt(`0o${text.slice(1)}`);
  }
  return BigInt.asIntN(64, BigInt(text));
}
