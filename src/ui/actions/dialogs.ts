/** Dialogs that any corner of the page may open. At most one is open. */
import { createStore } from 'zustand/vanilla';

export type DialogName =
  | 'new-scenario'
  | 'releases'
  | 'share'
  | 'kept'
  | 'keeping'
  | 'what-if'
  | 'before-after'
  | 'help'
  | 'part-help'
  | 'keys'
  | 'settings';

export const dialogStore = createStore<{ readonly open: DialogName | null }>(() => ({ open: null }));

export function openDialog(name: DialogName | null): void {
  dialogStore.setState({ open: name });
}

/** The palette lies above dialogs. */
export const paletteStore = createStore<{ readonly open: boolean }>(() => ({ open: false }));

export function openPalette(): void {
  paletteStore.setState({ open: true });
}
