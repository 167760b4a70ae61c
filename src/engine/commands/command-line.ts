/**
 * The shell that the terminal plays, as far as it goes: words with quotes and
 * escapes, comments, a few variables, pipes, `;` and `&&`. What a real shell
 * could do and this one cannot (redirection, substitution, jobs) is refused
 * with its place, never ignored.
 */
import { err, ok, type Problem, type Result, type TextRange } from '../base';

/** One word as a program receives it. `quoted` tells `""` from nothing at all. */
export interface Word {
  readonly text: string;
  readonly range: TextRange;
  readonly quoted: boolean;
}

/** Programs joined by `|`. */
export type Pipeline = readonly (readonly Word[])[];

/** A pipeline, and whether it only runs when the one before it succeeded. */
export interface Step {
  readonly pipeline: Pipeline;
  readonly onlyAfterSuccess: boolean;
}

export type Variables = Readonly<Record<string, string>>;

/** Splits a line into steps. The error's range points into `line`. */
export function parseCommandLine(line: string, variables: Variables = {}): Result<readonly Step[]> {
  const scan = new Scanner(line, variables);
  return scan.run();
}

const REFUSED: readonly { readonly operator: string; readonly why: string; readonly hint: string }[] = [
  { operator: '||', why: "'||' is not supported here", hint: 'Run the second command by itself.' },
  { operator: '&', why: 'background jobs are not supported here', hint: 'Quote the & if it belongs to an argument.' },
  {
    operator: '>',
    why: 'output cannot be redirected: there are no files here',
    hint: 'Quote the > if it belongs to an argument.',
  },
  {
    operator: '<',
    why: 'input cannot be redirected: there are no files here',
    hint: 'Quote the < if it belongs to an argument.',
  },
  {
    operator: '(',
    why: 'subshells are not supported here',
    hint: 'Quote the parenthesis if it belongs to an argument.',
  },
  { operator: ')', why: "unexpected ')'", hint: 'Quote the parenthesis if it belongs to an argument.' },
  {
    operator: '`',
    why: 'command substitution is not supported here',
    hint: 'Use single quotes if the backquote belongs to an argument.',
  },
];

class Scanner {
  private position = 0;
  private readonly steps: Step[] = [];
  private commands: (readonly Word[])[] = [];
  private words: Word[] = [];
  private onlyAfterSuccess = false;

  constructor(
    private readonly line: string,
    private readonly variables: Variables,
  ) {}

  run(): Result<readonly Step[]> {
    for (;;) {
      this.skipBlank();
      const before = this.position;
      const char = this.line[this.position];
      if (char === undefined || char === '#') break;
      const length = this.line.startsWith('&&', this.position) ? 2 : 1;
      const at = { start: this.position, end: this.position + length };
      const problem = this.line.startsWith('&&', this.position)
        ? this.endStep(at, '&&', 2)
        : char === ';' || char === '\n'
          ? this.endStep(at, char, 1)
          : char === '|' && this.line[this.position + 1] !== '|'
            ? this.endCommand(at)
            : (this.refused() ?? this.word());
      if (problem) return err(problem);
      if (this.position === before) throw new Error(`The shell's scanner does not move on from ${before}`);
    }
    const end = { start: this.line.length, end: this.line.length };
    if (this.words.length === 0 && (this.commands.length > 0 || this.onlyAfterSuccess))
      return err(syntax('a command is missing at the end of the line', end));
    this.flush();
    return ok(this.steps);
  }

  private skipBlank(): void {
    for (;;) {
      const char = this.line[this.position];
      if (char !== undefined && isBlank(char)) this.position += 1;
      else if (char === '\\' && this.line[this.position + 1] === '\n') this.position += 2;
      else return;
    }
  }

  private endCommand(at: TextRange): Problem | undefined {
    if (this.words.length === 0) return syntax("there is no command before '|'", at);
    this.commands.push(this.words);
    this.words = [];
    this.position += 1;
    return undefined;
  }

  private endStep(at: TextRange, operator: string, length: number): Problem | undefined {
    if (this.words.length === 0) {
      if (this.commands.length > 0) return syntax(`there is no command between '|' and '${operator}'`, at);
      if (operator === '&&' || (operator === ';' && this.onlyAfterSuccess))
        return syntax(`there is no command before '${operator}'`, at);
    } else {
      this.flush();
      this.onlyAfterSuccess = operator === '&&';
    }
    this.position += length;
    return undefined;
  }

