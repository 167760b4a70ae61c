/** lr_in_network_id: which of the outport's networks the next hop is in, so that traffic is hidden behind the right address. */
import type { WantedFlow } from '../flow';
import type { Router, RouterPort } from './subjects';
import { configuredIpv6, inStage, REG, type IpVersion } from './text';

const networkId = inStage('lr_in_network_id');

/** The flag has four bits. */
export const MAX_NETWORK_ID = 15;

/** Networks beyond the last number share the first. */
export function networkNumber(index: number): number {
  return index > MAX_NETWORK_ID ? 0 : index;
}

export function networkIdOfRouter(router: Router): readonly WantedFlow[] {
  return [
    networkId(router, {
      rule: 'no-network',
      priority: 105,
      match: '1',
      actions: 'flags.network_id = 0; next;',
      why: () => 'A next hop in none of the networks of the port counts as one in the first.',
    }),
    networkId(router, {
      rule: 'default',
      priority: 0,
      match: '1',
      actions: 'next;',
      why: () => 'For hypervisors whose ovn-controller does not know the flag yet.',
    }),
  ];
}

export function networkIdOfPort(port: RouterPort, router: Router): readonly WantedFlow[] {
  const ofVersion = (version: IpVersion, networks: readonly { readonly addr: string; readonly plen: number }[]) =>
    networks.map(({ addr, plen }, index) =>
      networkId(router, {
        rule: 'network',
        priority: 110,
        match: `outport == ${port.quoted} && ip${version} && ${REG.nextHop[version]} == ${addr}/${plen}`,
        actions: `flags.network_id = ${networkNumber(index)}; next;`,
        why: () => `The next hop is in the network of ${addr} on ${port.name}.`,
      }),
    );
  return [...ofVersion(4, port.ipv4), ...ofVersion(6, configuredIpv6(port))];
}
