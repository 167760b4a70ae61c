/** What the owner of a port says of it. */
import type { Port } from './tables';

export const ROUTER_INTERFACE = 'network:router_interface';
export const ROUTER_GATEWAY = 'network:router_gateway';
export const FLOATING_IP = 'network:floatingip';
export const DISTRIBUTED = 'network:distributed';
export const DHCP = 'network:dhcp';
export const SUBPORT = 'trunk:subport';

/** They go with their network or subnet. */
export const AUTO_DELETED: readonly string[] = [DHCP, DISTRIBUTED];

/** Kinds of cards that the hypervisor's switch does not see, unless it drives them. */
const EXTERNAL_VNICS: readonly string[] = ['direct', 'direct-physical', 'macvtap', 'baremetal'];

/** Neutron's own: it speaks with any address. */
export function isTrusted({ device_owner }: Pick<Port, 'device_owner'>): boolean {
  return device_owner.startsWith('network:');
}

export function isNetworkDevice({ device_owner }: Pick<Port, 'device_owner'>): boolean {
  return device_owner.startsWith('network:') || device_owner.startsWith('neutron:');
}

export function isRouterPort({ device_owner }: Pick<Port, 'device_owner'>): boolean {
  return device_owner === ROUTER_INTERFACE || device_owner === ROUTER_GATEWAY;
}

/** OVN knows nothing of it. */
export function isIgnored({ device_owner }: Pick<Port, 'device_owner'>): boolean {
  return device_owner === FLOATING_IP;
}

export function isExternal(port: Pick<Port, 'binding:vnic_type' | 'binding:profile'>): boolean {
  const { capabilities } = port['binding:profile'];
  const drivesIt = Array.isArray(capabilities) && capabilities.includes('switchdev');
  return EXTERNAL_VNICS.includes(port['binding:vnic_type']) && !drivesIt;
}

export function isComputePort({ device_owner, device_id }: Pick<Port, 'device_owner' | 'device_id'>): boolean {
  return device_owner.startsWith('compute:') && /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i.test(device_id);
}
