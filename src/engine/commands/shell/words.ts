/**
 * Words of the shell: quotes, escapes, variables, substitutions. Reads each
 * character once; what it cannot read it says with its place.
 */
import type { Problem, TextRange } from '../../base';
import type { AndOr, Part, Word } from './syntax';

/** Ends the reading; caught where it began. */
export class Unreadable extends Error {
  constructor(readonly problem: Problem) {
    super(problem.message);
  }
}

/** The code of a problem that more lines may mend: the terminal asks for them. */
export const UNFINISHED = 'unfinished';

/** How deep loops, substitutions and brackets may stand in each other. */
const DEEPEST = 60;

export abstract class WordReader {
  protected position = 0;
  private depth = 0;

  /** `offset` is where `text` begins in the text that ranges point into. */
  constructor(
    protected readonly text: string,
    protected readonly offset: number,
  ) {}

  /** Commands up to `)`, which is passed over. */
  protected abstract substitution(open: number): readonly AndOr[];
  /** The commands of a text by itself, as between back quotes. */
  protected abstract commandsOf(text: string, offset: number): readonly AndOr[];

  protected peek(): string | undefined {
    return this.text[this.position];
  }

  protected at(text: string): boolean {
    return this.text.startsWith(text, this.position);
  }

  protected range(start: number, end = this.position): TextRange {
    const last = this.text.length;
    return { start: Math.min(start, last) + this.offset, end: Math.min(end, last) + this.offset };
  }

  protected fail(message: string, start: number, end: number, hint?: string): never {
    throw new Unreadable({
      code: 'syntax-error',
      message,
      range: this.range(start, end),
      ...(hint === undefined ? {} : { hint }),
    });
  }

  protected unfinished(message: string, start: number): never {
    throw new Unreadable({ code: UNFINISHED, message, range: this.range(start, this.text.length) });
  }

  protected nested<T>(read: () => T): T {
    this.depth += 1;
    if (this.depth > DEEPEST)
      this.fail(`more than ${DEEPEST} levels stand in each other`, this.position, this.position + 1);
    const result = read();
    this.depth -= 1;
    return result;
  }

  /** A word; undefined where none begins. */
  protected word(): Word | undefined {
    const start = this.position;
    const parts: Part[] = [];
    const add = (text: string, quoted: boolean) => {
      const last = parts.at(-1);
      if (last?.kind === 'text' && last.quoted === quoted)
        parts[parts.length - 1] = { ...last, text: last.text + text };
      else parts.push({ kind: 'text', text, quoted });
    };
    for (;;) {
      const char = this.peek();
      if (char === undefined || isBlank(char) || ENDS_WORD.has(char)) break;
      if (char === "'") {
        const close = this.text.indexOf("'", this.position + 1);
        if (close < 0) this.unfinished("this ' is never closed", this.position);
        add(this.text.slice(this.position + 1, close), true);
        this.position = close + 1;
      } else if (char === '"') {
        const open = this.position;
        this.position += 1;
        // Also nothing between quotes is a word.
        add('', true);
        parts.push(...this.nested(() => this.quoted('"', open)));
      } else if (char === '\\') {
        const next = this.text[this.position + 1];
        if (next === undefined) this.unfinished('nothing follows this backslash', this.position);
        if (next !== '\n') add(next, true);
        this.position += 2;
      } else if (char === '$' || char === '`') {
        parts.push(this.dollar(false));
      } else {
        const end = this.endOfPlain();
        add(this.text.slice(this.position, end), false);
        this.position = end;
      }
    }
    return parts.length === 0 ? undefined : { parts, range: this.range(start) };
  }

  private endOfPlain(): number {
    let end = this.position + 1;
    for (; end < this.text.length; end++) {
      const char = this.text[end] ?? '';
      if (isBlank(char) || ENDS_WORD.has(char) || SPECIAL.has(char)) break;
    }
    return end;
  }

  /** What stands between double quotes, up to the closing one; or all of a here-document where there is none. */
  protected quoted(close: '"' | undefined, open: number): readonly Part[] {
    const parts: Part[] = [];
    let text = '';
    const flush = () => {
      if (text !== '') parts.push({ kind: 'text', text, quoted: true });
      text = '';
    };
    for (;;) {
      const char = this.peek();
      if (char === undefined) {
        if (close !== undefined) this.unfinished(`this ${close} is never closed`, open);
        flush();
        return parts;
      }
      const next = this.text[this.position + 1];
      if (char === close) {
        this.position += 1;
        flush();
        return parts;
      }
      if (char === '\\' && next !== undefined && ('\\$`\n'.includes(next) || next === close)) {
        if (next !== '\n') text += next;
        this.position += 2;
      } else if (char === '$' || char === '`') {
        flush();
        parts.push(this.dollar(true));
      } else {
        text += char;
        this.position += 1;
      }
    }
  }

