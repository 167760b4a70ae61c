/** The packet on the graph: a dot that moves to where the current step happens. */
import { useOnViewportChange, useStoreApi } from '@xyflow/react';
import { useCallback, useEffect, useRef } from 'react';
import type { TraceStep } from '../../bridge';
import { useMirror, usePlayer, vifKey } from '../../state';
import css from './canvas.module.css';

/** What a step's place on the graph is, as a selector, from the most exact on. */
export function anchorsOf(step: TraceStep): readonly string[] {
  const machine = `[data-machine=${CSS.escape(step.machine)}]`;
  const exact =
    step.kind === 'table' && step.table !== undefined
      ? [`${machine} [data-table="${step.table}"]`]
      : step.kind === 'tunnel-out' && step.tunnel
        ? [`[data-tunnel=${CSS.escape([step.machine, step.tunnel.peer].sort().join(' '))}]`]
        : step.port && step.kind !== 'tunnel-in'
          ? [`[data-entity=${CSS.escape(vifKey(step.machine, step.port.name))}]`]
          : [];
  return [...exact, machine];
}

export function PacketLayer() {
  const dot = useRef<HTMLDivElement>(null);
  const step = usePlayer((p) => p.trace?.steps[p.step]);
  const positions = useMirror((m) => m.scenario.positions);
  const { domNode } = useStoreApi().getState();
  const last = useRef<{ x: number; y: number } | null>(null);
  const place = useCallback(
    (animate: boolean) => {
      const frame = domNode?.getBoundingClientRect();
      const anchor =
        step && frame
          ? anchorsOf(step)
              .map((selector) => domNode?.querySelector(selector))
              .find(Boolean)
          : undefined;
      if (!dot.current) return;
      dot.current.hidden = !anchor;
      if (!anchor || !frame) {
        last.current = null;
        return;
      }
      const box = anchor.getBoundingClientRect();
      const to = { x: box.left + box.width / 2 - frame.left, y: box.top + box.height / 2 - frame.top };
      dot.current.style.transform = `translate(${to.x}px, ${to.y}px)`;
      const from = last.current;
      last.current = to;
      if (animate && from && !matchMedia('(prefers-reduced-motion: reduce)').matches) {
        dot.current.animate(
          [{ transform: `translate(${from.x}px, ${from.y}px)` }, { transform: `translate(${to.x}px, ${to.y}px)` }],
          {
            duration: 200,
            easing: 'cubic-bezier(0.2, 0, 0, 1)',
          },
        );
      }
    },
    [domNode, step],
  );
  useEffect(() => place(true), [place]);
  useEffect(() => {
    const frame = requestAnimationFrame(() => place(false));
    return () => cancelAnimationFrame(frame);
  }, [positions, place]);
  useOnViewportChange({ onChange: () => place(false), onEnd: () => place(false) });
  return <div ref={dot} className={css.packet} data-testid="packet" data-end={step?.kind} hidden aria-hidden="true" />;
}
