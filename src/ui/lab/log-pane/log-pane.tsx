/** The logs of all daemons as one, newest last; it stays at its end until somebody scrolls away. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';
import { engine } from '../../bridge';
import type { LogLine, NamedRef } from '../../bridge';
import { EmptyState, SelectField } from '../../kit';
import { daemonKey, rowKey, useAnswer, useMirror, useWindow } from '../../state';
import type { Window } from '../../state';
import { EntityLink } from '../links';
import panes from '../panes.module.css';
import { formatTime, LEVELS } from './log-lines';
import type { Level } from './log-lines';
import css from './log-pane.module.css';

const levelLabels: Readonly<Record<Level, string>> = {
  ERR: 'Errors',
  WARN: 'Warnings and errors',
  INFO: 'Information and graver',
  DBG: 'Everything',
};

export function LogPane() {
  const log = useMirror((m) => m.log);
  const daemons = useMirror((m) => m.daemons);
  const [daemon, setDaemon] = useState('');
  const [level, setLevel] = useState<Level>('DBG');
  const [text, setText] = useState('');
  const question = { daemon, level, text };
  const lines = useWindow(JSON.stringify(question), log.version, (range) => engine().logLines(question, range));
  const spoken = useAnswer('daemons of the log', () => engine().logDaemons());
  const names = useMemo(
    () => Array.from(new Set([...daemons.map(({ name }) => name), ...(spoken ?? [])])),
    [daemons, spoken],
  );
  if (log.size === 0) {
    return (
      <EmptyState title="No daemon has said anything yet">
        A port that is claimed, an address that is none, a row that does not compile: each daemon says it here. Plug a
        port into a hypervisor to see the first line.
      </EmptyState>
    );
  }
  return (
    <div className={panes.pane}>
      <div className={panes.tools}>
        <SelectField
          label="Daemon"
          hideLabel
          value={daemon}
          options={[{ value: '', label: 'All daemons' }, ...names.map((name) => ({ value: name, label: name }))]}
          onChange={setDaemon}
        />
        <SelectField
          label="Level"
          hideLabel
          value={level}
          options={[...LEVELS].reverse().map((value) => ({ value, label: levelLabels[value] }))}
          onChange={(value) => setLevel(LEVELS.find((known) => known === value) ?? 'DBG')}
        />
        <input
          className={panes.filter}
          type="search"
          placeholder="Filter by module or message"
          aria-label="Filter the log"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <span className={panes.grow} />
        <span className={panes.note}>
          {lines.total === log.size ? `${log.size} lines` : `${lines.total} of ${log.size} lines`}
        </span>
      </div>
      <Lines lines={lines} />
    </div>
  );
}

function Lines({ lines: { total, at, show } }: { lines: Window<LogLine> }) {
  const scroller = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => 26,
    getItemKey: (index) => at(index)?.seq ?? index,
    overscan: 20,
  });
  useEffect(() => {
    if (atEnd.current && total > 0) virtual.scrollToIndex(total - 1, { align: 'end' });
  }, [total, virtual]);
  const visible = virtual.getVirtualItems();
  const [first, last] = [visible[0]?.index ?? 0, visible.at(-1)?.index ?? 0];
  useEffect(() => show(first, last), [show, first, last]);
  return (
    <div
      ref={scroller}
      className={css.scroller}
      role="region"
      aria-label="Lines of the log"
      tabIndex={0}
      onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
        atEnd.current = scrollTop + clientHeight >= scrollHeight - 30;
      }}
    >
      <ol className={css.lines} style={{ height: virtual.getTotalSize() }}>
        {visible.map((item) => {
          const line = at(item.index);
          return line ? (
            <li
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              data-level={line.level}
              className={css.line}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <span className={css.time}>{formatTime(line.time)}</span>
              <span className={css.daemon}>
                <EntityLink entity={daemonKey(line.daemon)}>{line.daemon}</EntityLink>
              </span>
              <span className={css.level}>{line.level}</span>
              <span className={css.module}>{line.module}</span>
              <span className={css.message}>
                {line.message} {line.about ? <About about={line.about} /> : null}
              </span>
            </li>
          ) : null;
        })}
      </ol>
    </div>
  );
}

/** The row that the line speaks of, by name; rows of a machine go by their database's plain name. */
function About({ about }: { about: NamedRef }) {
  return (
    <EntityLink entity={rowKey(about.db.split('@')[0] ?? about.db, about.uuid)}>
      {about.table} {about.name ?? about.uuid.slice(0, 8)}
    </EntityLink>
  );
}
