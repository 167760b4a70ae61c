/** Text in the terminal that is no commands: what it is, for whoever offers places to put it. */
import { createStore } from 'zustand/vanilla';
import type { PastedThings } from '../../bridge';

export interface PastedInTerminal {
  readonly text: string;
  readonly found: PastedThings;
}

/** What waits for a place to be put; null where nothing does. */
export const pastedStore = createStore<{ readonly pasted: PastedInTerminal | null }>(() => ({ pasted: null }));

export function offerPasted(pasted: PastedInTerminal | null): void {
  pastedStore.setState({ pasted });
}

const NAMES: Readonly<Record<PastedThings['kinds'][number]['kind'], readonly [string, string]>> = {
  acl: ['ACL', 'ACLs'],
  flow: ['logical flow', 'logical flows'],
  'address-set': ['address set', 'address sets'],
  'port-group': ['port group', 'port groups'],
  template: ['template value', 'template values'],
  match: ['match', 'matches'],
  microflow: ['microflow', 'microflows'],
  packet: ['packet', 'packets'],
  capture: ['capture', 'captures'],
  scenario: ['scenario', 'scenarios'],
  command: ['command', 'commands'],
};

/** "These are no commands but 3 ACLs and 1 match; 2 lines were not understood." */
export function foundInWords({ kinds, left }: PastedThings): string {
  const things = kinds.map(({ kind, count }) => `${count} ${NAMES[kind][count === 1 ? 0 : 1]}`);
  const last = things.pop() ?? '';
  const list = things.length > 0 ? `${things.join(', ')} and ${last}` : last;
  const rest =
    left.length === 0
      ? ''
      : `; ${left.length === 1 ? `one piece was not understood: ${left[0]?.reason ?? ''}` : `${left.length} pieces were not understood`}`;
  return `Not commands, but ${list}${rest.replace(/\.$/, '')}. Nothing was run.`;
}
