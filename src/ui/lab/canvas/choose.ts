/** A click selects; with Shift, Ctrl or Cmd it adds to what is selected, or takes away. */
import { select, toggleSelected } from '../../state';
import type { EntityKey } from '../../state';

interface Modifiers {
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

export function choose(key: EntityKey, event: Modifiers): void {
  if (isAdding(event)) toggleSelected(key);
  else select(key);
}

export function isAdding({ shiftKey, ctrlKey, metaKey }: Modifiers): boolean {
  return shiftKey || ctrlKey || metaKey;
}
