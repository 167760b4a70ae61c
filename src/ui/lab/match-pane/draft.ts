/** An ACL that is being written: its form tells, and the pane follows. */
import { createStore } from 'zustand/vanilla';
import { useStore } from 'zustand';
import { setPreference } from '../../state';
import type { Uuid } from '../../bridge';

export interface Draft {
  /** The switch whose ports it may name. */
  readonly switch: Uuid;
  readonly match: string;
  readonly setMatch: (match: string) => void;
}

const draftStore = createStore<{ readonly draft: Draft | null }>(() => ({ draft: null }));

export function useDraft(): Draft | null {
  return useStore(draftStore, (state) => state.draft);
}

export function tellDraft(draft: Draft | null): void {
  draftStore.setState({ draft });
}

export function showMatchPane(): void {
  setPreference({ pane: 'match', sheet: 'panes' });
}
