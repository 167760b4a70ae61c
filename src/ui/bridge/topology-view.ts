/** Routers and what else a release of today has beside switches, as the page is told of it. */
import type {
  NbAddressSet,
  NbAcl,
  NbDhcpOptions,
  NbLoadBalancer,
  NbPortGroup,
  NbRouter,
  NbRouterPort,
} from '../../engine/network';
import type { Deployment } from '../../engine/releases';

export type RouterView = NbRouter;
export type RouterPortView = NbRouterPort;
export type LoadBalancerView = NbLoadBalancer;
export type AddressSetView = NbAddressSet;
export type DhcpView = NbDhcpOptions;
export type PortGroupView = NbPortGroup & { readonly acls: readonly NbAcl[] };

export interface TopologyView {
  readonly routers: readonly RouterView[];
  readonly loadBalancers: readonly LoadBalancerView[];
  readonly portGroups: readonly PortGroupView[];
  readonly addressSets: readonly AddressSetView[];
  readonly dhcp: readonly DhcpView[];
}

/** Undefined in a release that has switches alone. */
export function topologyView({ nb, release }: Deployment): TopologyView | undefined {
  const { northbound } = release;
  const { topology } = northbound;
  if (topology === undefined) return undefined;
  return {
    routers: topology.routers(nb),
    loadBalancers: topology.loadBalancers(nb),
    portGroups: topology.portGroups(nb).map((group) => ({ ...group, acls: northbound.aclsOf(nb, group.uuid) })),
    addressSets: topology.addressSets(nb),
    dhcp: topology.dhcpOptions(nb),
  };
}

/** `after`, with what says the same as before still the same object. */
export function keptTopology(before: TopologyView | undefined, after: TopologyView): TopologyView {
  if (before === undefined) return after;
  return {
    routers: kept(before.routers, after.routers),
    loadBalancers: kept(before.loadBalancers, after.loadBalancers),
    portGroups: kept(before.portGroups, after.portGroups),
    addressSets: kept(before.addressSets, after.addressSets),
    dhcp: kept(before.dhcp, after.dhcp),
  };
}

function kept<T extends { readonly uuid: string }>(before: readonly T[], after: readonly T[]): readonly T[] {
  const known = new Map(before.map((one) => [one.uuid, one]));
  const all = after.map((one) => {
    const old = known.get(one.uuid);
    return old !== undefined && JSON.stringify(old) === JSON.stringify(one) ? old : one;
  });
  return all.length === before.length && all.every((one, index) => one === before[index]) ? before : all;
}
