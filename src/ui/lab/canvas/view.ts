/** How the graph is looked at: in which space, and whether the view follows the packet. */
import { createStore } from 'zustand/vanilla';
import { useStore } from 'zustand';
import { layoutStore, useLayout } from '../../state';
import type { Shape } from './places';

const viewStore = createStore<{ readonly following: boolean }>(() => ({ following: false }));

export const useFollowing = (): boolean => useStore(viewStore, (view) => view.following);

export function setFollowing(following: boolean): void {
  viewStore.setState({ following });
}

/** The shape of the space that the graph has. */
export function spaceOf(): Shape {
  const { phone, flat } = layoutStore.getState();
  return phone && !flat ? 'tall' : 'wide';
}

export function useSpace(): Shape {
  return useLayout(spaceOf);
}
