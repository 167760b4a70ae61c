/**
 * JSON as Open vSwitch's own parser reads it (lib/json.c), which every text that
 * is typed as JSON goes through: an object or an array, errors with the place in lines
 * and columns from 0 and the byte. What it accepts means what `JSON.parse` says it means.
 */
import { err, ok, utf8Encode, type Result } from '../base';

/** The error is what OVS' programs print behind the text. */
export function parseJson(text: string): Result<unknown, string> {
  const wrong = new Parser(text).run();
  if (wrong !== undefined) return err(wrong);
  try {
    return ok(JSON.parse(text) as unknown);
  } catch {
    throw new Error('What our parser takes for JSON is none.');
  }
}

type State =
  | 'start'
  | 'end'
  | 'object-init'
  | 'object-name'
  | 'object-colon'
  | 'object-value'
  | 'object-next'
  | 'array-init'
  | 'array-value'
  | 'array-next';

/** JSON_MAX_HEIGHT */
const MAX_DEPTH = 1000;

/** Tokens one after the other into a machine of states; the first error ends it. */
class Parser {
  private at = 0;
  private state: State = 'start';
  private readonly open: ('object' | 'array')[] = [];
  private wrong: string | undefined;

  constructor(private readonly text: string) {}

  run(): string | undefined {
    while (this.wrong === undefined && this.at < this.text.length) this.token();
    if (this.wrong !== undefined) return this.wrong;
    if (this.state === 'start') this.fail('empty input stream');
    else if (this.state !== 'end') this.fail('unexpected end of input');
    return this.wrong;
  }

  private fail(message: string, at = this.at): void {
    if (this.wrong !== undefined) return;
    const before = this.text.slice(0, at);
    const lines = before.split('\n');
    const beyond = Math.max(0, at - this.text.length);
    const column = utf8Encode(lines.at(-1) ?? '').length + beyond;
    const byte = utf8Encode(before).length + beyond;
    this.wrong = `line ${lines.length - 1}, column ${column}, byte ${byte}: ${message}`;
  }

  private token(): void {
    const char = this.text.charAt(this.at);
    if (' \t\n\r'.includes(char)) this.at += 1;
    else if ('[]{}:,'.includes(char)) {
      this.input(char);
      this.at += 1;
    } else if (char === '"') this.string();
    else if (/[a-z]/.test(char)) this.word(/[a-z]*/iy, checkKeyword);
    else if (/[-0-9]/.test(char)) this.word(/[-.0-9eE+]*/y, checkNumber);
    else this.fail(badCharacter(char));
  }

  /** A keyword or number is judged where what cannot belong to it follows. */
  private word(pattern: RegExp, check: (word: string) => string | undefined): void {
    pattern.lastIndex = this.at;
    const word = pattern.exec(this.text)?.[0] ?? '';
    this.at += word.length;
    const message = check(word);
    if (message !== undefined) this.fail(message);
    else this.input('value');
    // At the end of the text the parser ends the word by a blank of its own, and counts it.
    if (this.at === this.text.length) this.at += 1;
  }

  private string(): void {
    const start = this.at + 1;
    let end = start;
    for (; end < this.text.length && this.text[end] !== '"'; end++) {
      if (this.text[end] === '\\') end += 1;
      else if (this.text.charCodeAt(end) < 0x20) {
        const code = this.text.charCodeAt(end).toString(16).toUpperCase().padStart(4, '0');
        this.fail(`U+${code} must be escaped in quoted string`, end);
        return;
      }
    }
    if (end >= this.text.length) {
      this.at = this.text.length;
      this.fail('unexpected end of input in quoted string');
      return;
    }
    this.at = end;
    const message = checkEscapes(this.text.slice(start, end));
    if (message !== undefined) this.fail(message);
    else this.input('string');
    this.at = end + 1;
  }

