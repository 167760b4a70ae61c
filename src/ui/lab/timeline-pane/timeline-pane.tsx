/** The history as a list to stand in: earlier entries can be gone back to, later ones forward. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { KeyboardEvent } from 'react';
import { openDialog } from '../../actions';
import { engine, engineStore } from '../../bridge';
import type { HistoryItem, HistoryLine } from '../../bridge';
import { Button, EmptyState, SelectField } from '../../kit';
import { setPreference, useAnswer, useLayout, useMirror, usePreferences, useWindow } from '../../state';
import { BranchCompare } from './branch-compare';
import { EntryDetail } from './entry-detail';
import panes from '../panes.module.css';
import css from './timeline-pane.module.css';

export function TimelinePane() {
  const history = useMirror((m) => m.history);
  const settled = useMirror((m) => m.settled);
  const manual = usePreferences((p) => p.stepping);
  const id = useId();
  const daemons = useMirror((m) => m.daemons);
  const [daemon, setDaemon] = useState('');
  const [changing, setChanging] = useState(true);
  const question = { daemon, changing };
  const asked = `history ${daemon} ${changing}`;
  /** The item that a person chose; null for where the deployment stands. */
  const [open, setOpen] = useState<number | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const version = useMirror((m) => m.version);
  const items = useWindow(asked, version, (range) => engine().historyLines(question, range));
  const { at: itemAt, show: showItems } = items;
  const here = useAnswer(`${asked} ${history.position}`, () => engine().historyPlace(question, history.position));
  const { length } = history;
  const rowHeight = useLayout(({ scale }) => 30 * scale);
  const virtual = useVirtualizer({
    count: items.total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  });
  useEffect(() => {
    if (here !== undefined && here >= 0) virtual.scrollToIndex(here, { align: 'auto' });
  }, [items.total, here, virtual]);
  const visible = virtual.getVirtualItems();
  const [first, last] = [visible[0]?.index ?? 0, visible.at(-1)?.index ?? 0];
  useEffect(() => showItems(first, last), [showItems, first, last]);
  const place = Math.min(open ?? here ?? 0, items.total - 1);
  const item = itemAt(place);
  const chosen = open === null || item === undefined ? history.position : entryOf(item);
  const chosenShows = visible.some(({ index }) => index === place) && item !== undefined;
  const detail = useAnswer(`entry ${chosen}`, () => engine().historyEntry(chosen));
  const showItem = (index: number) => {
    setOpen(index);
    virtual.scrollToIndex(index, { align: 'auto' });
  };
  const show = async (index: number) => showItem(await engine().historyPlace(question, index));
  const ask = (change: () => void) => {
    change();
    setOpen(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const at = place;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 280) / rowHeight) - 1);
    const target = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: items.total - 1,
    }[event.key];
    if (target !== undefined) showItem(Math.max(0, Math.min(items.total - 1, target)));
    else if (event.key === 'Enter') void engine().goTo(chosen);
    else return;
    event.preventDefault();
  };
  if (length === 0) {
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
        <Button disabled={history.position >= length} onClick={() => void engine().goTo(history.position + 1)}>
          Forward
        </Button>
        <label className={css.check}>
          <input
            type="checkbox"
            checked={manual}
            onChange={(event) => {
              setPreference({ stepping: event.target.checked });
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
        <SelectField
          label="Whose entries"
          hideLabel
          value={daemon}
          options={[
            { value: '', label: 'Everybody' },
            { value: 'user', label: 'user' },
            ...daemons.map(({ name }) => ({ value: name, label: name })),
          ]}
          onChange={(value) => ask(() => setDaemon(value))}
        />
        <label className={css.check}>
          <input
            type="checkbox"
            checked={changing}
            onChange={(event) => ask(() => setChanging(event.target.checked))}
          />
          Only changes
        </label>
        <span className={panes.grow} />
        <Earlier />
        <span className={panes.note}>
          at {history.position} of {length}
        </span>
      </div>
      <div className={css.split}>
        <div
          ref={scroller}
          className={css.scroller}
          role="listbox"
          aria-label="Entries"
          tabIndex={0}
          aria-activedescendant={chosenShows ? `${id}-${place}` : undefined}
          onKeyDown={onKeyDown}
        >
          <div className={css.body} style={{ height: virtual.getTotalSize() }}>
            {visible.map((item) => {
              const shown = itemAt(item.index);
              return shown ? (
                <Item
                  key={entryOf(shown)}
                  id={`${id}-${item.index}`}
                  item={shown}
                  top={item.start}
                  height={rowHeight}
                  current={isAt(shown, history.position)}
                  open={item.index === place}
                  onOpen={() => setOpen(item.index)}
                />
              ) : null;
            })}
          </div>
        </div>
        {detail ? (
          <EntryDetail
            entry={detail}
            current={detail.index === history.position}
            onShow={(index) => void show(index)}
          />
        ) : null}
      </div>
    </div>
  );
}

/** What is older than the history that is here. */
function Earlier() {
  const since = useStore(engineStore, (s) => s.keeping?.since ?? null);
  if (since === null) return null;
  return (
    <Button look="quiet" onClick={() => openDialog('kept')}>
      Before {new Intl.DateTimeFormat(undefined, { timeStyle: 'short' }).format(since)}: earlier states…
    </Button>
  );
}

/** The entry to go to: of a fold the last, which is as all of them. */
function entryOf(item: HistoryItem): number {
  return item.kind === 'entry' ? item.line.index : item.last;
}

function isAt(item: HistoryItem, position: number): boolean {
  return item.kind === 'entry' ? item.line.index === position : item.first <= position && position <= item.last;
}

interface ItemProps {
  readonly id: string;
  readonly item: HistoryItem;
  readonly top: number;
  readonly height: number;
  readonly current: boolean;
  readonly open: boolean;
  readonly onOpen: () => void;
}

function Item({ id, item, top, height, current, open, onOpen }: ItemProps) {
  return (
    <div
      id={id}
      role="option"
      aria-selected={open}
      className={css.entry}
      data-current={current}
      data-who={item.kind === 'entry' ? item.line.who.split('@')[0] : 'nobody'}
      style={{ transform: `translateY(${top}px)`, height }}
      onClick={onOpen}
      onDoubleClick={() => void engine().goTo(entryOf(item))}
    >
      {item.kind === 'entry' ? (
        <>
          <span className={css.number}>{item.line.index}</span>
          <span className={css.who}>{item.line.who}</span>
          <span className={css.label}>{item.line.label}</span>
          <span className={css.counts}>{countsOf(item.line)}</span>
        </>
      ) : (
        <>
          <span className={css.number}>{item.count === 1 ? item.last : ''}</span>
          <span className={css.quiet}>
            {item.count === 1 ? 'one entry that changed nothing' : `${item.count} entries that changed nothing`}
          </span>
        </>
      )}
    </div>
  );
}

function countsOf({ rows, flowsAdded, flowsRemoved }: HistoryLine): string {
  return [
    rows > 0 ? `${rows} ${rows === 1 ? 'row' : 'rows'}` : '',
    flowsAdded > 0 ? `+${flowsAdded}` : '',
    flowsRemoved > 0 ? `−${flowsRemoved}` : '',
    flowsAdded + flowsRemoved > 0 ? 'flows' : '',
  ]
    .filter(Boolean)
    .join(' ');
}
