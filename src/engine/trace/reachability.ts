/**
 * Traffic, not only one packet: who reaches whom in a whole deployment, and the
 * packets of a ping between two ports. Nothing here leaves a mark on counters.
 */
import { encodeTrusted, PRESETS } from '../../packets';
import type { PresetName } from '../../packets';
import { INTEGRATION_BRIDGE } from '../sim';
import type { Deployment, PacketRun } from '../sim';
import { namesOf } from './names';
import { trace } from './trace';
import type { TraceRequest, Verdict } from './types';

/** A logical port that packets can come from and go to. */
export interface ReachabilityPort {
  readonly name: string;
  readonly switchName: string;
  readonly machine: string;
  readonly iface: string;
  /** The VLAN tag of a container's port. */
  readonly tag: number | null;
  readonly mac: string;
  readonly ip: string;
}

export interface Reachability {
  readonly ports: readonly ReachabilityPort[];
  /** By sender, then receiver; null on the diagonal. */
  readonly reached: readonly (readonly (boolean | null)[])[];
  /** Plugged-in ports beyond those that are shown. */
  readonly leftOut: number;
}

/** One packet to each port, or one broadcast to everybody. */
export type ReachabilityKind = 'unicast' | 'broadcast';

/** What crosses the network when one port pings another, in order. */
export interface Exchange {
  readonly name: string;
  readonly request: TraceRequest;
  readonly kind: Verdict['kind'];
  readonly sentence: string;
}

/** More rows than fit on a screen, and few enough to try all pairs at once. */
export const MOST_PORTS = 48;

export function reachability(deployment: Deployment, kind: ReachabilityKind): Reachability {
  const all = pluggedPorts(deployment);
  const ports = all.slice(0, MOST_PORTS);
  const reached = ports.map((from) => {
    const flooded = kind === 'broadcast' ? receivers(deployment, packetBetween(from, from, 'arp-request')) : undefined;
    return ports.map((to) => {
      if (to === from) return null;
      return (flooded ?? receivers(deployment, packetBetween(from, to, 'ping'))).has(to.name);
    });
  });
  return { ports, reached, leftOut: all.length - ports.length };
}

/** The packet behind a cell of the matrix. */
export function packetBetween(from: ReachabilityPort, to: ReachabilityPort, preset: PresetName): TraceRequest {
  const ends = { ethSrc: from.mac, ethDst: to.mac, ipSrc: from.ip, ipDst: to.ip };
  const specs = PRESETS[preset].build(ends);
  const tagged = from.tag === null ? specs : specs.toSpliced(1, 0, { protocol: 'vlan', vid: from.tag });
  return { machine: from.machine, iface: from.iface, bytes: encodeTrusted(tagged) };
}

/** ARP request and reply, then echo request and reply, between two ports by name; empty when one is not plugged in. */
export function pingScript(deployment: Deployment, fromName: string, toName: string): readonly Exchange[] {
  const ports = pluggedPorts(deployment);
  const from = ports.find(({ name }) => name === fromName);
  const to = ports.find(({ name }) => name === toName);
  if (!from || !to) return [];
  const script: readonly (readonly [string, ReachabilityPort, ReachabilityPort, PresetName])[] = [
    [`ARP request from ${from.name}`, from, to, 'arp-request'],
    [`ARP reply from ${to.name}`, to, from, 'arp-reply'],
    [`Ping from ${from.name}`, from, to, 'ping'],
    [`Ping reply from ${to.name}`, to, from, 'ping-reply'],
  ];
  return script.flatMap(([name, sender, receiver, preset]) => {
    const request = packetBetween(sender, receiver, preset);
    const told = trace(deployment, request, { live: false });
    return told.ok ? [{ name, request, kind: told.value.verdict.kind, sentence: told.value.verdict.sentence }] : [];
  });
}

/** Every logical port that is plugged in and has an address, with one of its own for each. */
export function pluggedPorts(deployment: Deployment): readonly ReachabilityPort[] {
  const names = namesOf(deployment);
  const places = new Map<string, { readonly machine: string; readonly iface: string }>();
  for (const machine of deployment.machines.values()) {
    for (const { name } of machine.bridges.get(INTEGRATION_BRIDGE)?.config.ports ?? []) {
      const port = names.ifaceId(machine.name, name);
      if (port !== undefined) places.set(port, { machine: machine.name, iface: name });
    }
  }
  return Array.from(names.portByName.values()).flatMap((port, index) => {
    const place = places.get(port.parent ?? port.name);
    const mac = port.macs.find((address) => /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(address));
    if (!place || mac === undefined) return [];
    return [
      {
        name: port.name,
        switchName: names.switchByUuid.get(port.switch)?.name ?? '',
        ...place,
        tag: port.parent === undefined ? null : (port.tag ?? null),
        mac,
        ip: `10.${(index >> 14) & 0xff}.${(index >> 7) & 0x7f}.${(index & 0x7f) + 1}`,
      },
    ];
  });
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
