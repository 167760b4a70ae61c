/** From where a new packet is being made, when something on the page asked for one there. */
import { createStore } from 'zustand/vanilla';

/** The value of an entry point; null while nobody asks. */
export const newPacketStore = createStore<{ readonly from: string | null }>(() => ({ from: null }));

export function newPacketFrom(entry: string | null): void {
  newPacketStore.setState({ from: entry });
}