  private flush(): void {
    if (this.words.length > 0)
      this.steps.push({ pipeline: [...this.commands, this.words], onlyAfterSuccess: this.onlyAfterSuccess });
    this.words = [];
    this.commands = [];
    this.onlyAfterSuccess = false;
  }

  private refused(): Problem | undefined {
    const found = REFUSED.find(({ operator }) => this.line.startsWith(operator, this.position));
    if (!found) return undefined;
    return {
      ...syntax(found.why, { start: this.position, end: this.position + found.operator.length }),
      hint: found.hint,
    };
  }

  private word(): Problem | undefined {
    const start = this.position;
    let text = '';
    let quoted = false;
    for (;;) {
      const char = this.line[this.position];
      if (char === undefined || isBlank(char) || ENDS_WORD.has(char)) break;
      if (char === "'") {
        const close = this.line.indexOf("'", this.position + 1);
        if (close < 0) return syntax("this ' is never closed", { start: this.position, end: this.line.length });
        text += this.line.slice(this.position + 1, close);
        this.position = close + 1;
        quoted = true;
      } else if (char === '"') {
        const inner = this.doubleQuoted();
        if (!inner.ok) return inner.error;
        text += inner.value;
        quoted = true;
      } else if (char === '\\') {
        const next = this.line[this.position + 1];
        if (next === undefined)
          return syntax('nothing follows this backslash', { start: this.position, end: this.position + 1 });
        if (next !== '\n') text += next;
        this.position += 2;
      } else if (char === '$') {
        const value = this.variable();
        if (!value.ok) return value.error;
        text += value.value;
      } else {
        text += char;
        this.position += 1;
      }
    }
    this.words.push({ text, range: { start, end: this.position }, quoted });
    return undefined;
  }

  private doubleQuoted(): Result<string> {
    const open = this.position;
    let text = '';
    this.position += 1;
    for (;;) {
      const char = this.line[this.position];
      if (char === undefined) return err(syntax('this " is never closed', { start: open, end: this.line.length }));
      if (char === '"') {
        this.position += 1;
        return ok(text);
      }
      const next = this.line[this.position + 1];
      if (char === '\\' && next !== undefined && '"\\$`\n'.includes(next)) {
        if (next !== '\n') text += next;
        this.position += 2;
      } else if (char === '$') {
        const value = this.variable();
        if (!value.ok) return value;
        text += value.value;
      } else if (char === '`') {
        return err(
          syntax('command substitution is not supported here', { start: this.position, end: this.position + 1 }),
        );
      } else {
        text += char;
        this.position += 1;
      }
    }
  }

  /** `$name` or `${name}`; a `$` that starts neither stands for itself, as in a shell. */
  private variable(): Result<string> {
    const start = this.position;
    const rest = this.line.slice(start);
    const found = /^\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/.exec(rest);
    if (!found) {
      if (rest.startsWith('$('))
        return err(syntax('command substitution is not supported here', { start, end: start + 2 }));
      this.position += 1;
      return ok('$');
    }
    const name = found[1] ?? found[2] ?? '';
    const end = start + found[0].length;
    this.position = end;
    const value = Object.hasOwn(this.variables, name) ? this.variables[name] : undefined;
    if (value !== undefined) return ok(value);
    const known = Object.keys(this.variables).map((known) => `$${known}`);
    const hint = `Put it in single quotes if it is meant literally.${known.length > 0 ? ` Variables here: ${known.join(', ')}.` : ''}`;
    return err({ ...syntax(`the variable $${name} is not set`, { start, end }), hint });
  }
}

/**
 * All white space separates words, also the no-break space of a web page, which
 * a real shell takes for a letter: nobody sees the difference, and nobody means
 * it. The end of a line is no blank: it ends a command.
 */
function isBlank(char: string): boolean {
  return char !== '\n' && /\s/.test(char);
}

/** The characters that end a word outside quotes, besides blanks. Each of them means something by itself. */
const ENDS_WORD: ReadonlySet<string> = new Set(['\n', ';', '|', '&', '<', '>', '(', ')', '`']);

function syntax(message: string, range: TextRange): Problem {
  return { code: 'syntax-error', message, range };
}
