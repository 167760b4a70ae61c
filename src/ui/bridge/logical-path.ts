/**
 * The way through the logical network between two ports, as it is built: nothing is
 * sent. Each leg is a switch or a router, and what it does with such a packet.
 *
 * Simplified: the shortest way. What looks at more than addresses, such as ACLs, NAT
 * and policies, is counted and not applied.
 */
import type { Uuid } from '../../engine/base';
import type { NbPort, NbRouter, NbRouterPort } from '../../engine/network';
import { parseIpv4, parseIpv6 } from '../../engine/openflow';
import type { Deployment } from '../../engine/releases';

export interface PathLeg {
  readonly kind: 'switch' | 'router';
  readonly uuid: Uuid;
  readonly name: string;
  readonly text: string;
  /** What keeps a packet from going on; null where nothing of addresses does. */
  readonly problem: string | null;
}

export interface LogicalPath {
  readonly legs: readonly PathLeg[];
  /** The ports at both ends of each wire on the way. */
  readonly wires: readonly (readonly [Uuid, Uuid])[];
}

/** Null where no wires lead from one to the other, or where one of them is gone. */
export function logicalPath({ nb, release }: Deployment, fromPort: Uuid, toPort: Uuid): LogicalPath | null {
  const { northbound } = release;
  const [from, to] = [northbound.port(nb, fromPort), northbound.port(nb, toPort)];
  if (from === undefined || to === undefined) return null;
  const network: Network = {
    ports: northbound.ports(nb),
    routers: northbound.topology?.routers(nb) ?? [],
  };
  const hops = shortest(network, from.switch, to.switch);
  if (hops === null) return null;
  const address = addressOf(to);
  const legs: PathLeg[] = [];
  const nodes = [from.switch, ...hops.map(({ into }) => into)];
  nodes.forEach((uuid, index) => {
    const [came, goes] = [hops[index - 1], hops[index]];
    const router = network.routers.find((each) => each.uuid === uuid);
    if (router) {
      legs.push(routerLeg(router, came?.at[1], goes?.at[0], address));
      return;
    }
    const name = northbound.switch(nb, uuid)?.name ?? uuid;
    const acls = northbound.aclsOf(nb, uuid).length;
    const [enter, leave] = [
      came === undefined ? from.name : came.names[1],
      goes === undefined ? to.name : goes.names[0],
    ];
    const looked = acls === 0 ? '' : `; ${acls} ${acls === 1 ? 'ACL looks' : 'ACLs look'} at it`;
    const disabled = [from, to].find((port) => port.switch === uuid && port.enabled === false);
    legs.push({
      kind: 'switch',
      uuid,
      name,
      text: `from ${enter} to ${leave}${looked}`,
      problem: disabled === undefined ? null : `${disabled.name} is disabled`,
    });
  });
  return { legs, wires: hops.map(({ at }) => at) };
}

interface Network {
  readonly ports: readonly NbPort[];
  readonly routers: readonly NbRouter[];
}

/** One wire, in the direction of the way. */
interface Hop {
  readonly into: Uuid;
  readonly at: readonly [Uuid, Uuid];
  readonly names: readonly [string, string];
}

/** Breadth first over switches and routers. */
function shortest(network: Network, from: Uuid, to: Uuid): readonly Hop[] | null {
  const wires = wiresOf(network);
  const ways = new Map<Uuid, readonly Hop[]>([[from, []]]);
  for (const [node, way] of ways) {
    if (node === to) return way;
    for (const hop of wires.get(node) ?? []) if (!ways.has(hop.into)) ways.set(hop.into, [...way, hop]);
  }
  return null;
}

function wiresOf({ ports, routers }: Network): ReadonlyMap<Uuid, readonly Hop[]> {
  const owners = new Map(
    routers.flatMap((router) => router.ports.map((port) => [port.name, { uuid: router.uuid, port }] as const)),
  );
  const wires = new Map<Uuid, Hop[]>();
  const add = (node: Uuid, hop: Hop) => wires.set(node, [...(wires.get(node) ?? []), hop]);
  for (const port of ports) {
    const owner = port.routerPort === undefined ? undefined : owners.get(port.routerPort);
    if (owner === undefined) continue;
    add(port.switch, { into: owner.uuid, at: [port.uuid, owner.port.uuid], names: [port.name, owner.port.name] });
    add(owner.uuid, { into: port.switch, at: [owner.port.uuid, port.uuid], names: [owner.port.name, port.name] });
  }
  for (const { uuid, port } of owners.values()) {
    const peer = port.peer === undefined ? undefined : owners.get(port.peer);
    if (peer) add(uuid, { into: peer.uuid, at: [port.uuid, peer.port.uuid], names: [port.name, peer.port.name] });
  }
  return wires;
}

