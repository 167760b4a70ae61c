/**
 * Who reaches whom in a whole deployment, asked with packets that leave no mark on
 * counters. A matrix is asked for row by row, so that nobody has to wait for all of it.
 */
import type { Deployment } from './release';
import { encodeTrusted, PRESETS } from '../../packets';
import type { LayerSpec, PresetName } from '../../packets';
import type { Uuid } from '../base';
import { allOf } from '../neutron';
import { INTEGRATION_BRIDGE, NEUTRON } from '../sim';
import type { PacketRun } from '../sim';
import { namesOf } from './names';
import type { Names } from './names';
import type { TraceRequest } from './types';

/** A logical port that packets can come from and go to. */
export interface ReachabilityPort {
  readonly name: string;
  readonly switch: Uuid;
  readonly switchName: string;
  readonly machine: string;
  readonly iface: string;
  /** The VLAN tag of a container's port. */
  readonly tag: number | null;
  readonly mac: string;
  /** As Neutron knows it; otherwise made up, for a logical switch of 2015 knows no addresses of the network layer. */
  readonly ip: string;
}

/** What each port sends to each other: a packet, or with `arp` one broadcast to everybody. */
export type ReachabilityKind = 'ping' | 'arp' | 'tcp' | 'udp';

export interface Probe {
  readonly kind: ReachabilityKind;
  /** The destination port of `tcp` and `udp`, 0 to 65535. */
  readonly port?: number;
}

/** A port that takes no part, and why. */
export interface AbsentPort {
  readonly name: string;
  readonly why: 'unplugged' | 'no-address';
}

export interface ReachabilityPorts {
  readonly ports: readonly ReachabilityPort[];
  readonly absent: readonly AbsentPort[];
}

/** By receiver: reached or not; null for the sender itself. */
export type ReachabilityRow = readonly (boolean | null)[];

const PROBES: Readonly<Record<ReachabilityKind, PresetName>> = {
  ping: 'ping',
  arp: 'arp-request',
  tcp: 'tcp-syn',
  udp: 'udp',
};

/**
 * `count` rows of the matrix of `reachabilityPorts`, from the sender `start` on; `among`: of those ports
 * only, by their places, in that order.
 */
export function reachabilityRows(
  deployment: Deployment,
  probe: Probe,
  start: number,
  count: number,
  among?: readonly number[],
): readonly ReachabilityRow[] {
  const everyone = pluggedPorts(deployment);
  const ports = among === undefined ? everyone : among.flatMap((index) => everyone[index] ?? []);
  return ports.slice(start, start + count).map((from) => {
    const all = probe.kind === 'arp' ? receivers(deployment, probePacket(from, from, probe)) : undefined;
    return ports.map((to) => {
      if (to === from) return null;
      return (all ?? receivers(deployment, probePacket(from, to, probe))).has(to.name);
    });
  });
}

/** The packet behind a cell of the matrix. */
export function probePacket(from: ReachabilityPort, to: ReachabilityPort, { kind, port }: Probe): TraceRequest {
  return packetBetween(from, to, PROBES[kind], port);
}

/** A preset between two ports; `port` is the destination port of TCP and UDP. */
export function packetBetween(
  from: ReachabilityPort,
  to: ReachabilityPort,
  preset: PresetName,
  port?: number,
): TraceRequest {
  const ends = { ethSrc: from.mac, ethDst: to.mac, ipSrc: from.ip, ipDst: to.ip };
  const specs = PRESETS[preset].build(ends).map((spec) => addressed(spec, port));
  const tagged = from.tag === null ? specs : specs.toSpliced(1, 0, { protocol: 'vlan', vid: from.tag });
  return { machine: from.machine, iface: from.iface, bytes: encodeTrusted(tagged) };
}

function addressed(spec: LayerSpec, port: number | undefined): LayerSpec {
  return port !== undefined && (spec.protocol === 'tcp' || spec.protocol === 'udp') ? { ...spec, dst: port } : spec;
}

/** Every logical port, those that packets can come from and go to apart from the others. */
export function reachabilityPorts(deployment: Deployment): ReachabilityPorts {
  const names = namesOf(deployment);
  const places = placesOf(deployment, names);
  const addresses = addressesOf(deployment);
  const ports: ReachabilityPort[] = [];
  const absent: AbsentPort[] = [];
  names.ports().forEach((port, index) => {
    const place = places.get(port.parent ?? port.name);
    const mac = port.macs.find((address) => /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(address));
    if (!place || mac === undefined) {
      absent.push({ name: port.name, why: place ? 'no-address' : 'unplugged' });
      return;
    }
    ports.push({
      name: port.name,
      switch: port.switch,
      switchName: names.switchName(port.switch),
      ...place,
      tag: port.parent === undefined ? null : (port.tag ?? null),
      mac,
      ip: addresses.get(port.name) ?? `10.${(index >> 14) & 0xff}.${(index >> 7) & 0x7f}.${(index & 0x7f) + 1}`,
    });
  });
  return { ports, absent };
}

/** The ports that packets can come from and go to, each with an address of its own. */
export function pluggedPorts(deployment: Deployment): readonly ReachabilityPort[] {
  return reachabilityPorts(deployment).ports;
}

/** IPv4 addresses of Neutron's ports, by the name of their logical ports. */
function addressesOf(deployment: Deployment): ReadonlyMap<string, string> {
  const neutron = deployment.database(NEUTRON);
  const ports = neutron === undefined ? [] : allOf(neutron, 'Port');
  return new Map(
    ports.flatMap(({ id, fixed_ips }) => {
      const fixed = fixed_ips.find(({ ip_address }) => !ip_address.includes(':'));
      return fixed === undefined ? [] : [[id, fixed.ip_address]];
    }),
  );
}

interface Place {
  readonly machine: string;
  readonly iface: string;
}

/** The interface of each logical port that is plugged in. */
function placesOf(deployment: Deployment, names: Names): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  for (const machine of deployment.machines.values()) {
    for (const { name } of machine.bridges.get(INTEGRATION_BRIDGE)?.config.ports ?? []) {
      const port = names.ifaceId(machine.name, name);
      if (port !== undefined) places.set(port, { machine: machine.name, iface: name });
    }
  }
  return places;
}

/** The logical ports that a packet is delivered to. */
function receivers(deployment: Deployment, request: TraceRequest): ReadonlySet<string> {
  const done = deployment.inject(request.machine, request.iface, request.bytes, { live: false });
  return new Set(done.ok ? deliveries(deployment, done.value) : []);
}

function deliveries(deployment: Deployment, { hops }: PacketRun): readonly string[] {
  const names = namesOf(deployment);
  return hops.flatMap((hop) =>
    hop.outcomes.flatMap((outcome, index) => {
      const flow = hop.execution.outputs[index]?.flow;
      if (outcome.kind !== 'delivered' || !flow) return [];
      return names.portOutside(hop.machine, outcome.iface, flow) ?? [];
    }),
  );
}
