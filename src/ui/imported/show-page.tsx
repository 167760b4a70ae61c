/** What `ovn-nbctl show` and `ovn-sbctl show` print of these databases. */
import { copyOut } from './copy';
import { Button } from '../kit';
import { imported } from '../bridge/imported';
import type { ImportedNetwork, Side } from '../bridge/imported';
import { refine, useAddress } from './address';
import css from './page.module.css';
import { useAsked } from './use-asked';

const PROGRAMS: Readonly<Record<Side, string>> = { northbound: 'ovn-nbctl show', southbound: 'ovn-sbctl show' };

export function ShowPage({ network }: { readonly network: ImportedNetwork }) {
  const sides = network.databases.map(({ side }) => side);
  const { params } = useAddress();
  const side = sides.find((each) => each === params.side) ?? sides[0];
  const text = useAsked(side === undefined ? null : `show ${side}`, () => imported().show(side ?? 'southbound'));
  return (
    <div className={css.page}>
      <div className={css.tools} role="group" aria-label="Which program">
        {sides.map((each) => (
          <Button key={each} aria-pressed={each === side} onClick={() => refine({ side: each })}>
            <code>{PROGRAMS[each]}</code>
          </Button>
        ))}
        <Button look="quiet" disabled={!text} onClick={() => void copyOut(text ?? '')}>
          Copy
        </Button>
      </div>
      <pre className={css.printed} tabIndex={0} aria-label={side === undefined ? '' : PROGRAMS[side]}>
        {text === undefined ? '…' : text === '' ? 'It prints nothing.' : text}
      </pre>
    </div>
  );
}
