/** The facts of one hypervisor and its southbound database together, and who of the chassis it is. */
import type { Uuid } from '../../../../base';
import type { Graph } from '../../../../derive';
import type { HypervisorFacts, Settings, Tunnel } from './hypervisor';
import type { Port, SouthboundFacts } from './southbound';

export interface Self {
  /** The row of this chassis. */
  readonly uuid: Uuid;
  readonly name: string;
  readonly hostname: string;
  readonly encapIps: readonly string[];
}

export interface World {
  readonly sb: SouthboundFacts;
  readonly here: HypervisorFacts;
  /** Undefined until the chassis is registered: nothing is done then. */
  readonly self: () => Self | undefined;
  readonly port: (name: string | undefined) => Port | undefined;
  /** The other end of a patch port or of a gateway router's. */
  readonly peerOf: (port: Port) => Port | undefined;
  readonly chassisName: (uuid: Uuid | undefined) => string | undefined;
  /** The tunnel to a chassis, and, where they are named, between these two addresses. */
  readonly tunnelTo: (chassis: string, remoteIp?: string, localIp?: string) => Tunnel | undefined;
  /** The encapsulation of this chassis for a port that chose this address, or none; undefined where there is no choice. */
  readonly encapOf: (ip: string | undefined) => Uuid | undefined;
  /** Whether the HA group has a chassis, and whether that chassis serves it now. */
  readonly isMember: (group: Uuid | undefined, chassis: Uuid) => boolean;
  readonly isActive: (group: Uuid | undefined, chassis: Uuid) => boolean;
  /** The chassis of an HA group, the first choice first, whether they are alive or not. */
  readonly ranking: (group: Uuid | undefined) => readonly Uuid[];
  /** Whether `is_chassis_resident("PORT")` holds. */
  readonly isResident: (port: string) => boolean;
}

const ONLY = '';

export function worldOf(graph: Graph, sb: SouthboundFacts, here: HypervisorFacts): World {
  const self = graph.memo('this chassis', () => readSelf(here.settings(), sb), { same: sameSelf });
  const alive = graph.memo('chassis that answer', () => aliveChassis(here), { same: sameSet });
  const chassisName = graph.memo('names of chassis', (uuid: Uuid) => sb.chassis.get(uuid)?.name);
  const members = graph.memo('HA chassis', (group: Uuid) => readMembers(sb, group), { same: sameMembers });
  const activeMember = graph.memo('active here', (group: Uuid) => {
    const own = self.get(ONLY);
    return own !== undefined && isActive(sb, members.get(group), group, own.uuid, alive.get(ONLY), chassisName.get);
  });
  const port = (name: string | undefined) => (name === undefined ? undefined : sb.portsByName.first(name));
  const isMember = (group: Uuid | undefined, chassis: Uuid) =>
    group !== undefined && members.get(group).some((member) => member.chassis === chassis);
  const resident = graph.memo('resident ports', (name: string) => {
    const own = self.get(ONLY);
    const named = port(name);
    if (own === undefined || named === undefined) return false;
    if (named.type !== 'chassisredirect') return named.chassis === own.uuid;
    return named.haGroup !== undefined && isMember(named.haGroup, own.uuid) && activeMember.get(named.haGroup);
  });
  return {
    sb,
    here,
    self: () => self.get(ONLY),
    port,
    peerOf: ({ type, options }) => (type === 'patch' || type === 'l3gateway' ? port(options.get('peer')) : undefined),
    chassisName: (uuid) => (uuid === undefined ? undefined : chassisName.get(uuid)),
    tunnelTo: (chassis, remoteIp, localIp) =>
      here.tunnelsTo
        .values(chassis)
        .find(
          (tunnel) =>
            (remoteIp === undefined || tunnel.remoteIp === remoteIp) &&
            (localIp === undefined || tunnel.localIp === undefined || tunnel.localIp === localIp),
        ),
    encapOf: (ip) => chosenEncap(sb, self.get(ONLY)?.name, ip),
    isMember,
    isActive: (group, chassis) =>
      group !== undefined && chassis === self.get(ONLY)?.uuid && isMember(group, chassis) && activeMember.get(group),
    ranking: (group) =>
      group === undefined ? [] : ranked(members.get(group), chassisName.get).flatMap(({ chassis }) => chassis ?? []),
    isResident: (name) => resident.get(name),
  };
}

