/**
 * A machine: its Open_vSwitch database and its switch. What is in a bridge's
 * tables and what becomes of a packet is the switch's (`../vswitch`); here is how
 * both are kept as history wants them.
 */
import { counting } from '../base';
import { originOf, sameOrigin, type SwitchTables } from '../controller';
import { createSwitch, sameFlow } from '../vswitch';
import { isOfSameKind } from './bridges';
import type { Database } from '../ovsdb';
import type { FlowEntry } from '../openflow';
import type { Bridge, InstalledFlow, Switch, SwitchOptions } from '../vswitch';
import type { Millis, Pulse } from '../base';
import type { BridgeConfig, PortConfig } from './bridges';

/** A change of a bridge's flows: those that go and come, or all that are to be. */
export type FlowMod =
  | { readonly kind: 'change'; readonly added: readonly FlowEntry[]; readonly removed: readonly FlowEntry[] }
  | { readonly kind: 'replace'; readonly flows: readonly FlowEntry[] };

/** A message from a controller to its switch: first the groups and meters that there are to be, where they change. */
export type SwitchMessage = FlowMod & { readonly tables?: SwitchTables };

export interface FlowDelta {
  readonly added: readonly FlowEntry[];
  readonly removed: readonly FlowEntry[];
}

/** What a change did, exactly: flows are as old as they are, or were. */
export interface FlowStep extends FlowDelta {
  /** Of each flow that came. */
  readonly ages: readonly number[];
  /** Flows that were there and are the same to the switch, but were handed in by somebody else, with another rank. */
  readonly adopted: readonly FlowEntry[];
}

export interface PortCounters {
  readonly rxPackets: number;
  readonly rxBytes: number;
  readonly txPackets: number;
  readonly txBytes: number;
}

/** One bridge of a switch: its ports and its flows. */
export class SwitchBridge {
  readonly #portsByName = new Map<string, PortConfig>();
  readonly #portsByNumber = new Map<number, PortConfig>();
  #config: BridgeConfig;

  /** `inner` is the switch's own. It starts without flows and with nothing but its LOCAL port. */
  constructor(
    readonly inner: Bridge,
    config: BridgeConfig,
  ) {
    this.#config = config;
    this.#setPorts([], config.ports);
  }

  get config(): BridgeConfig {
    return this.#config;
  }

  set config(after: BridgeConfig) {
    this.#setPorts(this.#config.ports, after.ports);
    this.#config = after;
  }

  /** Groups and meters are what `tables` says, and no others. */
  setTables({ groups, meters }: SwitchTables, now: Millis): void {
    this.inner.setGroups(groups, now);
    this.inner.setMeters(meters, now);
  }

  /** By table, then falling priority, then age, with their counters. */
  get flows(): readonly InstalledFlow[] {
    return this.inner.listFlows();
  }

  get flowCount(): number {
    return this.inner.flows.size;
  }

  /** The tables that have flows, in order. */
  get tables(): readonly number[] {
    return this.inner.flows.numbers;
  }

  /** The flows of one table in no particular order. */
  flowsIn(table: number): Iterable<InstalledFlow> {
    return this.inner.flows.in(table);
  }

  port(name: string): PortConfig | undefined {
    return this.#portsByName.get(name);
  }

  portNumbered(ofport: number): PortConfig | undefined {
    return this.#portsByNumber.get(ofport);
  }

  /** The flow with this table, priority and match, as it was handed in; an ovn-controller's has its origin. */
  given(flow: Pick<FlowEntry, 'table' | 'priority' | 'match'>): FlowEntry | undefined {
    return this.installed(flow)?.given;
  }

  /** The same flow as the switch has it, with its counters. */
  installed(flow: Pick<FlowEntry, 'table' | 'priority' | 'match'>): InstalledFlow | undefined {
    return this.inner.flows.find(flow);
  }

  /** What must change for the table to hold exactly `wanted`; `adopted` is there already, from somebody else. */
  differences(wanted: readonly FlowEntry[], pulse?: Pulse): Omit<FlowStep, 'ages'> {
    const each = counting(pulse);
    const kept = new Set<InstalledFlow>();
    const added: FlowEntry[] = [];
    const adopted: FlowEntry[] = [];
    for (const flow of wanted) {
      each();
      const old = this.installed(flow);
      if (old !== undefined) kept.add(old);
      if (old === undefined || !isSame(old.given, flow)) added.push(flow);
      else if (old.rank !== flow.rank) adopted.push(flow);
    }
    const removed: FlowEntry[] = [];
    for (const flow of this.inner.flows) {
      each();
      if (!kept.has(flow)) removed.push(flow.given);
    }
    return { added, removed, adopted };
  }

