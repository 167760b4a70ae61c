/**
 * What there is in the northbound database beyond switches and their ports: routers
 * with everything on them, load balancers, port groups, address sets, DHCP. A
 * release that has none of it has no `TopologyModel`.
 */
import type { Uuid } from '../base';
import type { DatabaseView } from '../ovsdb';

export interface NbRouter {
  readonly uuid: Uuid;
  /** Need not be unique, and may be empty. */
  readonly name: string;
  readonly enabled: boolean;
  /** The chassis that a gateway router is bound to. */
  readonly chassis: string | undefined;
  readonly ports: readonly NbRouterPort[];
  readonly nats: readonly NbNat[];
  readonly routes: readonly NbRoute[];
  readonly policies: readonly NbRouterPolicy[];
}

export interface NbRouterPort {
  readonly uuid: Uuid;
  /** Unique over the deployment. */
  readonly name: string;
  readonly mac: string;
  /** With the lengths of their prefixes, `10.0.0.1/24`. */
  readonly networks: readonly string[];
  /** The port of another router that it is wired to directly. */
  readonly peer: string | undefined;
  /** Where its traffic leaves: the highest priority first. */
  readonly gateways: readonly NbGateway[];
  readonly enabled: boolean;
}

export interface NbGateway {
  readonly chassis: string;
  /** 0 to 32767. */
  readonly priority: number;
}

export interface NbNat {
  readonly uuid: Uuid;
  /** `snat`, `dnat` or `dnat_and_snat`. */
  readonly type: string;
  readonly externalIp: string;
  /** An address, or a network for `snat`. */
  readonly logicalIp: string;
  /** Of a floating address that is answered where its port is. */
  readonly logicalPort: string | undefined;
  readonly externalMac: string | undefined;
}

export interface NbRoute {
  readonly uuid: Uuid;
  readonly prefix: string;
  /** An address, or `discard`. */
  readonly nexthop: string;
  readonly outputPort: string | undefined;
  /** Empty for the main table. */
  readonly table: string;
  /** `dst-ip` or `src-ip`: which address of a packet the prefix is about. */
  readonly by: string;
}

export interface NbRouterPolicy {
  readonly uuid: Uuid;
  /** 0 to 32767. */
  readonly priority: number;
  readonly match: string;
  readonly action: string;
  readonly nexthops: readonly string[];
}

export interface NbLoadBalancer {
  readonly uuid: Uuid;
  readonly name: string;
  /** Undefined where none is named: then it is TCP where a VIP has a port. */
  readonly protocol: string | undefined;
  readonly vips: readonly NbVip[];
  /** The switches and routers that it works on, those of load balancer groups left out. */
  readonly switches: readonly Uuid[];
  readonly routers: readonly Uuid[];
}

export interface NbVip {
  /** `10.0.0.100:80`, or the address alone. */
  readonly vip: string;
  readonly backends: readonly string[];
}

export interface NbPortGroup {
  readonly uuid: Uuid;
  readonly name: string;
  readonly ports: readonly Uuid[];
}

export interface NbAddressSet {
  readonly uuid: Uuid;
  readonly name: string;
  readonly addresses: readonly string[];
}

export interface NbDhcpOptions {
  readonly uuid: Uuid;
  readonly cidr: string;
  readonly options: Readonly<Record<string, string>>;
}

/** Everything in the order of creation. */
export interface TopologyModel {
  /** The tables of which the rest is read: a change of another changes nothing here. */
  readonly tables: ReadonlySet<string>;

  routers(nb: DatabaseView): readonly NbRouter[];
  loadBalancers(nb: DatabaseView): readonly NbLoadBalancer[];
  portGroups(nb: DatabaseView): readonly NbPortGroup[];
  addressSets(nb: DatabaseView): readonly NbAddressSet[];
  dhcpOptions(nb: DatabaseView): readonly NbDhcpOptions[];
}
