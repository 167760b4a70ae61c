/** Which of three forms the pane takes, by its own width measured in the type size. */
import { useCallback, useState } from 'react';
import { layoutStore, useLayout } from '../../state';

/** Both languages side by side; one above the other; or one at a time. */
export type PaneForm = 'wide' | 'middle' | 'narrow';

/** In rem. */
const WIDE = 51;
const MIDDLE = 29;

/** The form, and the ref of the element whose width decides it. */
export function usePaneForm(): readonly [PaneForm, (element: HTMLElement | null) => (() => void) | undefined] {
  const [width, setWidth] = useState(WIDE * 16);
  const scale = useLayout((layout) => layout.scale);
  const ref = useCallback((element: HTMLElement | null) => {
    if (!element) return undefined;
    const read = () => setWidth(element.clientWidth);
    const watch = new ResizeObserver(read);
    watch.observe(element);
    read();
    return () => watch.disconnect();
  }, []);
  return [formOf(width / (16 * scale)), ref];
}

export function formOf(rem: number): PaneForm {
  return rem >= WIDE ? 'wide' : rem >= MIDDLE ? 'middle' : 'narrow';
}

/** The least height of a line in CSS pixels: touched on a phone, read elsewhere. */
export function lineHeight(form: PaneForm): number {
  const { phone, scale } = layoutStore.getState();
  if (phone) return 44 * scale;
  return (form === 'wide' ? 26 : 44) * scale;
}
