/** The engine's state in sentences. */
import type { Keeping, Progress } from '../bridge';

export interface KeepingWords {
  /** Two or three words for the bar. */
  readonly sign: string;
  readonly why: string;
  readonly help: string;
}

const UNKEPT: Readonly<Record<NonNullable<Keeping['reason']>, Omit<KeepingWords, 'sign'>>> = {
  denied: {
    why: 'This browser does not let the page keep anything: a private window, or a setting that blocks the data of sites.',
    help: 'Save what you make as a file, or open the page in an ordinary window and allow it to store data.',
  },
  full: {
    why: 'There is no room left for this page in this browser.',
    help: 'Save what you make as a file, then make room: other sites’ data, or old scenarios here.',
  },
  mute: {
    why: 'The storage of this browser does not answer.',
    help: 'Save what you make as a file. Closing other tabs of this page, or the browser, often helps.',
  },
  broken: {
    why: 'The storage of this browser fails.',
    help: 'Save what you make as a file. Starting the browser anew often helps.',
  },
};

/** Null when what is done is kept, here and nowhere else. */
export function keepingWords({ state, reason, elsewhere }: Keeping): KeepingWords | null {
  if (state === 'unkept') return { sign: 'Not kept', ...UNKEPT[reason ?? 'broken'] };
  if (elsewhere)
    return {
      sign: 'Open in another tab',
      why: 'Another tab of this browser has the same scenario open.',
      help: 'Nothing is overwritten: what you change here is kept as a copy of its own.',
    };
  return null;
}

/** `commands: 412 of 1,860`. */
export function progressWords({ what, done, total }: Progress): string {
  if (total !== null) return `${what}: ${thousands(done)} of ${thousands(total)}`;
  return done > 0 ? `${what}: ${thousands(done)}` : `${what}…`;
}

/** What the length of a link means; null when any link of that length goes anywhere. */
export function linkAdvice(length: number): { readonly text: string; readonly usable: boolean } | null {
  const has = `This link has ${thousands(length)} characters.`;
  if (length > 2_000_000)
    return { text: `${has} Browsers refuse links of over 2,000,000: save it as a file instead.`, usable: false };
  if (length > 64_000)
    return { text: `${has} Many servers, mail and chat programs refuse over 64,000: a file is safer.`, usable: true };
  if (length > 2_000)
    return { text: `${has} Some chat programs cut links after 2,000: try it, or save it as a file.`, usable: true };
  return null;
}

let format: Intl.NumberFormat | undefined;

/** `1,860`. Made when it is first needed: it takes longer than drawing the frame. */
function thousands(n: number): string {
  format ??= new Intl.NumberFormat('en');
  return format.format(n);
}
