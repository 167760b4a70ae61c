/**
 * A machine: its Open_vSwitch database and the bridges that its switch has. What
 * is on the wire and in the tables of a bridge is the switch's (`../vswitch`).
 */
import { formatActions, matchKey } from '../openflow';
import type { Database } from '../ovsdb';
import type { FlowEntry } from '../openflow';
import type { BridgeConfig, PortConfig } from './bridges';

/** A message from a controller to its switch: flows to go and to come, or all that are to be. */
export type FlowMod =
  | { readonly kind: 'change'; readonly added: readonly FlowEntry[]; readonly removed: readonly FlowEntry[] }
  | { readonly kind: 'replace'; readonly flows: readonly FlowEntry[] };

export interface FlowDelta {
  readonly added: readonly FlowEntry[];
  readonly removed: readonly FlowEntry[];
}

/** One bridge of a switch: its ports and its flows. */
export class SwitchBridge {
  readonly #flows = new Map<string, FlowEntry>();

  constructor(public config: BridgeConfig) {}

  get flows(): Iterable<FlowEntry> {
    return this.#flows.values();
  }

  port(name: string): PortConfig | undefined {
    return this.config.ports.find((port) => port.name === name);
  }

  portNumbered(ofport: number): PortConfig | undefined {
    return this.config.ports.find((port) => port.ofport === ofport);
  }

  /** What must change for the table to hold exactly `wanted`. */
  differences(wanted: readonly FlowEntry[]): FlowDelta {
    const keys = new Map(wanted.map((flow) => [flowKey(flow), flow]));
    const removed = Array.from(this.#flows.values()).filter((flow) => !keys.has(flowKey(flow)));
    const added = Array.from(keys.values()).filter((flow) => !sameFlow(this.#flows.get(flowKey(flow)), flow));
    return { added, removed };
  }

  /** Removes, then adds; says what really changed. A flow in another's place removes that one. */
  change(mod: FlowMod): FlowDelta {
    const wanted = mod.kind === 'replace' ? this.differences(mod.flows) : mod;
    const removed = new Map<string, FlowEntry>();
    const added = new Map<string, FlowEntry>();
    for (const flow of wanted.removed) {
      const key = flowKey(flow);
      const old = this.#flows.get(key);
      if (old === undefined) continue;
      removed.set(key, old);
      this.#flows.delete(key);
    }
    for (const flow of wanted.added) {
      const key = flowKey(flow);
      const old = this.#flows.get(key);
      if (old !== undefined) removed.set(key, old);
      added.set(key, flow);
      this.#flows.set(key, flow);
    }
    for (const [key, flow] of added) {
      if (!sameFlow(removed.get(key), flow)) continue;
      added.delete(key);
      removed.delete(key);
    }
    return { added: Array.from(added.values()), removed: Array.from(removed.values()) };
  }
}

export class Machine {
  /** The bridges that its switch has realized; none while ovs-vswitchd is not there. */
  readonly bridges = new Map<string, SwitchBridge>();

  constructor(
    readonly name: string,
    /** The position in history at which it was created: machines are listed in this order. */
    readonly createdAt: number,
    readonly ovs: Database,
  ) {}

  configureBridge(name: string, config: BridgeConfig | undefined): void {
    const bridge = this.bridges.get(name);
    if (config === undefined) this.bridges.delete(name);
    else if (bridge === undefined) this.bridges.set(name, new SwitchBridge(config));
    else bridge.config = config;
  }
}

/** Table, priority and match: what makes two flows one flow to a switch. */
export function flowKey(flow: FlowEntry): string {
  return `${flow.table},${flow.priority},${matchKey(flow.match)}`;
}

function sameFlow(a: FlowEntry | undefined, b: FlowEntry): boolean {
  return a !== undefined && a.cookie === b.cookie && formatActions(a.actions) === formatActions(b.actions);
}
