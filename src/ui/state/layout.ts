/**
 * What kind of screen this is, decided in one place. Style sheets read it as
 * `[data-layout='phone']`; a window that is narrow because it is zoomed is no phone.
 */
import { createStore } from 'zustand/vanilla';
import { useStore } from 'zustand';

export interface Layout {
  /** One thing at a time, with a sheet from below, and targets of 44 px. */
  readonly phone: boolean;
  /** A phone that lies on its side. */
  readonly flat: boolean;
  /** What 1rem is, in sixteenths of a CSS pixel: heights that scripts must know are multiplied by it. */
  readonly scale: number;
}

/** 600 px are 300 of a window zoomed to 200 %: nobody works there with a mouse. */
const PHONE = '(max-width: 600px), (max-height: 480px) and (pointer: coarse)';
const FLAT = '(max-height: 480px) and (min-width: 601px) and (pointer: coarse)';

export const layoutStore = createStore<Layout>(() => ({ phone: false, flat: false, scale: 1 }));

export const useLayout = <T>(choose: (layout: Layout) => T): T => useStore(layoutStore, choose);

/** Reads the screen anew; for whoever changes the type size. */
export function measureLayout(): void {
  const root = document.documentElement;
  const phone = matchMedia(PHONE).matches;
  root.dataset.layout = phone ? 'phone' : 'desk';
  const flat = matchMedia(FLAT).matches;
  root.toggleAttribute('data-flat', flat);
  const scale = parseFloat(getComputedStyle(root).fontSize) / 16;
  const before = layoutStore.getState();
  if (before.phone !== phone || before.flat !== flat || before.scale !== scale)
    layoutStore.setState({ phone, flat, scale });
}

/** From now on the store follows the screen. */
export function watchLayout(): void {
  measureLayout();
  for (const query of [PHONE, FLAT]) matchMedia(query).addEventListener('change', measureLayout);
}
