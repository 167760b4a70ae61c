/** How the graph is looked at: in which space, and whether the view follows the packet, what a drag does, whether something is looked for. */
import { createStore } from 'zustand/vanilla';
import { useStore } from 'zustand';
import { layoutStore, useLayout } from '../../state';
import type { Shape } from './places';

const viewStore = createStore<{
  readonly following: boolean;
  /** A drag on the ground draws a box that selects; otherwise it moves the view. */
  readonly boxing: boolean;
  readonly finding: boolean;
  /** Several ports are about to be added. */
  readonly addingPorts: boolean;
}>(() => ({ following: false, boxing: false, finding: false, addingPorts: false }));

export const useAddingPorts = (): boolean => useStore(viewStore, (view) => view.addingPorts);

/** One box at a time stands below the tools. */
export function setAddingPorts(addingPorts: boolean): void {
  viewStore.setState(addingPorts ? { addingPorts, finding: false } : { addingPorts });
}

export const useFinding = (): boolean => useStore(viewStore, (view) => view.finding);

export function setFinding(finding: boolean): void {
  viewStore.setState(finding ? { finding, addingPorts: false } : { finding });
}

export const useBoxing = (): boolean => useStore(viewStore, (view) => view.boxing);

export function setBoxing(boxing: boolean): void {
  viewStore.setState({ boxing });
}

export const useFollowing = (): boolean => useStore(viewStore, (view) => view.following);

export function setFollowing(following: boolean): void {
  viewStore.setState({ following });
}

/** The shape of the space that the graph has. */
function spaceOf(): Shape {
  const { phone, flat } = layoutStore.getState();
  return phone && !flat ? 'tall' : 'wide';
}

export function useSpace(): Shape {
  return useLayout(spaceOf);
}
