/**
 * Text that went through a web page, a chat or a word processor, made plain
 * again: blanks that are none to a program, curly quotes, dashes that were two
 * hyphens, and characters that nobody sees. Pure; what is done with the text is
 * in `paste.ts`.
 */

export interface PlainText {
  readonly text: string;
  /** What was changed, as a sentence; null when nothing was. */
  readonly said: string | null;
}

interface Rule {
  readonly one: string;
  readonly many: string;
  readonly found: RegExp;
  readonly plain: (found: string) => string;
}

/** In this order: what is not seen goes first, so that a dash behind it is at the beginning of its word. */
const RULES: readonly Rule[] = [
  {
    one: 'invisible character',
    many: 'invisible characters',
    found: /[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g,
    plain: () => '',
  },
  { one: 'no-break space', many: 'no-break spaces', found: /[\u00a0\u202f\u2007]/g, plain: () => ' ' },
  {
    one: 'unusual blank',
    many: 'unusual blanks',
    found: /[\v\f\u1680\u2000-\u200a\u205f\u3000]/g,
    plain: () => ' ',
  },
  { one: 'unusual line end', many: 'unusual line ends', found: /[\u0085\u2028\u2029]/g, plain: () => '\n' },
  {
    one: 'curly quote',
    many: 'curly quotes',
    found: /[\u2018-\u201f]/g,
    plain: (quote) => (quote < '\u201c' ? "'" : '"'),
  },
  // These look like the hyphen and are nothing else to a program.
  { one: 'unusual hyphen', many: 'unusual hyphens', found: /[\u2010\u2011\u2212]/g, plain: () => '-' },
  {
    // Before an option. A single letter behind an en dash has one hyphen, everything else had two.
    one: 'long dash',
    many: 'long dashes',
    found: /(?<=^|\s)(?:[\u2013\u2014]-?(?=[A-Za-z])|[\u2013\u2014](?=\s|$))/gm,
    plain: () => '--',
  },
];

const SHORT_OPTION = /(?<=^|\s)\u2013(?=[A-Za-z](?:\s|\d|$))/gm;

export function plainText(given: string): PlainText {
  let text = given;
  const changes: string[] = [];
  let total = 0;
  for (const { one, many, found, plain } of RULES) {
    let count = 0;
    const change = (by: (found: string) => string) => (piece: string) => {
      count += 1;
      return by(piece);
    };
    if (one === 'long dash')
      text = text.replaceAll(
        SHORT_OPTION,
        change(() => '-'),
      );
    text = text.replaceAll(found, change(plain));
    if (count > 0) changes.push(`${count} ${count === 1 ? one : many}`);
    total += count;
  }
  if (total === 0) return { text, said: null };
  const last = changes.pop() ?? '';
  const list = changes.length === 0 ? last : `${changes.join(', ')} and ${last}`;
  return { text, said: `${list} ${total === 1 ? 'was' : 'were'} made plain.` };
}
