/** A northbound database as a scenario of its own, and what of it this page has no room for. */
import { goToPlace, leaveLink, open, openReal, say, type Offered } from '../../actions';
import type { DatabaseNetwork } from '../../bridge';
import { Button, counted, countedList } from '../../kit';
import { Thing } from '../../pasted';
import css from './offer.module.css';

interface Props {
  readonly network: DatabaseNetwork;
  readonly name: string;
  readonly content: Offered['content'];
  readonly onDone: () => void;
}

export function Network({ network, name, content, onDone }: Props) {
  const { json, switches, ports, acls, writtenOut, leftOut, damage } = network;
  const take = async () => {
    if ((await open({ kind: 'document', json }, { origin: `file:${name}` })) === null) return;
    leaveLink();
    onDone();
    goToPlace('lab');
    say(`${name} is open: add hypervisors and plug ports in to send packets`);
  };
  const what = countedList([
    [switches, 'switch', 'switches'],
    [ports, 'port'],
    [acls, 'ACL'],
  ]);
  return (
    <Thing
      what={what || 'An empty network'}
      note={
        <>
          {damage === null ? null : <p className={css.bad}>{damage}</p>}
          {writtenOut === 0 ? null : (
            <p>Sets and groups are written out in {counted(writtenOut, 'ACL')}: OVN of 2015 knows neither.</p>
          )}
          <details className={css.leftOut}>
            <summary>
              {leftOut.length === 0
                ? 'Left out: hypervisors, which the southbound database has'
                : `Left out: ${leftOut.length === 1 ? 'one kind' : `${leftOut.length} kinds`} of things`}
            </summary>
            <ul>
              {leftOut.map(({ what: kind, count }) => (
                <li key={kind}>
                  {count.toLocaleString('en')} × {kind}
                </li>
              ))}
              <li>Hypervisors: they stand in the southbound database</li>
            </ul>
          </details>
        </>
      }
    >
      <Button look="primary" onClick={() => void take()}>
        Open as a scenario
      </Button>
      <Button
        onClick={() => {
          onDone();
          openReal([new File([typeof content === 'string' ? content : Uint8Array.from(content)], name)]);
        }}
      >
        Look at all of it
      </Button>
    </Thing>
  );
}
