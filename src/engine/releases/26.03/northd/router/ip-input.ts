/** lr_in_ip_input, what holds for a router as a whole: which packets are never forwarded. */
import type { WantedFlow } from '../flow';
import type { Router } from './subjects';
import { inStage, type FlowText } from './text';
import { because, destinationOf, sourceOf } from '../drop-texts';
import type { Drops } from '../rules';

export const ipInput = inStage('lr_in_ip_input');

export const TTL_EXPIRED = 'ip.ttl == {0, 1}';

const INVALID_ADDRESSES = [
  'ip4.src_mcast ||ip4.src == 255.255.255.255',
  'ip4.src == 127.0.0.0/8',
  'ip4.dst == 127.0.0.0/8',
  'ip4.src == 0.0.0.0/8',
  'ip4.dst == 0.0.0.0/8',
].join(' || ');

export function ipInputOfRouter(router: Router): readonly WantedFlow[] {
  return [...staticMulticast(router), ...common(router)].map((text) => ipInput(router, text));
}

/** Reports of group members have a TTL of 1, and are flooded all the same where somebody asked for it. */
function staticMulticast({ floodsMulticast }: Router): readonly FlowText[] {
  if (!floodsMulticast) return [];
  return ['igmp', '(mldv1 || mldv2)'].map((reports) => ({
    rule: 'group-reports',
    priority: 120,
    match: `${reports} && ip.ttl == 1`,
    actions: 'next;',
    why: () => 'Reports of group members are flooded to the ports that want all multicasts.',
  }));
}

function common({ name, relaysMulticast, drop }: Router): readonly FlowText[] {
  return [
    {
      rule: 'invalid-address',
      priority: 100,
      match: INVALID_ADDRESSES,
      actions: drop,
      why: () =>
        'No packet comes from a group or broadcast address, and none of this host or of loopback is forwarded.',
    },
    {
      rule: 'unanswered-arp',
      priority: 85,
      match: 'arp || nd',
      actions: drop,
      why: () => `Router ${name} answers requests for its own addresses; others are not for it.`,
    },
    {
      rule: 'router-discovery',
      priority: 84,
      match: 'nd_rs || nd_ra',
      actions: 'next;',
      why: () => 'Router solicitations are answered later.',
    },
    {
      rule: 'reserved-multicast',
      priority: 83,
      match: 'ip6.mcast_rsvd',
      actions: drop,
      why: () => 'Reserved groups do not leave their link.',
    },
    {
      rule: 'multicast',
      priority: 82,
      match: 'ip4.mcast || ip6.mcast',
      actions: relaysMulticast ? 'next;' : drop,
      why: () => `Router ${name} ${relaysMulticast ? 'relays' : 'does not relay'} multicasts.`,
    },
    {
      rule: 'ethernet-broadcast',
      priority: 50,
      match: 'eth.bcast',
      actions: drop,
      why: () => 'A broadcast stays on its link.',
    },
    {
      rule: 'multicast-ttl-expired',
      priority: 32,
      match: `${TTL_EXPIRED} && !ip.later_frag && (ip4.mcast || ip6.mcast)`,
      actions: drop,
      why: () => 'No error is ever sent about a multicast.',
    },
    {
      rule: 'ttl-expired',
      priority: 29,
      match: TTL_EXPIRED,
      actions: drop,
      why: () => 'The packet has been through as many routers as it may.',
    },
    {
      rule: 'to-routing',
      priority: 0,
      match: '1',
      actions: 'next;',
      why: () => 'What is not for the router itself goes on to be routed.',
    },
  ];
}

/** What a router takes and does not forward. */
export const IP_INPUT_DROPS: Drops = {
  lr_in_ip_input: {
    'invalid-address': because(
      (copy) => `nobody may send from ${sourceOf(copy) ?? 'there'} to ${destinationOf(copy)} through a router`,
    ),
    'unanswered-arp': because(
      (copy) =>
        `it asks for ${copy.value('arp.tpa') ?? copy.value('nd.target') ?? 'an address'}, which is none of the router’s`,
    ),
    'ttl-expired': because(
      ({ value }) => `its TTL is ${value('ip.ttl') ?? '0'}: it has been through as many routers as it may`,
    ),
    multicast: because(({ datapathName }) => `${datapathName} relays no multicasts`),
  },
};
