/** What a router with NAT or load balancers does with every packet: who is translated already, and what is tracked. */
import { forcedSnat, hidesBehindPorts } from '../facts/nats';
import type { WantedFlow } from '../flow';
import type { Network } from '../network';
import { checkDnatLocal, ctExtract, defrag, dnat, postUndnat, postUnsnat, snat, undnat } from './connections';
import { commitsAll } from './nat-subject';
import type { Router, RouterPort } from './subjects';
import { all, REG, resident } from './text';

export function statefulOfRouter(router: Router, net: Network): readonly WantedFlow[] {
  const hasVip = net.loadBalancers.routersWithVip.has(router.uuid);
  const balanced = hasVip ? balancedBefore(router) : [];
  if (!router.isGateway && router.gatewayPorts.length === 0) return balanced;
  const commits = commitsAll(router) && isStateful(router, hasVip, net);
  const hasNat = net.nats.rowsByRouter.has(router.uuid);
  return [
    ...balanced,
    ...(router.isGateway && (hasNat || hasVip) ? everyReply(router, commits) : []),
    ...(commits ? commitAll(router) : []),
    ...(router.commonZone && hasNat ? [translatedBefore(router)] : []),
  ];
}

/** Connections that a load balancer has a backend for already, and errors about them. */
function balancedBefore(router: Router): readonly WantedFlow[] {
  const related = 'ct.rel && !ct.est && !ct.new && !ct.rpl';
  const established = 'ct.est && !ct.rel && !ct.new && !ct.rpl && ct_mark.natted';
  const flags = [
    { rule: 'skip-snat', mark: 'ct_mark.skip_snat == 1', action: 'flags.skip_snat_for_lb = 1; ' },
    { rule: 'force-snat', mark: 'ct_mark.force_snat == 1', action: 'flags.force_snat_for_lb = 1; ' },
  ];
  const why = () => 'The connection was balanced when it began, and stays with its backend.';
  const both = [
    { state: related, goOn: 'ct_commit_nat;' },
    { state: established, goOn: 'next;' },
  ];
  return [
    ...both.flatMap(({ state, goOn }) => [
      ...flags.map(({ rule, mark, action }) =>
        dnat(router, { rule, priority: 70, match: `${state} && ${mark}`, actions: `${action}${goOn}`, why }),
      ),
      dnat(router, { rule: 'balanced', priority: 50, match: state, actions: goOn, why }),
    ]),
    ctExtract(router, {
      rule: 'new-connection',
      priority: 100,
      match: 'ct.new && ip',
      actions: `${REG.ctProtocol} = ct_proto(); ${REG.ctPort} = ct_tp_dst(); next;`,
      why: () => 'Load balancers go by the protocol and port that a new connection was sent to.',
    }),
  ];
}

/** Whether anything on the router depends on connection tracking. */
function isStateful(router: Router, hasVip: boolean, net: Network): boolean {
  const { options } = router;
  return (
    hasVip ||
    hidesBehindPorts(options) ||
    forcedSnat(options, 'dnat') !== undefined ||
    forcedSnat(options, 'lb') !== undefined ||
    net.nats.byRouter.values(router.uuid).some(({ isStateless }) => !isStateless)
  );
}

/** A router on one chassis sends all packets through the zone of destination NAT, so that replies find their source. */
function everyReply(router: Router, commits: boolean): readonly WantedFlow[] {
  return [
    undnat(router, {
      rule: 'discovery',
      priority: 100,
      match: 'nd || nd_rs || nd_ra',
      actions: 'next;',
      why: () => 'Neighbour discovery is not tracked.',
    }),
    undnat(router, {
      rule: 'reply',
      priority: 50,
      match: 'ip',
      actions: 'flags.loopback = 1; ct_dnat;',
      why: () => 'Replies to translated connections get their source back.',
    }),
    ...(commits
      ? []
      : [
          postUndnat(router, {
            rule: 'commit',
            priority: 50,
            match: 'ip && ct.new',
            actions: 'ct_commit { } ; next; ',
            why: () => 'A new connection is committed, so that its packets can be handled by hardware.',
          }),
        ]),
  ];
}

/** `ct-commit-all`: every connection is committed in both zones. */
function commitAll(router: Router): readonly WantedFlow[] {
  if (!router.has('ctCommitToZone') || !router.has('ctNextZone')) return [];
  return [
    ...(router.isGateway ? commitsAt(router) : []),
    ...router.gatewayPorts.flatMap((port) => commitsAt(router, port)),
  ];
}

/** The match of the last flow of all that commit everything at a gateway port, if there are any. */
export function lastOfCommitAll(router: Router, net: Network): string | undefined {
  const hasVip = net.loadBalancers.routersWithVip.has(router.uuid);
  if (!commitsAll(router) || !isStateful(router, hasVip, net)) return undefined;
  return commitAll(router).at(-1)?.match;
}

const NOT_A_REPLY = '(!ct.trk || !ct.rpl)';

/** At a gateway port, or on a router that stands on one chassis altogether. */
function commitsAt(router: Router, port?: RouterPort): readonly WantedFlow[] {
  const at = (way: 'inport' | 'outport') =>
    port && all(`${way} == ${port.quoted}`, port.redirect && resident(port.redirect));
  const rule = 'commit-all';
  const priority = 10;
  const why = () => `Router ${router.name} commits all connections.`;
  const flow = (stage: typeof defrag, match: string, actions: string) =>
    stage(router, { rule, priority, match, actions, why });
  return [
    flow(defrag, all('ip', NOT_A_REPLY, at('inport')), 'ct_next(dnat);'),
    flow(dnat, all('ip', 'ct.new', at('inport')), 'ct_commit_to_zone(dnat);'),
    flow(postUnsnat, all('ip', 'ct.new', at('inport')), 'flags.unsnat_new = 1; next;'),
    flow(postUnsnat, all('ip', '!ct.trk', at('inport')), 'flags.unsnat_not_tracked = 1; next;'),
    flow(postUndnat, all('ip', NOT_A_REPLY, 'flags.unsnat_not_tracked == 1', at('outport')), 'ct_next(snat);'),
    flow(postUndnat, all('ip', 'flags.unsnat_new == 1', at('outport')), 'next;'),
    flow(snat, all('ip', NOT_A_REPLY, 'flags.unsnat_new == 1', at('outport')), 'ct_commit_to_zone(snat);'),
    flow(snat, all('ip', 'ct.new', at('outport')), 'ct_commit_to_zone(snat);'),
  ];
}

/** In the common zone the mark of a connection says that it was translated. */
function translatedBefore(router: Router): WantedFlow {
  return checkDnatLocal(router, {
    rule: 'translated',
    priority: 50,
    match: 'ip && ct_mark.natted == 1',
    actions: `${REG.natIsLocal} = 1; next;`,
    hint: router.ref,
    why: () => 'The destination was an address of NAT that is applied on this chassis.',
  });
}
