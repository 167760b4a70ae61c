/** lr_in_lookup_neighbor and lr_in_learn_neighbor: who sends ARP and neighbour discovery, and what is learnt of it. */
import type { WantedFlow } from '../flow';
import type { Ipv4Address } from '../facts/addresses';
import { optionIs } from '../facts/sources';
import type { Router, RouterPort } from './subjects';
import { all, inStage, onGateway, REG, resident, subnetOf } from './text';

const lookup = inStage('lr_in_lookup_neighbor');
const learn = inStage('lr_in_learn_neighbor');

const { neighbourKnown, neighbourIpKnown } = REG;
const LOOKUP_ARP = `${neighbourKnown} = lookup_arp(inport, arp.spa, arp.sha); `;
const LOOKUP_ND_NA = `${neighbourKnown} = lookup_nd(inport, nd.target, nd.tll); `;
const LOOKUP_ND_NS = `${neighbourKnown} = lookup_nd(inport, ip6.src, nd.sll); `;

/** Whether a request teaches a router who sent it, even if it knew nothing of the sender. */
function learnsFromRequests({ options }: Router): boolean {
  return optionIs(options, 'always_learn_from_arp_request', true);
}

export function neighboursOfRouter(router: Router): readonly WantedFlow[] {
  return [...lookups(router), ...lessons(router)];
}

function lookups(router: Router): readonly WantedFlow[] {
  const learns = learnsFromRequests(router);
  const flood = router.isTransit ? 'flood_remote; ' : '';
  const answered = learns ? '' : `${neighbourIpKnown} = 1; `;
  const why = () => 'Whether the sender is known already is looked up before anything is learnt.';
  return [
    lookup(router, {
      rule: 'arp-reply',
      priority: 100,
      match: 'arp.op == 2',
      actions: `${LOOKUP_ARP}${answered}${flood}next;`,
      why,
    }),
    lookup(router, {
      rule: 'neighbour-advertisement',
      priority: 100,
      match: 'nd_na',
      actions: `${LOOKUP_ND_NA}${answered}${flood}next;`,
      why,
    }),
    ...(learns
      ? []
      : [
          lookup(router, {
            rule: 'unasked-advertisement',
            priority: 110,
            match: 'nd_na && ip6.src == fe80::/10 && ip6.dst == ff00::/8',
            actions: `${LOOKUP_ND_NA}${neighbourIpKnown} = lookup_nd_ip(inport, nd.target); ${flood}next;`,
            why: () => 'An advertisement that nobody asked for teaches only about neighbours known before.',
          }),
        ]),
    lookup(router, {
      rule: 'neighbour-solicitation',
      priority: 100,
      match: 'nd_ns',
      actions: `${LOOKUP_ND_NS}${learns ? '' : `${neighbourIpKnown} = lookup_nd_ip(inport, ip6.src); `}next;`,
      why,
    }),
    lookup(router, {
      rule: 'nothing-to-learn',
      priority: 0,
      match: '1',
      actions: `${neighbourKnown} = 1; next;`,
      why: () => 'Other packets teach nothing about neighbours.',
    }),
  ];
}

function lessons(router: Router): readonly WantedFlow[] {
  const { meter } = router;
  const why = () => `Router ${router.name} learns the Ethernet address of a neighbour that it did not know.`;
  return [
    learn(router, {
      rule: 'known',
      priority: 100,
      match: `${neighbourKnown} == 1${learnsFromRequests(router) ? '' : ` || ${neighbourIpKnown} == 0`}`,
      actions: 'mac_cache_use; next;',
      why: () => 'There is nothing new to learn of the sender.',
    }),
    learn(router, {
      rule: 'learn-from-arp',
      priority: 90,
      match: 'arp',
      actions: 'put_arp(inport, arp.spa, arp.sha); next;',
      meter: meter('arp'),
      why,
    }),
    learn(router, {
      rule: 'no-source-address',
      priority: 95,
      match: 'nd_ns && (ip6.src == 0 || nd.sll == 0)',
      actions: 'next;',
      why: () => 'A solicitation from no address tells nothing about its sender.',
    }),
    learn(router, {
      rule: 'learn-from-header',
      priority: 95,
      match: 'nd_na && nd.tll == 0',
      actions: 'put_nd(inport, nd.target, eth.src); next;',
      meter: meter('nd-na'),
      why,
    }),
    learn(router, {
      rule: 'learn-from-advertisement',
      priority: 90,
      match: 'nd_na',
      actions: 'put_nd(inport, nd.target, nd.tll); next;',
      meter: meter('nd-na'),
      why,
    }),
    learn(router, {
      rule: 'learn-from-solicitation',
      priority: 90,
      match: 'nd_ns',
      actions: 'put_nd(inport, ip6.src, nd.sll); next;',
      meter: meter('nd-ns'),
      why,
    }),
    learn(router, {
      rule: 'default',
      priority: 0,
      match: '1',
      actions: router.drop,
      why: () => 'The lookup before sends nothing else here.',
    }),
  ];
}

export function neighboursOfPort(port: RouterPort, router: Router): readonly WantedFlow[] {
  return [
    ...port.ipv4.flatMap((network) => requestsFrom(network, port, router)),
    ...(port.redirect !== undefined
      ? [
          lookup(router, {
            rule: 'discovery-elsewhere',
            priority: 120,
            match: all(`inport == ${port.quoted}`, '(nd_na || nd_ns)', 'eth.mcast', `!${resident(port.redirect)}`),
            actions: `${neighbourKnown} = 1; next;`,
            hint: port.ref,
            why: () => `Only the chassis of ${port.name} learns from neighbour discovery that all of them see.`,
          }),
        ]
      : []),
  ];
}

/** ARP requests from a network of the port. */
function requestsFrom(network: Ipv4Address, port: RouterPort, router: Router): readonly WantedFlow[] {
  const learns = learnsFromRequests(router);
  const from = `inport == ${port.quoted} && arp.spa == ${subnetOf(network)}`;
  return [
    ...(learns
      ? []
      : [
          lookup(router, {
            rule: 'request-for-router',
            priority: 110,
            match: all(from, `arp.tpa == ${network.addr}`, 'arp.op == 1', onGateway(port)),
            actions: `${LOOKUP_ARP}${neighbourIpKnown} = 1; next;`,
            hint: port.ref,
            why: () => `Whoever asks for an address of ${port.name} is going to be answered, and is learnt.`,
          }),
        ]),
    lookup(router, {
      rule: 'arp-request',
      priority: 100,
      match: all(from, 'arp.op == 1', onGateway(port)),
      actions: `${LOOKUP_ARP}${learns ? '' : `${neighbourIpKnown} = lookup_arp_ip(inport, arp.spa); `}next;`,
      hint: port.ref,
      why: () => `A request from the network of ${port.name} tells about its sender.`,
    }),
  ];
}
