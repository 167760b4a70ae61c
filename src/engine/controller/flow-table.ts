/**
 * The flows a controller wants, and the difference from what it wanted when it
 * last told the switch.
 *
 * Two rows may ask for the same flow: same table, priority and match. A switch
 * holds only one of them, so all but one are dropped and logged, as in the real
 * controller; ours keeps the one of the lowest rank, so that the outcome does
 * not depend on the order in which rows appeared.
 */
import { flowKey, formatActions, type FlowEntry, type Match, type OfAction } from '../openflow';
import type { FlowOrigin, OriginFlow } from './types';

export interface FlowDifference {
  readonly added: readonly OriginFlow[];
  readonly removed: readonly OriginFlow[];
  /** Flows that are newly dropped in favour of another with the same key. */
  readonly dropped: readonly OriginFlow[];
}

export class FlowTable {
  /** By key: the only flow, or all that want the place, the winner first. */
  readonly #wanted = new Map<string, OriginFlow | readonly OriginFlow[]>();
  /** By key: what was installed before the first change since the last `difference`. */
  readonly #before = new Map<string, OriginFlow | undefined>();
  #dropped = new Set<OriginFlow>();
  /** From `clear` to the next `difference` nobody asks what was there before. */
  #filling = false;

  /** Starts from nothing; the next difference tells of duplicates only. */
  clear(): void {
    this.#wanted.clear();
    this.#before.clear();
    this.#dropped = new Set();
    this.#filling = true;
  }

  add(flow: OriginFlow): void {
    const { key } = flow;
    this.#remember(key);
    const present = this.#wanted.get(key);
    if (present === undefined) {
      this.#wanted.set(key, flow);
      return;
    }
    const all = [...listed(present), flow].sort(byRank);
    this.#wanted.set(key, all);
    for (const loser of all.slice(1)) this.#dropped.add(loser);
  }

  delete(flow: OriginFlow): void {
    const { key } = flow;
    this.#remember(key);
    this.#dropped.delete(flow);
    const rest = listed(this.#wanted.get(key)).filter((other) => other !== flow);
    const [only] = rest;
    if (only === undefined) this.#wanted.delete(key);
    else this.#wanted.set(key, rest.length === 1 ? only : rest);
  }

  get(key: string): OriginFlow | undefined {
    return listed(this.#wanted.get(key))[0];
  }

  /** All flows that want this place, the installed one first. */
  contenders(key: string): readonly OriginFlow[] {
    return listed(this.#wanted.get(key));
  }

  /** All installed flows. */
  installed(): readonly OriginFlow[] {
    const flows: OriginFlow[] = [];
    for (const entry of this.#wanted.values()) {
      const [winner] = listed(entry);
      if (winner !== undefined) flows.push(winner);
    }
    return flows;
  }

  /** What changed since the last call, a flow that only changed its actions as removed and added. */
  difference(): FlowDifference {
    const added: OriginFlow[] = [];
    const removed: OriginFlow[] = [];
    for (const [key, before] of this.#before) {
      const after = this.get(key);
      if (before === after || (before !== undefined && after !== undefined && isSameFlow(before, after))) continue;
      if (before !== undefined) removed.push(before);
      if (after !== undefined) added.push(after);
    }
    this.#before.clear();
    const dropped = [...this.#dropped].filter((flow) => this.get(flow.key) !== flow);
    this.#dropped = new Set();
    this.#filling = false;
    return { added, removed, dropped };
  }

  #remember(key: string): void {
    if (!this.#filling && !this.#before.has(key)) this.#before.set(key, this.get(key));
  }
}

/** ovn-controller of 2015 gives its flows no cookie; which row a flow is from, `origin` says. */
const NO_COOKIE = 0n;

export function makeFlow(
  table: number,
  priority: number,
  match: Match,
  actions: readonly OfAction[],
  origin: FlowOrigin,
  rank: string,
): OriginFlow {
  return { table, priority, match, actions, cookie: NO_COOKIE, origin, rank, key: flowKey({ table, priority, match }) };
}

function listed(entry: OriginFlow | readonly OriginFlow[] | undefined): readonly OriginFlow[] {
  if (entry === undefined) return [];
  return isList(entry) ? entry : [entry];
}

function isList(entry: OriginFlow | readonly OriginFlow[]): entry is readonly OriginFlow[] {
  return Array.isArray(entry);
}

function byRank(a: OriginFlow, b: OriginFlow): number {
  return a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0;
}

/** The same to a switch and to whoever asks where it is from; their keys are the same already. */
function isSameFlow(a: OriginFlow, b: OriginFlow): boolean {
  return sameOrigin(a.origin, b.origin) && sameActions(a.actions, b.actions);
}

/** Why a flow is there, of those that a controller made. */
export function originOf(flow: FlowEntry & { readonly origin?: FlowOrigin }): FlowOrigin | undefined {
  return flow.origin;
}

/** True when both flows are from the same row by the same rule, or neither is a controller's. */
export function sameOrigin(a: FlowOrigin | undefined, b: FlowOrigin | undefined): boolean {
  return a === b || (a?.rule === b?.rule && a?.pipeline === b?.pipeline && a?.binding === b?.binding);
}

function sameActions(a: readonly OfAction[], b: readonly OfAction[]): boolean {
  return a === b || (a.length === b.length && formatActions(a) === formatActions(b));
}
