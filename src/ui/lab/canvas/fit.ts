/** How everything is brought into view: below the tools, never larger than life. */
import type { FitViewOptions } from '@xyflow/react';

export const fitOptions: FitViewOptions = {
  padding: { top: '64px', right: '40px', bottom: '28px', left: '40px' },
  maxZoom: 1,
};
