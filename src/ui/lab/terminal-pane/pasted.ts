/** Text in the terminal that is no commands: what it is, for whoever offers places to put it. */
import { createStore } from 'zustand/vanilla';
import type { PastedThings } from '../../bridge';
import { counted } from '../../kit';
import { kindsCounted } from '../../pasted';

export interface PastedInTerminal {
  readonly text: string;
  readonly found: PastedThings;
}

/** What waits for a place to be put; null where nothing does. */
export const pastedStore = createStore<{ readonly pasted: PastedInTerminal | null }>(() => ({ pasted: null }));

export function offerPasted(pasted: PastedInTerminal | null): void {
  pastedStore.setState({ pasted });
}

/** "Not commands, but 3 ACLs, 1 match; 2 pieces were not understood. Nothing was run." */
export function foundInWords({ kinds, left }: PastedThings): string {
  if (kinds.length === 0) return 'Not commands, and nothing else that is known here. Nothing was run.';
  const [first] = left;
  const rest =
    first === undefined
      ? ''
      : left.length === 1
        ? `; one piece was not understood: ${first.reason.replace(/\.$/, '')}`
        : `; ${counted(left.length, 'piece')} were not understood`;
  return `Not commands, but ${kindsCounted(kinds.map(({ kind, count }) => [kind, count]))}${rest}. Nothing was run.`;
}
