/**
 * A physical network: a switch that learns, between bridges of machines and hosts beside them. It carries every VLAN
 * and loses nothing.
 */
import { createSwitch } from '../vswitch';
import type { Millis } from '../base';
import type { Switch } from '../vswitch';
import type { HopPort } from './hops';
import type { Station } from './station';

/** Where a machine is joined to it: a port of a bridge. */
export interface Junction {
  readonly station: Station;
  readonly bridge: string;
  readonly port: HopPort;
}

export type NetworkEnd = ({ readonly kind: 'machine' } & Junction) | { readonly kind: 'host'; readonly name: string };

export class PhysicalNetwork {
  readonly #switch: Switch = createSwitch();
  readonly #ends = new Map<number, NetworkEnd>();
  readonly #ports = new Map<string, number>();

  constructor(
    readonly name: string,
    junctions: readonly Junction[],
    hosts: readonly string[],
    now: Millis,
  ) {
    const made = this.#switch.addBridge(BRIDGE, { failMode: 'standalone', now });
    if (!made.ok) throw new Error(made.error.message);
    const add = (key: string, end: NetworkEnd) => {
      const port = made.value.addPort({ name: key, type: '', options: {} });
      if (!port.ok) throw new Error(port.error.message);
      this.#ends.set(port.value.ofport, end);
      this.#ports.set(key, port.value.ofport);
    };
    for (const junction of junctions) {
      const { station, bridge, port } = junction;
      add(keyOf(station.name, bridge, port.name), { kind: 'machine', ...junction });
    }
    for (const name of hosts) add(name, { kind: 'host', name });
  }

  /** The network's port behind a port of a machine's bridge; undefined where that leads elsewhere. */
  portOf(station: string, bridge: string, port: string): number | undefined {
    return this.#ports.get(keyOf(station, bridge, port));
  }

  hostPort(name: string): number {
    const port = this.#ports.get(name);
    if (port === undefined) throw new Error(`There is no host ${name} on ${this.name}.`);
    return port;
  }

  /** Who gets a frame that comes in at a port. */
  reach(from: number, bytes: Uint8Array, now: Millis): readonly NetworkEnd[] {
    const run = this.#switch.receive(BRIDGE, from, bytes, { now });
    if (!run.ok) throw new Error(run.error.message);
    return run.value.outputs.flatMap(({ port }) => this.#ends.get(port) ?? []);
  }
}

const BRIDGE = 'network';

/** No machine's name holds a slash. */
function keyOf(station: string, bridge: string, port: string): string {
  return `${station}/${bridge}/${port}`;
}
