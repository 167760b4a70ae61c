/** The grammar: lists, pipelines, loops, conditions, functions, here-documents. */
import { err, ok, type Problem, type Result } from '../../base';
import { RedirectReader } from './redirects';
import { isBlank, Unreadable, UNFINISHED } from './words';
import type {
  AndOr,
  Assignment,
  Command,
  CommandBody,
  CompleteCommand,
  Part,
  Pipeline,
  Redirect,
  Script,
  Word,
} from './syntax';

/** Reads all of `text`, or says where it cannot be read: nothing runs then. */
export function parseShell(text: string): Result<Script> {
  try {
    return ok(new Parser(text, 0).script());
  } catch (thrown) {
    if (thrown instanceof Unreadable) return err(thrown.problem);
    throw thrown;
  }
}

/** Whether the lines so far want more: an open quote, a loop without its `done`, a here-document. */
export function isUnfinished(problem: Problem): boolean {
  return problem.code === UNFINISHED;
}

const CLOSERS = ['then', 'elif', 'else', 'fi', 'do', 'done', '}'] as const;
const OPENERS = ['if', 'for', 'while', 'until', '{', 'function', 'case', 'select', '!'] as const;
const KEYWORD = /(?:if|then|elif|else|fi|for|while|until|do|done|case|select|function|[{}!])(?=[\s;&|()<>]|$)/y;
const NAME = /[A-Za-z_]\w*/y;
const ASSIGNMENT = /([A-Za-z_]\w*)=/y;
const FUNCTION = /([A-Za-z_][\w-]*)[ \t]*\([ \t]*\)/y;

class Parser extends RedirectReader {
  script(): Script {
    const commands: CompleteCommand[] = [];
    for (;;) {
      this.skipLines();
      if (this.peek() === undefined) return commands;
      const start = this.position;
      const list = [this.andOr()];
      for (;;) {
        this.skipBlank();
        if (this.peek() !== ';') break;
        this.separator();
        this.skipBlank();
        if (this.peek() === undefined || this.peek() === '\n' || this.peek() === '#') break;
        list.push(this.andOr());
      }
      this.skipBlank();
      const end = this.position;
      if (this.peek() === '#') this.skipComment();
      if (this.peek() !== undefined && this.peek() !== '\n') this.unexpected();
      this.documents();
      commands.push({ list, range: this.range(start, this.pendingEnd(end)) });
    }
  }

  protected override substitution(open: number): readonly AndOr[] {
    const list: AndOr[] = [];
    for (;;) {
      this.skipLines();
      if (this.peek() === undefined) this.unfinished('this $( is never closed', open);
      if (this.peek() === ')') {
        this.position += 1;
        return list;
      }
      list.push(this.andOr());
      this.skipBlank();
      if (this.peek() === ';') this.separator();
    }
  }

  protected override commandsOf(text: string, offset: number): readonly AndOr[] {
    return new Parser(text, offset).script().flatMap(({ list }) => list);
  }

  protected override documentOf(text: string, offset: number): readonly Part[] {
    return new Parser(text, offset).quoted(undefined, 0);
  }

  private skipComment(): void {
    const end = this.text.indexOf('\n', this.position);
    this.position = end < 0 ? this.text.length : end;
  }

  /** Over blanks, comments, ends of lines, and a prompt that was copied along (`$ `). */
  private skipLines(): void {
    for (;;) {
      this.skipBlank();
      if (this.peek() === '#') this.skipComment();
      else if (this.peek() === '\n') this.documents();
      else if (this.peek() === '$' && isBlank(this.text[this.position + 1] ?? '')) this.position += 2;
      else return;
    }
  }

  private separator(): void {
    if (this.at(';;')) this.fail("unexpected ';;'", this.position, this.position + 2);
    this.position += 1;
  }

  private keyword(): string | undefined {
    KEYWORD.lastIndex = this.position;
    return KEYWORD.exec(this.text)?.[0];
  }

  private unexpected(): never {
    const found = this.operator();
    const refused = REFUSED[found];
    return this.fail(
      refused ?? `unexpected '${found}'`,
      this.position,
      this.position + found.length,
      '&<>()'.includes(found[0] ?? '') ? `Quote the ${found[0] ?? ''} if it belongs to an argument.` : undefined,
    );
  }

  private operator(): string {
    return ['&&', '||', ';;'].find((two) => this.at(two)) ?? this.keyword() ?? this.peek() ?? '';
  }

  private andOr(): AndOr {
    const first = this.pipeline(undefined);
    const rest: AndOr['rest'][number][] = [];
    for (;;) {
      this.skipBlank();
      const operator = this.at('&&') ? '&&' : this.at('||') ? '||' : undefined;
      if (operator === undefined) return { first, rest };
      this.position += 2;
      this.skipLines();
      rest.push({ operator, pipeline: this.pipeline(operator) });
    }
  }

