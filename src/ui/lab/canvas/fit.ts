/** How everything is brought into view: below the tools, never larger than life. */
import { getViewportForBounds } from '@xyflow/react';
import type { FitViewOptions, Viewport } from '@xyflow/react';
import { boundsOf } from './geometry';
import type { Box } from './geometry';

const padding = { top: '64px', right: '40px', bottom: '28px', left: '40px' } as const;
const maxZoom = 1;

export const fitOptions: FitViewOptions = { padding, maxZoom };

/** The view of all these cards, whether they are on the graph already or not. */
export function viewOfAll(
  cards: readonly Box[],
  space: { readonly width: number; readonly height: number; readonly minZoom: number },
): Viewport {
  return getViewportForBounds(boundsOf(cards), space.width, space.height, space.minZoom, maxZoom, padding);
}
