/** Which part of the lab has all the room, and whether the page is shown to an audience. Never kept. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

export type Part = 'outline' | 'graph' | 'panes' | 'details';

export interface Room {
  /** The part that fills the lab; null when they share it. */
  readonly maximised: Part | null;
  readonly presenting: boolean;
}

export const roomStore = createStore<Room>(() => ({ maximised: null, presenting: false }));

export const useRoom = <T>(choose: (room: Room) => T): T => useStore(roomStore, choose);

/** Gives a part all the room; the same part again, or null, gives it back. */
export function maximise(part: Part | null): void {
  const { maximised } = roomStore.getState();
  roomStore.setState({ maximised: part === maximised ? null : part });
}
