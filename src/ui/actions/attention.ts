/** Where the eyes and the focus are: the main part, the presentation, the prompt of the terminal. */
import { createStore } from 'zustand/vanilla';
import { roomStore, setPreference } from '../state';
import { goToPlace, placeStore } from './place';
import { typedStore } from './transcript';

/** Past the bar, to what the page is for. */
export function skipToMain(): void {
  const main = document.querySelector<HTMLElement>('main');
  if (!main) return;
  main.tabIndex = -1;
  main.focus();
}

/** Shows the lab, or the lesson that is open as slides, to an audience; once more, or Escape, ends it. */
export function present(): void {
  const presenting = !roomStore.getState().presenting;
  const { name, rest } = placeStore.getState();
  const told = name === 'learn' && rest !== '' && !/^(write|record|task)(\/|$)/.test(rest);
  if (presenting && name !== 'lab' && !told) goToPlace('lab');
  roomStore.setState({ presenting });
}

/** A line that was put at the prompt, from elsewhere; counted, so that the same may be put there again. */
export const promptStore = createStore<{ readonly count: number; readonly line: string }>(() => ({
  count: 0,
  line: '',
}));

/** Opens the terminal with a line at its prompt, which nobody has run yet. */
export function putAtPrompt(line: string): void {
  const { name, rest } = placeStore.getState();
  if (name !== 'lab' && !(name === 'learn' && rest !== '')) goToPlace('lab');
  if (roomStore.getState().maximised !== 'panes') roomStore.setState({ maximised: null });
  typedStore.setState({ line });
  setPreference({ pane: 'terminal', sheet: 'panes' });
  promptStore.setState(({ count }) => ({ count: count + 1, line }));
}