  private pipeline(after: string | undefined): Pipeline {
    let negated = false;
    this.skipBlank();
    while (this.keyword() === '!') {
      negated = !negated;
      this.position += 1;
      this.skipBlank();
    }
    const commands = [this.command(negated ? '!' : after)];
    for (;;) {
      this.skipBlank();
      if (this.peek() !== '|' || this.at('||')) return { negated, commands };
      this.position += 1;
      if (this.peek() === '&') this.fail("'|&' is not supported here", this.position - 1, this.position + 1);
      this.skipLines();
      commands.push(this.command('|'));
    }
  }

  /** `after` is the operator that wants a command here. */
  private command(after: string | undefined): Command {
    const start = this.position;
    const body = this.nested(() => this.commandBody(after));
    const redirects = body.kind === 'simple' ? (this.redirectsOf.get(body) ?? []) : this.redirects();
    return { body, redirects, range: this.range(start) };
  }

  private readonly redirectsOf = new Map<CommandBody, readonly Redirect[]>();

  private commandBody(after: string | undefined): CommandBody {
    const keyword = this.keyword();
    if (keyword === 'if') return this.conditional();
    if (keyword === 'for') return this.loop();
    if (keyword === 'while' || keyword === 'until') return this.whileLoop(keyword);
    if (keyword === '{') return { kind: 'group', subshell: false, body: this.closed('{', '}') };
    if (keyword === 'function') {
      this.position += keyword.length;
      this.skipBlank();
      FUNCTION.lastIndex = NAME.lastIndex = this.position;
      const found = FUNCTION.exec(this.text) ?? NAME.exec(this.text);
      if (!found) this.fail('a name is expected here', this.position, this.position + 1);
      return this.functionOf(found[1] ?? found[0], found[0].length);
    }
    if (keyword === 'case' || keyword === 'select')
      this.fail(`'${keyword}' is not supported here`, this.position, this.position + keyword.length, 'Use if.');
    if (this.at('((')) {
      const open = this.position;
      this.position += 2;
      return { kind: 'arithmetic', parts: this.arithmetic(open) };
    }
    if (this.peek() === '(') {
      const open = this.position;
      this.position += 1;
      return { kind: 'group', subshell: true, body: this.substitution(open) };
    }
    FUNCTION.lastIndex = this.position;
    const defined = FUNCTION.exec(this.text);
    if (defined) return this.functionOf(defined[1] ?? '', defined[0].length);
    return this.simple(after);
  }

  private functionOf(name: string, length: number): CommandBody {
    this.position += length;
    this.skipLines();
    const start = this.position;
    if (this.keyword() !== '{' && this.peek() !== '(') {
      if (this.peek() === undefined) this.unfinished('a body in braces is expected here', start);
      this.fail('a body in braces is expected here', start, start + 1);
    }
    const body = this.command(undefined);
    return { kind: 'function', name, source: this.text.slice(start, this.position), body };
  }

  private simple(after: string | undefined): CommandBody {
    const assignments: Assignment[] = [];
    const words: Word[] = [];
    const redirects: Redirect[] = [];
    for (;;) {
      this.skipBlank();
      const redirect = this.redirect();
      if (redirect) {
        redirects.push(redirect);
        continue;
      }
      if (this.peek() === '#') break;
      ASSIGNMENT.lastIndex = this.position;
      const name = words.length === 0 ? ASSIGNMENT.exec(this.text)?.[1] : undefined;
      if (name !== undefined) {
        this.position += name.length + 1;
        if (this.peek() === '(') this.fail('lists of values are not supported here', this.position, this.position + 1);
        const value = this.word() ?? { parts: [], range: this.range(this.position) };
        assignments.push({ name, value });
        continue;
      }
      if (words.length === 0 && CLOSERS.some((closer) => closer === this.keyword())) break;
      const word = this.word();
      if (!word) break;
      words.push(word);
    }
    if (this.peek() === '(') this.unexpected();
    if (words.length + assignments.length + redirects.length === 0) this.missing(after);
    const body = { kind: 'simple', assignments, words } as const;
    this.redirectsOf.set(body, redirects);
    return body;
  }

  private missing(after: string | undefined): never {
    const end = this.peek() === undefined;
    const found = end ? '' : this.peek() === '\n' ? 'the end of the line' : `'${this.operator()}'`;
    if (end && after !== undefined) this.unfinished('a command is missing at the end of the line', this.position);
    if (end) this.unfinished('a command is missing here', this.position);
    if (after === undefined && this.peek() === '&' && !this.at('&&')) this.unexpected();
    return this.fail(
      after === undefined || after === '!'
        ? `there is no command before ${found}`
        : `there is no command between '${after}' and ${found}`,
      this.position,
      this.position + Math.max(1, this.operator().length),
    );
  }

