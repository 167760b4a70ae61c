/**
 * Which datapaths are local: those of ports that are here, and from there on what patch ports lead to
 * (controller/local_data.c of OVN). A router with a gateway chassis is reached from its switches only
 * where that gateway may be.
 */
import type { Uuid } from '../../../base';
import type { Collection, Graph, Group } from '../../../derive';
import type { Bindings } from './bindings';
import { flag, type Datapath, type Port } from './facts/southbound';
import type { Self, World } from './facts/world';

export interface LocalDatapath extends Datapath {
  /** The localnet port that leads to a physical network which is plugged in here. */
  readonly localnet: Port | undefined;
}

/** A port of a local datapath, and its other end in another. */
export interface Peers {
  readonly local: Port;
  readonly remote: Port;
}

export interface LocalDatapaths {
  readonly local: Collection<Uuid, LocalDatapath>;
  readonly localByKey: Group<number, Uuid, LocalDatapath>;
  readonly peersOf: (datapath: Uuid) => readonly Peers[];
  /** Ports by `DATAPATH KEY` that logical flows are about. */
  readonly isRelated: (datapath: Uuid, key: number) => boolean;
  readonly isRelatedPort: (port: Uuid) => boolean;
}

/** From datapath to datapath, through the port that leads there. */
interface Edge {
  readonly from: Uuid;
  readonly to: Uuid;
}

export function localDatapathsOf(graph: Graph, world: World, { presence, attracting }: Bindings): LocalDatapaths {
  const { sb } = world;
  const edges = graph.map(
    'ways between datapaths',
    sb.ports,
    (port): Edge | undefined => {
      const self = world.self();
      const peer = world.peerOf(port);
      if (self === undefined || peer === undefined || !leadsOn(world, self, port, peer)) return undefined;
      return { from: port.datapath, to: peer.datapath };
    },
    { same: (a, b) => a.from === b.from && a.to === b.to },
  );
  const edgesFrom = edges.by('ways from a datapath', ({ from }) => [from]);
  const seeds = graph.map('datapaths of ports that are here', sb.datapaths, (_, uuid) =>
    attracting.has(uuid) ? uuid : undefined,
  );
  const seedsOfAll = seeds.by('all datapaths of ports that are here', () => ['']);
  const reached = graph.memo('reached datapaths', () => reachedFrom(seedsOfAll.values(''), edgesFrom), {
    same: (a, b) => a.size === b.size && Array.from(a).every((uuid) => b.has(uuid)),
  });
  const isLocal = graph.map('whether a datapath is local', sb.datapaths, (_, uuid) =>
    reached.get('').has(uuid) ? true : undefined,
  );
  const local = graph.map(
    'local datapaths',
    isLocal,
    (_, uuid) => {
      const datapath = sb.datapaths.get(uuid);
      return datapath && { ...datapath, localnet: localnetOf(world, uuid) };
    },
    { same: sameLocal },
  );
  const related = graph.map('related ports', sb.ports, ({ type, datapath }, uuid) => {
    const is = type === 'localnet' ? isLocal.has(datapath) : presence.get(uuid)?.isRelated;
    return is ? true : undefined;
  });
  return {
    local,
    localByKey: local.by('local datapaths by key', ({ key }) => [key]),
    peersOf: (datapath) =>
      sb.linksOf.values(datapath).flatMap((port): readonly Peers[] => {
        const remote = world.peerOf(port);
        if (remote === undefined || !isLocal.has(port.datapath)) return [];
        const isWay = edges.has(port.uuid) || (edges.has(remote.uuid) && isLocal.has(remote.datapath));
        return isWay ? [{ local: port, remote }] : [];
      }),
    isRelated: (datapath, key) => sb.placesByKey.keys(`${datapath} ${key}`).some((uuid) => related.has(uuid)),
    isRelatedPort: (uuid) => related.has(uuid),
  };
}

function leadsOn(world: World, self: Self, port: Port, peer: Port): boolean {
  if (port.type === 'l3gateway') return port.chassis === self.uuid && peer.chassis === self.uuid;
  if (port.type !== 'patch') return false;
  const names = [port, peer].map(({ options }) => options.get('chassis-redirect-port'));
  if (names.every((name) => name === undefined)) return true;
  const [own, other] = names.map(world.port);
  if (own === undefined && other === undefined) return false;
  const isSwitch = (uuid: Uuid) => world.sb.datapaths.get(uuid)?.isSwitch ?? false;
  if (other !== undefined && isSwitch(port.datapath) && !isSwitch(peer.datapath))
    return world.isMember(other.haGroup, self.uuid);
  if (own !== undefined && !flag(own.options, 'always-redirect')) return true;
  return own?.haGroup !== undefined && world.isMember(own.haGroup, self.uuid);
}

function reachedFrom(seeds: readonly Uuid[], edges: Group<Uuid, Uuid, Edge>): ReadonlySet<Uuid> {
  const reached = new Set(seeds);
  // A set is walked to its end, also what is added on the way.
  for (const datapath of reached) for (const { to } of edges.values(datapath)) reached.add(to);
  return reached;
}

/** Of several localnet ports the first counts, of those whose network has a bridge here. */
function localnetOf({ sb, here }: World, datapath: Uuid): Port | undefined {
  const mappings = here.settings()?.bridgeMappings;
  return sb.localnetsOf.values(datapath).find(({ options }) => mappings?.has(options.get('network_name') ?? ''));
}

function sameLocal(a: LocalDatapath, b: LocalDatapath): boolean {
  return (
    a.key === b.key &&
    a.isSwitch === b.isSwitch &&
    a.name === b.name &&
    a.localnet === b.localnet &&
    a.options.size === b.options.size &&
    Array.from(a.options).every(([key, value]) => b.options.get(key) === value)
  );
}
