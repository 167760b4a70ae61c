/** lr_in_ip_routing, what a router does with multicasts. */
import type { WantedFlow } from '../flow';
import type { MulticastGroup } from '../facts/multicast';
import type { Network } from '../network';
import { routerOf, type Router, type RouterPort } from './subjects';
import { inStage } from './text';

const routing = inStage('lr_in_ip_routing');

const FLOOD = 'outport = "_MC_static"; ';

export function multicastOfRouter(router: Router): readonly WantedFlow[] {
  const { drop } = router;
  return [
    routing(router, {
      rule: 'router-discovery',
      priority: 10550,
      match: 'nd_rs || nd_ra',
      actions: drop,
      why: () => 'Router solicitations and advertisements stay on their link.',
    }),
    ...(router.relaysMulticast ? relayed(router) : []),
  ];
}

function relayed(router: Router): readonly WantedFlow[] {
  const name = router.name;
  if (!router.floodsMulticast) {
    return [
      routing(router, {
        rule: 'no-members',
        priority: 10450,
        match: 'ip4.mcast || ip6.mcast',
        actions: router.drop,
        why: () => `Router ${name} relays multicasts only to groups that somebody has joined.`,
      }),
    ];
  }
  return [
    ...['igmp', 'mldv1 || mldv2'].map((match) =>
      routing(router, {
        rule: 'flood-reports',
        priority: 10460,
        match,
        actions: `clone { ${FLOOD}next; };`,
        why: () => 'Reports of group members are flooded as they are: their TTL is 1.',
      }),
    ),
    routing(router, {
      rule: 'flood',
      priority: 10450,
      match: 'ip4.mcast || ip6.mcast',
      actions: `clone { ${FLOOD}ip.ttl--; next; };`,
      why: () => 'Multicasts of groups that nobody is known to have joined go to the ports that want all.',
    }),
  ];
}

/** Reports that the router itself flooded must not go round. */
export function multicastOfPort(port: RouterPort, router: Router): readonly WantedFlow[] {
  if (!router.relaysMulticast || !router.floodsMulticast) return [];
  return ['igmp', '(mldv1 || mldv2)'].map((reports) =>
    routing(router, {
      rule: 'own-reports',
      priority: 10550,
      match: `eth.src == ${port.mac} && ${reports}`,
      actions: router.drop,
      why: () => `A report with the address of ${port.name} was flooded by this router before.`,
    }),
  );
}

/** A group with members behind the router, named by its address. */
export function multicastOfGroup({ kind, datapath, name }: MulticastGroup, net: Network): readonly WantedFlow[] {
  const facts = kind === 'router' ? net.routers.get(datapath) : undefined;
  const router = facts && routerOf(facts, net);
  if (router?.relaysMulticast !== true) return [];
  const ip = name.includes(':') ? 'ip6' : 'ip4';
  return [
    routing(router, {
      rule: 'group',
      priority: 10500,
      match: `${ip} && ${ip}.dst == ${name} `,
      actions: `${router.floodsMulticast ? `clone { ${FLOOD}ip.ttl--; next; };` : ''}outport = "${name}"; ip.ttl--; next;`,
      why: () => `Somebody behind router ${router.name} has joined ${name}.`,
    }),
  ];
}
