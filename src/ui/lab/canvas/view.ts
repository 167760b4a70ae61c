/** How the graph is looked at: in which space, and whether the view follows the packet. */
import { createStore } from 'zustand/vanilla';
import { useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import type { Shape } from './places';

const viewStore = createStore<{ readonly following: boolean }>(() => ({ following: false }));

export const useFollowing = (): boolean => useStore(viewStore, (view) => view.following);

export function setFollowing(following: boolean): void {
  viewStore.setState({ following });
}

const narrow = '(max-width: 720px)';

/** The shape of the space that the graph has. */
export function spaceOf(): Shape {
  return matchMedia(narrow).matches ? 'tall' : 'wide';
}

export function useSpace(): Shape {
  return useSyncExternalStore(watchSpace, spaceOf);
}

function watchSpace(onChange: () => void): () => void {
  const query = matchMedia(narrow);
  query.addEventListener('change', onChange);
  return () => query.removeEventListener('change', onChange);
}
