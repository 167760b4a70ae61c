/** A place on a card as a style: the same object for the same place. */
import type { CSSProperties } from 'react';
import type { Box } from './geometry';

const styles = new WeakMap<Box, CSSProperties>();

export function boxStyle(box: Box | undefined): CSSProperties | undefined {
  if (!box) return undefined;
  let style = styles.get(box);
  if (!style) {
    style = { left: box.x, top: box.y, width: box.width, height: box.height };
    styles.set(box, style);
  }
  return style;
}
