/**
 * A canvas over the whole graph that is drawn again when the view, the theme or its contents
 * change. One with a margin is only shifted while the view moves by less than that.
 */
import { useStoreApi } from '@xyflow/react';
import { useCallback, useEffect, useRef } from 'react';
import type { RefObject } from 'react';

export interface View {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
  /** In CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
  /** The value of a design token, e.g. `--accent`. */
  readonly color: (token: string) => string;
}

/** Draws one frame in the graph's coordinates; true when another one must follow. */
export type Draw = (context: CanvasRenderingContext2D, view: View, now: number) => boolean;

const nothing: Draw = () => false;

/**
 * `draw` must keep its identity as long as it draws the same: a new one is drawn at once.
 * `margin`: CSS pixels by which the canvas reaches beyond the graph on every side.
 */
export function useLayer(
  draw: Draw,
  margin = 0,
): {
  readonly ref: RefObject<HTMLCanvasElement | null>;
  readonly request: () => void;
} {
  const ref = useRef<HTMLCanvasElement>(null);
  const current = useRef(nothing);
  const ask = useRef<() => void>(() => undefined);
  const flow = useStoreApi();
  useEffect(() => {
    const canvas = ref.current;
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return undefined;
    let frame = 0;
    let [width, height, ratio] = [0, 0, 1];
    let drawn: readonly [number, number, number] = [0, 0, 0];
    const colors = new Map<string, string>();
    const color = (token: string) => {
      let value = colors.get(token);
      if (value === undefined) {
        value = getComputedStyle(canvas).getPropertyValue(token).trim();
        colors.set(token, value);
      }
      return value;
    };
    const paint = (now: number) => {
      frame = 0;
      drawn = flow.getState().transform;
      const [x, y, zoom] = [drawn[0] + margin, drawn[1] + margin, drawn[2]];
      if (margin > 0) canvas.style.transform = '';
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, canvas.width, canvas.height);
      context.setTransform(zoom * ratio, 0, 0, zoom * ratio, x * ratio, y * ratio);
      if (current.current(context, { x, y, zoom, width, height, ratio, color }, now)) request();
    };
    const request = () => {
      frame ||= requestAnimationFrame(paint);
    };
    ask.current = request;
    const size = new ResizeObserver(() => {
      ratio = Math.min(2, window.devicePixelRatio || 1);
      [width, height] = [canvas.clientWidth, canvas.clientHeight];
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      // Resizing empties the canvas: it is filled again before anybody sees it.
      cancelAnimationFrame(frame);
      paint(performance.now());
    });
    size.observe(canvas);
    const theme = new MutationObserver(() => {
      colors.clear();
      request();
    });
    theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    let seen = flow.getState().transform;
    const stop = flow.subscribe(({ transform }) => {
      if (transform === seen) return;
      seen = transform;
      const [dx, dy] = [transform[0] - drawn[0], transform[1] - drawn[1]];
      if (transform[2] === drawn[2] && Math.max(Math.abs(dx), Math.abs(dy)) < margin)
        canvas.style.transform = `translate(${dx}px, ${dy}px)`;
      else request();
    });
    return () => {
      stop();
      theme.disconnect();
      size.disconnect();
      cancelAnimationFrame(frame);
    };
  }, [flow, margin]);
  useEffect(() => {
    current.current = draw;
    ask.current();
  }, [draw]);
  const request = useCallback(() => ask.current(), []);
  return { ref, request };
}
