/** The outline as an ARIA tree: arrows move, right and left open and close, Enter selects. */
import { useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, MouseEvent } from 'react';
import { ChevronRight } from 'lucide-react';
import { deleteSelected, sendPacket } from '../../actions';
import {
  hover,
  openstackNames,
  parseEntity,
  select,
  toggleSelected,
  useMark,
  useMirror,
  usePreferences,
} from '../../state';
import type { EntityKey } from '../../state';
import { useEntityMenu } from '../entity-menu';
import { NewPacketButton } from '../packets';
import css from './outline.module.css';
import { closedIn, outlineRows, rowsWith } from './outline-rows';
import type { OutlineRow } from './outline-rows';

export function Outline() {
  const menu = useEntityMenu();
  const model = useMirror((m) => m.model);
  const daemons = useMirror((m) => m.daemons);
  const packets = useMirror((m) => m.scenario.packets);
  const layer = usePreferences((p) => p.neutronLayer);
  const openstack = useMirror((m) => (layer ? m.openstack : null));
  const [toggled, setToggled] = useState<ReadonlySet<EntityKey>>(new Set());
  const [focused, setFocused] = useState<EntityKey>('group:Logical network');
  const tree = useRef<HTMLDivElement>(null);
  const [text, setText] = useState('');
  const closed = useMemo(() => closedIn(model, toggled), [model, toggled]);
  // What was looked for is not hidden in something closed.
  const isClosed = (key: EntityKey) => text === '' && closed(key);
  const rows = useMemo(() => {
    const names = openstackNames(openstack);
    const called = (name: string) => names.get(name) ?? name;
    return text === ''
      ? outlineRows(model, daemons, packets, closed, called)
      : rowsWith(
          outlineRows(model, daemons, packets, () => false, called),
          text,
        );
  }, [model, daemons, packets, closed, text, openstack]);
  const at = Math.max(
    0,
    rows.findIndex((row) => row.key === focused),
  );
  const toggle = (key: EntityKey, close: boolean) => {
    if (closed(key) === close) return;
    const next = new Set(toggled);
    if (!next.delete(key)) next.add(key);
    setToggled(next);
  };
  const focus = (index: number) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    if (!row) return;
    setFocused(row.key);
    tree.current?.querySelector<HTMLElement>(`[data-row=${CSS.escape(row.key)}]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[at];
    if (!row) return;
    const open = row.children > 0 && !isClosed(row.key);
    const parent = rows.slice(0, at).findLastIndex((candidate) => candidate.level < row.level);
    const keys: Readonly<Record<string, () => void>> = {
      ArrowDown: () => focus(at + 1),
      ArrowUp: () => focus(at - 1),
      Home: () => focus(0),
      End: () => focus(rows.length - 1),
      ArrowRight: () => (row.children > 0 && !open ? toggle(row.key, false) : focus(at + 1)),
      ArrowLeft: () => (open ? toggle(row.key, true) : focus(parent)),
      Enter: () => choose(row, open),
      ' ': () => choose(row, open),
      Delete: () => {
        // What has the focus is what is deleted, also when something else is selected.
        if (row.level > 1) select(row.key);
        void deleteSelected();
      },
    };
    const action = keys[event.key];
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };
  const choose = (row: OutlineRow, open: boolean) => {
    setFocused(row.key);
    if (row.level === 1) toggle(row.key, open);
    else if (parseEntity(row.key)?.kind === 'packet') void sendPacket(row.key.slice('packet:'.length));
    else select(row.key);
  };
  return (
    <nav className={css.outline} aria-label="Outline" {...menu}>
      <input
        type="search"
        className={css.filter}
        placeholder="Filter"
        aria-label="Filter the outline"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') focus(0);
        }}
      />
      {rows.length === 0 ? <p className={css.none}>Nothing here has “{text}” in its name.</p> : null}
      <div
        ref={tree}
        role="tree"
        aria-label="Everything in this deployment"
        onKeyDown={onKeyDown}
        onPointerLeave={() => hover(null)}
      >
        {rows.map((row, index) => {
          const open = row.children > 0 && !isClosed(row.key);
          return (
            <Row
              key={row.key}
              row={row}
              open={open}
              tabbable={index === at}
              onChoose={(event) => (isAdding(event, row) ? toggleSelected(row.key) : choose(row, open))}
              onFold={() => toggle(row.key, open)}
            />
          );
        })}
      </div>
      <NewPacketButton />
    </nav>
  );
}

/** With Shift, Ctrl or Cmd a click adds to what is selected. */
function isAdding({ shiftKey, ctrlKey, metaKey }: MouseEvent, { key }: OutlineRow): boolean {
  const kind = parseEntity(key)?.kind;
  return (shiftKey || ctrlKey || metaKey) && (kind === 'row' || kind === 'machine' || kind === 'vif');
}

interface RowProps {
  readonly row: OutlineRow;
  readonly open: boolean;
  readonly tabbable: boolean;
  readonly onChoose: (event: MouseEvent) => void;
  readonly onFold: () => void;
}

function Row({ row, open, tabbable, onChoose, onFold }: RowProps) {
  const mark = useMark(row.key);
  return (
    <div
      role="treeitem"
      aria-level={row.level}
      aria-expanded={row.children > 0 ? open : undefined}
      aria-selected={mark === 'selected'}
      tabIndex={tabbable ? 0 : -1}
      className={css.row}
      title={row.level === 1 ? undefined : `${row.label} ${row.aside}`.trim()}
      data-row={row.key}
      data-entity={row.level === 1 ? undefined : row.key}
      data-level={row.level}
      data-mark={mark}
      onClick={onChoose}
      onPointerEnter={() => hover(row.level === 1 ? null : row.key)}
    >
      {row.level === 3 ? null : row.children === 0 ? (
        <span className={css.fold} />
      ) : (
        <span
          className={css.fold}
          data-open={open}
          aria-hidden="true"
          onClick={(event) => {
            event.stopPropagation();
            onFold();
          }}
        >
          <ChevronRight size={14} />
        </span>
      )}
      {row.mark === 'none' ? null : (
        <span className={css.mark} data-mark={row.mark} style={row.color ? { background: row.color } : undefined} />
      )}
      <span className={row.mono ? css.mono : css.label} data-label>
        {row.label}
      </span>
      {row.aside === '' ? null : <span className={css.aside}>{row.aside}</span>}
    </div>
  );
}
