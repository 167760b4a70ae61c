/** One bridge: its ports, its flow tables, what it has learned. */
import {
  formatGroup,
  formatMeter,
  MATCH_ALL,
  RESERVED_PORTS,
  type Bucket,
  type Flow,
  type FlowEntry,
  type Group,
  type Meter,
} from '../openflow';
import type { Millis } from '../base';
import {
  FlowTables,
  sameFlow,
  type FlowChanges,
  type FlowFilter,
  type FlowMod,
  type InstalledFlow,
} from './flow-table';
import { MacTable } from './mac-learning';
import { afterPacket, newMeter, type MeterState } from './meters';
import { PortTable, type Port, type PortSpec } from './ports';

/** What happens without a controller: `secure` drops until flows come, `standalone` starts as a learning bridge. */
export type FailMode = 'secure' | 'standalone';

/** How flows come and go, for whoever watches. */
export type FlowListener = (changes: FlowChanges) => void;

/** What comes in or goes out at some ports goes to another as well (ovs-vswitchd.conf.db(5), "Mirror"). */
export interface Mirror {
  readonly name: string;
  /** Names of ports of the bridge. */
  readonly selectSource: ReadonlySet<string>;
  readonly selectTarget: ReadonlySet<string>;
  readonly output: string;
}

/** What went through a group since it was made, and through each of its buckets by their order. */
export interface GroupCounters extends Counted {
  readonly since: Millis;
  readonly buckets: readonly Counted[];
}

interface Counted {
  readonly packets: number;
  readonly bytes: number;
}

/** OFPM13_CONTROLLER */
export const CONTROLLER_METER = 0xfffffffe;

export class Bridge {
  readonly ports: PortTable;
  readonly flows = new FlowTables();
  readonly macs = new MacTable();
  readonly groups = new Map<number, Group>();
  /** In order of creation, which is how the datapath numbers them, from 0. */
  readonly meters = new Map<number, Meter>();
  private readonly groupCounters = new WeakMap<Group, GroupCounters>();
  private readonly meterStates = new WeakMap<Meter, MeterState>();
  /** In the order in which they are looked at. */
  mirrors: readonly Mirror[] = [];
  /** Ports of tunnels whose other end BFD does not hear: nothing that may choose sends there. */
  readonly unheard = new Set<number>();
  /** The option of Geneve that is mapped to tun_metadata0 (`ovs-ofctl add-tlv-map`). */
  geneveOption: { readonly class: number; readonly type: number } | undefined;
  private mode: FailMode;
  private readonly born: Millis;
  private readonly listeners = new Set<FlowListener>();

  constructor(
    readonly name: string,
    failMode: FailMode,
    now: Millis,
  ) {
    this.born = now;
    this.ports = new PortTable(name);
    this.mode = failMode;
    this.start(now);
  }

  get failMode(): FailMode {
    return this.mode;
  }

  /** Changing the mode empties the tables, as in ovs-vswitchd. */
  setFailMode(mode: FailMode, now: Millis): void {
    if (mode === this.mode) return;
    this.mode = mode;
    this.replaceFlows([], now);
    this.start(now);
  }

  group(id: number): Group | undefined {
    return this.groups.get(id);
  }

  /** Makes groups these and no others; one that stays as it is keeps its counters. */
  setGroups(groups: readonly Group[], now: Millis): void {
    for (const group of replaceAll(this.groups, groups, formatGroup))
      this.groupCounters.set(group, uncounted(group, now));
  }

  /** Makes meters these and no others; one that stays as it is keeps its state. */
  setMeters(meters: readonly Meter[], now: Millis): void {
    for (const meter of replaceAll(this.meters, meters, formatMeter)) this.meterStates.set(meter, newMeter(meter, now));
  }

  countersOf(group: Group): GroupCounters {
    return this.groupCounters.get(group) ?? uncounted(group, this.born);
  }

  /** A packet goes to one bucket of a group, or to all. */
  countBucket(group: Group, bucket: Bucket | undefined, bytes: number): void {
    const before = this.countersOf(group);
    const counted = ({ packets, bytes: sum }: Counted) => ({ packets: packets + 1, bytes: sum + bytes });
    const isMeant = (index: number) => bucket === undefined || group.buckets[index] === bucket;
    const buckets = before.buckets.map((one, index) => (isMeant(index) ? counted(one) : one));
    this.groupCounters.set(group, { since: before.since, ...counted(before), buckets });
  }

