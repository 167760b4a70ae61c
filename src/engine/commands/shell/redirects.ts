/** Redirections, and the here-documents that stand below the line that announces them. */
import type { Part, Redirect } from './syntax';
import { isBlank, WordReader } from './words';

interface PendingDocument {
  readonly end: string;
  readonly literal: boolean;
  readonly stripTabs: boolean;
  readonly start: number;
  /** Filled at the end of the line. */
  readonly body: Part[];
}

const REDIRECT = /([012]?)(<<<|<<-?|<|&>>|&>|>>|>&|>)/y;

export abstract class RedirectReader extends WordReader {
  private readonly pending: PendingDocument[] = [];

  /** The parts of a here-document whose variables and substitutions are expanded. */
  protected abstract documentOf(text: string, offset: number): readonly Part[];

  /** Where the last here-document that was read ended, if one was. */
  private lastDocument = 0;

  protected pendingEnd(end: number): number {
    return Math.max(end, this.lastDocument);
  }

  protected skipBlank(): void {
    for (;;) {
      const char = this.peek();
      if (char !== undefined && isBlank(char)) this.position += 1;
      else if (this.at('\\\n')) this.position += 2;
      else return;
    }
  }

  protected redirects(): readonly Redirect[] {
    const all: Redirect[] = [];
    for (;;) {
      this.skipBlank();
      const redirect = this.redirect();
      if (!redirect) return all;
      all.push(redirect);
    }
  }

  protected redirect(): Redirect | undefined {
    const start = this.position;
    REDIRECT.lastIndex = start;
    const found = REDIRECT.exec(this.text);
    if (!found) return undefined;
    const [whole, stream = '', operator = ''] = found;
    this.position += whole.length;
    this.skipBlank();
    if (operator === '<<' || operator === '<<-') return this.hereDocument(start, operator === '<<-');
    const target = this.word();
    if (!target) {
      if (this.peek() === undefined) this.unfinished(`'${operator}' wants a word`, start);
      this.fail(`'${operator}' wants a word`, start, this.position);
    }
    if (operator === '<<<') return { kind: 'here-string', word: target };
    const file = target.parts.map((part) => (part.kind === 'text' ? part.text : '$')).join('');
    if (operator === '>&' && (file === '1' || file === '2'))
      return { kind: 'merge', to: file === '1' ? 'stdout' : 'stderr' };
    if (file !== '/dev/null')
      return this.fail(
        `${operator === '<' ? 'input' : 'output'} cannot be redirected: there are no files here`,
        start,
        this.position,
        `/dev/null is there. Quote the ${operator[0] ?? ''} if it belongs to an argument.`,
      );
    if (operator === '<') return { kind: 'no-input' };
    return { kind: 'discard', stdout: stream !== '2', stderr: stream === '2' || operator.startsWith('&') };
  }

  private hereDocument(start: number, stripTabs: boolean): Redirect {
    const from = this.position;
    const word = this.word();
    if (!word) {
      if (this.peek() === undefined) this.unfinished("'<<' wants the word that ends the text", start);
      this.fail("'<<' wants the word that ends the text", start, this.position);
    }
    const raw = this.text.slice(from, this.position);
    const body: Part[] = [];
    this.pending.push({
      end: raw.replaceAll(/['"\\]/g, ''),
      literal: /['"\\]/.test(raw),
      stripTabs,
      start,
      body,
    });
    return { kind: 'here', body };
  }

  /** At the end of a line: over it, and over the here-documents that the line announced. */
  protected documents(): void {
    if (this.peek() === undefined && this.pending.length > 0)
      this.unfinished(`the text up to ${this.pending[0]?.end ?? ''} is missing`, this.pending[0]?.start ?? 0);
    if (this.peek() === undefined) return;
    this.position += 1;
    for (const document of this.pending.splice(0)) {
      const from = this.position;
      let text = '';
      for (;;) {
        if (this.peek() === undefined) this.unfinished(`the text up to ${document.end} is missing`, document.start);
        const end = this.text.indexOf('\n', this.position);
        const line = this.text.slice(this.position, end < 0 ? undefined : end);
        const shown = document.stripTabs ? line.replace(/^\t+/, '') : line;
        this.position = end < 0 ? this.text.length : end + 1;
        if (shown.replace(/\r$/, '') === document.end) {
          // The end of the last line belongs to whoever reads on.
          this.lastDocument = end < 0 ? this.text.length : end;
          break;
        }
        text += `${shown}\n`;
      }
      if (document.literal) document.body.push({ kind: 'text', text, quoted: true });
      else document.body.push(...this.documentOf(text, from + this.offset));
    }
  }
}
