/** Which menu is open, for what, and where. */
import { createStore } from 'zustand/vanilla';
import type { EntityKey } from '../../state';

export interface OpenMenu {
  readonly key: EntityKey;
  readonly mode: 'menu' | 'rename';
  /** In the window, where it opens. */
  readonly x: number;
  readonly y: number;
  /** Gets the focus back. */
  readonly from: HTMLElement | null;
}

export const menuStore = createStore<{ readonly open: OpenMenu | null }>(() => ({ open: null }));

export function closeMenu(): void {
  const { open } = menuStore.getState();
  menuStore.setState({ open: null });
  open?.from?.focus();
}
