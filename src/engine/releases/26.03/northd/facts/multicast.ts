/** Multicast: what each switch does with it, and which groups have members where (as ovn-controllers have learnt). */
import type { Uuid } from '../../../../base';
import type { Collection, Group } from '../../../../derive';
import { getOptionalUuid, getString, getUuids } from '../../../../ovsdb';
import type { RouterPorts } from './router-ports';
import type { RouterFacts } from './routers';
import { optionIs, optionNumber, SAME, type Sources } from './sources';
import type { SwitchPortFacts, SwitchPorts } from './switch-ports';
import type { SwitchFacts } from './switches';

export interface SwitchMulticast {
  readonly sw: Uuid;
  /** Listens to the reports of members (`mcast_snoop`). */
  readonly snoops: boolean;
  /** Sends what nobody has joined to all (`mcast_flood_unregistered`). */
  readonly floodsUnregistered: boolean;
  /** How many groups of each IP version it forwards. */
  readonly tableSize: number;
  /** A router of the switch relays multicast (`flood_relay`). */
  readonly relays: boolean;
  /** A port wants all multicast (`flood_static`). */
  readonly floodsStatic: boolean;
}

/** A group with members behind a switch or a router; its name is its address. */
export interface MulticastGroup {
  readonly datapath: Uuid;
  readonly kind: 'switch' | 'router';
  readonly name: string;
  /** Names of ports, for routers those of chassisredirect ports where there are any. */
  readonly ports: readonly string[];
}

export interface Multicast {
  readonly ofSwitch: Collection<Uuid, SwitchMulticast>;
  readonly groups: Collection<string, MulticastGroup>;
  readonly groupsByDatapath: Group<Uuid, string, MulticastGroup>;
  /** Ports behind which ovn-controllers have seen multicast routers. */
  readonly routerPorts: (sw: Uuid) => readonly string[];
}

/** What stands for the address where ovn-controllers tell of multicast routers (`OVN_IGMP_GROUP_MROUTERS`). */
const ROUTERS = 'mrouters';

export function multicast(
  from: Sources,
  switches: Collection<Uuid, SwitchFacts>,
  routers: Collection<Uuid, RouterFacts>,
  switchPorts: SwitchPorts,
  routerPorts: RouterPorts,
): Multicast {
  const { graph, sb } = from;
  const routerPeer = (port: SwitchPortFacts) =>
    port.peer?.kind === 'router' ? routerPorts.all.get(port.peer.port) : undefined;
  const leadsToRelay = (port: SwitchPortFacts): boolean => {
    const router = routerPeer(port)?.router;
    const options = router === undefined ? undefined : routers.get(router)?.options;
    return options !== undefined && optionIs(options, 'mcast_relay');
  };
  const wantsAll = switchPorts.all.by('ports that want all multicast by switch', (port) =>
    port.enabled && optionIs(port.options, 'receive_multicast', true) && optionIs(port.options, 'mcast_flood')
      ? [port.sw]
      : [],
  );
  const ofSwitch = graph.map(
    'multicast of switches',
    switches,
    ({ otherConfig, routerPorts: ports }, sw): SwitchMulticast => ({
      sw,
      snoops: optionIs(otherConfig, 'mcast_snoop'),
      floodsUnregistered: optionIs(otherConfig, 'mcast_flood_unregistered'),
      tableSize: optionNumber(otherConfig, 'mcast_table_size', 2048),
      relays: ports.some((uuid) => {
        const port = switchPorts.all.get(uuid);
        return port !== undefined && leadsToRelay(port);
      }),
      floodsStatic: wantsAll.has(sw),
    }),
    SAME,
  );

  const datapaths = sb.table('Datapath_Binding', ['nb_uuid']);
  const bindings = sb.table('Port_Binding', ['logical_port']);
  // What one chassis has learnt of one group on one switch.
  const learnt = graph.map(
    'learnt members of multicast groups',
    sb.table('IGMP_Group', ['address', 'datapath', 'ports', 'chassis']),
    (row): MulticastGroup | undefined => {
      const datapath = getOptionalUuid(row, 'datapath');
      const binding = datapath === undefined ? undefined : datapaths.get(datapath);
      const sw = binding === undefined ? undefined : getOptionalUuid(binding, 'nb_uuid');
      if (sw === undefined || !switches.has(sw) || getOptionalUuid(row, 'chassis') === undefined) return undefined;
      const ports = getUuids(row, 'ports').flatMap((uuid) => {
        const bound = bindings.get(uuid);
        const name = bound === undefined ? undefined : getString(bound, 'logical_port');
        const port = name === undefined ? undefined : switchPorts.byName.first(name);
        return port === undefined || isFlooded(port) || leadsToRelay(port) ? [] : [port.name];
      });
      return ports.length === 0 ? undefined : { datapath: sw, kind: 'switch', name: getString(row, 'address'), ports };
    },
    SAME,
  );
  const relayed = (group: MulticastGroup): readonly MulticastGroup[] => {
    if (!isRoutable(group.name)) return [];
    return (switches.get(group.datapath)?.routerPorts ?? []).flatMap((uuid): readonly MulticastGroup[] => {
      const port = switchPorts.all.get(uuid);
      const peer = port === undefined ? undefined : routerPeer(port);
      if (port === undefined || peer === undefined || !leadsToRelay(port)) return [];
      if (optionIs(peer.options, 'mcast_flood')) return [];
      const ports = [peer.crPort?.name ?? peer.name];
      return [{ datapath: peer.router, kind: 'router', name: group.name, ports }];
    });
  };
  const entries = graph.flatMap(
    'members of multicast groups',
    learnt,
    (group, uuid) => {
      if (group.name === ROUTERS) return [];
      const outside = (switches.get(group.datapath)?.localnetPorts ?? []).flatMap(
        (port) => switchPorts.all.get(port)?.name ?? [],
      );
      const own = { ...group, ports: [...group.ports, ...outside] };
      return [own, ...relayed(group)].map(
        (entry) => [`${keyOf(entry)} ${uuid} ${entry.ports.join(' ')}`, entry] as const,
      );
    },
    SAME,
  );
  const byGroup = entries.by('members by multicast group', (entry) => [keyOf(entry)]);
  const groups = graph.flatMap(
    'multicast groups',
    entries,
    (entry): [string, MulticastGroup][] => {
      const ports = byGroup.values(keyOf(entry)).flatMap((member) => member.ports);
      return [[keyOf(entry), { ...entry, ports: [...new Set(ports)].sort() }]];
    },
    SAME,
  );
  const seen = learnt.by('multicast routers by switch', ({ name, datapath }) => (name === ROUTERS ? [datapath] : []));
  return {
    ofSwitch,
    groups,
    groupsByDatapath: groups.by('multicast groups by datapath', ({ datapath }) => [datapath]),
    routerPorts: (sw) => [...new Set(seen.values(sw).flatMap(({ ports }) => ports))].sort(),
  };
}

function keyOf({ datapath, name }: MulticastGroup): string {
  return `${datapath} ${name}`;
}

/** What goes to a port in any case. */
function isFlooded({ options }: SwitchPortFacts): boolean {
  return optionIs(options, 'mcast_flood') || optionIs(options, 'mcast_flood_reports');
}

/** Of IPv6 groups only those are relayed whose scope is larger than a realm (RFC 4291, 2.7). */
function isRoutable(address: string): boolean {
  if (!address.includes(':')) return true;
  const scope = /^ff[0-9a-f]([0-9a-f]):/i.exec(address)?.[1];
  return scope !== undefined && !'0123f'.includes(scope.toLowerCase());
}
