/**
 * The machines of a deployment, as a packet finds them: who is where on the underlay and on physical networks, and what
 * ovn-controllers do with packets that are handed to them. What these write, and what becomes of connections, are entries
 * of history; so that they can be undone.
 */
import { finishWork, ok, type Millis } from '../base';
import { INTEGRATION_BRIDGE, type ControllerProgram, type PacketAnswer, type PacketTurn } from '../controller';
import { parseIpv4, RESERVED_PORTS } from '../openflow';
import { getMapString } from '../ovsdb';
import { millis } from './clock';
import { daemonName, SOUTHBOUND } from './names';
import { PhysicalNetwork, type Junction } from './physical-network';
import { acquaint } from './standing';
import type { Output } from '../vswitch';
import type { Hop, HopPort } from './hops';
import type { Machine } from './machine';
import type { Plant } from './plant';
import type { Programs } from './programs';
import type { Station } from './station';
import type { OccurrenceRecord } from './timeline';
import type { World } from './world';

/** What moves with a packet: the world, the programs in it, and how they are let do what there is to do. */
export interface Surroundings {
  readonly world: World;
  readonly programs: Programs;
  readonly settle: () => void;
}

/** So long after a packet, in virtual milliseconds, what it has brought about still belongs to it. */
const MOMENT = 1_000;

/** So many rounds are always enough: each daemon sees what the others wrote in the one before. */
const MANY = 40;

export class WorldPlant implements Plant {
  readonly networks: readonly PhysicalNetwork[];
  readonly #world: World;
  readonly #surroundings: Surroundings;
  readonly #stations = new Map<string, Station>();
  readonly #until: Millis;
  #hasBegun = false;
  /** A controller has written into the southbound database since the daemons last acted. */
  #wrote = false;
  /** When controllers want to look at the time. */
  readonly #alarms = new Map<string, Millis>();

  constructor(
    surroundings: Surroundings,
    readonly live: boolean,
  ) {
    this.#surroundings = surroundings;
    this.#world = surroundings.world;
    this.#until = millis(this.#world.now + MOMENT);
    this.networks = this.#physicalNetworks();
  }

  get now(): Millis {
    return this.#world.now;
  }

