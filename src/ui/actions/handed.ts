/** A text on its way from one place of the page to the match lab, which takes it when it is there. */
import { createStore } from 'zustand/vanilla';
import { goToPlace } from './place';

const handedStore = createStore<{ readonly text: string | null }>(() => ({ text: null }));

export function handToMatch(text: string): void {
  handedStore.setState({ text });
  goToPlace('match');
}

/** Gives what is on its way, now and later, to `take`; returns how to stop. */
export function takeHanded(take: (text: string) => void): () => void {
  const look = () => {
    const { text } = handedStore.getState();
    if (text === null) return;
    handedStore.setState({ text: null });
    take(text);
  };
  look();
  return handedStore.subscribe(look);
}
