/**
 * Which logical ports are on this hypervisor, type by type (controller/binding.c of OVN): which of
 * them logical flows are about, which need a connection tracking zone, and which make their datapath
 * a local one.
 */
import type { Uuid } from '../../../base';
import type { Collection, Graph, Group } from '../../../derive';
import { words, type Vif } from './facts/hypervisor';
import { flag, type Port } from './facts/southbound';
import type { Self, World } from './facts/world';

export interface Presence {
  /** Logical flows that name it are of use here. */
  readonly isRelated: boolean;
  /** It keeps connections in a zone of its own. */
  readonly hasZone: boolean;
  /** Its datapath is local because of it. */
  readonly attracts: boolean;
  /** It has its port security checked here. */
  readonly isBound: boolean;
}

export interface Bindings {
  /** Of every port but localnet ones, which go by their datapath. */
  readonly presence: Collection<Uuid, Presence>;
  readonly attracting: Group<Uuid, Uuid, { readonly datapath: Uuid }>;
  /** The interface of a VIF or localport that is plugged in here, whoever has claimed it. */
  readonly vifOf: (port: Port | undefined) => Vif | undefined;
  /** Whether it is a VIF with an interface here. */
  readonly isPlugged: (name: string) => boolean;
}

export function bindingsOf(graph: Graph, world: World): Bindings {
  const plugged = graph.memo('interface of a port', (name: string) => world.here.vifs.first(name));
  const vifOf = (port: Port | undefined) => {
    if (port === undefined || (port.type !== 'vif' && port.type !== 'localport')) return undefined;
    const vif = plugged.get(port.name);
    return vif !== undefined && hasVersion(vif, port) ? vif : undefined;
  };
  const presence = graph.map(
    'presence',
    world.sb.ports,
    (port) => {
      const self = world.self();
      return self && presenceOf(world, self, port, vifOf);
    },
    { same: samePresence },
  );
  const attracting = graph
    .map('ports that make their datapath local', presence, ({ attracts }, uuid) => {
      const port = attracts ? world.sb.ports.get(uuid) : undefined;
      return port && { datapath: port.datapath };
    })
    .by('ports that make a datapath local', ({ datapath }) => [datapath]);
  return {
    presence,
    attracting,
    vifOf,
    isPlugged: (name) => vifOf(world.port(name)) !== undefined && world.port(name)?.type === 'vif',
  };
}

const ABSENT: Presence = { isRelated: false, hasZone: false, attracts: false, isBound: false };
const KNOWN: Presence = { ...ABSENT, isRelated: true };
const PRESENT: Presence = { isRelated: true, hasZone: true, attracts: true, isBound: false };

function presenceOf(world: World, self: Self, port: Port, vifOf: Bindings['vifOf']): Presence {
  switch (port.type) {
    case 'vif':
      return vifOf(port) !== undefined && canBind(self, port) !== undefined ? bound(PRESENT, self, port) : ABSENT;
    case 'container':
    case 'mirror': {
      const parent = world.port(port.type === 'mirror' ? port.mirroredPort : port.parent);
      if (parent?.type !== 'vif' || vifOf(parent) === undefined) return ABSENT;
      return canBind(self, port) !== undefined && canBind(self, parent) !== undefined
        ? bound(PRESENT, self, port)
        : ABSENT;
    }
    case 'virtual': {
      const parent = world.port(port.virtualParent);
      const isHere = parent?.type === 'vif' && vifOf(parent) !== undefined && isAt(parent, self.uuid);
      return isHere ? bound(PRESENT, self, port) : ABSENT;
    }
    case 'localport':
      return vifOf(port) === undefined ? ABSENT : { ...KNOWN, hasZone: true };
    case 'patch':
      return { ...KNOWN, hasZone: flag(port.options, 'enable_router_port_acl') };
    case 'l2gateway':
    case 'l3gateway':
      return port.options.get(`${port.type}-chassis`) === self.name ? PRESENT : ABSENT;
    case 'chassisredirect':
    case 'external': {
      if (!world.isMember(port.haGroup, self.uuid)) return ABSENT;
      return world.isActive(port.haGroup, self.uuid) ? PRESENT : { ...PRESENT, hasZone: false };
    }
    case 'remote':
    case 'vtep':
      return KNOWN;
    case 'localnet':
    case 'unknown':
      return ABSENT;
  }
}

function bound(presence: Presence, self: Self, port: Port): Presence {
  return { ...presence, isBound: port.chassis === self.uuid };
}

/** Bound to the chassis, as the only one or as one of several while a port moves. */
export function isAt(port: Port, chassis: Uuid): boolean {
  return port.chassis === chassis || port.additionalChassis.includes(chassis);
}

/** As the chassis of a port, or as one of several while it moves. */
export type Role = 'main' | 'additional';

/** As what the port may be bound here: always as its chassis, unless somebody asked for others. */
export function canBind(self: Self, port: Port): Role | undefined {
  if (port.requestedChassis === self.uuid) return 'main';
  if (port.requestedAdditionalChassis.includes(self.uuid)) return 'additional';
  const requested = words(port.options.get('requested-chassis'));
  const at = requested.findIndex((name) => name === self.name || name === self.hostname);
  if (requested.length === 0) return 'main';
  return at < 0 ? undefined : at === 0 ? 'main' : 'additional';
}

/** An interface may say which incarnation of a port it is meant for. */
function hasVersion(vif: Vif, port: Port): boolean {
  const wanted = port.options.get('iface-id-ver');
  return wanted === undefined || wanted === vif.version;
}

function samePresence(a: Presence, b: Presence): boolean {
  return a.isRelated === b.isRelated && a.hasZone === b.hasZone && a.attracts === b.attracts && a.isBound === b.isBound;
}
