/** One thing that was understood, with the buttons of its places. */
import type { ReactNode } from 'react';
import css from './offer.module.css';

export function Offer({
  what,
  said = '',
  children,
}: {
  readonly what: string;
  readonly said?: string;
  readonly children: ReactNode;
}) {
  return (
    <li className={css.offer}>
      <span className={css.what}>
        <strong>{what}</strong> {said === '' ? null : <code>{said}</code>}
      </span>
      <span className={css.buttons}>{children}</span>
    </li>
  );
}
