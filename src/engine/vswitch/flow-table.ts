/**
 * The flow tables of one bridge and the OpenFlow commands that change them:
 * add, modify and delete, strict and loose, with cookies (OpenFlow 1.0 section
 * 4.6 with the Nicira extensions, as ovs-ofctl(8) uses them).
 */
import type { Millis } from '../base';
import {
  formatAction,
  matchCovers,
  RESERVED_PORTS,
  sameMatch,
  type Flow,
  type FlowEntry,
  type FlowStats,
  type Match,
  type OfAction,
} from '../openflow';
import { byPrecedence, Classifier, type Clause, type Lookup } from './classifier';

/** A flow as it is in the switch. Its counters grow; everything else stays. */
export interface InstalledFlow extends FlowEntry {
  /** The same flow as it was handed in, which may say more than a switch looks at: where it comes from. */
  readonly given: FlowEntry;
  readonly stats: Readonly<FlowStats>;
  /** Its age: grows with every flow added to the bridge; one that is modified keeps its own, and so has one that takes the place of a flow without a rank. */
  readonly sequence: number;
}

export interface FlowMod {
  readonly command: 'add' | 'modify' | 'modify-strict' | 'delete' | 'delete-strict';
  /** Absent: every table (an add then goes to table 0). */
  readonly table?: number;
  readonly priority: number;
  readonly match: Match;
  readonly actions: readonly OfAction[];
  readonly cookie: bigint;
  /** Modify and delete touch only flows whose cookie has the same bits under this mask. */
  readonly cookieMask?: bigint;
  /** Delete touches only flows that output to this port. */
  readonly outPort?: number;
  readonly idleTimeout?: number;
  readonly hardTimeout?: number;
}

/** What a command did; a flow whose actions changed is in both lists. */
export interface FlowChanges {
  readonly removed: readonly InstalledFlow[];
  readonly added: readonly InstalledFlow[];
}

/** Which flows dump-flows shows. */
export interface FlowFilter {
  readonly table?: number;
  readonly match?: Match;
  readonly cookie?: bigint;
  readonly cookieMask?: bigint;
  readonly outPort?: number;
}

/** As the tables have it, which count. */
export interface HeldFlow extends InstalledFlow {
  given: FlowEntry;
  rank?: string;
  readonly stats: { -readonly [Key in keyof FlowStats]: FlowStats[Key] };
  readonly clauses: readonly Clause[];
}

export class FlowTables {
  private readonly tables = new Map<number, Classifier<HeldFlow>>();
  private sequence = 0;

  /** The number of flows in all tables. */
  get size(): number {
    let size = 0;
    for (const table of this.tables.values()) size += table.size;
    return size;
  }

  /** The tables that have flows, in order. */
  get numbers(): readonly number[] {
    const numbers: number[] = [];
    for (const [number, table] of this.tables) if (table.size > 0) numbers.push(number);
    return numbers.sort((a, b) => a - b);
  }

  /** The flows of one table in no particular order. */
  in(table: number): Iterable<InstalledFlow> {
    return this.tables.get(table) ?? [];
  }

  lookup(table: number, flow: Flow): Lookup<HeldFlow> | undefined {
    return this.tables.get(table)?.lookup(flow);
  }

  /** Every flow of a table that matches, best first. */
  matching(table: number, flow: Flow): readonly InstalledFlow[] {
    return this.tables.get(table)?.all(flow) ?? [];
  }

  find(entry: Pick<FlowEntry, 'table' | 'priority' | 'match'>): InstalledFlow | undefined {
    return this.tables.get(entry.table)?.find(entry.match, entry.priority);
  }

  /** The flows by table, then in the order in which they are tried. */
  flows(filter: FlowFilter = {}): readonly InstalledFlow[] {
    return this.select(filter).sort((a, b) => a.table - b.table || byPrecedence(a, b));
  }

  /** The flows in no particular order. */
  *[Symbol.iterator](): Iterator<InstalledFlow> {
    for (const table of this.tables.values()) yield* table;
  }

  apply(mod: FlowMod, now: Millis): FlowChanges {
    switch (mod.command) {
      case 'add':
        return this.add(mod, now);
      case 'modify':
      case 'modify-strict': {
        const targets = this.targets(mod, mod.command === 'modify-strict');
        // Without a cookie to look for, a modify that finds nothing adds.
        if (targets.length === 0) return mod.cookieMask ? { removed: [], added: [] } : this.add(mod, now);
        return this.modify(targets, mod, now);
      }
      case 'delete':
      case 'delete-strict': {
        const targets = this.targets(mod, mod.command === 'delete-strict');
        for (const flow of targets) this.drop(flow);
        return { removed: targets, added: [] };
      }
    }
  }

  /**
   * Adds a flow, in the place of one with the same match and priority. One that comes back has its old age. How old a
   * flow with a rank is, is chance: nobody inherits that.
   */
  put(entry: FlowEntry, now: Millis, age?: number): FlowChanges {
    const old = this.tables.get(entry.table)?.find(entry.match, entry.priority);
    if (old) this.drop(old);
    const flow = this.insert(
      entry,
      { packets: 0, bytes: 0, since: now },
      age ?? (old?.rank === undefined ? old?.sequence : undefined),
    );
    return { removed: old ? [old] : [], added: [flow] };
  }

  /** Removes a flow; nothing when it is not there any more. */
  remove(flow: InstalledFlow): FlowChanges {
    const held = this.held(flow);
    if (held) this.drop(held);
    return { removed: held ? [held] : [], added: [] };
  }

  /** The flow stays as it is, but was handed in again: by this entry, which is the same to a switch. */
  adopt(flow: InstalledFlow, given: FlowEntry): void {
    const held = this.held(flow);
    if (!held) return;
    held.given = given;
    if (given.rank === undefined) delete held.rank;
    else held.rank = given.rank;
  }

