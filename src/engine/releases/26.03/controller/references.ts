/** Which groups and meters the flows of a switch use. */
import type { OfAction } from '../../../openflow';
import type { FlowDifference } from './desired';

export class References {
  readonly #groups = new Map<number, number>();
  readonly #meters = new Map<number, number>();

  follow({ added, removed }: FlowDifference): void {
    for (const { actions } of added) this.#count(actions, 1);
    for (const { actions } of removed) this.#count(actions, -1);
  }

  groups(): readonly number[] {
    return [...this.#groups.keys()].sort((a, b) => a - b);
  }

  meters(): readonly number[] {
    return [...this.#meters.keys()].sort((a, b) => a - b);
  }

  #count(actions: readonly OfAction[], by: number): void {
    for (const action of actions) {
      if (action.type === 'group') add(this.#groups, action.group, by);
      if (action.type === 'meter') add(this.#meters, action.meter, by);
      if (action.type === 'controller' && action.meter !== undefined) add(this.#meters, action.meter, by);
      if (action.type === 'clone') this.#count(action.actions, by);
    }
  }
}

function add(counts: Map<number, number>, key: number, by: number): void {
  const count = (counts.get(key) ?? 0) + by;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}
