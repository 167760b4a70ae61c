/** How wide a part of the page is, in the type size: what fits into it follows from that. */
import { useCallback, useState } from 'react';
import { useLayout } from '../state';

/** The width in rem, and the ref to put on the element. */
export function useWidth(): readonly [number, (element: HTMLElement | null) => (() => void) | undefined] {
  const [width, setWidth] = useState(() => innerWidth);
  const scale = useLayout((layout) => layout.scale);
  const ref = useCallback((element: HTMLElement | null) => {
    if (!element) return undefined;
    const read = () => setWidth(element.clientWidth);
    const watch = new ResizeObserver(read);
    watch.observe(element);
    read();
    return () => watch.disconnect();
  }, []);
  return [width / (16 * scale), ref];
}