  /** Commands up to a keyword that ends them, which is left where it is. */
  private until(opener: string, open: number, closers: readonly string[]): readonly AndOr[] {
    const list: AndOr[] = [];
    for (;;) {
      this.skipLines();
      const keyword = this.keyword();
      if (this.peek() === undefined) this.unfinished(`this ${opener} has no ${closers.at(-1) ?? ''} yet`, open);
      if (keyword !== undefined && closers.includes(keyword)) {
        if (list.length === 0)
          this.fail(`there is no command before '${keyword}'`, this.position, this.position + keyword.length);
        return list;
      }
      if (keyword !== undefined && !OPENERS.some((known) => known === keyword))
        this.fail(
          `'${closers.at(-1) ?? ''}' was expected before '${keyword}'`,
          this.position,
          this.position + keyword.length,
        );
      list.push(this.andOr());
      this.skipBlank();
      if (this.peek() === ';') this.separator();
      else if (this.peek() !== undefined && this.peek() !== '\n' && this.peek() !== '#' && this.keyword() === undefined)
        this.unexpected();
    }
  }

  private closed(opener: string, closer: string): readonly AndOr[] {
    const open = this.position;
    this.position += opener.length;
    const list = this.until(opener, open, [closer]);
    this.position += closer.length;
    return list;
  }

  private expect(keyword: string, opener: string, open: number): void {
    this.skipLines();
    if (this.peek() === ';') {
      this.separator();
      this.skipLines();
    }
    if (this.peek() === undefined) this.unfinished(`this ${opener} has no ${keyword} yet`, open);
    if (this.keyword() !== keyword) this.fail(`'${keyword}' was expected here`, this.position, this.position + 1);
    this.position += keyword.length;
  }

  private conditional(): CommandBody {
    const open = this.position;
    const branches = [];
    let keyword: string | undefined = 'if';
    let otherwise: readonly AndOr[] = [];
    while (keyword === 'if' || keyword === 'elif') {
      this.position += keyword.length;
      const condition = this.until('if', open, ['then']);
      this.position += 'then'.length;
      const body = this.until('if', open, ['elif', 'else', 'fi']);
      branches.push({ condition, body });
      keyword = this.keyword();
    }
    if (keyword === 'else') {
      this.position += keyword.length;
      otherwise = this.until('if', open, ['fi']);
    }
    this.position += 'fi'.length;
    return { kind: 'if', branches, otherwise };
  }

  private loopBody(opener: string, open: number): readonly AndOr[] {
    this.expect('do', opener, open);
    const body = this.until(opener, open, ['done']);
    this.position += 'done'.length;
    return body;
  }

  private loop(): CommandBody {
    const open = this.position;
    this.position += 'for'.length;
    this.skipBlank();
    if (this.at('((')) {
      this.position += 2;
      const start = this.arithmetic(open, [';', '))']);
      const condition = this.arithmetic(open, [';', '))']);
      const step = this.arithmetic(open);
      return { kind: 'count', start, condition, step, body: this.loopBody('for', open) };
    }
    NAME.lastIndex = this.position;
    const name = NAME.exec(this.text)?.[0];
    if (name === undefined) {
      if (this.peek() === undefined) this.unfinished("after 'for' comes the name of a variable", open);
      this.fail("after 'for' comes the name of a variable", this.position, this.position + 1);
    }
    this.position += name.length;
    this.skipLines();
    let words: Word[] | undefined;
    if (this.at('in') && /^(?:\s|;|$)/.test(this.text.slice(this.position + 2, this.position + 3))) {
      this.position += 2;
      words = [];
      for (;;) {
        this.skipBlank();
        const word = this.peek() === '#' ? undefined : this.word();
        if (!word) break;
        words.push(word);
      }
      if (this.peek() !== undefined && this.peek() !== ';' && this.peek() !== '\n' && this.peek() !== '#')
        this.unexpected();
    }
    return { kind: 'for', name, words, body: this.loopBody('for', open) };
  }

  private whileLoop(keyword: 'while' | 'until'): CommandBody {
    const open = this.position;
    this.position += keyword.length;
    const condition = this.until(keyword, open, ['do']);
    return { kind: 'while', until: keyword === 'until', condition, body: this.loopBody(keyword, open) };
  }
}

const REFUSED: Readonly<Record<string, string>> = {
  '&': 'background jobs are not supported here',
  '(': "unexpected '('",
};