function readSelf(settings: Settings | undefined, sb: SouthboundFacts): Self | undefined {
  const chassis = settings && sb.chassisByName.first(settings.systemId);
  if (settings === undefined || chassis === undefined) return undefined;
  return { uuid: chassis.uuid, name: chassis.name, hostname: chassis.hostname, encapIps: settings.encapIps };
}

function sameSelf(a: Self | undefined, b: Self | undefined): boolean {
  return (
    a?.uuid === b?.uuid &&
    a?.name === b?.name &&
    a?.hostname === b?.hostname &&
    a?.encapIps.join() === b?.encapIps.join()
  );
}

function aliveChassis({ tunnels }: HypervisorFacts): ReadonlySet<string> {
  const names = new Set<string>();
  for (const uuid of tunnels.keys()) {
    const tunnel = tunnels.get(uuid);
    if (tunnel?.isAlive) names.add(tunnel.chassis);
  }
  return names;
}

function sameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && Array.from(a).every((member) => b.has(member));
}

/** Geneve before VXLAN. */
function chosenEncap({ encapIps, encapsOf }: SouthboundFacts, own: string | undefined, ip: string | undefined) {
  const all = own === undefined ? [] : encapsOf.keys(own);
  if (all.length < 2) return undefined;
  const fits = all.filter((uuid) => {
    const encap = encapIps.get(uuid);
    return ip === undefined ? encap?.isDefault : encap?.ip === ip;
  });
  return fits.find((uuid) => encapIps.get(uuid)?.type === 'geneve') ?? fits[0];
}

interface Member {
  readonly chassis: Uuid | undefined;
  readonly priority: number;
}

function readMembers({ haGroups, haMembers }: SouthboundFacts, group: Uuid): readonly Member[] {
  return (haGroups.get(group)?.members ?? []).flatMap((uuid) => haMembers.get(uuid) ?? []);
}

function sameMembers(a: readonly Member[], b: readonly Member[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ chassis, priority }, i) => chassis === b[i]?.chassis && priority === b[i]?.priority)
  );
}

type NameOf = (uuid: Uuid) => string | undefined;

/** Those that are registered; of equal priority, the name that is last in the alphabet comes first. */
function ranked(members: readonly Member[], nameOf: NameOf): readonly Member[] {
  const name = ({ chassis }: Member) => (chassis === undefined ? '' : (nameOf(chassis) ?? ''));
  return members
    .filter(({ chassis }) => chassis !== undefined && nameOf(chassis) !== undefined)
    .sort((a, b) => b.priority - a.priority || (name(a) < name(b) ? 1 : -1));
}

/** Whether a chassis is the first of its group that lives, as far as it can see. */
function isActive(
  { haGroups }: SouthboundFacts,
  members: readonly Member[],
  group: Uuid,
  own: Uuid,
  alive: ReadonlySet<string>,
  nameOf: NameOf,
): boolean {
  const registered = members.filter(({ chassis }) => chassis !== undefined);
  if (registered.every(({ chassis }) => chassis !== own)) return false;
  if (members.length === 1 || registered.length === 1) return true;
  // Who sees nobody has lost its own connection.
  if (alive.size === 0) return false;
  const isAlive = (uuid: Uuid) => alive.has(nameOf(uuid) ?? '');
  const living = ranked(registered, nameOf).filter(
    ({ chassis }) => chassis === own || (chassis !== undefined && isAlive(chassis)),
  );
  // The only one left is active if it sees somebody whom the group serves.
  if (living.length === 1) return (haGroups.get(group)?.references ?? []).some(isAlive);
  return living[0]?.chassis === own;
}
