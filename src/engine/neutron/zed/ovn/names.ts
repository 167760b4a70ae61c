/** The names that the driver gives to rows of OVN. */
export const DROP_GROUP = 'neutron_pg_drop';
export const PROVNET_PREFIX = 'provnet-';
export const ROUTER_PORT_PREFIX = 'lrp-';

/** Switches, routers and groups of hypervisors. */
export function ovnName(id: string): string {
  return `neutron-${id}`;
}

export function provnetName(segment: string): string {
  return `${PROVNET_PREFIX}${segment}`;
}

export function routerPortName(port: string): string {
  return `${ROUTER_PORT_PREFIX}${port}`;
}

/** Names of port groups and address sets hold no dashes. */
export function portGroupName(group: string): string {
  return `pg_${group.replaceAll('-', '_')}`;
}

export function addressSetName(group: string, version: 'ip4' | 'ip6'): string {
  return `${portGroupName(group)}_${version}`;
}
