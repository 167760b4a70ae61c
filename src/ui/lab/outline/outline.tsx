/** The outline as an ARIA tree: arrows move, right and left open and close, Enter selects. */
import { useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { deleteSelected, sendPacket } from '../../actions';
import { hover, parseEntity, select, useMark, useMirror } from '../../state';
import type { EntityKey } from '../../state';
import { useEntityMenu } from '../entity-menu';
import { NewPacketButton } from '../packets';
import css from './outline.module.css';
import { closedIn, outlineRows } from './outline-rows';
import type { OutlineRow } from './outline-rows';

export function Outline() {
  const menu = useEntityMenu();
  const model = useMirror((m) => m.model);
  const daemons = useMirror((m) => m.daemons);
  const packets = useMirror((m) => m.scenario.packets);
  const [toggled, setToggled] = useState<ReadonlySet<EntityKey>>(new Set());
  const [focused, setFocused] = useState<EntityKey>('group:Logical network');
  const tree = useRef<HTMLDivElement>(null);
  const isClosed = useMemo(() => closedIn(model, toggled), [model, toggled]);
  const rows = useMemo(() => outlineRows(model, daemons, packets, isClosed), [model, daemons, packets, isClosed]);
  const at = Math.max(
    0,
    rows.findIndex((row) => row.key === focused),
  );
  const toggle = (key: EntityKey, close: boolean) => {
    if (isClosed(key) === close) return;
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
      <div
        ref={tree}
        role="tree"
        aria-label="Everything in this deployment"
        onKeyDown={onKeyDown}
        onPointerLeave={() => hover(null)}
      >
        {rows.map((row, index) => {
          const open = row.children > 0 && !isClosed(row.key);
          return <Row key={row.key} row={row} open={open} tabbable={index === at} onChoose={() => choose(row, open)} />;
        })}
      </div>
      <NewPacketButton />
    </nav>
  );
}

interface RowProps {
  readonly row: OutlineRow;
  readonly open: boolean;
  readonly tabbable: boolean;
  readonly onChoose: () => void;
}

function Row({ row, open, tabbable, onChoose }: RowProps) {
  const mark = useMark(row.key);
  return (
    <div
      role="treeitem"
      aria-level={row.level}
      aria-expanded={row.children > 0 ? open : undefined}
      aria-selected={mark === 'selected'}
      tabIndex={tabbable ? 0 : -1}
      className={css.row}
      data-row={row.key}
      data-entity={row.level === 1 ? undefined : row.key}
      data-level={row.level}
      data-mark={mark}
      onClick={onChoose}
      onPointerEnter={() => hover(row.level === 1 ? null : row.key)}
    >
      {row.mark === 'none' ? null : (
        <span className={css.mark} data-mark={row.mark} style={row.color ? { background: row.color } : undefined} />
      )}
      <span className={row.mono ? css.mono : css.label} data-label>
        {row.label}
      </span>
      <span className={css.aside}>{row.aside}</span>
    </div>
  );
}