  /** What a `$` or a back quote begins; a `$` that begins nothing stands for itself. */
  private dollar(quoted: boolean): Part {
    const start = this.position;
    if (this.peek() === '`') return this.backQuoted(quoted);
    if (this.at('$((')) {
      this.position += 3;
      const parts = this.nested(() => this.arithmetic(start));
      return { kind: 'arithmetic', parts, quoted, range: this.range(start) };
    }
    if (this.at('$(')) {
      this.position += 2;
      const body = this.nested(() => this.substitution(start));
      return { kind: 'command', body, quoted, range: this.range(start) };
    }
    if (this.at('${')) return this.braced(quoted);
    VARIABLE.lastIndex = start;
    const name = VARIABLE.exec(this.text)?.[1];
    if (name === undefined) {
      this.position += 1;
      return { kind: 'text', text: '$', quoted: true };
    }
    this.position = start + 1 + name.length;
    return { kind: 'variable', name, quoted, range: this.range(start) };
  }

  private braced(quoted: boolean): Part {
    const start = this.position;
    BRACED.lastIndex = start;
    const found = BRACED.exec(this.text);
    if (!found) {
      const end = this.text.indexOf('}', start);
      if (end < 0 && this.text.length - start < 60) this.unfinished('this ${ is never closed', start);
      return this.fail(
        'only ${name}, ${#name} and ${name:-word} are understood here',
        start,
        end < 0 ? start + 2 : end + 1,
      );
    }
    const [whole, hash, name = '', operator] = found;
    this.position = start + whole.length;
    const variable = { kind: 'variable', name, quoted } as const;
    if (operator === '}')
      return { ...variable, range: this.range(start), ...(hash === '' ? {} : { length: true as const }) };
    const from = this.position;
    const parts = this.nested(() => this.untilBrace(start));
    const word: Word = { parts, range: this.range(from, this.position - 1) };
    return { ...variable, range: this.range(start), fallback: { word, orEmpty: operator === ':-' } };
  }

  /** The rest of `${name:-…}`. */
  private untilBrace(open: number): readonly Part[] {
    const parts: Part[] = [];
    for (;;) {
      const char = this.peek();
      if (char === undefined) this.unfinished('this ${ is never closed', open);
      if (char === '}') {
        this.position += 1;
        return parts;
      }
      if (char === '$' || char === '`') parts.push(this.dollar(true));
      else {
        parts.push({ kind: 'text', text: char, quoted: true });
        this.position += 1;
      }
    }
  }

  private backQuoted(quoted: boolean): Part {
    const start = this.position;
    let inner = '';
    for (this.position += 1; this.peek() !== '`'; this.position += 1) {
      if (this.peek() === undefined) this.unfinished('this ` is never closed', start);
      const next = this.text[this.position + 1];
      if (this.peek() === '\\' && next !== undefined && '`\\$'.includes(next)) this.position += 1;
      inner += this.peek() ?? '';
    }
    this.position += 1;
    const body = this.nested(() => this.commandsOf(inner, start + this.offset + 1));
    return { kind: 'command', body, quoted, range: this.range(start) };
  }

  /** An expression up to `))`, or up to one of `ends` outside parentheses, which is passed over. */
  protected arithmetic(open: number, ends: readonly string[] = ['))']): readonly Part[] {
    const parts: Part[] = [];
    let text = '';
    let depth = 0;
    for (;;) {
      const char = this.peek();
      if (char === undefined) this.unfinished('this (( is never closed', open);
      const end = depth === 0 ? ends.find((candidate) => this.at(candidate)) : undefined;
      if (end !== undefined || char === '$' || char === '`') {
        if (text !== '') parts.push({ kind: 'text', text, quoted: true });
        text = '';
      }
      if (end !== undefined) {
        this.position += end.length;
        return parts;
      }
      if (char === '$' || char === '`') {
        parts.push(this.dollar(true));
        continue;
      }
      if (char === '(') depth += 1;
      if (char === ')') {
        if (depth === 0) this.fail("here '))' was expected", this.position, this.position + 1);
        depth -= 1;
      }
      if (char !== '"') text += char;
      this.position += 1;
    }
  }
}

/**
 * All white space separates words, also the no-break space of a web page, which
 * a real shell takes for a letter: nobody sees the difference, and nobody means
 * it. The end of a line is no blank: it ends a command.
 */
export function isBlank(char: string): boolean {
  return char !== '\n' && /\s/.test(char);
}

/** The characters that end a word outside quotes, besides blanks. Each of them means something by itself. */
const ENDS_WORD: ReadonlySet<string> = new Set(['\n', ';', '|', '&', '<', '>', '(', ')']);
const SPECIAL: ReadonlySet<string> = new Set(["'", '"', '\\', '$', '`']);
const VARIABLE = /\$([A-Za-z_]\w*|[0-9?#@*])/y;
const BRACED = /\$\{(#?)([A-Za-z_]\w*|[0-9?#@*])(\}|:-|-)/y;
