/** What can be drawn where there are routers: the kinds of edit, and how a release writes them. */
import type { Result, Uuid } from '../base';
import type { DatabaseView } from '../ovsdb';

/**
 * Routers and switches are named by UUID or name, ports by name, rows that have no
 * name of their own by UUID. Names of ports that are not given are made of those that
 * they connect: `lr0-sw0`, `sw0-lr0`.
 */
export type TopologyEdit =
  | { readonly kind: 'createRouter'; readonly name: string }
  | { readonly kind: 'renameRouter'; readonly router: Uuid; readonly name: string }
  /** With the ports of switches that lead to it. */
  | { readonly kind: 'deleteRouter'; readonly router: Uuid }
  | {
      readonly kind: 'connectSwitch';
      readonly router: string;
      readonly switch: string;
      readonly mac: string;
      /** The router's own addresses, with the lengths of their prefixes. */
      readonly networks: readonly string[];
    }
  | {
      readonly kind: 'connectRouters';
      readonly left: RouterEnd;
      readonly right: RouterEnd;
    }
  | {
      readonly kind: 'setRouterPort';
      readonly port: string;
      readonly mac?: string;
      readonly networks?: readonly string[];
    }
  /** With the port of a switch that leads to it. */
  | { readonly kind: 'deleteRouterPort'; readonly port: string }
  | { readonly kind: 'setGateway'; readonly port: string; readonly chassis: string; readonly priority: number }
  | { readonly kind: 'deleteGateway'; readonly port: string; readonly chassis: string }
  | {
      readonly kind: 'addNat';
      readonly router: string;
      /** `snat`, `dnat` or `dnat_and_snat`. */
      readonly type: string;
      readonly externalIp: string;
      readonly logicalIp: string;
      /** Both or neither: where the port is, its hypervisor answers for the address. */
      readonly logicalPort?: string;
      readonly externalMac?: string;
    }
  | { readonly kind: 'deleteNat'; readonly nat: Uuid }
  | {
      readonly kind: 'addRoute';
      readonly router: string;
      readonly prefix: string;
      /** An address, or `discard`. */
      readonly nexthop: string;
      readonly port?: string;
    }
  | { readonly kind: 'deleteRoute'; readonly route: Uuid }
  | {
      readonly kind: 'addPolicy';
      readonly router: string;
      readonly priority: number;
      readonly match: string;
      /** `allow`, `drop` or `reroute`. */
      readonly action: string;
      readonly nexthop?: string;
    }
  | { readonly kind: 'deletePolicy'; readonly policy: Uuid }
  /** Makes the load balancer if there is none of that name. */
  | {
      readonly kind: 'addVip';
      readonly loadBalancer: string;
      readonly vip: string;
      readonly backends: readonly string[];
      readonly protocol?: string;
    }
  | { readonly kind: 'deleteVip'; readonly loadBalancer: string; readonly vip: string }
  | { readonly kind: 'deleteLoadBalancer'; readonly loadBalancer: string }
  /** To a switch or a router. */
  | { readonly kind: 'attachLoadBalancer'; readonly loadBalancer: string; readonly to: Uuid }
  | { readonly kind: 'detachLoadBalancer'; readonly loadBalancer: string; readonly from: Uuid }
  | { readonly kind: 'createPortGroup'; readonly name: string; readonly ports: readonly string[] }
  | { readonly kind: 'setPortGroup'; readonly group: string; readonly ports: readonly string[] }
  | { readonly kind: 'deletePortGroup'; readonly group: string }
  /** Makes the set if there is none of that name. */
  | { readonly kind: 'setAddressSet'; readonly name: string; readonly addresses: readonly string[] }
  | { readonly kind: 'deleteAddressSet'; readonly name: string }
  /** DHCP for the VIFs of a switch, by a server that the network itself plays. */
  | {
      readonly kind: 'addDhcp';
      readonly switch: string;
      readonly cidr: string;
      readonly options: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'setDhcpOptions'; readonly dhcp: Uuid; readonly options: Readonly<Record<string, string>> }
  | { readonly kind: 'deleteDhcp'; readonly dhcp: Uuid }
  /** Undefined: none. */
  | { readonly kind: 'setPortDhcp'; readonly port: string; readonly dhcp?: Uuid }
  | {
      readonly kind: 'connectPhysical';
      readonly switch: string;
      /** The name of the physical network, as `ovn-bridge-mappings` has it. */
      readonly network: string;
      /** The VLAN that it is in there, 1 to 4095. */
      readonly tag?: number;
    };

/** One end of a wire between two routers. */
export interface RouterEnd {
  readonly router: string;
  readonly mac: string;
  readonly networks: readonly string[];
}

/** How a release writes each of them; a problem where it cannot. */
export type TopologyEditTable = {
  readonly [Kind in TopologyEdit['kind']]: (
    edit: Extract<TopologyEdit, { kind: Kind }>,
    nb: DatabaseView,
  ) => Result<readonly string[]>;
};
