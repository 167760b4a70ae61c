/**
 * A slider over the steps, painted with the story. What was passed and what is to
 * come are two canvases painted once a trace; moving only changes where the one
 * ends and the other begins, so that ten thousand steps cost nothing.
 */
import { useEffect, useMemo, useRef, useState } from 'react';
import type { PointerEvent } from 'react';
import { breakpointHits, goToStep, usePlayer } from '../../state';
import type { Trace } from '../../bridge';
import { chooseStep } from '../../actions';
import { paintBreakpoints, paintStory } from './scrubber-paint';
import type { TraceLine } from './trace-lines';
import css from './scrubber.module.css';

interface Props {
  readonly trace: Trace;
  readonly lines: readonly TraceLine[];
  readonly step: number;
}

export function Scrubber({ trace, lines, step }: Props) {
  const [pointed, setPointed] = useState<number | null>(null);
  const count = lines.length;
  const indexAt = ({ clientX, currentTarget }: PointerEvent) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    return Math.max(0, Math.min(count - 1, Math.floor(((clientX - left) / width) * count)));
  };
  const current = lines[step];
  const under = pointed === null ? undefined : lines[pointed];
  return (
    <div
      className={css.scrubber}
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        event.currentTarget.querySelector('input')?.focus();
        chooseStep(indexAt(event));
      }}
      onPointerMove={(event) => {
        const index = indexAt(event);
        setPointed(index);
        if (event.currentTarget.hasPointerCapture(event.pointerId)) goToStep(index);
      }}
      onPointerLeave={() => setPointed(null)}
    >
      <Story lines={lines} passed={(step + 1) / count} />
      <BreakpointMarks trace={trace} />
      <span
        className={css.cursor}
        style={{ left: `${(step / count) * 100}%`, width: `max(4px, ${100 / count}%)` }}
        aria-hidden="true"
      />
      <input
        type="range"
        min={0}
        max={count - 1}
        value={step}
        aria-label="Step of the trace"
        aria-valuetext={current ? describeLine(current) : ''}
        onChange={(event) => goToStep(Number(event.target.value))}
      />
      {under && pointed !== null ? (
        <span
          className={css.tip}
          data-side={pointed > count / 2 ? 'left' : 'right'}
          style={{ left: `${((pointed + 0.5) / count) * 100}%` }}
          aria-hidden="true"
        >
          {describeLine(under)}
        </span>
      ) : null}
    </div>
  );
}

function describeLine({ index, machine, title, head, body }: TraceLine): string {
  return `Step ${index + 1}: ${title}, ${machine} ${head} ${body}`;
}

function Story({ lines, passed }: { lines: readonly TraceLine[]; passed: number }) {
  const future = useRef<HTMLCanvasElement>(null);
  const past = useRef<HTMLCanvasElement>(null);
  const tones = useMemo(() => lines.map((line) => line.tone), [lines]);
  useEffect(
    () =>
      repaint(future.current, (element) => {
        paintStory(element, tones, 'future');
        if (past.current) paintStory(past.current, tones, 'past');
      }),
    [tones],
  );
  return (
    <>
      <canvas ref={future} className={css.story} aria-hidden="true" />
      <canvas
        ref={past}
        className={css.story}
        style={{ clipPath: `inset(0 ${(1 - passed) * 100}% 0 0)` }}
        aria-hidden="true"
      />
    </>
  );
}

function BreakpointMarks({ trace }: { trace: Trace }) {
  const breakpoints = usePlayer((p) => p.breakpoints);
  const canvas = useRef<HTMLCanvasElement>(null);
  const hits = breakpointHits(trace, breakpoints);
  const count = trace.steps.length;
  useEffect(
    () => repaint(canvas.current, (element) => paintBreakpoints(element, Array.from(hits.keys()), count)),
    [hits, count],
  );
  return <canvas ref={canvas} className={css.story} data-breakpoints={hits.size} aria-hidden="true" />;
}

/** Paints now, when the size changes, and when the theme does. */
function repaint(element: HTMLCanvasElement | null, paint: (element: HTMLCanvasElement) => void) {
  if (!element) return undefined;
  const again = () => paint(element);
  const size = new ResizeObserver(again);
  size.observe(element);
  const theme = new MutationObserver(again);
  theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  again();
  return () => {
    size.disconnect();
    theme.disconnect();
  };
}
