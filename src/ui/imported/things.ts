/** What an address of this place says: a view with its parameters, and the thing that is selected. */
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

export function thingOfRow({ side, table, uuid }: NamedRow): Thing {
  return table === 'Logical_Flow' ? { kind: 'flow', uuid } : { kind: 'row', side, table, uuid };
}
