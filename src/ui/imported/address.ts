/**
 * What is shown and what is selected, in the address:
 *
 *     #/real/flows?dp=UUID&pipeline=ingress&table=9&text=tcp   #/real/trace?on=flow:UUID
 */
import { formatPlace, placeStore, usePlace } from '../actions';
import { addressOf, formatThing, type Address, type Params, type Thing, type View } from './things';

export function useAddress(): Address {
  const { rest, params } = usePlace();
  return addressOf(rest, params);
}

/** Goes to a view with these parameters; what is selected stays unless it says otherwise. */
export function go(view: View, params: Params = {}): void {
  const on = placeStore.getState().params.get('on');
  const all = { ...(on === undefined ? {} : { on }), ...params };
  location.hash = formatPlace(
    'real',
    view,
    Object.fromEntries(Object.entries(all).filter(([, value]) => value !== '')),
  );
}

/** Changes parameters of the present view; without an entry of its own in the browser's history while one types. */
export function refine(params: Params, quietly = false): void {
  const { rest, params: before } = placeStore.getState();
  const all = Object.entries({ ...Object.fromEntries(before), ...params }).filter(([, value]) => value !== '');
  const hash = formatPlace('real', rest, Object.fromEntries(all));
  if (quietly) {
    history.replaceState(history.state, '', hash);
    window.dispatchEvent(new HashChangeEvent('hashchange'));
  } else location.hash = hash;
}

export function selectThing(thing: Thing | null): void {
  refine({ on: thing === null ? '' : formatThing(thing) });
}
