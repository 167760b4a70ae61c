/**
 * The way of a packet through machines and what joins them: in at an interface, through the switch, over tunnels as
 * bytes on the underlay, over physical networks, to controllers and back, until nothing moves any more.
 *
 * Nothing here reads a database: who is where, and what controllers do, a `Plant` says.
 *
 * Invariants: a packet's copies move one after the other, each to its end before the next; what controllers do with
 * packets comes after all that moves by itself, in the order in which they were told; there is always an end.
 */
import { formatIpv4, RESERVED_PORTS } from '../openflow';
import { decapsulate, encapsulate, isTunnelType, type TunnelPacket } from './underlay';
import type { Execution, Output, TunnelMetadata } from '../vswitch';
import type { Cause, Hop, HopPort, LossReason, OutputOutcome, TunnelHop } from './hops';
import type { PhysicalNetwork } from './physical-network';
import type { PacketAnswer } from '../controller';
import type { Plant } from './plant';
import type { Station } from './station';

/** A packet at the door of a machine's bridge. */
export interface Arrival {
  readonly station: Station;
  readonly bridge: string;
  readonly port: HopPort;
  readonly bytes: Uint8Array;
  readonly cause: Cause | null;
  readonly tunnel: TunnelHop | null;
  readonly metadata: TunnelMetadata | undefined;
}

/** More copies than any flood over real tunnels makes. */
const MAX_HOPS = 1024;
/** More rounds of questions and answers between switches and controllers than any packet needs. */
const MAX_ROUNDS = 64;

const CONTROLLER: HopPort = { name: 'CONTROLLER', ofport: RESERVED_PORTS.CONTROLLER };

export class Mover {
  readonly #hops: (Hop & { readonly outcomes: OutputOutcome[] })[] = [];
  readonly #told: { readonly station: Station; readonly output: Output; readonly cause: Cause }[] = [];

  constructor(readonly plant: Plant) {}

  get hops(): readonly Hop[] {
    return this.#hops;
  }

  /** Moves one packet, and all that follows from it, until everything is at rest. */
  run(arrival: Arrival): void {
    this.#enter(arrival);
    this.rest();
  }

  /** A host on a physical network sends a frame. */
  runFrom(network: PhysicalNetwork, host: string, bytes: Uint8Array): void {
    this.#carry(network, network.hostPort(host), bytes, null);
    this.rest();
  }

  /** Lets controllers and daemons act until nothing moves any more. */
  rest(): void {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      for (let told = this.#told.shift(); told !== undefined; told = this.#told.shift()) {
        const { station, output, cause } = told;
        const answers = this.plant.tell(station, output).map((answer) => this.#answer(station, answer, cause));
        const { outcomes } = this.#hop(cause.hop);
        outcomes[cause.output] = { kind: 'to-controller', answers };
      }
      const waited = this.plant.settle();
      for (const [station, answers] of waited) for (const answer of answers) this.#answer(station, answer, null);
      if (waited.length === 0 && this.#told.length === 0) return;
    }
  }

  #hop(index: number): Hop & { readonly outcomes: OutputOutcome[] } {
    const hop = this.#hops[index];
    if (hop === undefined) throw new Error(`There is no hop ${index}.`);
    return hop;
  }