  meterState(meter: Meter): MeterState {
    return this.meterStates.get(meter) ?? newMeter(meter, this.born);
  }

  /** Whether a packet passes a meter, which it does where there is none; `live`: it is counted. */
  throttle(id: number, bytes: number, now: Millis, live: boolean): boolean {
    const meter = this.meters.get(id);
    if (meter === undefined) return true;
    const { state, passes } = afterPacket(meter, this.meterState(meter), bytes, now);
    if (live) this.meterStates.set(meter, state);
    return passes;
  }

  /** The datapath's number of a meter; undefined when there is no such meter. */
  meterNumber(id: number): number | undefined {
    const index = [...this.meters.keys()].indexOf(id);
    return index < 0 ? undefined : index;
  }

  /** The meter of all that goes to controllers. */
  get controllerMeter(): number | undefined {
    return this.meterNumber(CONTROLLER_METER);
  }

  addPort(spec: PortSpec): ReturnType<PortTable['add']> {
    return this.ports.add(spec);
  }

  removePort(name: string): Port | undefined {
    const port = this.ports.remove(name);
    if (port) this.macs.flush(port.ofport);
    return port;
  }

  /** Carries out an OpenFlow flow-mod. */
  apply(mod: FlowMod, now: Millis): FlowChanges {
    return this.tell(this.flows.apply(mod, now));
  }

  /** Adds a flow, in the place of one with the same match and priority. One that comes back has the `age` that it had, its `sequence`. */
  putFlow(entry: FlowEntry, now: Millis, age?: number): FlowChanges {
    return this.tell(this.flows.put(entry, now, age));
  }

  /** Removes a flow that is in the tables. */
  removeFlow(flow: InstalledFlow): FlowChanges {
    return this.tell(this.flows.remove(flow));
  }

  /** Adds and deletes flows so that exactly `wanted` remain; flows that are already there keep their counters. */
  replaceFlows(wanted: readonly FlowEntry[], now: Millis): FlowChanges {
    const keep = new Set<InstalledFlow>();
    const missing: FlowEntry[] = [];
    for (const entry of wanted) {
      const present = this.flows.find(entry);
      if (present && sameFlow(present, entry)) keep.add(present);
      else missing.push(entry);
    }
    const removed: InstalledFlow[] = [];
    const added: InstalledFlow[] = [];
    for (const flow of [...this.flows]) {
      if (keep.has(flow)) continue;
      removed.push(...this.flows.remove(flow).removed);
    }
    for (const entry of missing) {
      const changes = this.flows.put(entry, now);
      removed.push(...changes.removed);
      added.push(...changes.added);
    }
    return this.tell({ removed, added });
  }

  /** Removes flows whose time has run out. */
  expire(now: Millis): FlowChanges {
    return this.tell(this.flows.expire(now));
  }

  listFlows(filter: FlowFilter = {}): readonly InstalledFlow[] {
    return this.flows.flows(filter);
  }

  /** Every flow of `table` that matches, best first: why a packet hit what it hit. */
  matching(table: number, flow: Flow): readonly InstalledFlow[] {
    return this.flows.matching(table, flow);
  }

  /** Calls back after every change of the tables; returns how to stop. */
  onFlowChange(listener: FlowListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private start(now: Millis): void {
    if (this.mode === 'secure') return;
    const actions = [{ type: 'output', port: RESERVED_PORTS.NORMAL }] as const;
    this.apply({ command: 'add', table: 0, priority: 0, match: MATCH_ALL, actions, cookie: 0n }, now);
  }

  private tell(changes: FlowChanges): FlowChanges {
    if (changes.added.length + changes.removed.length > 0) for (const listener of this.listeners) listener(changes);
    return changes;
  }
}

/** Values of the table by their numbers, in this order; the ones that are new. One that reads as before is the one from before. */
function replaceAll<T extends { readonly id: number }>(
  table: Map<number, T>,
  wanted: readonly T[],
  write: (value: T) => string,
): readonly T[] {
  const before = new Map(table);
  table.clear();
  const fresh: T[] = [];
  for (const value of wanted) {
    const old = before.get(value.id);
    const stays = old !== undefined && write(old) === write(value);
    if (!stays) fresh.push(value);
    table.set(value.id, stays ? old : value);
  }
  return fresh;
}

function uncounted({ buckets }: Group, now: Millis): GroupCounters {
  const none = { packets: 0, bytes: 0 };
  return { since: now, ...none, buckets: buckets.map(() => none) };
}
