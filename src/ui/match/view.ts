/**
 * One expression that is being looked at: its text, what the worker last said
 * about it, and what is pointed at. The match lab has one, the lab's pane another.
 */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { MatchAnalysis, MatchClient, TextRange } from '../bridge';

export interface ViewState {
  readonly text: string;
  readonly analysis: MatchAnalysis | null;
  /** The part of the source that is pointed at. */
  readonly active: readonly TextRange[];
}

export interface MatchView {
  readonly client: MatchClient;
  readonly store: StoreApi<ViewState>;
  /** Called when the text is edited; null for a text that is only shown. */
  readonly setText: ((text: string) => void) | null;
  /** Takes what is pasted into the editor; `plainly` inserts it as text. Absent where only text is pasted. */
  readonly paste?: (text: string, plainly: () => void) => void;
}

export function createView(
  client: MatchClient,
  text: string,
  setText: MatchView['setText'],
  paste?: MatchView['paste'],
): MatchView {
  const store = createStore<ViewState>(() => ({ text, analysis: null, active: [] }));
  return { client, store, setText, ...(paste === undefined ? {} : { paste }) };
}

export const ViewContext = createContext<MatchView | null>(null);

export function useMatchView(): MatchView {
  const view = useContext(ViewContext);
  if (view === null) throw new Error('A part of a match is shown outside of a view of one.');
  return view;
}

export function useView<T>(select: (view: ViewState) => T): T {
  return useStore(useMatchView().store, select);
}

/** Lights up what comes from the given places. */
export function usePoint(): (active: readonly TextRange[]) => void {
  const { store } = useMatchView();
  return (active) => store.setState({ active });
}
