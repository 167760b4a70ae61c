/**
 * lr_in_gw_redirect, of stateless NAT that is only for some of the addresses outside.
 *
 * What ovn-northd means is to bring packets of allowed addresses to the gateway, and to drop others. What it writes into
 * these flows is the match and the actions that it has written last for the router, whatever they were for.
 */
import type { Nat, NatRow } from '../facts/nats';
import type { WantedFlow } from '../flow';
import type { Network } from '../network';
import { redirect } from './gateway-redirect';
import { loopText } from './nat-gateway';
import { portByKey, type Router, type RouterPort } from './subjects';
import { lastOfCommitAll } from './stateful';
import { ipVersionOf, REG } from './text';

export function natRedirectOfRouter(router: Router, net: Network): readonly WantedFlow[] {
  const rules = net.nats.rowsByRouter
    .values(router.uuid)
    .filter(({ isStateless, allowed, exempted }) => isStateless && (allowed ?? exempted) !== undefined);
  if (rules.length === 0) return [];
  const last = lastWritten(router, net);
  return router.gatewayPorts
    .filter(({ peer }) => peer?.kind !== 'switch' || !peer.switchHasVtep)
    .flatMap((port) => atPort(rules, port, router, last));
}

interface Text {
  readonly match: string;
  readonly actions: string;
}

/** Only the first of the allowed sets is told from what is dropped. */
function atPort(rules: readonly NatRow[], port: RouterPort, router: Router, last: Text): readonly WantedFlow[] {
  const first = rules.find(({ allowed }) => allowed !== undefined);
  return rules.flatMap((rule) => {
    const { allowed, exempted, externalIp } = rule;
    const version = ipVersionOf(externalIp);
    const set = allowed ?? exempted ?? '';
    return [
      redirect(router, {
        rule: allowed === undefined ? 'exempted' : 'allowed',
        priority: 75,
        match: `${last.match} && ip${version}.src == $${set}`,
        actions: allowed === undefined ? router.drop : last.actions,
        hint: port.ref,
        why: () => `The translation of ${externalIp} is only for some of the addresses outside, by the set ${set}.`,
      }),
      ...(rule === first
        ? [
            redirect(router, {
              rule: 'not-allowed',
              priority: 70,
              match: `ip && ip${version}.dst == ${externalIp}`,
              actions: router.drop,
              why: () => `Only addresses in ${set} may use ${externalIp}.`,
            }),
          ]
        : []),
    ];
  });
}

function lastWritten(router: Router, net: Network): Text {
  if (router.commonZone) return { match: 'ip && ct_mark.natted == 1', actions: `${REG.natIsLocal} = 1; next;` };
  const nat = lastByUuid(net.nats.byRouter.values(router.uuid));
  const gateway = nat?.gateway && portByKey(nat.gateway, net);
  const loop = nat && gateway ? loopText({ nat, router, gateway, net }) : { match: '', actions: '' };
  const committed = lastOfCommitAll(router, net);
  return committed === undefined ? loop : { ...loop, match: committed };
}

function lastByUuid(nats: readonly Nat[]): Nat | undefined {
  return nats.reduce<Nat | undefined>((last, nat) => (last && last.uuid > nat.uuid ? last : nat), undefined);
}
