/** The width of an element in rem, followed. */
import { useLayoutEffect, useState } from 'react';
import type { RefObject } from 'react';
import { layoutStore } from '../state';

export function useRoom(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(innerWidth / (16 * layoutStore.getState().scale));
  useLayoutEffect(() => {
    if (!element.current) return undefined;
    const watch = new ResizeObserver(([entry]) => {
      if (entry) setWidth(entry.contentRect.width / (16 * layoutStore.getState().scale));
    });
    watch.observe(element.current);
    return () => watch.disconnect();
  }, [element]);
  return width;
}