  /** Removes flows whose idle or hard timeout has passed. */
  expire(now: Millis): FlowChanges {
    const removed = this.select({}).filter(({ idleTimeout = 0, hardTimeout = 0, stats }) => {
      const idle = idleTimeout > 0 && now - (stats.used ?? stats.since) >= idleTimeout * 1000;
      return idle || (hardTimeout > 0 && now - (stats.modified ?? stats.since) >= hardTimeout * 1000);
    });
    for (const flow of removed) this.drop(flow);
    return { removed, added: [] };
  }

  /** Counts a packet of `bytes` bytes for a flow that `lookup` returned. */
  count({ stats }: HeldFlow, bytes: number, now: Millis): void {
    stats.packets += 1;
    stats.bytes += bytes;
    stats.used = now;
  }

  private add({ table = 0, ...mod }: FlowMod, now: Millis): FlowChanges {
    const { priority, match, actions, cookie, idleTimeout, hardTimeout } = mod;
    return this.put({ table, priority, match, actions, cookie, ...timeouts(idleTimeout, hardTimeout) }, now);
  }

  private held(flow: InstalledFlow): HeldFlow | undefined {
    const held = this.tables.get(flow.table)?.find(flow.match, flow.priority);
    return held === flow ? held : undefined;
  }

  private modify(targets: readonly HeldFlow[], mod: FlowMod, now: Millis): FlowChanges {
    const added = targets.map((old) => {
      this.drop(old);
      const { table, priority, match, idleTimeout, hardTimeout } = old;
      const { actions, cookie } = mod;
      const entry = { table, priority, match, actions, cookie, ...timeouts(idleTimeout, hardTimeout) };
      return this.insert(entry, { ...old.stats, modified: now }, old.sequence);
    });
    return { removed: targets, added };
  }

  private insert(entry: FlowEntry, stats: FlowStats, sequence = this.sequence): HeldFlow {
    this.sequence = Math.max(this.sequence, sequence + 1);
    const { table, priority, match, actions, cookie, idleTimeout, hardTimeout, rank } = entry;
    const flow: HeldFlow = {
      table,
      priority,
      match,
      actions,
      cookie,
      ...timeouts(idleTimeout, hardTimeout),
      given: entry,
      ...(rank === undefined ? {} : { rank }),
      stats: { ...stats },
      sequence,
      clauses: clausesOf(actions),
    };
    let classifier = this.tables.get(table);
    if (!classifier) {
      classifier = new Classifier();
      this.tables.set(table, classifier);
    }
    classifier.add(flow);
    return flow;
  }

  private drop(flow: HeldFlow): void {
    const classifier = this.tables.get(flow.table);
    classifier?.remove(flow);
    if (classifier?.size === 0) this.tables.delete(flow.table);
  }

  private targets(mod: FlowMod, strict: boolean): HeldFlow[] {
    if (!strict) return this.select(mod);
    const tables = mod.table === undefined ? [...this.tables.keys()] : [mod.table];
    return tables
      .map((table) => this.tables.get(table)?.find(mod.match, mod.priority))
      .filter((flow) => flow !== undefined)
      .filter((flow) => passes(flow, mod));
  }

  /** The flows that the filter's match covers, as a loose command chooses them. */
  private select(filter: FlowFilter): HeldFlow[] {
    const chosen: HeldFlow[] = [];
    for (const [number, classifier] of this.tables) {
      if (filter.table !== undefined && filter.table !== number) continue;
      for (const flow of classifier) {
        if (passes(flow, filter) && (filter.match === undefined || matchCovers(filter.match, flow.match))) {
          chosen.push(flow);
        }
      }
    }
    return chosen;
  }
}

const NO_CLAUSES: readonly Clause[] = [];

function clausesOf(actions: readonly OfAction[]): readonly Clause[] {
  const clauses = actions.filter((action) => action.type === 'conjunction');
  return clauses.length === 0 ? NO_CLAUSES : clauses;
}

/** Absent where a flow has none. */
function timeouts(idleTimeout?: number, hardTimeout?: number): Pick<FlowEntry, 'idleTimeout' | 'hardTimeout'> {
  return {
    ...(idleTimeout === undefined ? {} : { idleTimeout }),
    ...(hardTimeout === undefined ? {} : { hardTimeout }),
  };
}

function passes(flow: FlowEntry, filter: FlowFilter): boolean {
  const { cookie = 0n, cookieMask = 0n, outPort = RESERVED_PORTS.ANY } = filter;
  if (((flow.cookie ^ cookie) & cookieMask) !== 0n) return false;
  return (
    outPort === RESERVED_PORTS.ANY || flow.actions.some((action) => action.type === 'output' && action.port === outPort)
  );
}

/** True when both are the same flow and do the same, with the same cookie and timeouts. */
export function sameFlow(a: FlowEntry, b: FlowEntry): boolean {
  return (
    a.cookie === b.cookie &&
    a.table === b.table &&
    a.priority === b.priority &&
    (a.idleTimeout ?? 0) === (b.idleTimeout ?? 0) &&
    (a.hardTimeout ?? 0) === (b.hardTimeout ?? 0) &&
    (a.match === b.match || sameMatch(a.match, b.match)) &&
    (a.actions === b.actions || sameActions(a.actions, b.actions))
  );
}

/** Actions are the same when their texts are. */
function sameActions(a: readonly OfAction[], b: readonly OfAction[]): boolean {
  if (a.length !== b.length) return false;
  return a.every((action, i) => {
    const other = b[i];
    return other === action || (other?.type === action.type && formatAction(other) === formatAction(action));
  });
}
