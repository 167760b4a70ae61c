/** What was pasted, dropped or opened anywhere on the page, for which places are offered to put it. */
import { createStore } from 'zustand/vanilla';

export interface Offered {
  readonly content: string | Uint8Array;
  /** Of a file; null for a text that was pasted. */
  readonly name: string | null;
}

export const offerStore = createStore<{ readonly offered: Offered | null }>(() => ({ offered: null }));

/** Null takes the offer back. */
export function offer(offered: Offered | null): void {
  offerStore.setState({ offered });
}
