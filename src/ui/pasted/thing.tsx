/** What was understood, a line for each kind of thing, with the buttons of its places. */
import type { ReactNode } from 'react';
import css from './pasted.module.css';

export function Things({ children }: { readonly children: ReactNode }) {
  return <ul className={css.things}>{children}</ul>;
}

interface Props {
  readonly what: string;
  /** The things themselves, of which the first are shown. */
  readonly said?: readonly string[];
  /** The buttons. */
  readonly children: ReactNode;
  /** What there is to know besides. */
  readonly note?: ReactNode;
}

export function Thing({ what, said = [], children, note }: Props) {
  return (
    <li>
      <div className={css.thing}>
        <span className={css.what}>
          <strong>{what}</strong> {said.length === 0 ? null : <code>{beginning(said)}</code>}
        </span>
        <span className={css.buttons}>{children}</span>
      </div>
      {note === undefined || note === null ? null : <div className={css.note}>{note}</div>}
    </li>
  );
}

const FIRST = 6;
/** Characters of each of several, and of the only one. */
const LONGEST = 70;
const LONGEST_ALONE = 300;

function beginning(said: readonly string[]): string {
  const longest = said.length === 1 ? LONGEST_ALONE : LONGEST;
  const shown = said
    .slice(0, FIRST)
    .map((text) => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text))
    .join(', ');
  return said.length > FIRST ? `${shown} and ${(said.length - FIRST).toLocaleString('en')} more` : shown;
}
