/** What is on its way from one place of the page to another, which takes it when it is there. */
import { createStore } from 'zustand/vanilla';
import { setPreference } from '../state';
import { goToPlace } from './place';

export interface ForMatch {
  readonly content: string | Uint8Array;
  /** It was looked at already: everything of it goes where it belongs. */
  readonly placed: boolean;
}

interface Handed {
  readonly match: ForMatch | null;
  readonly terminal: string | null;
}

const handedStore = createStore<Handed>(() => ({ match: null, terminal: null }));

export function handToMatch(content: string | Uint8Array, placed = false): void {
  handedStore.setState({ match: { content, placed } });
  goToPlace('match');
}

/** Commands to be run where they can be seen. */
export function handToTerminal(text: string): void {
  handedStore.setState({ terminal: text });
  if (!location.hash.startsWith('#/learn/')) goToPlace('lab');
  setPreference({ pane: 'terminal' });
}

/** Gives what is on its way to the match lab, now and later, to `take`; returns how to stop. */
export function takeHanded(take: (handed: ForMatch) => void): () => void {
  return taking('match', take);
}

export function takeForTerminal(take: (text: string) => void): () => void {
  return taking('terminal', take);
}

function taking<K extends keyof Handed>(place: K, take: (handed: NonNullable<Handed[K]>) => void): () => void {
  const look = () => {
    const handed = handedStore.getState()[place];
    if (handed === null) return;
    handedStore.setState({ [place]: null });
    take(handed);
  };
  look();
  return handedStore.subscribe(look);
}
