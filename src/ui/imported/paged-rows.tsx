/**
 * A long list that stays in the worker: a grid with one active row (arrows, page keys,
 * Home, End; Enter selects), of which the part in sight is asked for and drawn.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useLayout, useWindow } from '../state';
import type { Part, Range } from '../bridge';
import css from './rows.module.css';

interface Props<T> {
  readonly label: string;
  /** Says what is asked: another text asks anew and begins at the top. */
  readonly question: string;
  readonly version: number;
  readonly ask: (range: Range) => Promise<Part<T>>;
  readonly keyOf: (item: T) => string;
  readonly selected: string | null;
  readonly onChoose: (item: T) => void;
  /** Track sizes of the columns. */
  readonly template: string;
  readonly heads: readonly string[];
  /** One cell a column. */
  readonly cells: (item: T) => readonly ReactNode[];
  /** How many lines of text a row has; one where nothing is said. */
  readonly lines?: number;
  readonly empty: string;
}

const LINE = 20;

export function PagedRows<T>(props: Props<T>) {
  const { label, question, version, ask, keyOf, selected, onChoose, template, heads, cells, lines = 1, empty } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const { phone, scale } = useLayout((layout) => layout);
  const height = Math.max(phone ? 44 : 28, lines * LINE + 8) * scale;
  const { ready, total, at, show } = useWindow(question, version, ask);
  const [active, setActive] = useState(0);
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 10,
  });
  const visible = virtual.getVirtualItems();
  const [first, last] = [visible[0]?.index ?? 0, visible.at(-1)?.index ?? 0];
  useEffect(() => show(first, last), [show, first, last]);
  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 });
    setActive(0);
  }, [question]);
  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 280) / height) - 1);
    const target = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: total - 1,
    }[event.key];
    if (target !== undefined) {
      const next = Math.max(0, Math.min(total - 1, target));
      setActive(next);
      virtual.scrollToIndex(next, { align: 'auto' });
    } else if (event.key === 'Enter' || event.key === ' ') {
      const item = at(active);
      if (item !== undefined) onChoose(item);
    } else return;
    event.preventDefault();
  };
  return (
    <div
      ref={scroller}
      className={css.scroller}
      role="grid"
      aria-label={label}
      aria-rowcount={total + 1}
      aria-busy={!ready}
      aria-activedescendant={visible.some(({ index }) => index === active) ? `${id}-${active}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      data-lines={lines}
    >
      <div className={css.inner} data-many={lines > 1}>
        <div className={css.head} role="row" style={{ gridTemplateColumns: template }}>
          {heads.map((head) => (
            <div key={head} role="columnheader">
              {head}
            </div>
          ))}
        </div>
        {ready && total === 0 ? <p className={css.empty}>{empty}</p> : null}
        <div className={css.body} role="rowgroup" style={{ height: virtual.getTotalSize() }}>
          {visible.map(({ index, start }) => {
            const item = at(index);
            if (item === undefined) return null;
            return (
              <div
                key={index}
                id={`${id}-${index}`}
                role="row"
                aria-rowindex={index + 2}
                aria-selected={keyOf(item) === selected}
                className={css.row}
                data-active={index === active}
                data-many={lines > 1}
                style={{ gridTemplateColumns: template, transform: `translateY(${start}px)`, height }}
                onClick={() => {
                  setActive(index);
                  onChoose(item);
                }}
              >
                {cells(item).map((cell, column) => (
                  <div key={heads[column]} role="gridcell">
                    {cell}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
