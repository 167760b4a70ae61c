/**
 * Where in the page we are, kept in the address after `#`: a place and, in a
 * shared link, the scenario. The layout is never part of it.
 *
 *     #/lab   #/lab?s=PAYLOAD   #/match?…   #/real/flows?…   #/learn/article   #/gallery/acl   #/right
 */
import { createStore } from 'zustand/vanilla';
import { useStore } from 'zustand';
import { embedding } from '../bridge';

export type PlaceName = 'lab' | 'match' | 'real' | 'learn' | 'gallery' | 'right';

export interface Place {
  readonly name: PlaceName;
  /** What follows the name, e.g. the lesson. */
  readonly rest: string;
  readonly params: ReadonlyMap<string, string>;
}

const names: readonly PlaceName[] = ['lab', 'match', 'real', 'learn', 'gallery', 'right'];

export function parsePlace(hash: string): Place {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [first = '', ...rest] = path.split('/');
  const name = names.find((known) => known === first) ?? 'lab';
  return { name, rest: rest.join('/'), params: new Map(new URLSearchParams(query)) };
}

export function formatPlace(name: PlaceName, rest = '', params: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams(params).toString();
  return `#/${name}${rest ? `/${rest}` : ''}${query ? `?${query}` : ''}`;
}

export const placeStore = createStore<Place>(() => parsePlace(location.hash));

window.addEventListener('hashchange', () => placeStore.setState(parsePlace(location.hash), true));

export function goToPlace(name: PlaceName, rest = ''): void {
  location.hash = formatPlace(name, rest);
}

/** The address stops naming a shared scenario, since that is no longer what is shown. */
export function leaveLink(): void {
  // What is done in a frame is kept nowhere: it is loaded again as its address says.
  if (embedding.part !== null) return;
  const { name, params } = placeStore.getState();
  if (name !== 'lab' || !params.has('s')) return;
  history.replaceState(history.state, '', formatPlace('lab'));
  placeStore.setState(parsePlace(location.hash), true);
}

export const usePlace = (): Place => useStore(placeStore);
