/** The packets of a capture: filtered, one to edit, and several ticked to take as they are. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useId, useMemo, useRef, useState } from 'react';
import { Button } from '../../kit';
import type { ImportedPacket } from './import-packets';
import fieldInputCss from './field-input.module.css';
import css from './found-list.module.css';
import textsCss from './texts.module.css';

export type TakeHow = 'keep' | 'send';

interface Props {
  readonly packets: readonly ImportedPacket[];
  readonly title: string;
  readonly chosen: number;
  readonly onChoose: (index: number) => void;
  readonly onTake: (packets: readonly ImportedPacket[], how: TakeHow) => void;
}

export function FoundList({ packets, title, chosen, onChoose, onTake }: Props) {
  const id = useId();
  const [filter, setFilter] = useState('');
  const [ticked, setTicked] = useState<ReadonlySet<number>>(new Set());
  const shown = useMemo(() => {
    const words = filter.trim().toLowerCase().split(/\s+/);
    return [...packets.keys()].filter((index) => {
      const text = `${index + 1}. ${packets[index]?.label ?? ''}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
  }, [packets, filter]);
  const scroll = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => 28,
    overscan: 8,
    getItemKey: (at) => shown[at] ?? at,
  });
  const all = shown.length > 0 && shown.every((index) => ticked.has(index));
  const tick = (indices: readonly number[], on: boolean) => {
    const next = new Set(ticked);
    for (const index of indices) {
      if (on) next.add(index);
      else next.delete(index);
    }
    setTicked(next);
  };
  const taken = [...ticked].sort((a, b) => a - b).flatMap((index) => packets[index] ?? []);
  return (
    <fieldset className={css.found}>
      <legend>{title}</legend>
      <div className={css.foundTools}>
        <input
          className={fieldInputCss.input}
          type="search"
          aria-label="Filter the packets"
          placeholder="Filter, such as tcp 10.0.0.1"
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
        <label className={fieldInputCss.flag}>
          <input type="checkbox" checked={all} onChange={(event) => tick(shown, event.target.checked)} />
          {filter.trim() === '' ? 'All' : `These ${shown.length}`}
        </label>
      </div>
      <div ref={scroll} className={css.foundRows} role="group" aria-label="Packets">
        <div className={css.foundSpace} style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index: at, key, start }) => {
            const index = shown[at] ?? 0;
            return (
              <div
                key={key}
                ref={rows.measureElement}
                data-index={at}
                data-testid="found-packet"
                className={css.foundRow}
                style={{ transform: `translateY(${start}px)` }}
              >
                <input
                  type="checkbox"
                  aria-label={`Take packet ${index + 1}`}
                  checked={ticked.has(index)}
                  onChange={(event) => tick([index], event.target.checked)}
                />
                <label>
                  <input type="radio" name={id} checked={index === chosen} onChange={() => onChoose(index)} />
                  <span>
                    {index + 1}. {packets[index]?.label}
                  </span>
                </label>
              </div>
            );
          })}
        </div>
      </div>
      {shown.length === 0 ? <p className={textsCss.hint}>No packet is as the filter says.</p> : null}
      <div className={textsCss.buttons}>
        <Button disabled={taken.length === 0} onClick={() => onTake(taken, 'keep')}>
          Keep {taken.length > 0 ? taken.length : 'the ticked'}
        </Button>
        <Button disabled={taken.length === 0} onClick={() => onTake(taken, 'send')}>
          Send {taken.length > 0 ? taken.length : 'them'}, one after the other
        </Button>
      </div>
    </fieldset>
  );
}
