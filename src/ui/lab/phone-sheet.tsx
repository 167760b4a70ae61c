/** The sheet of a phone: a handle on top that drags, taps and keys make it taller or shorter by. */
import { useRef, useState } from 'react';
import type { CSSProperties, KeyboardEvent, PointerEvent, ReactNode } from 'react';
import css from './lab.module.css';

/** Of the height that graph and sheet share, in percent. */
const STOPS = [34, 66, 94] as const;
const FIRST = 66;
/** A finger that moves less has tapped. */
const TAP = 6;

/** The height that was chosen outlives the sheet, not the page. */
let chosen: number = FIRST;

export function PhoneSheet({ name, children }: { name: string; children: ReactNode }) {
  const [height, setHeight] = useState(chosen);
  const drag = useRef<{ readonly from: number; readonly height: number; moved: boolean } | null>(null);
  const sheet = useRef<HTMLElement>(null);
  const change = (next: number) => {
    chosen = Math.max(STOPS[0], Math.min(STOPS[2], next));
    setHeight(chosen);
  };
  const onPointerMove = ({ clientY }: PointerEvent) => {
    const whole = sheet.current?.parentElement?.clientHeight;
    if (!drag.current || !whole) return;
    const by = drag.current.from - clientY;
    if (Math.abs(by) > TAP) drag.current.moved = true;
    if (drag.current.moved) change(drag.current.height + (by / whole) * 100);
  };
  const onPointerUp = () => {
    const { current } = drag;
    drag.current = null;
    if (current) change(current.moved ? nearest(chosen) : nextOf(chosen));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = keyed(event.key, chosen);
    if (next === undefined) return;
    event.preventDefault();
    change(next);
  };
  return (
    <section ref={sheet} className={css.sheet} style={share(height)} aria-label={name} tabIndex={-1}>
      <div
        className={css.handle}
        role="slider"
        aria-label="Height of the sheet"
        aria-orientation="vertical"
        aria-valuemin={STOPS[0]}
        aria-valuemax={STOPS[2]}
        aria-valuenow={Math.round(height)}
        aria-valuetext={`${Math.round(height)} percent`}
        tabIndex={0}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          drag.current = { from: event.clientY, height, moved: false };
        }}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={() => (drag.current = null)}
        onKeyDown={onKeyDown}
      />
      <div className={css.sheetBody}>{children}</div>
    </section>
  );
}

function share(height: number): CSSProperties & { readonly '--sheet': string } {
  return { '--sheet': `${height}%` };
}

function keyed(key: string, height: number): number | undefined {
  switch (key) {
    case 'ArrowUp':
      return STOPS.find((stop) => stop > height) ?? STOPS[2];
    case 'ArrowDown':
      return STOPS.findLast((stop) => stop < height) ?? STOPS[0];
    case 'Home':
      return STOPS[0];
    case 'End':
      return STOPS[2];
    case 'Enter':
    case ' ':
      return nextOf(height);
    default:
      return undefined;
  }
}

/** A tap goes on to the next height, and from the tallest to the lowest. */
function nextOf(height: number): number {
  return STOPS.find((stop) => stop > height + 1) ?? STOPS[0];
}

function nearest(height: number): number {
  return STOPS.reduce((best, stop) => (Math.abs(stop - height) < Math.abs(best - height) ? stop : best), FIRST);
}
