/** Routers, load balancers, port groups, address sets and DHCP options of a northbound database of today. */
import type { Uuid } from '../../../base';
import type {
  NbGateway,
  NbLoadBalancer,
  NbNat,
  NbRoute,
  NbRouter,
  NbRouterPolicy,
  NbRouterPort,
  TopologyModel,
} from '../../../network';
import {
  getNumber,
  getOptionalBoolean,
  getOptionalString,
  getOptionalUuid,
  getString,
  getStrings,
  getUuids,
  type DatabaseView,
  type Row,
} from '../../../ovsdb';
import { listed, recordOf } from './rows';

export const TOPOLOGY: TopologyModel = {
  tables: new Set([
    'Logical_Router',
    'Logical_Router_Port',
    'Logical_Router_Static_Route',
    'Logical_Router_Policy',
    'NAT',
    'Gateway_Chassis',
    'HA_Chassis_Group',
    'HA_Chassis',
    'Load_Balancer',
    'Port_Group',
    'Address_Set',
    'DHCP_Options',
  ]),
  routers: (nb) => Array.from(nb.rows('Logical_Router').values(), (row) => routerOf(nb, row)),
  loadBalancers(nb) {
    const [switches, routers] = [usersOf(nb, 'Logical_Switch'), usersOf(nb, 'Logical_Router')];
    return Array.from(nb.rows('Load_Balancer').values(), (row): NbLoadBalancer => {
      const vips = Object.entries(recordOf(row, 'vips'));
      return {
        uuid: row._uuid,
        name: getString(row, 'name'),
        protocol: getOptionalString(row, 'protocol'),
        vips: vips.map(([vip, backends]) => ({ vip, backends: backends.split(',').filter((each) => each !== '') })),
        switches: switches.get(row._uuid) ?? [],
        routers: routers.get(row._uuid) ?? [],
      };
    });
  },
  portGroups: (nb) =>
    Array.from(nb.rows('Port_Group').values(), (row) => ({
      uuid: row._uuid,
      name: getString(row, 'name'),
      ports: getUuids(row, 'ports'),
    })),
  addressSets: (nb) =>
    Array.from(nb.rows('Address_Set').values(), (row) => ({
      uuid: row._uuid,
      name: getString(row, 'name'),
      addresses: getStrings(row, 'addresses'),
    })),
  dhcpOptions: (nb) =>
    Array.from(nb.rows('DHCP_Options').values(), (row) => ({
      uuid: row._uuid,
      cidr: getString(row, 'cidr'),
      options: recordOf(row, 'options'),
    })),
};

/** By load balancer, the rows of a table that use it. */
function usersOf(nb: DatabaseView, table: string): ReadonlyMap<Uuid, readonly Uuid[]> {
  const users = new Map<Uuid, Uuid[]>();
  for (const row of nb.rows(table).values())
    for (const uuid of getUuids(row, 'load_balancer')) users.set(uuid, [...(users.get(uuid) ?? []), row._uuid]);
  return users;
}

function routerOf(nb: DatabaseView, row: Row): NbRouter {
  return {
    uuid: row._uuid,
    name: getString(row, 'name'),
    enabled: getOptionalBoolean(row, 'enabled') ?? true,
    chassis: recordOf(row, 'options').chassis,
    ports: listed(nb, row, 'ports', 'Logical_Router_Port').map((port) => routerPortOf(nb, port)),
    nats: listed(nb, row, 'nat', 'NAT').map(natOf),
    routes: listed(nb, row, 'static_routes', 'Logical_Router_Static_Route').map(routeOf),
    policies: listed(nb, row, 'policies', 'Logical_Router_Policy').map(policyOf),
  };
}

function routerPortOf(nb: DatabaseView, row: Row): NbRouterPort {
  return {
    uuid: row._uuid,
    name: getString(row, 'name'),
    mac: getString(row, 'mac'),
    networks: getStrings(row, 'networks'),
    peer: getOptionalString(row, 'peer'),
    gateways: gatewaysOf(nb, row),
    enabled: getOptionalBoolean(row, 'enabled') ?? true,
  };
}

/** A group of chassis stands before gateway chassis, as in ovn-northd. */
function gatewaysOf(nb: DatabaseView, row: Row): readonly NbGateway[] {
  const uuid = getOptionalUuid(row, 'ha_chassis_group');
  const group = uuid === undefined ? undefined : nb.row('HA_Chassis_Group', uuid);
  const rows =
    group === undefined
      ? listed(nb, row, 'gateway_chassis', 'Gateway_Chassis')
      : listed(nb, group, 'ha_chassis', 'HA_Chassis');
  return rows
    .map((each) => ({ chassis: getString(each, 'chassis_name'), priority: getNumber(each, 'priority') }))
    .toSorted((a, b) => b.priority - a.priority);
}

function natOf(row: Row): NbNat {
  return {
    uuid: row._uuid,
    type: getString(row, 'type'),
    externalIp: getString(row, 'external_ip'),
    logicalIp: getString(row, 'logical_ip'),
    logicalPort: getOptionalString(row, 'logical_port'),
    externalMac: getOptionalString(row, 'external_mac'),
  };
}

function routeOf(row: Row): NbRoute {
  return {
    uuid: row._uuid,
    prefix: getString(row, 'ip_prefix'),
    nexthop: getString(row, 'nexthop'),
    outputPort: getOptionalString(row, 'output_port'),
    table: getString(row, 'route_table'),
    by: getOptionalString(row, 'policy') ?? 'dst-ip',
  };
}

function policyOf(row: Row): NbRouterPolicy {
  const nexthop = getOptionalString(row, 'nexthop');
  const nexthops = getStrings(row, 'nexthops');
  return {
    uuid: row._uuid,
    priority: getNumber(row, 'priority'),
    match: getString(row, 'match'),
    action: getString(row, 'action'),
    nexthops: nexthops.length === 0 && nexthop !== undefined ? [nexthop] : nexthops,
  };
}
