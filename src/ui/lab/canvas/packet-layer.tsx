/** The packet and its copies on one canvas above the cards, moving as the player steps. */
import { ViewportPortal, useReactFlow, useStoreApi } from '@xyflow/react';
import { memo, useEffect, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import { motionReduced, playerStore } from '../../state';
import css from './canvas.module.css';
import { crossingStore } from './crossing';
import { dotOf } from './dots';
import type { Point } from './geometry';
import { useLayer } from './layer';
import type { Draw, View } from './layer';
import { motionBetween, positionOf } from './motion';
import type { Motion, Mover } from './motion';
import { pointOfStop } from './routes';
import type { Scene } from './scene';
import { useFollowing } from './view';

interface Playing {
  readonly motion: Motion;
  readonly start: number;
  /** Milliseconds; 0 for what only stands. */
  readonly duration: number;
}

const still: Motion = { movers: [], moving: false };
const byHand = 180;
const longest = 4000;

export const PacketLayer = memo(function PacketLayer({ scene }: { readonly scene: Scene }) {
  const journey = useStore(crossingStore, (shown) => shown.journey);
  const step = useStore(crossingStore, (shown) => shown.step);
  const before = useRef({ journey, step });
  const playing = useRef<Playing>({ motion: still, start: 0, duration: 0 });
  const draw = useMemo<Draw>(() => (context, view, now) => paint(context, view, now, playing.current), []);
  const { ref, request } = useLayer(draw);
  useEffect(() => {
    const from = before.current.journey === journey ? before.current.step : step;
    before.current = { journey, step };
    const motion = journey ? motionBetween(journey, scene, from, step) : still;
    playing.current = { motion, start: performance.now(), duration: durationOf(motion) };
    request();
  }, [journey, step, scene, request]);
  const stop = journey?.stops[step];
  const at = useMemo(() => stop && pointOfStop(scene, stop), [scene, stop]);
  useKeepInSight(at);
  const end = journey?.outcomes.get(step);
  return (
    <>
      <canvas ref={ref} className={css.packets} aria-hidden="true" />
      {at ? (
        <ViewportPortal>
          <div
            className={css.here}
            style={{ transform: `translate(${at.x}px, ${at.y}px)` }}
            data-testid="packet"
            data-end={end}
            aria-hidden="true"
          />
        </ViewportPortal>
      ) : null}
    </>
  );
});

function durationOf(motion: Motion): number {
  if (!motion.moving || motionReduced()) return 0;
  const { playing, speed } = playerStore.getState();
  return playing ? Math.min(longest, (1000 / (2 * speed)) * 0.85) : byHand;
}

function paint(
  context: CanvasRenderingContext2D,
  view: View,
  now: number,
  { motion, start, duration }: Playing,
): boolean {
  const t = duration === 0 ? 1 : Math.min(1, Math.max(0, (now - start) / duration));
  const eased = t < 0.5 ? 2 * t * t : 1 - 2 * (1 - t) * (1 - t);
  const { x, y, zoom, width, height, ratio } = view;
  context.setTransform(1, 0, 0, 1, 0, 0);
  for (const mover of motion.movers) {
    const at = positionOf(mover, eased);
    const [left, top] = [at.x * zoom + x, at.y * zoom + y];
    if (left < -edge || top < -edge || left > width + edge || top > height + edge) continue;
    const picture = pictureOf(mover, t === 1, view);
    const half = picture.width / 2;
    context.drawImage(picture, Math.round(left * ratio - half), Math.round(top * ratio - half));
  }
  return t < 1;
}

/** CSS pixels around the canvas within which a dot is still partly seen. */
const edge = 16;

const endColors = { delivered: '--good', dropped: '--bad', 'as expected': '--ink-3' } as const;

/** Hundreds of dots look alike: each look is drawn once and then copied. */
function pictureOf(mover: Mover, arrived: boolean, { zoom, ratio, color }: View): HTMLCanvasElement {
  const end = arrived ? mover.end : null;
  const fill = color(end === null ? (mover.color ?? '--accent') : endColors[end]);
  // Readable from afar, not in the way from near.
  const size = Math.round((mover.main ? 7 : 4.5) * Math.max(0.7, Math.min(1.3, zoom)) * ratio * 2) / 2;
  const shape = mover.layer === 'logical' ? 'diamond' : end !== null && end !== 'delivered' ? 'square' : 'round';
  return dotOf(shape, size, fill, color('--surface'));
}

const margin = 70;

/** Moves the view when it is asked to follow and the packet is about to leave it. */
function useKeepInSight(at: Point | undefined): void {
  const following = useFollowing();
  const flow = useReactFlow();
  const store = useStoreApi();
  useEffect(() => {
    if (!following || !at) return;
    const { transform, width, height } = store.getState();
    const [x, y] = [at.x * transform[2] + transform[0], at.y * transform[2] + transform[1]];
    const inSight = x > margin && x < width - margin && y > margin && y < height - margin;
    const zoom = Math.max(0.7, transform[2]);
    if (inSight && zoom === transform[2]) return;
    const reduced = motionReduced();
    void flow.setCenter(at.x, at.y, { zoom, duration: reduced ? 0 : byHand });
  }, [at, following, flow, store]);
}
