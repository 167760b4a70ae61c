/**
 * lr_in_ip_input and lr_in_arp_resolve: packets to the router itself that nothing has answered are dropped. Where an
 * address also hides others, or is a VIP, that is decided only after NAT had its turn.
 */
import { hidesBehindPorts } from '../facts/nats';
import type { WantedFlow } from '../flow';
import type { Network } from '../network';
import { resolve } from './arp-resolve';
import { ipInput } from './ip-input';
import type { Router, RouterPort } from './subjects';
import type { IpVersion } from './text';

export function ownDestinationsOfPort(port: RouterPort, router: Router, net: Network): readonly WantedFlow[] {
  const vips = net.routerVips.get(router.uuid)?.all;
  const isShared = (address: string, version: IpVersion) =>
    net.nats.hasSnatIp(router.uuid, address) || vips?.[version].includes(address) === true;
  const ofVersion = (version: IpVersion, networks: readonly { readonly addr: string }[]) => {
    const addresses = networks.map(({ addr }) => addr);
    const own = addresses.filter((address) => !isShared(address, version));
    const shared = addresses.filter((address) => isShared(address, version));
    // Behind the addresses of its ports a router hides whoever uses its load balancers.
    return [
      ...(own.length === 0 || hidesBehindPorts(router.options)
        ? []
        : [dropped(ipInput, 60, version, own, port, router)]),
      ...(shared.length === 0 ? [] : [dropped(resolve, 2, version, shared, port, router)]),
    ];
  };
  return [...ofVersion(4, port.ipv4), ...ofVersion(6, port.ipv6)];
}

function dropped(
  flow: typeof ipInput,
  priority: number,
  version: IpVersion,
  addresses: readonly string[],
  port: RouterPort,
  router: Router,
): WantedFlow {
  return flow(router, {
    rule: 'own-destination',
    priority,
    match: `ip${version}.dst == {${addresses.join(', ')}}`,
    actions: router.drop,
    hint: port.ref,
    why: () => `The packet is for an address of ${port.name}, and nothing there takes it.`,
  });
}
