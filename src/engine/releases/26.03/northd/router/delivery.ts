/** lr_out_delivery and lr_in_ecmp_stateful_egr: packets leave by their outport. */
import type { WantedFlow } from '../flow';
import type { Router, RouterPort } from './subjects';
import { inStage, REG } from './text';

const delivery = inStage('lr_out_delivery');
const commit = inStage('lr_in_ecmp_stateful_egr');

export function deliveryOfRouter(router: Router): readonly WantedFlow[] {
  return [
    delivery(router, {
      rule: 'no-outport',
      priority: 0,
      match: '1',
      actions: router.drop,
      why: () => `Router ${router.name} delivers only to enabled ports of its own.`,
    }),
    commit(router, {
      rule: 'to-egress',
      priority: 0,
      match: '1',
      actions: 'output;',
      why: () => 'The packet goes on to the egress pipeline.',
    }),
  ];
}

export function deliveryOfPort(port: RouterPort, router: Router): readonly WantedFlow[] {
  return [
    ...delivered(port, router),
    committed(port, port.quoted, port.tunnelKey, router),
    ...(port.redirect === undefined ? [] : [committed(port, port.redirect, port.redirectKey, router)]),
  ];
}

/** A disabled port gets nothing. */
function delivered(port: RouterPort, router: Router): readonly WantedFlow[] {
  if (!port.enabled) return [];
  return [
    ...(router.relaysMulticast
      ? [
          delivery(router, {
            rule: 'relayed',
            priority: 110,
            match: `(ip4.mcast || ip6.mcast) && outport == ${port.quoted}`,
            actions: `eth.src = ${port.mac}; output;`,
            why: () => `A relayed multicast leaves ${port.name} with its address, which routing has not written.`,
          }),
        ]
      : []),
    delivery(router, {
      rule: 'delivered',
      priority: 100,
      match: `outport == ${port.quoted}`,
      actions: 'output;',
      why: () => `Port ${port.name} gets what was routed to it.`,
    }),
  ];
}

/** The next hop is kept with the connection once its Ethernet address is known. */
function committed({ name }: RouterPort, outport: string, key: number, router: Router): WantedFlow {
  return commit(router, {
    rule: 'commit-next-hop',
    priority: 100,
    match: `${REG.commitEcmpReply} == 1 && ip && outport == ${outport}`,
    actions: `ct_commit { ct_label.ecmp_reply_eth = eth.dst; ct_mark.ecmp_reply_port = ${key};}; output;`,
    why: () => `A connection that leaves by ${name} over one of several routes stays on it.`,
  });
}
