/**
 * A packet's way: in at an interface, through the switch, over tunnels as bytes
 * on the underlay into other switches, out at interfaces. Nothing here reads a
 * database of OVN's; which machine has which underlay address is its own
 * configuration.
 */
import { err, ok } from '../base';
import { formatIpv4, parseIpv4 } from '../openflow';
import { getMapString } from '../ovsdb';
import { decapsulate, encapsulate, isTunnelType } from './underlay';
import type { Problem, Result } from '../base';
import type { Execution, Output, TunnelMetadata } from '../vswitch';
import type { PortConfig } from './bridges';
import type { Machine } from './machine';
import type { OccurrenceRecord } from './timeline';
import type { World } from './world';

/** A packet that was put in at one interface, and everything that became of it. */
export interface PacketRun {
  /** In the order in which they happened; the first is where the packet was put in. */
  readonly hops: readonly Hop[];
}

/** The packet, or one copy of it, in one switch. */
export interface Hop {
  readonly index: number;
  /** The output that brought it here: which one of `outcomes` of which hop. Null for the first. */
  readonly cause: { readonly hop: number; readonly output: number } | null;
  readonly machine: string;
  readonly bridge: string;
  readonly inPort: PortConfig;
  /** How it came, when it came through a tunnel. */
  readonly tunnel: TunnelHop | null;
  readonly bytes: Uint8Array;
  readonly execution: Execution;
  /** What became of each of `execution.outputs`. */
  readonly outcomes: readonly OutputOutcome[];
}

export interface TunnelHop {
  readonly type: string;
  readonly key: bigint;
  readonly source: string;
  readonly destination: string;
  /** The machine it came from. */
  readonly peer: string;
  /** The packet on the underlay, from its outer Ethernet header on. */
  readonly underlay: Uint8Array;
}

export type OutputOutcome =
  | { readonly kind: 'delivered'; readonly iface: string; readonly ofport: number }
  | { readonly kind: 'to-controller' }
  | { readonly kind: 'tunnelled'; readonly hop: number; readonly peer: string; readonly underlay: Uint8Array }
  | {
      readonly kind: 'lost';
      readonly reason: LossReason;
      /** The machine that it was sent to, where there is one. */
      readonly peer: string | null;
      readonly underlay: Uint8Array | null;
      readonly sentence: string;
    };

export type LossReason =
  /** The sender has no address on the underlay. */
  | 'no-source'
  /** The sender or the receiver is cut off from the underlay. */
  | 'cut-off'
  /** Nobody has that address. */
  | 'no-machine'
  /** The receiver has no tunnel port for the sender. */
  | 'no-tunnel-port'
  | 'too-many-hops';

/** More copies than any flood over real tunnels makes. */
const MAX_HOPS = 1024;

export interface InjectOptions {
  /** Flow and port counters count the packet, and switches learn from it; true when left out. */
  readonly live?: boolean;
}

export function inject(
  world: World,
  machineName: string,
  iface: string,
  bytes: Uint8Array,
  options: InjectOptions = {},
): Result<PacketRun> {
  const machine = world.machines.get(machineName);
  if (machine === undefined) return err({ code: 'no-such-machine', message: `there is no machine ${machineName}` });
  const place = findInterface(machine, iface);
  if (place === undefined) return err(notPlugged(machine, iface));
  const run = new Injection(world, options.live ?? true);
  run.enter({ machine, ...place, bytes, cause: null, tunnel: null, metadata: undefined });
  return ok({ hops: run.hops });
}

interface Arrival {
  readonly machine: Machine;
  readonly bridge: string;
  readonly port: PortConfig;
  readonly bytes: Uint8Array;
  readonly cause: Hop['cause'];
  readonly tunnel: TunnelHop | null;
  readonly metadata: TunnelMetadata | undefined;
}

class Injection {
  readonly hops: Hop[] = [];
  readonly #world: World;
  readonly #live: boolean;

  constructor(world: World, live: boolean) {
    this.#world = world;
    this.#live = live;
  }

