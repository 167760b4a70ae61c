/** Delivery: what arrives at an enabled port leaves by it; everything else is dropped. */
import { optionIs } from '../facts/sources';
import { flow } from '../flow';
import type { StageRules } from '../rules';

export const delivery: StageRules = {
  name: 'delivery',
  ofRouter: ({ uuid }, net) => [
    flow(uuid, 'lr_out_delivery', 0, '1', net.global.drop(), {
      rule: 'default',
      why: () => 'A packet leaves a router only by a port that is enabled.',
    }),
  ],
  ofRouterPort({ router, enabled, quoted, name, networks }, net) {
    if (!enabled) return [];
    const relay = optionIs(net.routers.get(router)?.options ?? new Map(), 'mcast_relay');
    return [
      ...(relay
        ? [
            flow(
              router,
              'lr_out_delivery',
              110,
              `(ip4.mcast || ip6.mcast) && outport == ${quoted}`,
              `eth.src = ${networks.mac}; output;`,
              {
                rule: 'multicast',
                why: () => `Relayed multicast leaves ${name} with its MAC.`,
              },
            ),
          ]
        : []),
      flow(router, 'lr_out_delivery', 100, `outport == ${quoted}`, 'output;', {
        rule: 'deliver',
        why: () => `${name} is enabled.`,
      }),
    ];
  },
};
