/** Which states of an entry can be opened, and what was done after them. */
import type { Problem } from '../../engine/base';
import type { ActionRecord, EntryRecord, Keeper, ReadEntry, StateRecord } from '../keeping';

/** Who looks through what is kept waits a little longer than an act does. */
export const PATIENCE = 3_000;

/** So much of the history is made again when an entry is opened: milliseconds that it took, and how many actions. */
const HISTORY_COST = 1_500;
const HISTORY_ACTIONS = 600;

export function actionsAfter({ actions }: ReadEntry, { after }: StateRecord): readonly ActionRecord[] {
  return actions.filter(({ number }) => number > after);
}

/** The oldest of the states (newest first) from which everything can be done again in a moment. */
export function withinBudget(kept: ReadEntry, usable: readonly StateRecord[]): StateRecord | undefined {
  const fresh = usable.findIndex((state) => state.fresh === true);
  const linked = fresh < 0 ? usable : usable.slice(0, fresh + 1);
  const affordable = linked.filter((state) => {
    const actions = actionsAfter(kept, state);
    const cost = actions.reduce((sum, action) => sum + (action.cost ?? HISTORY_COST), 0);
    return actions.length <= HISTORY_ACTIONS && cost < HISTORY_COST;
  });
  return affordable.at(-1) ?? usable[0];
}

/** One after which the log went otherwise can be opened all the same. */
export function isReadable({ problem }: StateRecord): boolean {
  return problem === null || problem.code === 'replay-differs';
}

/** A store that does not answer keeps nothing that could be shown. */
export function unreadable(keeper: Keeper) {
  return (thrown: unknown): readonly EntryRecord[] => {
    keeper.failed(thrown);
    return [];
  };
}

export function missing(): Problem {
  return { code: 'no-such-state', message: 'This state is not kept any more.' };
}

export function nothingKept(): Problem {
  return { code: 'nothing-kept', message: 'Nothing is kept in this browser.' };
}
