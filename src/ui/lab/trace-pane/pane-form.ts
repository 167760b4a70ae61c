/** Which of three forms the pane takes, by its own width measured in the type size. */
import { layoutStore } from '../../state';

/** Both languages side by side; one above the other; or one at a time. */
export type PaneForm = 'wide' | 'middle' | 'narrow';

/** In rem. */
const WIDE = 68;
const ROOMY = 51;
const MIDDLE = 29;

/** Whether all of the player and what can be run to stand on lines of their own. */
export function isRoomy(rem: number): boolean {
  return rem >= ROOMY;
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