  /** Runs one arrival and all that follows from it; hops are numbered in the order of their beginning. */
  enter({ machine, bridge, port, bytes, cause, tunnel, metadata }: Arrival): number {
    const index = this.hops.length;
    const { now } = this.#world;
    const how = metadata === undefined ? { now } : { now, tunnel: metadata };
    const done = this.#live
      ? machine.switch.receive(bridge, port.ofport, bytes, how)
      : machine.switch.trace(bridge, port.ofport, bytes, how);
    if (!done.ok) throw new Error(done.error.message);
    const execution = done.value;
    if (this.#live) machine.countReceived(port.name, bytes.length);
    const outcomes: OutputOutcome[] = [];
    this.hops.push({ index, cause, machine: machine.name, bridge, inPort: port, tunnel, bytes, execution, outcomes });
    for (const [output, sent] of execution.outputs.entries()) {
      outcomes.push(this.#leave(machine, sent, { hop: index, output }));
      if (this.#live) machine.countSent(sent.name, sent.packet.length);
    }
    return index;
  }

  #leave(machine: Machine, output: Output, cause: { readonly hop: number; readonly output: number }): OutputOutcome {
    if (output.tunnel !== undefined) return this.#tunnel(machine, output, output.tunnel, cause);
    if (output.name === 'CONTROLLER') return { kind: 'to-controller' };
    return { kind: 'delivered', iface: output.name, ofport: output.port };
  }

  #tunnel(
    machine: Machine,
    output: Output,
    tunnel: NonNullable<Output['tunnel']>,
    cause: { readonly hop: number; readonly output: number },
  ): OutputOutcome {
    const { addresses, machines } = underlayOf(this.#world);
    const peer = machines.get(tunnel.dst);
    const source = tunnel.src === 0n ? addresses.get(machine.name) : tunnel.src;
    const lost = (reason: LossReason, peer: Machine | undefined, underlay: Uint8Array | null, sentence: string) =>
      ({ kind: 'lost', reason, peer: peer?.name ?? null, underlay, sentence }) as const;
    if (source === undefined || !isTunnelType(tunnel.type)) {
      return lost('no-source', peer, null, `${machine.name} has no IPv4 address for ${tunnel.type} packets.`);
    }
    const underlay = encapsulate({
      type: tunnel.type,
      source,
      destination: tunnel.dst,
      key: tunnel.id,
      inner: output.packet,
    });
    for (const end of [machine, peer]) {
      if (end !== undefined && this.#world.sight.cuts(end.name).underlay) {
        return lost('cut-off', peer, underlay, `${end.name} is cut off from the underlay.`);
      }
    }
    if (peer === undefined) {
      return lost('no-machine', peer, underlay, `No machine has the address ${formatIpv4(tunnel.dst)}.`);
    }
    const arrived = decapsulate(underlay);
    if (arrived === undefined) throw new Error('A tunnel packet of ours is no tunnel packet.');
    const metadata = { id: arrived.key, src: arrived.source, dst: arrived.destination };
    const entrance = peer.switch.tunnelPort(arrived.type, metadata);
    const port = entrance && peer.bridges.get(entrance.bridge.name)?.portNumbered(entrance.port.ofport);
    if (entrance === undefined || port === undefined) {
      const sentence = `${peer.name} has no ${arrived.type} tunnel port for packets from ${formatIpv4(arrived.source)}.`;
      return lost('no-tunnel-port', peer, underlay, sentence);
    }
    if (this.hops.length >= MAX_HOPS) {
      return lost('too-many-hops', peer, underlay, `More than ${MAX_HOPS} copies are under way.`);
    }
    const { type, key } = arrived;
    const [from, to] = [formatIpv4(arrived.source), formatIpv4(arrived.destination)];
    const hop = this.enter({
      machine: peer,
      bridge: entrance.bridge.name,
      port,
      bytes: arrived.inner,
      cause,
      tunnel: { type, key, source: from, destination: to, peer: machine.name, underlay },
      metadata,
    });
    return { kind: 'tunnelled', hop, peer: peer.name, underlay };
  }
}

/** Who has which IPv4 address on the underlay, both ways. */
interface Underlay {
  /** The occurrence since which it is so; nothing changes between two. */
  readonly since: OccurrenceRecord | undefined;
  readonly addresses: ReadonlyMap<string, bigint>;
  /** Of several machines with one address, the first. */
  readonly machines: ReadonlyMap<bigint, Machine>;
}

const underlays = new WeakMap<World, Underlay>();

function underlayOf(world: World): Underlay {
  const since = world.timeline.record(world.timeline.position);
  const known = underlays.get(world);
  if (known?.since === since) return known;
  const addresses = new Map<string, bigint>();
  const machines = new Map<bigint, Machine>();
  for (const machine of world.machines.values()) {
    const address = parseIpv4(underlayAddress(machine) ?? '');
    if (address === undefined) continue;
    addresses.set(machine.name, address);
    if (!machines.has(address)) machines.set(address, machine);
  }
  const underlay = { since, addresses, machines };
  underlays.set(world, underlay);
  return underlay;
}

/** The address that a machine tells the others to send tunnel packets to. */
export function underlayAddress(machine: Machine): string | undefined {
  const [root] = machine.ovs.rows('Open_vSwitch').values();
  return root === undefined ? undefined : getMapString(root, 'external_ids', 'ovn-encap-ip');
}

function findInterface(machine: Machine, iface: string): { bridge: string; port: PortConfig } | undefined {
  for (const [bridge, realized] of machine.bridges) {
    const port = realized.port(iface);
    if (port !== undefined) return { bridge, port };
  }
  return undefined;
}

function notPlugged(machine: Machine, iface: string): Problem {
  const message = `${machine.name} has no interface ${iface} on a bridge`;
  return machine.bridges.size === 0
    ? { code: 'not-plugged', message, hint: 'Its switch has no bridge, or ovs-vswitchd is not running.' }
    : { code: 'not-plugged', message };
}
