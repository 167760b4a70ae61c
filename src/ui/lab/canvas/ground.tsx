/** What makes all cards one picture while the graph moves. */
import { ViewportPortal } from '@xyflow/react';
import { memo } from 'react';
import css from './canvas.module.css';
import { boundsOf } from './geometry';
import type { Scene } from './scene';

/**
 * The browser puts cards that stand apart into layers of their own, hundreds of them, and
 * composes them again in each frame. A first thing that covers them all, too pale to be
 * seen, is what they are joined to instead.
 */
export const Ground = memo(function Ground({ scene }: { readonly scene: Scene }) {
  const { x, y, width, height } = boundsOf(scene.cards);
  return (
    <ViewportPortal>
      <div className={css.ground} style={{ left: x - 60, top: y - 60, width: width + 120, height: height + 120 }} />
    </ViewportPortal>
  );
});
