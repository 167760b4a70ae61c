/**
 * The steps as an ARIA tree whose lines show both languages side by side. Only
 * what is in sight is in the document; the current step is the active line, or the
 * closed line that holds it.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, RefObject } from 'react';
import { useStore } from 'zustand';
import { chooseStep } from '../../actions';
import { breakpointHits, breakpointLabel, playerStore, shapeOf, usePlayer } from '../../state';
import type { Trace } from '../../bridge';
import { traceAsksStore } from '../../commands';
import { columnsOf } from './columns';
import { lineHeight } from './pane-form';
import type { PaneForm } from './pane-form';
import type { TraceLine } from './trace-lines';
import { TraceRow } from './trace-row';
import { placeAmong, revealed, treeMove, visibleSteps } from './trace-tree';
import css from './rows.module.css';
import pane from './trace-pane.module.css';

const nothing: ReadonlySet<number> = new Set();

interface Props {
  readonly trace: Trace;
  readonly lines: readonly TraceLine[];
  readonly form: PaneForm;
  /** Which language is shown where there is room for one. */
  readonly language: Language;
  /** Also the lines that one may do without. */
  readonly all: boolean;
}

export type Language = 'logical' | 'openflow';

export function TraceRows({ trace, lines, form, language, all }: Props) {
  const step = usePlayer((p) => p.step);
  const breakpoints = usePlayer((p) => p.breakpoints);
  const scroller = useRef<HTMLDivElement>(null);
  const shape = shapeOf(trace);
  const [closed, setClosed] = useClosed(trace, step);
  const open = useMemo(() => visibleSteps(shape, closed), [shape, closed]);
  // What is gone to is seen, whatever it is.
  const visible = useMemo(
    () => (all ? open : open.filter((index) => index === step || lines[index]?.quiet !== true)),
    [all, open, lines, step],
  );
  const at = placeAmong(visible, step);
  const hits = breakpointHits(trace, breakpoints);
  const columns = useMemo(() => columnsOf(lines), [lines]);
  const height = lineHeight(form);
  // Each line is as high as what it shows: the current one wraps, and not every step has two languages.
  const virtual = useVirtualizer({
    count: visible.length,
    getScrollElement: () => scroller.current,
    getItemKey: useCallback((index: number) => visible[index] ?? index, [visible]),
    estimateSize: () => height,
    overscan: 6,
  });
  useLayoutEffect(() => virtual.measure(), [height, language, virtual]);
  // Before they are painted: the line that wraps now must not lie over the next one for a frame.
  useLayoutEffect(() => {
    for (const row of scroller.current?.querySelectorAll<HTMLElement>('[data-index]') ?? [])
      virtual.resizeItem(Number(row.dataset.index), row.offsetHeight);
  }, [at, closed, height, language, virtual]);
  useEffect(() => virtual.scrollToIndex(at, { align: 'auto' }), [at, height, virtual]);
  useTakesFocus(scroller);

  const unfold = (steps: readonly number[]) =>
    setClosed(new Set(Array.from(closed).filter((each) => !steps.includes(each))));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 280) / height) - 1);
    const parents = (index: number) => trace.steps[index]?.parent ?? null;
    const move = treeMove(event.key, { shape, parents, closed, visible, at, page });
    if (!move) return;
    event.preventDefault();
    if (move.kind === 'go') chooseStep(move.step);
    else if (move.kind === 'open') unfold(move.steps);
    else setClosed(new Set(closed).add(move.step));
  };
  const toggle = useCallback(
    (index: number, close: boolean) => {
      setClosed((before) => {
        const next = new Set(before);
        if (close) next.add(index);
        else next.delete(index);
        return next;
      });
      const { step: now } = playerStore.getState();
      if (close && now > index && now < (shape.ends[index] ?? 0)) chooseStep(index);
    },
    [setClosed, shape],
  );
  const shown = virtual.getVirtualItems();
  return (
    <div className={css.lines} data-language={language} style={columns}>
      {form === 'wide' ? <Heads lines={lines} /> : null}
      <div
        ref={scroller}
        className={css.scroller}
        role="tree"
        aria-label="Steps of the trace"
        aria-activedescendant={shown.some(({ index }) => index === at) ? `trace-step-${visible[at] ?? 0}` : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div className={css.body} role="presentation" style={{ height: virtual.getTotalSize() }}>
          {shown.map((entry) => {
            const index = visible[entry.index] ?? 0;
            const line = lines[index];
            const hit = hits.get(index);
            return line ? (
              <TraceRow
                key={index}
                line={line}
                current={entry.index === at}
                open={line.children > 0 ? !closed.has(index) : null}
                hidden={closed.has(index) ? (shape.ends[index] ?? 0) - index - 1 : 0}
                stop={hit ? breakpointLabel(hit.spot) : null}
                place={entry.index}
                top={entry.start}
                measure={virtual.measureElement}
                onToggle={toggle}
              />
            ) : null;
          })}
        </div>
      </div>
    </div>
  );
}

type SetClosed = (next: ReadonlySet<number> | ((before: ReadonlySet<number>) => ReadonlySet<number>)) => void;

/** What is closed in this trace; a step that is gone to is never hidden, one that is played past may be. */
function useClosed(trace: Trace, step: number): readonly [ReadonlySet<number>, SetClosed] {
  const playing = usePlayer((p) => p.playing);
  const [held, setHeld] = useState({ trace, closed: nothing });
  const kept = held.trace === trace ? held.closed : nothing;
  const closed = playing ? kept : revealed(shapeOf(trace), kept, step);
  if (held.trace !== trace || closed !== held.closed) setHeld({ trace, closed });
  const setClosed = useCallback<SetClosed>(
    (next) =>
      setHeld((before) => {
        const own = before.trace === trace ? before.closed : nothing;
        return { trace, closed: typeof next === 'function' ? next(own) : next };
      }),
    [trace],
  );
  return [closed, setClosed];
}

/** A person who sent a packet stands in its steps afterwards. */
function useTakesFocus(scroller: RefObject<HTMLElement | null>): void {
  const asked = useStore(traceAsksStore, (asks) => asks.focus);
  useEffect(() => {
    if (!asked) return;
    traceAsksStore.setState({ focus: false });
    scroller.current?.focus();
  }, [asked, scroller]);
}

function Heads({ lines }: { lines: readonly TraceLine[] }) {
  return (
    <div className={css.heads}>
      <span className={css.headTree}>What happened</span>
      <span className={css.headLogical}>
        <span className={pane.swatch} data-tone="logical" /> Pipeline
      </span>
      <span className={css.headOpenflow}>
        <span className={pane.swatch} data-tone="openflow" /> OpenFlow {where(lines)}
      </span>
    </div>
  );
}

/** The hypervisors of the trace, in the order in which the packet comes to them. */
function where(lines: readonly TraceLine[]): string {
  const machines = Array.from(new Set(lines.map((line) => line.machine)));
  return machines.length > 3 ? `on ${machines.length} hypervisors` : `on ${machines.join(', then ')}`;
}
