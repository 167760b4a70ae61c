/** The history as a list to stand in: earlier entries can be gone back to, later ones forward. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { engine } from '../../bridge';
import type { HistoryLine } from '../../bridge';
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
  const [open, setOpen] = useState<number | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const version = useMirror((m) => m.version);
  const { at: lineAt, show: showLines } = useWindow('history', version, (range) => engine().historyLines(range));
  const { length } = history;
  const rowHeight = useLayout(({ scale }) => 30 * scale);
  const virtual = useVirtualizer({
    count: length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  });
  useEffect(() => {
    if (history.position > 0) virtual.scrollToIndex(history.position - 1, { align: 'auto' });
  }, [length, history.position, virtual]);
  const visible = virtual.getVirtualItems();
  const [first, last] = [visible[0]?.index ?? 0, visible.at(-1)?.index ?? 0];
  useEffect(() => showLines(first, last), [showLines, first, last]);
  const chosen = Math.min(open ?? history.position, length);
  const chosenShows = visible.some(({ index }) => index === chosen - 1) && lineAt(chosen - 1) !== undefined;
  const detail = useAnswer(`entry ${chosen}`, () => engine().historyEntry(chosen));
  const show = (index: number) => {
    setOpen(index);
    virtual.scrollToIndex(index - 1, { align: 'auto' });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const at = chosen;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 280) / rowHeight) - 1);
    const target = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 1,
      End: length,
    }[event.key];
    if (target !== undefined) show(Math.max(1, Math.min(length, target)));
    else if (event.key === 'Enter') void engine().goTo(at);
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
        <span className={panes.grow} />
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
          aria-activedescendant={chosenShows ? `${id}-${chosen}` : undefined}
          onKeyDown={onKeyDown}
        >
          <div className={css.body} style={{ height: virtual.getTotalSize() }}>
            {visible.map((item) => {
              const entry = lineAt(item.index);
              return entry ? (
                <Entry
                  key={entry.index}
                  id={`${id}-${entry.index}`}
                  entry={entry}
                  top={item.start}
                  height={rowHeight}
                  current={entry.index === history.position}
                  open={entry.index === chosen}
                  onOpen={() => setOpen(entry.index)}
                />
              ) : null;
            })}
          </div>
        </div>
        {detail ? <EntryDetail entry={detail} current={detail.index === history.position} onShow={show} /> : null}
      </div>
    </div>
  );
}

interface EntryProps {
  readonly id: string;
  readonly entry: HistoryLine;
  readonly top: number;
  readonly height: number;
  readonly current: boolean;
  readonly open: boolean;
  readonly onOpen: () => void;
}

function Entry({ id, entry, top, height, current, open, onOpen }: EntryProps) {
  return (
    <div
      id={id}
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
