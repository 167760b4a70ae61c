/** The history as a list to stand in: earlier entries can be gone back to, later ones forward. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { engine } from '../../bridge';
import type { HistoryView } from '../../bridge';
import { Button, EmptyState, SelectField } from '../../kit';
import { rowKey, useMirror, flowKey } from '../../state';
import { EntityLink } from '../links';
import { BranchCompare } from './branch-compare';
import panes from '../panes.module.css';
import css from './timeline-pane.module.css';

export function TimelinePane() {
  const history = useMirror((m) => m.history);
  const settled = useMirror((m) => m.settled);
  const [manual, setManual] = useState(false);
  const [open, setOpen] = useState<number | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const entries = history.entries;
  const rowHeight = 30;
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  });
  useEffect(() => {
    const index = entries.findIndex((entry) => entry.index === history.position);
    if (index >= 0) virtual.scrollToIndex(index, { align: 'auto' });
  }, [entries, history.position, virtual]);
  const chosen = useMemo(
    () => entries.find((entry) => entry.index === (open ?? history.position)),
    [entries, open, history.position],
  );
  const onKeyDown = (event: KeyboardEvent) => {
    const at = chosen?.index ?? history.position;
    if (event.key === 'ArrowDown') setOpen(Math.min(at + 1, entries.at(-1)?.index ?? at));
    else if (event.key === 'ArrowUp') setOpen(Math.max(at - 1, 1));
    else if (event.key === 'Enter') void engine().goTo(at);
    else return;
    event.preventDefault();
  };
  if (entries.length === 0) {
    return (
      <EmptyState title="Nothing has happened yet">
        Every commit of a person or a daemon becomes an entry here, with what caused it.
      </EmptyState>
    );
  }
  return (
    <div className={panes.pane}>
      <div className={panes.tools}>
        <Button disabled={history.position <= 0} onClick={() => void engine().goTo(history.position - 1)}>
          Back
        </Button>
        <Button
          disabled={history.position >= (entries.at(-1)?.index ?? 0)}
          onClick={() => void engine().goTo(history.position + 1)}
        >
          Forward
        </Button>
        <label className={css.check}>
          <input
            type="checkbox"
            checked={manual}
            onChange={(event) => {
              setManual(event.target.checked);
              void engine().setStepping(event.target.checked);
            }}
          />
          One event at a time
        </label>
        <Button disabled={settled} onClick={() => void engine().step()}>
          Next event
        </Button>
        <Button disabled={settled} onClick={() => void engine().settle()}>
          Settle
        </Button>
        {history.branches.length > 1 ? (
          <SelectField
            label="Branch"
            hideLabel
            value={history.branches.find((branch) => branch.current)?.id ?? ''}
            options={history.branches.map((branch) => ({
              value: branch.id,
              label: `${branch.id}, forked at ${branch.from}, ${branch.length} entries`,
            }))}
            onChange={(id) => void engine().switchBranch(id)}
          />
        ) : null}
        <BranchCompare branches={history.branches} />
        <span className={panes.grow} />
        <span className={panes.note}>
          at {history.position} of {entries.at(-1)?.index ?? 0}
        </span>
      </div>
      <div className={css.split}>
        <div
          ref={scroller}
          className={css.scroller}
          role="listbox"
          aria-label="Entries"
          tabIndex={0}
          onKeyDown={onKeyDown}
        >
          <div className={css.body} style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map((item) => {
              const entry = entries[item.index];
              return entry ? (
                <Entry
                  key={entry.index}
                  entry={entry}
                  top={item.start}
                  height={rowHeight}
                  current={entry.index === history.position}
                  open={entry === chosen}
                  onOpen={() => setOpen(entry.index)}
                />
              ) : null;
            })}
          </div>
        </div>
        {chosen ? <Detail entry={chosen} current={chosen.index === history.position} /> : null}
      </div>
    </div>
  );
}

interface EntryProps {
  readonly entry: HistoryView;
  readonly top: number;
  readonly height: number;
  readonly current: boolean;
  readonly open: boolean;
  readonly onOpen: () => void;
}

function Entry({ entry, top, height, current, open, onOpen }: EntryProps) {
  return (
    <div
      role="option"
      aria-selected={open}
      className={css.entry}
      data-current={current}
      data-who={entry.who.split('@')[0]}
      style={{ transform: `translateY(${top}px)`, height }}
      onClick={onOpen}
      onDoubleClick={() => void engine().goTo(entry.index)}
    >
      <span className={css.number}>{entry.index}</span>
      <span className={css.who}>{entry.who}</span>
      <span className={css.label}>{entry.label}</span>
      <span className={css.counts}>{countsOf(entry)}</span>
    </div>
  );
}

function countsOf(entry: HistoryView): string {
  const rows = entry.changes.reduce((sum, { changes }) => sum + changes.length, 0);
  const added = entry.flows.reduce((sum, flow) => sum + flow.added.length, 0);
  const removed = entry.flows.reduce((sum, flow) => sum + flow.removed.length, 0);
  return [
    rows > 0 ? `${rows} ${rows === 1 ? 'row' : 'rows'}` : '',
    added > 0 ? `+${added}` : '',
    removed > 0 ? `−${removed}` : '',
    added + removed > 0 ? 'flows' : '',
  ]
    .filter(Boolean)
    .join(' ');
}

function Detail({ entry, current }: { entry: HistoryView; current: boolean }) {
  return (
    <section className={css.detail} aria-label={`Entry ${entry.index}`}>
      <h2>
        {entry.index}: {entry.who}
      </h2>
      <p>{entry.label}</p>
      <p className={panes.note}>
        at {entry.time} ms{entry.cause === null ? '' : `, because of entry ${entry.cause}`}
      </p>
      {current ? null : <Button onClick={() => void engine().goTo(entry.index)}>Go to this moment</Button>}
      {entry.changes.map(({ db, changes }) => (
        <div key={db}>
          <h3>{db}</h3>
          <ul>
            {changes.slice(0, 60).map((change) => (
              <li key={change.uuid} className="mono">
                {change.before === undefined ? '+' : change.after === undefined ? '−' : '~'} {change.table}{' '}
                <EntityLink entity={rowKey(db.split('@')[0] ?? db, change.uuid)}>{nameOf(change)}</EntityLink>
              </li>
            ))}
            {changes.length > 60 ? <li>and {changes.length - 60} more</li> : null}
          </ul>
        </div>
      ))}
      {entry.flows.map((flow) => (
        <div key={flow.machine}>
          <h3>Flows of {flow.machine}</h3>
          <ul>
            {flow.added.slice(0, 40).map((added) => (
              <li key={added.id} className="mono">
                +{' '}
                <EntityLink
                  entity={flowKey(flow.machine, added.id)}
                >{`${added.table} · ${added.priority} ${added.match}`}</EntityLink>
              </li>
            ))}
            {flow.removed.slice(0, 40).map((removed) => (
              <li key={removed.id} className="mono">
                − {removed.table} · {removed.priority} {removed.match}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

function nameOf(change: HistoryView['changes'][number]['changes'][number]): string {
  const row = change.after ?? change.before;
  const name = row?.name ?? row?.logical_port ?? row?.match;
  return typeof name === 'string' && name !== '' ? name : change.uuid.slice(0, 8);
}