  station(machine: Machine): Station {
    const known = this.#stations.get(machine.name);
    if (known !== undefined) return known;
    const station = {
      name: machine.name,
      switch: machine.switch,
      address: underlayOf(this.#world).addresses.get(machine.name),
      countReceived: (iface: string, bytes: number) => {
        machine.countReceived(iface, bytes);
      },
      countSent: (iface: string, bytes: number) => {
        machine.countSent(iface, bytes);
      },
    };
    this.#stations.set(machine.name, station);
    return station;
  }

  stationAt(address: bigint): Station | undefined {
    const machine = underlayOf(this.#world).machines.get(address);
    return machine && this.station(machine);
  }

  isCutOff({ name }: Station): boolean {
    return this.#world.sight.cuts(name).underlay;
  }

  tell({ name }: Station, packetIn: Output): readonly PacketAnswer[] {
    return this.live ? this.#ask(name, packetIn) : [];
  }

  /** Daemons act; controllers that hold packets look at what has changed; then at the time, as long as this moment lasts. */
  settle(): readonly (readonly [Station, readonly PacketAnswer[]])[] {
    if (!this.live || this.#holders().length === 0) return [];
    for (let round = 0; round < MANY; round++) {
      this.#wrote = false;
      const before = this.#world.timeline.position;
      this.#surroundings.settle();
      const moved = this.#world.timeline.position !== before;
      const answered = this.#holders().flatMap((name) => {
        const answers = this.#ask(name, 'wake');
        return answers.length === 0 ? [] : [[this.station(this.#world.machine(name)), answers] as const];
      });
      if (answered.length > 0) return answered;
      if (moved || this.#wrote) continue;
      const next = Math.min(...this.#alarms.values());
      if (next > this.#until) return [];
      if (next > this.now) this.#wait(millis(next));
    }
    return [];
  }

  /** What became of connections on the way, as an entry of history. */
  takeDown(hops: readonly Hop[]): void {
    const changed = hops.filter(({ execution }) => execution.connections.length > 0);
    if (!this.live || changed.length === 0) return;
    this.#begin();
    this.#world.record({ who: 'user', label: 'opens connections', cause: null, action: null }, this.now, () => {
      for (const { machine, execution } of changed) this.#world.noteConnections(machine, execution.connections);
      return ok(undefined);
    });
  }

  /** The packet is what a user has done, once something comes of it: all of that is undone together. */
  #begin(): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    const world = this.#world;
    world.record({ who: 'user', label: 'sends a packet', cause: null, action: world.nextAction() }, this.now, () => {
      world.journal.record({ undo: () => undefined, redo: () => undefined });
      return ok(undefined);
    });
  }

  #holders(): readonly string[] {
    return Array.from(this.#world.packets.entries(), ([name]) => name).filter((name) => this.#world.machines.has(name));
  }

  #ask(name: string, event: Output | 'wake'): readonly PacketAnswer[] {
    const world = this.#world;
    const machine = world.machine(name);
    const view = { sb: world.sight.southboundOf(name), ovs: machine.ovs, now: this.now };
    const turn = this.#controllerOf(machine)?.hears?.(event, view, world.packets.get(name));
    if (turn === undefined) return [];
    if (turn.wakeAt === undefined) this.#alarms.delete(name);
    else this.#alarms.set(name, turn.wakeAt);
    this.#carryOut(name, turn);
    return turn.answers;
  }

  #carryOut(name: string, turn: PacketTurn): void {
    const world = this.#world;
    const who = daemonName('ovn-controller', name);
    const isCutOff = world.sight.cuts(name).southbound !== null;
    if (world.packets.get(name) === turn.state && turn.sb.length + turn.log.length === 0) return;
    this.#begin();
    const label = turn.sb.length > 0 && !isCutOff ? 'writes what it learnt from a packet' : 'is handed a packet';
    world.record({ who, label, cause: null, action: null }, this.now, () => {
      world.packets.set(name, turn.state);
      for (const record of turn.log) world.note(who, record);
      const done = isCutOff || turn.sb.length === 0 ? ok(undefined) : world.commit(SOUTHBOUND, turn.sb);
      if (!done.ok) throw new Error(done.error.message);
      this.#wrote ||= !isCutOff && turn.sb.length > 0;
      return ok(undefined);
    });
  }

  /** That of a machine, which knows what there is to know; undefined while none runs. */
  #controllerOf(machine: Machine): ControllerProgram | undefined {
    const { world, programs } = this.#surroundings;
    const name = daemonName('ovn-controller', machine.name);
    const daemon = world.daemons.get(name);
    if (daemon?.status !== 'running' || daemon.blind) return undefined;
    acquaint(world, programs, machine);
    const program = programs.find(name);
    if (program?.controller !== undefined && !program.looksAtAll) return program.controller;
    const own = world.release.controllers()(machine.name, world.memories.get(name));
    finishWork(own.running({ sb: world.sight.southboundOf(machine.name), ovs: machine.ovs }, 'all'));
    return own;
  }

  #wait(until: Millis): void {
    this.#world.record({ who: 'user', label: 'waits for a controller', cause: null, action: null }, until, () => {
      this.#world.journal.record({ undo: () => undefined, redo: () => undefined });
      return ok(undefined);
    });
  }

  /** One for each network that a bridge of a machine is mapped to. */
  #physicalNetworks(): readonly PhysicalNetwork[] {
    const junctions = new Map<string, Junction[]>();
    for (const machine of this.#world.machines.values()) {
      for (const [network, name] of mappingsOf(machine)) {
        const bridge = machine.bridges.get(name);
        if (bridge === undefined || name === INTEGRATION_BRIDGE) continue;
        const others = junctions.get(network) ?? [];
        const ports = uplinks(bridge.config.ports);
        others.push(...ports.map((port) => ({ station: this.station(machine), bridge: name, port })));
        junctions.set(network, others);
      }
    }
    return Array.from(junctions, ([name, ends]) => new PhysicalNetwork(name, ends, [], this.now));
  }
}

/** The ports of a bridge that lead out of the machine: those that are no tunnels and no patch ports; if there are none, its own. */
function uplinks(
  ports: readonly { readonly name: string; readonly ofport: number; readonly type: string }[],
): readonly HopPort[] {
  const outer = ports.filter(
    (port) => port.type !== 'patch' && port.ofport !== RESERVED_PORTS.LOCAL && !TUNNELS.has(port.type),
  );
  const chosen = outer.length > 0 ? outer : ports.filter(({ ofport }) => ofport === RESERVED_PORTS.LOCAL);
  return chosen.map(({ name, ofport }) => ({ name, ofport }));
}

const TUNNELS: ReadonlySet<string> = new Set(['geneve', 'vxlan', 'stt', 'gre']);

function mappingsOf({ ovs }: Machine): readonly (readonly [network: string, bridge: string])[] {
  const [root] = ovs.rows('Open_vSwitch').values();
  const text = root === undefined ? undefined : getMapString(root, 'external_ids', 'ovn-bridge-mappings');
  return (text ?? '').split(',').flatMap((pair): (readonly [string, string])[] => {
    const [network, bridge] = pair.split(':');
    return network && bridge ? [[network, bridge]] : [];
  });
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
function underlayAddress(machine: Machine): string | undefined {
  const [root] = machine.ovs.rows('Open_vSwitch').values();
  return root === undefined ? undefined : getMapString(root, 'external_ids', 'ovn-encap-ip');
}