  /** Removes, then adds; says what really changed, and what takes it back. A flow in another's place removes that one and is as old. */
  change(mod: FlowMod, now: Millis, pulse?: Pulse): { readonly done: FlowStep; readonly back: FlowStep } {
    const each = counting(pulse);
    const wanted = mod.kind === 'replace' ? this.differences(mod.flows, pulse) : { ...mod, adopted: [] };
    const adopted: { readonly before: FlowEntry; readonly after: FlowEntry }[] = [];
    const removed = new Set<InstalledFlow>();
    for (const flow of wanted.removed) {
      each();
      const old = this.installed(flow);
      if (old !== undefined) removed.add(old);
    }
    const missing: FlowEntry[] = [];
    for (const flow of [...wanted.added, ...wanted.adopted]) {
      each();
      const old = this.installed(flow);
      if (old !== undefined) removed.delete(old);
      if (old === undefined || !isSame(old.given, flow)) {
        missing.push(flow);
        continue;
      }
      if (old.rank !== flow.rank) adopted.push({ before: old.given, after: flow });
      this.inner.flows.adopt(old, flow);
    }
    for (const flow of removed) {
      each();
      this.inner.removeFlow(flow);
    }
    // Of two that want the same place the later one gets it, and the earlier one was never there.
    const added = new Set<InstalledFlow>();
    for (const flow of missing) {
      each();
      const changes = this.inner.putFlow(flow, now);
      for (const old of changes.removed) if (!added.delete(old)) removed.add(old);
      for (const made of changes.added) added.add(made);
    }
    const came = { flows: givenOf(added), ages: agesOf(added) };
    const went = { flows: givenOf(removed), ages: agesOf(removed) };
    return {
      done: { added: came.flows, ages: came.ages, removed: went.flows, adopted: adopted.map(({ after }) => after) },
      back: { added: went.flows, ages: went.ages, removed: came.flows, adopted: adopted.map(({ before }) => before) },
    };
  }

  /** Does what was done once more, or takes it back. */
  repeat({ added, ages, removed, adopted }: FlowStep, now: Millis, pulse?: Pulse): void {
    const each = counting(pulse);
    for (const flow of removed) {
      each();
      const old = this.installed(flow);
      if (old !== undefined) this.inner.removeFlow(old);
    }
    for (const [index, flow] of added.entries()) {
      each();
      this.inner.putFlow(flow, now, ages[index]);
    }
    for (const flow of adopted) {
      const old = this.installed(flow);
      if (old !== undefined) this.inner.flows.adopt(old, flow);
    }
  }

  /** Takes over the flows of another bridge, in the order of their age, and what it has learned; counters begin anew. */
  adopt(other: SwitchBridge, now: Millis): void {
    const flows = Array.from(other.inner.flows).sort((a, b) => a.sequence - b.sequence);
    this.change({ kind: 'change', added: givenOf(flows), removed: [] }, now);
    for (const { vlan, mac, port, seen } of other.inner.macs.list(now)) this.inner.macs.learn(vlan, mac, port, seen);
  }

  #setPorts(before: readonly PortConfig[], after: readonly PortConfig[]): void {
    const kept = new Map(after.map((port) => [port.name, port]));
    for (const port of before) {
      const now = kept.get(port.name);
      if (now === port) continue;
      this.#portsByName.delete(port.name);
      this.#portsByNumber.delete(port.ofport);
      if (now?.ofport !== port.ofport || !isOfSameKind(now, port)) this.inner.removePort(port.name);
    }
    for (const port of after) {
      const { name, type, options, ofport } = port;
      this.#portsByName.set(name, port);
      this.#portsByNumber.set(ofport, port);
      if (this.inner.ports.named(name) !== undefined) continue;
      const added = this.inner.addPort({ name, type, options, ofportRequest: ofport });
      if (!added.ok || added.value.ofport !== ofport) throw new Error(`${name} did not become port ${ofport}.`);
    }
  }
}

export class Machine {
  readonly switch: Switch;
  /** The bridges that its switch has realized; none while ovs-vswitchd is not there. */
  readonly bridges = new Map<string, SwitchBridge>();
  readonly #counters = new Map<string, { -readonly [Key in keyof PortCounters]: number }>();

  constructor(
    readonly name: string,
    /** The position in history at which it was created: machines are listed in this order. */
    readonly createdAt: number,
    readonly ovs: Database,
    traits: SwitchOptions = {},
  ) {
    this.switch = createSwitch(traits);
  }

  configureBridge(name: string, config: BridgeConfig | undefined, now: Millis): void {
    const bridge = this.bridges.get(name);
    if (config === undefined) {
      this.bridges.delete(name);
      this.switch.removeBridge(name);
    } else if (bridge === undefined) {
      // What a switch does without a controller is done by flows that history knows of.
      const inner = this.switch.addBridge(name, { failMode: 'secure', now });
      if (!inner.ok) throw new Error(inner.error.message);
      inner.value.removePort(name);
      this.bridges.set(name, new SwitchBridge(inner.value, config));
    } else bridge.config = config;
  }

  /** How much went through an interface since it was created. */
  counters(iface: string): PortCounters {
    return { ...(this.#counters.get(iface) ?? NOTHING_YET) };
  }

  countReceived(iface: string, bytes: number): void {
    const counters = this.#countersOf(iface);
    counters.rxPackets += 1;
    counters.rxBytes += bytes;
  }

  countSent(iface: string, bytes: number): void {
    const counters = this.#countersOf(iface);
    counters.txPackets += 1;
    counters.txBytes += bytes;
  }

  #countersOf(iface: string) {
    let counters = this.#counters.get(iface);
    if (counters === undefined) this.#counters.set(iface, (counters = { ...NOTHING_YET }));
    return counters;
  }
}

const NOTHING_YET: PortCounters = { rxPackets: 0, rxBytes: 0, txPackets: 0, txBytes: 0 };

function givenOf(flows: Iterable<InstalledFlow>): readonly FlowEntry[] {
  return Array.from(flows, ({ given }) => given);
}

function agesOf(flows: Iterable<InstalledFlow>): readonly number[] {
  return Array.from(flows, ({ sequence }) => sequence);
}

/** A flow that became another row's is another one to whoever follows it, though not to the switch. */
function isSame(a: FlowEntry | undefined, b: FlowEntry): boolean {
  if (a === undefined || a === b) return a !== undefined;
  const origin = originOf(a);
  return sameFlow(a, b) && (origin === undefined || sameOrigin(origin, originOf(b)));
}
