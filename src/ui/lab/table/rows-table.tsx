/**
 * A grid of rows with groups (WAI-ARIA grid pattern, one active row): arrows, page
 * keys, Home and End move; Enter or space selects; pointing lights up relatives.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useCallback, useEffect, useId, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { hover, select, useMark, useMirror } from '../../state';
import type { EntityKey } from '../../state';
import css from './rows-table.module.css';

export interface Column<T> {
  readonly id: string;
  readonly header: string;
  /** A grid track size, e.g. `80px` or `minmax(200px, 2fr)`. */
  readonly track: string;
  readonly align?: 'end';
  readonly cell: (value: T) => ReactNode;
}

export type Item<T> =
  | { readonly kind: 'group'; readonly key: string; readonly label: ReactNode; readonly color?: string }
  | {
      readonly kind: 'row';
      readonly key: EntityKey;
      readonly value: T;
      readonly color?: string;
      readonly bad?: boolean;
    };

interface Props<T> {
  readonly label: string;
  readonly columns: readonly Column<T>[];
  readonly items: readonly Item<T>[];
  /** Scrolls there when it changes, e.g. to the row of the current step. */
  readonly current?: EntityKey | null;
}

export function RowsTable<T>({ label, columns, items, current = null }: Props<T>) {
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const id = useId();
  const rowHeight = useRowHeight();
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => items[index]?.key ?? index,
    overscan: 12,
  });
  useEffect(() => {
    const index = current === null ? -1 : items.findIndex((item) => item.key === current);
    if (index >= 0) virtual.scrollToIndex(index, { align: 'auto' });
  }, [current, items, virtual]);
  const move = (to: number) => {
    const index = Math.max(0, Math.min(items.length - 1, to));
    setActive(index);
    virtual.scrollToIndex(index, { align: 'auto' });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 280) / rowHeight) - 1);
    const target = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: items.length - 1,
    }[event.key];
    if (target !== undefined) move(target);
    else if (event.key === 'Enter' || event.key === ' ') {
      const item = items[active];
      if (item?.kind === 'row') select(item.key);
    } else return;
    event.preventDefault();
  };
  const activate = useCallback((index: number, key: EntityKey) => {
    setActive(index);
    select(key);
  }, []);
  const template = columns.map((column) => column.track).join(' ');
  return (
    <div
      ref={scroller}
      className={css.scroller}
      role="grid"
      aria-label={label}
      aria-rowcount={items.length + 1}
      aria-activedescendant={items.length > 0 ? `${id}-${active}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerLeave={() => hover(null)}
    >
      <div className={css.inner}>
        <div className={css.head} role="row" aria-rowindex={1} style={{ gridTemplateColumns: template }}>
          {columns.map((column) => (
            <div key={column.id} role="columnheader" data-align={column.align}>
              {column.header}
            </div>
          ))}
        </div>
        <div className={css.body} role="rowgroup" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((entry) => {
            const item = items[entry.index];
            if (!item) return null;
            return (
              <div
                key={entry.key}
                role="presentation"
                className={css.slot}
                style={{ transform: `translateY(${entry.start}px)`, height: rowHeight }}
              >
                {item.kind === 'group' ? (
                  <div
                    id={`${id}-${entry.index}`}
                    role="row"
                    aria-rowindex={entry.index + 2}
                    className={css.group}
                    data-active={entry.index === active}
                  >
                    <div
                      role="gridcell"
                      aria-colspan={columns.length}
                      style={item.color ? { color: item.color } : undefined}
                    >
                      {item.label}
                    </div>
                  </div>
                ) : (
                  <Row
                    id={`${id}-${entry.index}`}
                    index={entry.index}
                    item={item}
                    columns={columns}
                    template={template}
                    active={entry.index === active}
                    current={item.key === current}
                    onActivate={activate}
                  />
                )}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

interface RowProps<T> {
  readonly id: string;
  readonly index: number;
  readonly item: Extract<Item<T>, { kind: 'row' }>;
  readonly columns: readonly Column<T>[];
  readonly template: string;
  readonly active: boolean;
  readonly current: boolean;
  readonly onActivate: (index: number, key: EntityKey) => void;
}

function RowInner<T>({ id, index, item, columns, template, active, current, onActivate }: RowProps<T>) {
  const mark = useMark(item.key);
  const touched = useMirror((m) => m.touched.has(item.key));
  const version = useMirror((m) => (m.touched.has(item.key) ? m.version : 0));
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={mark === 'selected'}
      className={css.row}
      data-entity={item.key}
      data-mark={mark}
      data-active={active}
      data-current={current}
      data-bad={item.bad}
      style={{ gridTemplateColumns: template, ...(item.color ? { borderLeftColor: item.color } : {}) }}
      onPointerEnter={() => hover(item.key)}
      onClick={() => onActivate(index, item.key)}
    >
      {touched ? <span key={version} className={css.flash} aria-hidden="true" /> : null}
      {columns.map((column) => (
        <div key={column.id} role="gridcell" data-align={column.align} data-column={column.id}>
          {column.cell(item.value)}
        </div>
      ))}
    </div>
  );
}

const Row = memo(RowInner) as typeof RowInner;

function useRowHeight(): number {
  const [height, setHeight] = useState(28);
  useEffect(() => {
    const read = () =>
      setHeight(parseInt(getComputedStyle(document.documentElement).getPropertyValue('--row'), 10) || 28);
    read();
    window.addEventListener('resize', read);
    return () => window.removeEventListener('resize', read);
  }, []);
  return height;
}
