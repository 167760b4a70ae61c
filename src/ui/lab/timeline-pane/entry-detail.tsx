/** One entry of the history: who did it and why, and every row and flow that it changed. */
import { engine } from '../../bridge';
import type { FlowView, HistoryDetail, RowChange } from '../../bridge';
import { Button } from '../../kit';
import { flowKey, rowKey } from '../../state';
import { EntityLink } from '../links';
import panes from '../panes.module.css';
import { changedColumns, nameOfChange } from './row-changes';
import css from './timeline-pane.module.css';

interface Props {
  readonly entry: HistoryDetail;
  /** This is where the deployment stands. */
  readonly current: boolean;
  /** Shows another entry. */
  readonly onShow: (index: number) => void;
}

export function EntryDetail({ entry, current, onShow }: Props) {
  const { cause } = entry;
  return (
    <section className={css.detail} aria-label={`Entry ${entry.index}`} tabIndex={0}>
      <h2>
        {entry.index}: {entry.who}
      </h2>
      <p className={css.words}>{entry.label}</p>
      <p className={panes.note}>
        at {entry.time} ms
        {cause === null ? null : (
          <>
            , because of{' '}
            <Button look="link" onClick={() => onShow(cause)}>
              entry {cause}
            </Button>
          </>
        )}
      </p>
      {current ? null : <Button onClick={() => void engine().goTo(entry.index)}>Go to this moment</Button>}
      {entry.changes.map(({ db, changes, count }) => (
        <div key={db}>
          <h3>{db}</h3>
          <ul>
            {changes.map((change) => (
              <RowChangeItem key={change.uuid} db={db} change={change} />
            ))}
            <More count={count - changes.length} />
          </ul>
        </div>
      ))}
      {entry.flows.map((flow) => (
        <div key={flow.machine}>
          <h3>Flows of {flow.machine}</h3>
          <ul>
            {flow.added.map((added) => (
              <li key={added.id} className="mono">
                <Sign what="added" />{' '}
                <EntityLink entity={flowKey(flow.machine, added.id)}>{flowName(added)}</EntityLink>
              </li>
            ))}
            <More count={flow.addedCount - flow.added.length} />
            {flow.removed.map((removed) => (
              <li key={removed.id} className="mono">
                <Sign what="removed" /> {flowName(removed)}
              </li>
            ))}
            <More count={flow.removedCount - flow.removed.length} />
          </ul>
        </div>
      ))}
    </section>
  );
}

function RowChangeItem({ db, change }: { db: string; change: RowChange }) {
  const what = change.before === undefined ? 'added' : change.after === undefined ? 'removed' : 'changed';
  return (
    <li className="mono">
      <Sign what={what} /> {change.table}{' '}
      <EntityLink entity={rowKey(db.split('@')[0] ?? db, change.uuid)}>{nameOfChange(change)}</EntityLink>
      {what === 'changed' ? (
        <ul className={css.columns}>
          {changedColumns(change).map(({ column, before, after }) => (
            <li key={column}>
              {column}: <del>{before}</del> <span aria-hidden="true">→</span> <ins>{after}</ins>
            </li>
          ))}
        </ul>
      ) : null}
    </li>
  );
}

const signs = { added: '+', removed: '−', changed: '~' } as const;

function Sign({ what }: { what: keyof typeof signs }) {
  return (
    <>
      <span aria-hidden="true">{signs[what]}</span>
      <span className="visually-hidden">{what}</span>
    </>
  );
}

function More({ count }: { count: number }) {
  return count > 0 ? <li>and {count} more</li> : null;
}

function flowName({ table, priority, match }: FlowView): string {
  return `${table} · ${priority} ${match || 'any packet'}`;
}
