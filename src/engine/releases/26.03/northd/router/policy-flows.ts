/** lr_in_policy and lr_in_policy_ecmp: what a router's policies make of packets that it has a route for. */
import type { Policy, PolicyHop } from '../facts/policies';
import { STAGES } from '../stages';
import type { WantedFlow } from '../flow';
import type { Network } from '../network';
import { portByKey, routerOf, type Router } from './subjects';
import { inStage, ipVersionOf, REG } from './text';
import { destinationOf, removing } from '../drop-texts';
import type { Drops } from '../rules';

export const policy = inStage('lr_in_policy');
const policyEcmp = inStage('lr_in_policy_ecmp');

export function policiesOfRouter(router: Router): readonly WantedFlow[] {
  return [
    policy(router, {
      rule: 'no-policy',
      priority: 0,
      match: '1',
      actions: `${REG.ecmpGroup} = 0; next;`,
      why: () => 'No policy speaks of the packet, so it goes by its route.',
    }),
    policyEcmp(router, {
      rule: 'one-next-hop',
      priority: 150,
      match: `${REG.ecmpGroup} == 0`,
      actions: 'next;',
      why: () => 'There is nothing to choose: no policy with several next hops applies.',
    }),
    policyEcmp(router, {
      rule: 'no-next-hop',
      priority: 0,
      match: '1',
      actions: router.drop,
      why: () => 'The next hop that was chosen is none of the policy.',
    }),
  ];
}

export function flowsOfPolicy(subject: Policy, net: Network): readonly WantedFlow[] {
  const facts = net.routers.get(subject.router);
  if (facts === undefined) return [];
  const router = routerOf(facts, net);
  return subject.isEcmp ? several(subject, router, net) : one(subject, router, net);
}

function one(subject: Policy, router: Router, net: Network): readonly WantedFlow[] {
  const actions = actionsOf(subject, router, net);
  if (actions === undefined) return [];
  const chain = net.routerPolicies.chainNumber(router.uuid, subject.chain);
  return [
    policy(router, {
      rule: subject.action,
      priority: subject.priority,
      match: chain === undefined ? subject.match : `${REG.policyChain} == ${chain} && (${subject.match})`,
      actions,
      hint: subject.ref,
      why: () => `A policy of router ${router.name} says what becomes of it: ${subject.action}.`,
    }),
  ];
}

/** Undefined where a policy goes on to a chain that nothing is in. */
function actionsOf(subject: Policy, router: Router, net: Network): string | undefined {
  const [hop] = subject.hops;
  switch (subject.action) {
    case 'reroute':
      return hop && `${marked(subject)}${towards(hop, `${REG.ecmpGroup} = 0; `, net)}`;
    case 'jump': {
      const chain = net.routerPolicies.chainNumber(router.uuid, subject.jumpChain) ?? 0;
      if (chain === 0) return undefined;
      return `${REG.policyChain}=${chain}; next(pipeline=ingress, table=${STAGES.lr_in_policy.number});`;
    }
    case 'drop':
      return router.drop;
    case 'allow':
      return `${marked(subject)}${REG.ecmpGroup} = 0; next;`;
    default:
      return '';
  }
}

function marked({ mark }: Policy): string {
  return mark === 0 ? '' : `pkt.mark = ${mark}; `;
}

function towards({ address, port, source }: PolicyHop, choice: string, net: Network): string {
  const way = portByKey(port, net);
  const version = ipVersionOf(address);
  const isIpv4 = version === 4 ? 1 : 0;
  return `${REG.nextHop[version]} = ${address}; ${REG.source[version]} = ${source}; eth.src = ${way?.mac ?? ''}; outport = ${way?.quoted ?? ''}; flags.loopback = 1; ${choice}${REG.nextHopIsIpv4} = ${isIpv4}; next;`;
}

/** Next hops of both versions of IP are no choice. */
function several(subject: Policy, router: Router, net: Network): readonly WantedFlow[] {
  const { hops, ref } = subject;
  if (new Set(hops.map(({ address }) => ipVersionOf(address))).size > 1) return [];
  const group = net.routerPolicies.groupNumber(subject);
  const numbers = hops.map((_, index) => index + 1);
  const choice = hops.length > 1 ? `select(${numbers.join(', ')});` : '1; next;';
  const why = () => `A policy of router ${router.name} has several next hops, and a connection takes one of them.`;
  return [
    ...hops.map((hop, index) =>
      policyEcmp(router, {
        rule: 'chosen-next-hop',
        priority: 100,
        match: `${REG.ecmpGroup} == ${group} && ${REG.ecmpMember} == ${index + 1}`,
        actions: `${marked(subject)}${towards(hop, '', net)}`,
        hint: ref,
        why,
      }),
    ),
    policy(router, {
      rule: 'reroute-to-several',
      priority: subject.priority,
      match: subject.match,
      actions: `${REG.ecmpGroup} = ${group}; ${REG.ecmpMember} = ${choice}`,
      hint: ref,
      why,
    }),
  ];
}

/** Packets that a policy drops. */
export const POLICY_DROPS: Drops = {
  lr_in_policy: {
    drop: (copy) => ({
      sentence: `${copy.where} by a policy: what goes to ${destinationOf(copy)} is dropped.`,
      causes: copy.reason?.nb ?? [],
      ...removing('Delete the policy', 'Logical_Router', copy.datapathName, 'policies', copy.reason?.nb[0]),
    }),
  },
};
