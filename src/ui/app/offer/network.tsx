/** A northbound database as a scenario of its own, and what of it this page has no room for. */
import { goToPlace, leaveLink, open, say } from '../../actions';
import type { DatabaseNetwork } from '../../bridge';
import { Button } from '../../kit';
import css from './offer.module.css';
import { counted } from './words';

interface Props {
  readonly network: DatabaseNetwork;
  readonly name: string;
  readonly onDone: () => void;
}

export function Network({ network, name, onDone }: Props) {
  const { json, switches, ports, acls, writtenOut, leftOut, damage } = network;
  const take = async () => {
    if ((await open({ kind: 'document', json }, { origin: `file:${name}` })) === null) return;
    leaveLink();
    onDone();
    goToPlace('lab');
    say(`${name} is open: add hypervisors and plug ports in to send packets`);
  };
  const what = [counted(switches, 'switch', 'switches'), counted(ports, 'port', 'ports'), counted(acls, 'ACL', 'ACLs')];
  return (
    <li className={css.network}>
      <div className={css.offer}>
        <span className={css.what}>
          <strong>{what.filter((part) => part !== '').join(', ') || 'An empty network'}</strong>
        </span>
        <Button look="primary" onClick={() => void take()}>
          Open as a scenario
        </Button>
      </div>
      {damage === null ? null : <p className={css.bad}>{damage}: what stands before it was read.</p>}
      {writtenOut === 0 ? null : (
        <p className={css.note}>
          Sets and groups are written out in {counted(writtenOut, 'ACL', 'ACLs')}: OVN of 2015 knows neither.
        </p>
      )}
      <details className={css.note}>
        <summary>
          {leftOut.length === 0
            ? 'Left out: hypervisors, which the southbound database has'
            : `Left out: ${leftOut.length === 1 ? 'one kind' : `${leftOut.length} kinds`} of things`}
        </summary>
        <ul className={css.leftOut}>
          {leftOut.map(({ what: kind, count }) => (
            <li key={kind}>
              {count.toLocaleString('en')} × {kind}
            </li>
          ))}
          <li>Hypervisors: they stand in the southbound database</li>
        </ul>
      </details>
    </li>
  );
}
