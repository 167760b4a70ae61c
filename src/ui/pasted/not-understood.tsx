/** What was not understood, piece by piece, each with its line and why. */
import { useId, useState } from 'react';
import type { PasteReading } from '../bridge';
import { Button } from '../kit';
import css from './pasted.module.css';

const FIRST = 6;

export function NotUnderstood({ reading: { left, leftCount } }: { readonly reading: PasteReading }) {
  const title = useId();
  const [all, setAll] = useState(false);
  if (leftCount === 0) return null;
  const shown = all ? left : left.slice(0, FIRST);
  const more = leftCount - shown.length;
  return (
    <section className={css.left} aria-labelledby={title}>
      <h3 id={title}>Not understood</h3>
      <ul tabIndex={all ? 0 : -1}>
        {shown.map(({ line, text, reason }, index) => (
          <li key={index}>
            Line {line}:{' '}
            {reason.includes('`') ? null : (
              <>
                <code>{text}</code>:{' '}
              </>
            )}
            {reason}
          </li>
        ))}
      </ul>
      {more === 0 ? null : all || left.length === shown.length ? (
        <p>… and {more.toLocaleString('en')} more</p>
      ) : (
        <Button look="quiet" onClick={() => setAll(true)}>
          … and {more.toLocaleString('en')} more
        </Button>
      )}
    </section>
  );
}
