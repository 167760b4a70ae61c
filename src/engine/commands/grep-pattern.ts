/**
 * The patterns of grep(1), basic and extended, matched in time linear in the
 * text: a person's pattern must not be able to hang the engine, and would in
 * JavaScript's own expressions, which go back and try again. What a pattern
 * says is brought into the syntax of RE2, which has no going back, and for that
 * reason no back-references either: those are refused.
 */
import { RE2JS } from 're2js';
import { err, ok, type Result } from '../base';

export interface PatternOptions {
  readonly syntax: 'basic' | 'extended' | 'fixed';
  readonly ignoreCase: boolean;
  /** Only where no letter, digit or underscore stands before or after. */
  readonly wholeWords: boolean;
}

/** A test of lines. The error is grep's message. */
export function grepPattern(pattern: string, options: PatternOptions): Result<(line: string) => boolean, string> {
  const { syntax, ignoreCase, wholeWords } = options;
  const source = syntax === 'fixed' ? ok(literal(pattern)) : new Translation(pattern, syntax === 'extended').run();
  if (!source.ok) return source;
  try {
    const whole = wholeWords ? String.raw`(?:^|\W)(?:${source.value})(?:\W|$)` : source.value;
    const expression = RE2JS.compile(whole, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
    return ok((line) => expression.test(line));
  } catch {
    return err(`Invalid regular expression: ${pattern}`);
  }
}

/** Escapes of both syntaxes, with what RE2 says for them. `\d` and the like are no grep's, but harmless. */
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ...Array.from('bBwWsSdDnt', (char): [string, string] => [char, `\\${char}`]),
  // Where a word begins or ends; RE2 does not tell the two apart.
  ['<', String.raw`\b`],
  ['>', String.raw`\b`],
  ['`', String.raw`\A`],
  ["'", String.raw`\z`],
]);

class Translation {
  private at = 0;
  private parts: string[] = [];
  /** Where in `parts` begins what a following repetition repeats; -1: nothing to repeat. */
  private atom = -1;
  /** Where the groups that are open begin. */
  private readonly open: number[] = [];

  constructor(
    private readonly pattern: string,
    private readonly extended: boolean,
  ) {}

  run(): Result<string, string> {
    while (this.at < this.pattern.length) {
      const problem = this.step();
      if (problem !== undefined) return err(problem);
    }
    return this.open.length > 0 ? err('Unmatched ( or \\(') : ok(this.parts.join(''));
  }

  /** Reads one character, escape, bracket or interval; always moves on. */
  private step(): string | undefined {
    const char = String.fromCodePoint(this.pattern.codePointAt(this.at) ?? 0);
    if (char === '[') return this.bracket();
    if (char === '\\') {
      const next = this.pattern[this.at + 1];
      if (next === undefined) return 'Trailing backslash';
      this.at += 2;
      if ('+?|(){}'.includes(next)) return this.extended ? this.add(literal(next)) : this.operator(next);
      if (/[1-9]/.test(next)) return `back-references such as \\${next} are not supported here`;
      return this.add(ESCAPES.get(next) ?? literal(next));
    }
    this.at += char.length;
    if (char === '.') return this.add('.');
    if (char === '*') return this.operator(char);
    if (this.extended && '+?|(){}'.includes(char)) return this.operator(char);
    if (char === '^' && (this.extended || this.atStart())) return this.anchor('^');
    if (char === '$' && (this.extended || this.beforeEnd())) return this.anchor('$');
    return this.add(literal(char));
  }

  private operator(char: string): string | undefined {
    switch (char) {
      case '(':
        this.open.push(this.parts.length);
        return this.anchor('(?:');
      case ')': {
        const begin = this.open.pop();
        if (begin === undefined) return this.extended ? this.add(literal(')')) : 'Unmatched ) or \\)';
        this.parts.push(')');
        this.atom = begin;
        return undefined;
      }
      case '|':
        return this.anchor('|');
      case '{':
        return this.interval();
      case '}':
        return this.add(literal('}'));
      default:
        return this.repeat(char);
    }
  }

  /** `{2}`, `{2,}`, `{,3}` or `{2,3}`; in the extended syntax anything else is a plain brace. */
  private interval(): string | undefined {
    const rest = this.pattern.slice(this.at, this.at + 20);
    const found = (this.extended ? /^(\d*)(,?)(\d*)\}/ : /^(\d*)(,?)(\d*)\\\}/).exec(rest);
    const [whole = '', low = '', comma = '', high = ''] = found ?? [];
    if (!found || (low === '' && comma === ''))
      return this.extended ? this.add(literal('{')) : 'Invalid content of \\{\\}';
    this.at += whole.length;
    return this.repeat(`{${low === '' ? '0' : low}${comma}${high}}`);
  }

  private repeat(operator: string): string | undefined {
    // A repetition of nothing: in the basic syntax the star itself, in the extended one nothing.
    if (this.atom < 0) return this.extended ? undefined : this.add(literal(operator));
    const repeated = this.parts.splice(this.atom).join('');
    this.parts.push(`(?:${repeated})${operator}`);
    return undefined;
  }

  /** A list of characters, in which a backslash is one of them. */
  private bracket(): string | undefined {
    const found = /^\[(\^?)(\]?(?:\[:\w+:\]|[^\]])*)\]/.exec(this.pattern.slice(this.at));
    if (!found) return `Invalid regular expression: ${this.pattern}`;
    const [whole, not = '', inside = ''] = found;
    if (/^:.*:$/.test(inside)) return 'character class syntax is [[:space:]], not [:space:]';
    this.at += whole.length;
    const list = inside.replaceAll(/\[:\w+:\]|[\\\][^&~]/g, (piece) => (piece.length > 1 ? piece : `\\${piece}`));
    return this.add(`[${not}${list}]`);
  }

  private add(source: string): string | undefined {
    this.atom = this.parts.length;
    this.parts.push(source);
    return undefined;
  }

  /** What has a meaning but nothing to repeat. */
  private anchor(source: string): string | undefined {
    this.parts.push(source);
    this.atom = -1;
    return undefined;
  }

  /** At the beginning of the expression, of a group or of an alternative. */
  private atStart(): boolean {
    const last = this.parts.at(-1);
    return last === undefined || last === '(?:' || last === '|';
  }

  private beforeEnd(): boolean {
    return /^(?:$|\\[)|])/.test(this.pattern.slice(this.at, this.at + 2));
  }
}

function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
