/**
 * A grid of rows with groups (WAI-ARIA grid pattern, one active row): arrows, page
 * keys, Home and End move; Enter or space selects; pointing lights up relatives.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useCallback, useEffect, useId, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { hover, select, useLayout, useMark } from '../../state';
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
      /** The last thing that happened changed it: it flashes. */
      readonly touched?: boolean;
    };

/** What the table shows, of which only a part need be here. */
export interface Rows<T> {
  readonly total: number;
  /** Undefined for a row that is not here yet. */
  readonly at: (index: number) => Item<T> | undefined;
  /** Says which rows are on the screen. */
  readonly show: (first: number, last: number) => void;
  /** Changes when something happened: what is touched flashes once for each. */
  readonly version: number;
  /** Where a row stands; -1 when it is not among them. */
  readonly placeOf?: (key: EntityKey) => Promise<number>;
}

interface Props<T> {
  readonly label: string;
  readonly columns: readonly Column<T>[];
  readonly rows: Rows<T>;
  /** Scrolls there when it changes, e.g. to the row of the current step. */
  readonly current?: EntityKey | null;
}

export function RowsTable<T>({ label, columns, rows, current = null }: Props<T>) {
  const { total, at, show, version, placeOf } = rows;
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const id = useId();
  const rowHeight = useRowHeight();
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => at(index)?.key ?? index,
    overscan: 12,
  });
  const visible = virtual.getVirtualItems();
  const [first, last] = [visible[0]?.index ?? 0, visible.at(-1)?.index ?? 0];
  useEffect(() => show(first, last), [show, first, last]);
  useEffect(() => {
    let wanted = true;
    if (current !== null) {
      void placeOf?.(current).then((index) => {
        if (wanted && index >= 0) virtual.scrollToIndex(index, { align: 'auto' });
      });
    }
    return () => {
      wanted = false;
    };
  }, [current, placeOf, version, virtual]);
  const move = (to: number) => {
    const index = Math.max(0, Math.min(total - 1, to));
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
      End: total - 1,
    }[event.key];
    if (target !== undefined) move(target);
    else if (event.key === 'Enter' || event.key === ' ') {
      const item = at(active);
      if (item?.kind === 'row') select(item.key);
    } else return;
    event.preventDefault();
  };
  const activate = useCallback((index: number, key: EntityKey) => {
    setActive(index);
    select(key);
  }, []);
  const activeShows = visible.some(({ index }) => index === active) && at(active) !== undefined;
  const template = columns.map((column) => column.track).join(' ');
  return (
    <div
      ref={scroller}
      className={css.scroller}
      role="grid"
      aria-label={label}
      aria-rowcount={total + 1}
      aria-activedescendant={activeShows ? `${id}-${active}` : undefined}
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
          {visible.map((entry) => {
            const item = at(entry.index);
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
                    version={version}
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
  readonly version: number;
  readonly columns: readonly Column<T>[];
  readonly template: string;
  readonly active: boolean;
  readonly current: boolean;
  readonly onActivate: (index: number, key: EntityKey) => void;
}

function RowInner<T>({ id, index, item, version, columns, template, active, current, onActivate }: RowProps<T>) {
  const mark = useMark(item.key);
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
      {item.touched ? <span key={version} className={css.flash} aria-hidden="true" /> : null}
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
  return useLayout((layout) => (layout.phone ? 44 : 28) * layout.scale);
}
