/** The outline as an ARIA tree of which the part in sight is drawn: arrows move, right and left open and close, Enter selects. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronRight } from 'lucide-react';
import { useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useLayout } from '../state';
import type { ImportedNetwork } from '../bridge/imported';
import { selectThing, useAddress } from './address';
import css from './outline.module.css';
import { outlineLines, type OutlineLine } from './outline-rows';
import { formatThing } from './things';

export function Outline({ network }: { readonly network: ImportedNetwork }) {
  const [text, setText] = useState('');
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState(0);
  const scroller = useRef<HTMLDivElement>(null);
  const { on } = useAddress().params;
  const { phone, scale } = useLayout((layout) => layout);
  const height = (phone ? 44 : 28) * scale;
  const lines = useMemo(() => outlineLines(network, toggled, text), [network, toggled, text]);
  const at = Math.min(active, lines.length - 1);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 10,
  });
  const toggle = ({ key, isOpen }: OutlineLine) => {
    if (isOpen === null || text !== '') return;
    const next = new Set(toggled);
    if (!next.delete(key)) next.add(key);
    setToggled(next);
  };
  const move = (to: number) => {
    const index = Math.max(0, Math.min(lines.length - 1, to));
    setActive(index);
    virtual.scrollToIndex(index, { align: 'auto' });
  };
  const choose = (line: OutlineLine, index: number) => {
    setActive(index);
    if (line.thing === null) toggle(line);
    else selectThing(line.thing);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const line = lines[at];
    if (line === undefined) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 280) / height) - 1);
    const keys: Readonly<Record<string, () => void>> = {
      ArrowDown: () => move(at + 1),
      ArrowUp: () => move(at - 1),
      PageDown: () => move(at + page),
      PageUp: () => move(at - page),
      Home: () => move(0),
      End: () => move(lines.length - 1),
      ArrowRight: () => (line.isOpen === false ? toggle(line) : move(at + 1)),
      ArrowLeft: () =>
        line.isOpen === true ? toggle(line) : move(lines.slice(0, at).findLastIndex(({ level }) => level < line.level)),
      Enter: () => choose(line, at),
      ' ': () => choose(line, at),
    };
    const action = keys[event.key];
    if (action === undefined) return;
    event.preventDefault();
    action();
  };
  const visible = virtual.getVirtualItems();
  return (
    <nav className={css.outline} aria-label="Outline of the network">
      <input
        type="search"
        className={css.filter}
        placeholder="Filter: name, address, type"
        aria-label="Filter the outline"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') scroller.current?.focus();
        }}
      />
      {lines.length === 0 ? <p className={css.none}>Nothing here has “{text}”.</p> : null}
      <div
        ref={scroller}
        className={css.tree}
        role="tree"
        aria-label="Everything in the databases"
        aria-activedescendant={visible.some(({ index }) => index === at) ? `real-line-${at}` : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {visible.map(({ index, start }) => {
            const line = lines[index];
            if (line === undefined) return null;
            const isOn = line.thing !== null && formatThing(line.thing) === on;
            return (
              <div
                key={line.key}
                id={`real-line-${index}`}
                role="treeitem"
                aria-level={line.level}
                aria-expanded={line.isOpen ?? undefined}
                aria-selected={isOn}
                className={css.line}
                data-level={line.level}
                data-active={index === at}
                title={`${line.label} ${line.aside}`.trim()}
                style={{ transform: `translateY(${start}px)`, height }}
                onClick={() => choose(line, index)}
              >
                <span
                  className={css.fold}
                  data-open={line.isOpen === true}
                  aria-hidden
                  onClick={(event) => {
                    if (line.thing === null) return;
                    event.stopPropagation();
                    toggle(line);
                  }}
                >
                  {line.isOpen === null ? null : <ChevronRight size={14} />}
                </span>
                {line.mark === 'none' ? null : <span className={css.mark} data-mark={line.mark} />}
                <span className={css.label}>{line.label}</span>
                <span className={css.aside}>{line.aside}</span>
              </div>
            );
          })}
        </div>
      </div>
    </nav>
  );
}
