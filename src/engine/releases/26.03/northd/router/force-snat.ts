/** lr_in_unsnat and lr_out_snat: routers that stand on one chassis may hide whoever was translated or balanced before. */
import { forcedSnat, hidesBehindPorts } from '../facts/nats';
import type { WantedFlow } from '../flow';
import { snat, unsnat } from './connections';
import { MAX_NETWORK_ID, networkNumber } from './network-id';
import type { Router, RouterPort } from './subjects';
import { configuredIpv6, type IpVersion } from './text';

/** `dnat_force_snat_ip` and `lb_force_snat_ip` with addresses. */
export function forceSnatOfRouter(router: Router): readonly WantedFlow[] {
  if (!router.isGateway) return [];
  return (['dnat', 'lb'] as const).flatMap((what) => {
    if (what === 'lb' && hidesBehindPorts(router.options)) return [];
    const { ipv4, ipv6 } = forcedSnat(router.options, what) ?? {};
    return [
      ...(ipv4 === undefined ? [] : behindAddress(4, ipv4, what, router)),
      ...(ipv6 === undefined ? [] : behindAddress(6, ipv6, what, router)),
    ];
  });
}

function behindAddress(
  version: IpVersion,
  address: string,
  what: 'dnat' | 'lb',
  router: Router,
): readonly WantedFlow[] {
  const why = () =>
    `Router ${router.name} hides ${what === 'lb' ? 'balanced' : 'translated'} connections behind ${address}.`;
  return [
    unsnat(router, {
      rule: 'forced-reply',
      priority: 110,
      match: `ip${version} && ip${version}.dst == ${address}`,
      actions: 'ct_snat;',
      why,
    }),
    snat(router, {
      rule: 'forced',
      priority: 100,
      match: `flags.force_snat_for_${what} == 1 && ip${version}`,
      actions: `ct_snat(${address});`,
      why,
    }),
  ];
}

/** `lb_force_snat_ip=router_ip`: behind the address of the port that a connection leaves by, in the network of its next hop. */
export function forceSnatOfPort(port: RouterPort, router: Router): readonly WantedFlow[] {
  if (port.peer === undefined || !hidesBehindPorts(router.options)) return [];
  return [...behindPort(4, port.ipv4, port, router), ...behindPort(6, configuredIpv6(port), port, router)];
}

function behindPort(
  version: IpVersion,
  networks: readonly { readonly addr: string }[],
  { name, quoted }: RouterPort,
  router: Router,
): readonly WantedFlow[] {
  const [first] = networks;
  if (first === undefined) return [];
  const why = () => `Router ${router.name} hides balanced connections behind the addresses of ${name}.`;
  return [
    ...networks.flatMap(({ addr }, index) => [
      unsnat(router, {
        rule: 'forced-reply',
        priority: 110,
        match: `inport == ${quoted} && ip${version}.dst == ${addr}`,
        actions: 'ct_snat;',
        why,
      }),
      snat(router, {
        rule: 'forced-by-network',
        priority: 110,
        match: `flags.force_snat_for_lb == 1 && flags.network_id == ${networkNumber(index)} && ip${version} && outport == ${quoted}`,
        actions: `ct_snat(${index > MAX_NETWORK_ID ? first.addr : addr});`,
        why,
      }),
    ]),
    snat(router, {
      rule: 'forced-by-port',
      priority: 105,
      match: `flags.force_snat_for_lb == 1 && ip${version} && outport == ${quoted}`,
      actions: `ct_snat(${first.addr});`,
      why,
    }),
  ];
}