  private input(token: string): void {
    switch (this.state) {
      case 'start':
        if (token === '{' || token === '[') this.push(token);
        else this.fail('syntax error at beginning of input');
        return;
      case 'end':
        this.fail('trailing garbage at end of input');
        return;
      case 'object-init':
        if (token === '}') this.pop();
        else this.name(token);
        return;
      case 'object-name':
        this.name(token);
        return;
      case 'object-colon':
        if (token === ':') this.state = 'object-value';
        else this.fail("syntax error parsing object expecting ':'");
        return;
      case 'object-value':
        this.value(token, 'object-next');
        return;
      case 'object-next':
        if (token === ',') this.state = 'object-name';
        else if (token === '}') this.pop();
        else this.fail("syntax error expecting '}' or ','");
        return;
      case 'array-init':
        if (token === ']') this.pop();
        else this.value(token, 'array-next');
        return;
      case 'array-value':
        this.value(token, 'array-next');
        return;
      case 'array-next':
        if (token === ',') this.state = 'array-value';
        else if (token === ']') this.pop();
        else this.fail("syntax error expecting ']' or ','");
        return;
    }
  }

  private name(token: string): void {
    if (token === 'string') this.state = 'object-colon';
    else this.fail('syntax error parsing object expecting string');
  }

  private value(token: string, next: State): void {
    if (token === '{' || token === '[') this.push(token);
    else if (token === 'value' || token === 'string') this.state = next;
    else this.fail('syntax error expecting value');
  }

  private push(token: '{' | '['): void {
    if (this.open.length >= MAX_DEPTH) {
      this.fail(`input exceeds maximum nesting depth ${MAX_DEPTH}`);
      return;
    }
    this.open.push(token === '{' ? 'object' : 'array');
    this.state = token === '{' ? 'object-init' : 'array-init';
  }

  private pop(): void {
    this.open.pop();
    const outer = this.open.at(-1);
    this.state = outer === undefined ? 'end' : `${outer}-next`;
  }
}

/** The parser goes by bytes, so that a character of more than one is told of by the first. */
function badCharacter(char: string): string {
  const byte = utf8Encode(char)[0] ?? 0;
  if (byte >= 0x20 && byte < 0x7f) return `invalid character '${char}'`;
  return `invalid character U+${byte.toString(16).padStart(4, '0')}`;
}

function checkKeyword(word: string): string | undefined {
  return ['false', 'true', 'null'].includes(word) ? undefined : `invalid keyword '${word}'`;
}

function checkNumber(word: string): string | undefined {
  const digits = word.replace(/^-/, '');
  if (/^0[0-9]/.test(digits)) return 'leading zeros not allowed';
  if (!/^[0-9]/.test(digits)) return "'-' must be followed by digit";
  const rest = digits.replace(/^[0-9]+/, '');
  if (/^\.(?![0-9])/.test(rest)) return 'decimal point must be followed by digit';
  const exponent = rest.replace(/^\.[0-9]+/, '');
  if (/^[eE][-+]?(?![0-9])/.test(exponent)) return 'exponent must contain at least one digit';
  const power = /^[eE][-+]?([0-9]+)/.exec(exponent)?.[1];
  // The real one refuses an exponent of nine digits and more.
  if (power !== undefined && power.replace(/^0+/, '').length > 9) return 'exponent outside valid range';
  if (!/^(?:[eE][-+]?[0-9]+)?$/.test(exponent)) return 'syntax error in number';
  return Number.isFinite(Number(word)) ? undefined : 'number outside valid range';
}

function checkEscapes(raw: string): string | undefined {
  for (let at = raw.indexOf('\\'); at >= 0; at = raw.indexOf('\\', at)) {
    const kind = raw.charAt(at + 1);
    if (kind !== 'u') {
      if (!'"\\/bfnrt'.includes(kind)) return `bad escape \\${kind}`;
      at += 2;
      continue;
    }
    const first = hexCode(raw, at + 2);
    if (typeof first === 'string') return first;
    at += 6;
    if (first < 0xd800 || first > 0xdbff) continue;
    if (raw.slice(at, at + 2) !== '\\u') return 'malformed escaped surrogate pair';
    const second = hexCode(raw, at + 2);
    if (typeof second === 'string') return second;
    if (second < 0xdc00 || second > 0xdfff) return 'second half of escaped surrogate pair is not trailing surrogate';
    at += 6;
  }
  return undefined;
}

function hexCode(raw: string, at: number): number | string {
  const digits = raw.slice(at, at + 4);
  if (digits.length < 4) return 'quoted string ends within \\u escape';
  if (!/^[0-9a-f]{4}$/i.test(digits)) return 'malformed \\u escape';
  const code = Number.parseInt(digits, 16);
  return code === 0 ? 'null bytes not supported in quoted strings' : code;
}
