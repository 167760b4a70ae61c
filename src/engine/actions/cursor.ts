/**
 * A place among the tokens of an action text, and the errors OVN words there.
 *
 * A lexical error under the cursor always wins over whatever the parser wanted
 * to say, as in OVN: nothing accepts such a token, so the other message would
 * only be about its consequences.
 */
import { err, type Problem, type TextRange } from '../base';
import type { Token, TokenType } from '../match';

export interface Failure {
  readonly ok: false;
  readonly error: Problem;
}

export class Cursor {
  #at = 0;

  constructor(
    readonly text: string,
    private readonly tokens: readonly Token[],
  ) {}

  get token(): Token {
    return this.#token(this.#at);
  }

  get atEnd(): boolean {
    return this.token.type === 'end';
  }

  /** The token after the current one. */
  get lookahead(): Token {
    return this.#token(this.#at + 1);
  }

  /** The end of the token before the current one, where a just finished construct ends. */
  get previousEnd(): number {
    return this.#at === 0 ? 0 : this.#token(this.#at - 1).end;
  }

  /** The current token; the cursor moves on. */
  take(): Token {
    const token = this.token;
    this.#at++;
    return token;
  }

  /** Moves over the current token if it is of `type`. */
  accept(type: TokenType): boolean {
    if (this.token.type !== type) return false;
    this.#at++;
    return true;
  }

  /** Moves over the current token if it is this word. */
  acceptWord(word: string): boolean {
    if (this.token.type !== 'id' || this.token.text !== word) return false;
    this.#at++;
    return true;
  }

  /** ``Syntax error at `TOKEN' WISH.`` */
  syntaxError(wish?: string): Failure {
    const { type, start, end } = this.token;
    const place = type === 'end' ? 'at end of input' : `at \`${this.text.slice(start, end)}'`;
    return this.error(`Syntax error ${place}${wish === undefined ? '' : ` ${wish}`}.`, 'syntax-error');
  }

  /** `range` is the current token unless given. */
  error(message: string, code: string, range?: TextRange, hint?: string): Failure {
    const { type, start, end, text } = this.token;
    const here = { start, end };
    if (type === 'error') return err({ code: 'lexical-error', message: text, range: here });
    return err({ code, message, range: range ?? here, ...(hint === undefined ? {} : { hint }) });
  }

  #token(index: number): Token {
    const token = this.tokens[Math.min(index, this.tokens.length - 1)];
    if (token === undefined) throw new Error('A text always has an end token');
    return token;
  }
}