interface Address {
  readonly text: string;
  readonly bits: 32 | 128;
  readonly value: bigint;
}

/** The first IP address of a port. */
function addressOf({ macs }: NbPort): Address | undefined {
  for (const word of macs.flatMap((each) => each.split(/\s+/))) {
    const address = readAddress(word);
    if (address) return address;
  }
  return undefined;
}

function readAddress(text: string): Address | undefined {
  const v4 = parseIpv4(text);
  if (v4 !== undefined) return { text, bits: 32, value: v4 };
  const v6 = text.includes('::') || text.split(':').length === 8 ? parseIpv6(text) : undefined;
  return v6 === undefined ? undefined : { text, bits: 128, value: v6 };
}

function routerLeg(router: NbRouter, came: Uuid | undefined, goes: Uuid | undefined, to: Address | undefined): PathLeg {
  const port = (uuid: Uuid | undefined) => router.ports.find((each) => each.uuid === uuid);
  const [enter, leave] = [port(came), port(goes)];
  const also = [...(router.nats.length > 0 ? ['NAT'] : []), ...(router.policies.length > 0 ? ['policies'] : [])].join(
    ' and ',
  );
  const best = to && bestRoute(router, to);
  const why = best === undefined ? '' : `, for ${best.text}`;
  const looked = also === '' ? '' : `; its ${also} may say otherwise`;
  return {
    kind: 'router',
    uuid: router.uuid,
    name: router.name,
    text: `from ${withAddress(enter)} to ${withAddress(leave)}${why}${looked}`,
    problem: problemOf(router, leave, to, best),
  };
}

function problemOf(
  router: NbRouter,
  leave: NbRouterPort | undefined,
  to: Address | undefined,
  best: BestRoute | undefined,
): string | null {
  if (!router.enabled) return `${router.name} is disabled`;
  if (to === undefined) return 'the port has no IP address to route to';
  if (best === undefined) return `${router.name} has no route to ${to.text}`;
  if (best.port === null) return `its route ${best.text} discards the packet`;
  if (best.port !== undefined && best.port !== leave?.name)
    return `its route ${best.text} leads to ${best.port} instead`;
  return null;
}

function withAddress(port: NbRouterPort | undefined): string {
  return port === undefined ? 'nowhere' : `${port.name} (${port.networks.join(', ') || 'no address'})`;
}

interface BestRoute {
  readonly text: string;
  readonly length: number;
  /** Null where it discards, undefined where it is not known. */
  readonly port: string | null | undefined;
}

/** The longest prefix, of the networks of its ports and its routes of the main table; its own networks win. */
function bestRoute({ ports, routes }: NbRouter, to: Address): BestRoute | undefined {
  const found: BestRoute[] = [];
  for (const { name, networks } of ports) {
    for (const network of networks) {
      const length = lengthWithin(network, to);
      if (length !== undefined) found.push({ text: `its own network ${network}`, length, port: name });
    }
  }
  const portTowards = (nexthop: string): string | undefined => {
    const next = readAddress(nexthop);
    return next && ports.find(({ networks }) => networks.some((each) => lengthWithin(each, next) !== undefined))?.name;
  };
  for (const { prefix, nexthop, outputPort, table, by } of routes) {
    const length = table === '' && by === 'dst-ip' ? lengthWithin(prefix, to) : undefined;
    if (length === undefined) continue;
    const port = nexthop === 'discard' ? null : (outputPort ?? portTowards(nexthop));
    found.push({ text: `${prefix} via ${nexthop}`, length, port });
  }
  return found.reduce<BestRoute | undefined>(
    (best, one) => (best === undefined || one.length > best.length ? one : best),
    undefined,
  );
}

/** The length of a prefix, if the address is in it. */
function lengthWithin(prefix: string, { bits, value }: Address): number | undefined {
  const [text = '', length = String(bits)] = prefix.split('/');
  const network = readAddress(text);
  if (network?.bits !== bits) return undefined;
  const rest = BigInt(bits - Number(length));
  return network.value >> rest === value >> rest ? Number(length) : undefined;
}
