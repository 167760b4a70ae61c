/**
 * What is shown and what is selected, in the address:
 *
 *     #/real/flows?dp=UUID&pipeline=ingress&table=9&text=tcp   #/real/trace?on=flow:UUID
 */
import { formatPlace, placeStore, usePlace } from '../actions';
import type { NamedRow, Side } from '../bridge/imported';

export const VIEWS = ['graph', 'trace', 'flows', 'tables', 'show'] as const;
export type View = (typeof VIEWS)[number];

export type Params = Readonly<Record<string, string>>;

export interface Address {
  readonly view: View;
  readonly params: Params;
}

export function addressOf(rest: string, params: ReadonlyMap<string, string>): Address {
  return { view: VIEWS.find((view) => view === rest) ?? 'graph', params: Object.fromEntries(params) };
}

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

/** What is selected: a datapath, a port of one, a row, a logical flow. */
export type Thing =
  | { readonly kind: 'datapath'; readonly id: string }
  | { readonly kind: 'port'; readonly id: string; readonly port: string }
  | { readonly kind: 'row'; readonly side: Side; readonly table: string; readonly uuid: string }
  | { readonly kind: 'flow'; readonly uuid: string };

export function formatThing(thing: Thing): string {
  switch (thing.kind) {
    case 'datapath':
      return `dp:${thing.id}`;
    case 'port':
      return `port:${thing.id}:${thing.port}`;
    case 'row':
      return `${thing.side === 'northbound' ? 'nb' : 'sb'}:${thing.table}:${thing.uuid}`;
    case 'flow':
      return `flow:${thing.uuid}`;
  }
}

export function parseThing(text: string | undefined): Thing | null {
  const [kind = '', first = '', ...more] = (text ?? '').split(':');
  const rest = more.join(':');
  switch (kind) {
    case 'dp':
      return { kind: 'datapath', id: first };
    case 'port':
      return { kind: 'port', id: first, port: rest };
    case 'nb':
    case 'sb':
      return { kind: 'row', side: kind === 'nb' ? 'northbound' : 'southbound', table: first, uuid: rest };
    case 'flow':
      return { kind: 'flow', uuid: first };
    default:
      return null;
  }
}

export function selectThing(thing: Thing | null): void {
  refine({ on: thing === null ? '' : formatThing(thing) });
}

export function thingOfRow({ side, table, uuid }: NamedRow): Thing {
  return table === 'Logical_Flow' ? { kind: 'flow', uuid } : { kind: 'row', side, table, uuid };
}
