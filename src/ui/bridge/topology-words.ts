/** What an act on routers and what belongs to them is called, on the buttons that undo it. */
import { exhaustive } from '../../engine/base';
import type { TopologyEdit } from '../../engine/network';

/** `nameOf` knows what is meant by a UUID. */
export function topologyWords(edit: TopologyEdit, nameOf: (id: string) => string): string {
  switch (edit.kind) {
    case 'createRouter':
    case 'createPortGroup':
      return `add ${edit.name}`;
    case 'renameRouter':
      return `rename ${nameOf(edit.router)}`;
    case 'deleteRouter':
      return `delete ${nameOf(edit.router)}`;
    case 'connectSwitch':
      return `connect ${nameOf(edit.switch)} to ${nameOf(edit.router)}`;
    case 'connectRouters':
      return `connect ${nameOf(edit.left.router)} to ${nameOf(edit.right.router)}`;
    case 'setRouterPort':
      return `addresses of ${nameOf(edit.port)}`;
    case 'deleteRouterPort':
      return `delete ${nameOf(edit.port)}`;
    case 'setGateway':
      return `gateway chassis ${edit.chassis} for ${nameOf(edit.port)}`;
    case 'deleteGateway':
      return `take gateway chassis ${edit.chassis} from ${nameOf(edit.port)}`;
    case 'addNat':
      return `add NAT to ${nameOf(edit.router)}`;
    case 'deleteNat':
      return 'delete a NAT rule';
    case 'addRoute':
      return `add a route to ${nameOf(edit.router)}`;
    case 'deleteRoute':
      return 'delete a route';
    case 'addPolicy':
      return `add a policy to ${nameOf(edit.router)}`;
    case 'deletePolicy':
      return 'delete a policy';
    case 'addVip':
      return `${edit.vip} of ${nameOf(edit.loadBalancer)}`;
    case 'deleteVip':
      return `delete ${edit.vip} of ${nameOf(edit.loadBalancer)}`;
    case 'deleteLoadBalancer':
      return `delete ${nameOf(edit.loadBalancer)}`;
    case 'attachLoadBalancer':
      return `put ${nameOf(edit.loadBalancer)} on ${nameOf(edit.to)}`;
    case 'detachLoadBalancer':
      return `take ${nameOf(edit.loadBalancer)} off ${nameOf(edit.from)}`;
    case 'setPortGroup':
      return `members of ${nameOf(edit.group)}`;
    case 'deletePortGroup':
      return `delete ${nameOf(edit.group)}`;
    case 'setAddressSet':
      return `members of ${edit.name}`;
    case 'deleteAddressSet':
      return `delete ${edit.name}`;
    case 'addDhcp':
      return `DHCP on ${nameOf(edit.switch)}`;
    case 'setDhcpOptions':
      return 'change DHCP options';
    case 'deleteDhcp':
      return 'delete DHCP options';
    case 'setPortDhcp':
      return `DHCP of ${nameOf(edit.port)}`;
    case 'connectPhysical':
      return `connect ${nameOf(edit.switch)} to ${edit.network}`;
    default:
      return exhaustive(edit);
  }
}
