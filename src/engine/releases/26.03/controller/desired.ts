/**
 * The flows that a hypervisor wants, by what wants them, and the difference from what it wanted when it
 * last told the switch (controller/ofctrl.c of OVN).
 *
 * Several rows may want flows of one table, priority and match, of which a switch keeps one: what lets
 * a packet go on wins over what drops it, and that over clauses of conjunctions, which are joined.
 */
import { flowKey, formatActions, type OfAction } from '../../../openflow';
import type { WantedFlow } from './flows';

export interface FlowDifference {
  readonly added: readonly WantedFlow[];
  readonly removed: readonly WantedFlow[];
}

interface Contender {
  readonly source: string;
  readonly flow: WantedFlow;
}

export class DesiredFlows {
  readonly #bySource = new Map<string, readonly (readonly [key: string, flow: WantedFlow])[]>();
  readonly #byKey = new Map<string, Contender | readonly Contender[]>();
  /** By key: what the switch was told before the first change since. */
  readonly #before = new Map<string, WantedFlow | undefined>();
  readonly #installed = new Map<string, WantedFlow>();

  /** `source` wants these flows, and no others any more. */
  want(source: string, flows: readonly WantedFlow[]): void {
    for (const [key] of this.#bySource.get(source) ?? []) this.#withdraw(key, source);
    const keyed = flows.map((flow) => [flowKey(flow), flow] as const);
    for (const [key, flow] of keyed) this.#enter(key, { source, flow });
    if (keyed.length === 0) this.#bySource.delete(source);
    else this.#bySource.set(source, keyed);
  }

  /** The flow of this place that the switch has. */
  get(key: string): WantedFlow | undefined {
    return this.#installed.get(key) ?? resolve(this.contenders(key));
  }

  /** All that want this place, and might have it as well. */
  contenders(key: string): readonly WantedFlow[] {
    return listed(this.#byKey.get(key)).map(({ flow }) => flow);
  }

  flows(): readonly WantedFlow[] {
    return Array.from(this.#byKey.keys()).flatMap((key) => resolve(this.contenders(key)) ?? []);
  }

  /** What changed since the last call; a flow with other actions is removed and added. */
  difference(): FlowDifference {
    const added: WantedFlow[] = [];
    const removed: WantedFlow[] = [];
    for (const [key, before] of this.#before) {
      const after = resolve(this.contenders(key));
      if (after === undefined) this.#installed.delete(key);
      else this.#installed.set(key, after);
      if (before !== undefined && after !== undefined && isSame(before, after)) continue;
      if (before !== undefined) removed.push(before);
      if (after !== undefined) added.push(after);
    }
    this.#before.clear();
    return { added, removed };
  }

  #enter(key: string, contender: Contender): void {
    this.#remember(key);
    const held = this.#byKey.get(key);
    this.#byKey.set(key, held === undefined ? contender : [...listed(held), contender]);
  }

  #withdraw(key: string, source: string): void {
    this.#remember(key);
    const rest = listed(this.#byKey.get(key)).filter((contender) => contender.source !== source);
    const [only] = rest;
    if (only === undefined) this.#byKey.delete(key);
    else this.#byKey.set(key, rest.length === 1 ? only : rest);
  }

  #remember(key: string): void {
    if (!this.#before.has(key)) this.#before.set(key, this.#installed.get(key));
  }
}

function listed(held: Contender | readonly Contender[] | undefined): readonly Contender[] {
  if (held === undefined) return [];
  return isList(held) ? held : [held];
}

function isList(held: Contender | readonly Contender[]): held is readonly Contender[] {
  return Array.isArray(held);
}

/** How much a flow does for a packet: lets it go on, drops it, or is a clause of a conjunction. */
export function strength({ actions }: WantedFlow): number {
  if (actions.length === 0) return 1;
  return actions.some(({ type }) => type === 'conjunction') ? 0 : 2;
}

function resolve(flows: readonly WantedFlow[]): WantedFlow | undefined {
  if (flows.length < 2) return flows[0];
  const most = Math.max(...flows.map(strength));
  const strongest = flows.filter((flow) => strength(flow) === most);
  return most === 0 ? joined(strongest) : strongest.reduce((a, b) => (orderOf(b) < orderOf(a) ? b : a));
}

/** Of several that might be taken, the same one always is, whoever came first. */
function orderOf({ row, actions }: WantedFlow): string {
  return `${row ?? ''} ${formatActions(actions)}`;
}

function joined(flows: readonly WantedFlow[]): WantedFlow | undefined {
  const clauses = new Map<string, OfAction & { readonly type: 'conjunction' }>();
  for (const { actions } of flows)
    for (const action of actions) if (action.type === 'conjunction') clauses.set(formatActions([action]), action);
  const [first] = flows.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  return (
    first && { ...first, actions: Array.from(clauses.values()).sort((a, b) => a.id - b.id || a.clause - b.clause) }
  );
}

function isSame(a: WantedFlow, b: WantedFlow): boolean {
  if (a === b) return true;
  return (
    a.cookie === b.cookie &&
    a.row === b.row &&
    (a.actions === b.actions || formatActions(a.actions) === formatActions(b.actions))
  );
}
