/** lr_in_arp_request: who has the address of the next hop is asked where it is not known. */
import { formatEthernet, formatIpv6, parseIpv6 } from '../../../../openflow';
import type { WantedFlow } from '../flow';
import type { RouteRow } from '../facts/routes';
import type { Network } from '../network';
import { routerOf, type Router } from './subjects';
import { inStage, REG } from './text';

const ask = inStage('lr_in_arp_request');

const UNRESOLVED = 'eth.dst == 00:00:00:00:00:00';

export function arpRequestOfRouter(router: Router): readonly WantedFlow[] {
  const why = () => 'The next hop is asked for its Ethernet address, and the packet waits for the answer.';
  return [
    ask(router, {
      rule: 'ask-ipv4',
      priority: 100,
      match: `${UNRESOLVED} && ${REG.nextHopIsIpv4} == 1`,
      actions: `arp { eth.dst = ff:ff:ff:ff:ff:ff; arp.spa = ${REG.source[4]}; arp.tpa = ${REG.nextHop[4]}; arp.op = 1; output; }; next;`,
      meter: router.meter('arp-resolve'),
      why,
    }),
    ask(router, {
      rule: 'ask-ipv6',
      priority: 100,
      match: `${UNRESOLVED} && ${REG.nextHopIsIpv4} == 0`,
      actions: `nd_ns { nd.target = ${REG.nextHop[6]}; output; }; next;`,
      meter: router.meter('nd-ns-resolve'),
      why,
    }),
    ask(router, {
      rule: 'resolved',
      priority: 0,
      match: '1',
      actions: 'next;',
      why: () => 'The Ethernet address of the next hop is known.',
    }),
  ];
}

/** A static route to an IPv6 next hop says beforehand to which group the question goes. */
export function arpRequestOfRoute({ ref, router: owner, nextHop }: RouteRow, net: Network): readonly WantedFlow[] {
  const address = /^(.*?)(\/128)?$/.exec(nextHop)?.[1] ?? '';
  const value = address.includes(':') ? parseIpv6(address) : undefined;
  const facts = value === undefined ? undefined : net.routers.get(owner);
  if (value === undefined || facts === undefined) return [];
  const router = routerOf(facts, net);
  const lowest = value & 0xffffffn;
  const group = formatIpv6((0xff0200000000000000000001ffn << 24n) | lowest);
  const groupMac = formatEthernet((0x3333ffn << 24n) | lowest);
  return [
    ask(router, {
      rule: 'ask-route',
      priority: 200,
      match: `${UNRESOLVED} && ${REG.nextHopIsIpv4} == 0 && ${REG.nextHop[6]} == ${nextHop}`,
      actions: `nd_ns { eth.dst = ${groupMac}; ip6.dst = ${group}; nd.target = ${nextHop}; output; }; next;`,
      meter: router.meter('nd-ns-resolve'),
      hint: ref,
      why: () => `The next hop ${nextHop} of a route is asked for its Ethernet address.`,
    }),
  ];
}
