/** How everything is brought into view: below the tools, never larger than life. */
import { getViewportForBounds } from '@xyflow/react';
import type { FitViewOptions, Viewport } from '@xyflow/react';
import { boundsOf } from './geometry';
import type { Box } from './geometry';

const edges = { top: 64, right: 40, bottom: 28, left: 40 };
const padding = {
  top: `${edges.top}px`,
  right: `${edges.right}px`,
  bottom: `${edges.bottom}px`,
  left: `${edges.left}px`,
} as const;
const maxZoom = 1;

export const fitOptions: FitViewOptions = { padding, maxZoom };

/** The view of all these cards, whether they are on the graph already or not. */
export function viewOfAll(
  cards: readonly Box[],
  space: { readonly width: number; readonly height: number; readonly minZoom: number },
): Viewport {
  return getViewportForBounds(boundsOf(cards), space.width, space.height, space.minZoom, maxZoom, padding);
}

/** The space that is left for cards. */
export function roomIn({ width, height }: { readonly width: number; readonly height: number }) {
  return {
    width: Math.max(100, width - edges.left - edges.right),
    height: Math.max(100, height - edges.top - edges.bottom),
  };
}