  #answer(station: Station, answer: PacketAnswer, cause: Cause | null): number {
    const { now, live } = this.plant;
    const how = { now, live };
    if (answer.kind === 'resume') {
      const { continuation } = answer;
      const execution = station.switch.resume(continuation, answer, how);
      return this.#follow(station, continuation.bridge.name, CONTROLLER, answer.packet, cause, null, execution);
    }
    const { packet, actions } = answer;
    const sent = station.switch.packetOut(INTEGRATION, { packet, inPort: CONTROLLER.ofport, actions }, how);
    if (!sent.ok) throw new Error(sent.error.message);
    return this.#follow(station, INTEGRATION, CONTROLLER, packet, cause, null, sent.value);
  }

  /** Runs one arrival and all that moves by itself because of it; hops are numbered in the order of their beginning. */
  #enter({ station, bridge, port, bytes, cause, tunnel, metadata }: Arrival): number {
    const { now, live } = this.plant;
    const how = metadata === undefined ? { now } : { now, tunnel: metadata };
    const done = live
      ? station.switch.receive(bridge, port.ofport, bytes, how)
      : station.switch.preview(bridge, port.ofport, bytes, how);
    if (!done.ok) throw new Error(done.error.message);
    if (live) station.countReceived(port.name, bytes.length);
    return this.#follow(station, bridge, port, bytes, cause, tunnel, done.value);
  }

  #follow(
    station: Station,
    bridge: string,
    inPort: HopPort,
    bytes: Uint8Array,
    cause: Cause | null,
    tunnel: TunnelHop | null,
    execution: Execution,
  ): number {
    const index = this.#hops.length;
    const outcomes: OutputOutcome[] = [];
    this.#hops.push({ index, cause, machine: station.name, bridge, inPort, tunnel, bytes, execution, outcomes });
    for (const [output, sent] of execution.outputs.entries()) {
      outcomes.push(this.#leave(station, sent, { hop: index, output }));
      if (this.plant.live) station.countSent(sent.name, sent.packet.length);
    }
    return index;
  }

  #leave(station: Station, output: Output, cause: Cause): OutputOutcome {
    if (output.tunnel !== undefined) return this.#tunnel(station, output, output.tunnel, cause);
    if (output.port === RESERVED_PORTS.CONTROLLER) {
      this.#told.push({ station, output, cause });
      return { kind: 'to-controller', answers: [] };
    }
    for (const network of this.plant.networks) {
      const port = network.portOf(station.name, output.bridge, output.name);
      if (port !== undefined)
        return { kind: 'wired', network: network.name, ...this.#carry(network, port, output.packet, cause) };
    }
    const { underlay } = station;
    if (underlay?.bridge === output.bridge && output.port === RESERVED_PORTS.LOCAL) {
      const packet = decapsulate(output.packet);
      if (packet !== undefined && packet.destination === station.address) {
        const from = this.plant.stationAt(packet.source);
        const hop = this.#unpack(station, packet, output.packet, from?.name ?? '', cause);
        if (hop !== undefined) return { kind: 'tunnelled', hop, peer: station.name, underlay: output.packet };
      }
    }
    return { kind: 'delivered', iface: output.name, ofport: output.port };
  }

  /** A frame goes through a physical network, to all whom its switch would give it. */
  #carry(network: PhysicalNetwork, from: number, bytes: Uint8Array, cause: Cause | null) {
    const hosts: string[] = [];
    const hops: number[] = [];
    for (const end of network.reach(from, bytes, this.plant.now)) {
      if (end.kind === 'host') hosts.push(end.name);
      else if (this.#hops.length < MAX_HOPS && !this.plant.isCutOff(end.station)) {
        const { station, bridge, port } = end;
        hops.push(this.#enter({ station, bridge, port, bytes, cause, tunnel: null, metadata: undefined }));
      }
    }
    return { hosts, hops, bytes };
  }

  #tunnel(station: Station, output: Output, tunnel: NonNullable<Output['tunnel']>, cause: Cause): OutputOutcome {
    const peer = this.plant.stationAt(tunnel.dst);
    const source = tunnel.src === 0n ? station.address : tunnel.src;
    const lost = (reason: LossReason, underlay: Uint8Array | null, sentence: string) =>
      ({ kind: 'lost', reason, peer: peer?.name ?? null, underlay, sentence }) as const;
    if (source === undefined || !isTunnelType(tunnel.type)) {
      return lost('no-source', null, `${station.name} has no IPv4 address for ${tunnel.type} packets.`);
    }
    const underlay = encapsulate({ ...outside(station, output, tunnel), type: tunnel.type, source });
    for (const end of [station, peer]) {
      if (end !== undefined && this.plant.isCutOff(end)) {
        return lost('cut-off', underlay, `${end.name} is cut off from the underlay.`);
      }
    }
    if (station.underlay !== undefined) {
      const { bridge } = station.underlay;
      const port = { name: bridge, ofport: RESERVED_PORTS.LOCAL };
      if (this.#hops.length >= MAX_HOPS) return lost('too-many-hops', underlay, TOO_MANY);
      const hop = this.#enter({ station, bridge, port, bytes: underlay, cause, tunnel: null, metadata: undefined });
      return { kind: 'tunnelled', hop, peer: peer?.name ?? formatIpv4(tunnel.dst), underlay };
    }
    if (peer === undefined) {
      return lost('no-machine', underlay, `No machine has the address ${formatIpv4(tunnel.dst)}.`);
    }
    if (this.#hops.length >= MAX_HOPS) return lost('too-many-hops', underlay, TOO_MANY);
    const arrived = decapsulate(underlay);
    if (arrived === undefined) throw new Error('A tunnel packet of ours is no tunnel packet.');
    const hop = this.#unpack(peer, arrived, underlay, station.name, cause);
    if (hop === undefined) {
      const sentence = `${peer.name} has no ${arrived.type} tunnel port for packets from ${formatIpv4(arrived.source)}.`;
      return lost('no-tunnel-port', underlay, sentence);
    }
    return { kind: 'tunnelled', hop, peer: peer.name, underlay };
  }

  /** A tunnel packet has come to whom it is addressed; undefined where no tunnel port is for it. */
  #unpack(
    station: Station,
    { type, source, destination, key, option, inner }: TunnelPacket,
    underlay: Uint8Array,
    peer: string,
    cause: Cause,
  ): number | undefined {
    const metadata = {
      id: key,
      src: source,
      dst: destination,
      ...(option === undefined ? {} : { option: option.value }),
    };
    const entrance = station.switch.tunnelPort(type, metadata);
    if (entrance === undefined) return undefined;
    const { bridge, port } = entrance;
    // A bridge reads the one option that is mapped to its field, and no other.
    const mapped = bridge.geneveOption;
    const isRead = option !== undefined && mapped?.class === option.class && mapped.type === option.type;
    const { option: value, ...rest } = metadata;
    return this.#enter({
      station,
      bridge: bridge.name,
      port: { name: port.name, ofport: port.ofport },
      bytes: inner,
      cause,
      tunnel: { type, key, source: formatIpv4(source), destination: formatIpv4(destination), peer, underlay },
      metadata: isRead && value !== undefined ? { ...rest, option: value } : rest,
    });
  }
}

const TOO_MANY = `More than ${MAX_HOPS} copies are under way.`;
const INTEGRATION = 'br-int';

/** What stands before a packet that leaves by a tunnel port. */
function outside(
  station: Station,
  { bridge: name, port, packet: inner }: Output,
  { id: key, dst: destination, option: value }: NonNullable<Output['tunnel']>,
): Omit<TunnelPacket, 'type' | 'source'> {
  const bridge = station.switch.bridge(name);
  const mapped = bridge?.geneveOption;
  const { underlay, address = 0n } = station;
  return {
    destination,
    key,
    inner,
    checksum: bridge?.ports.get(port)?.tunnel?.csum ?? false,
    ...(mapped === undefined || value === undefined ? {} : { option: { ...mapped, value } }),
    ...(underlay === undefined
      ? {}
      : { ethernet: { source: underlay.macOf(address), destination: underlay.macOf(destination) } }),
  };
}
