/** Evaluation of ACLs: what holds for every switch, whatever its ACLs say. Each ACL's own flows are in acl.ts. */
import type { SwitchPolicy } from '../facts/switch-policy';
import type { WantedFlow } from '../flow';
import type { Network } from '../network';
import type { StageRules } from '../rules';
import { actions } from '../texts';
import { REG } from './registers';
import { flowsOn, goesOn, type MakeFlow } from './rows';

const INGRESS = 'ls_in_acl_eval';
const AFTER_LB = 'ls_in_acl_after_lb_eval';
const EGRESS = 'ls_out_acl_eval';
const BOTH = [INGRESS, EGRESS] as const;

/** Above every ACL, whose priorities end at 33767. */
const ABOVE_ACLS = 65532;
/** What an ACL may still be put above: replies of ovn-controller and service checks. */
const SERVICES = 34000;

const allow = actions(`${REG.verdictAllow} = 1`, 'next');

export const aclEvaluation: StageRules = {
  name: 'ACL evaluation',
  ofSwitchPolicy(policy, net) {
    const flow = flowsOn(policy.sw);
    const tracks = policy.isStateful || policy.hasVip;
    const hasWork = policy.hasAcls || policy.hasVip;
    return [
      ...BOTH.map((stage) => goesOn(flow, stage, hasWork ? 0 : 65535)),
      goesOn(flow, AFTER_LB),
      ...(tracks ? [...untold(flow), ...connections(flow, matchesInvalid(policy, net))] : []),
      ...([INGRESS, EGRESS, AFTER_LB] as const).map((stage) =>
        flow(
          stage,
          ABOVE_ACLS,
          'nd || nd_ra || nd_rs || mldv1 || mldv2',
          allow,
          'ipv6-services',
          'Neighbour discovery and multicast listener reports pass, whatever the ACLs say.',
        ),
      ),
      ...(policy.hasDnsRecords ? [dnsReply(flow, tracks)] : []),
      ...(hasWork ? serviceChecks(flow) : []),
    ];
  },
};

/** Some hardware cannot match `ct.inv`; beside stateless traffic that is balanced it would match too much. */
function matchesInvalid({ sw }: SwitchPolicy, net: Network): boolean {
  return net.global.optionIs('use_ct_inv_match', true) && net.switches.get(sw)?.lbWithStatelessMode !== true;
}

/** What no ACL speaks of: its connections are committed, so that replies are known. */
function untold(flow: MakeFlow): readonly WantedFlow[] {
  return BOTH.flatMap((stage) => [
    flow(
      stage,
      1,
      'ip && ct.est && ct_mark.blocked == 1',
      allow,
      'unblock',
      'A connection that an ACL had blocked goes on when no ACL speaks of it any more.',
    ),
    flow(stage, 1, 'ip && !ct.est', 'next;', 'commit-untold', 'New connections that no ACL speaks of go on.'),
  ]);
}

/** What follows from the state of a connection alone. */
function connections(flow: MakeFlow, withInvalid: boolean): readonly WantedFlow[] {
  const blockedReply = '(ct.est && ct.rpl && ct_mark.blocked == 1)';
  const withFunction = `${REG.functionEnabled} = ct_label.nf`;
  const verdict = `${REG.verdictAllow} = 1`;
  const reply = 'ct.est && !ct.rel && ct.rpl && ct_mark.blocked == 0';
  const related = '!ct.est && ct.rel && !ct.new && ct_mark.blocked == 0';
  const persistent = 'ct.est && ct_mark.allow_established == 1';
  return [
    ...BOTH.map((stage) =>
      flow(
        stage,
        ABOVE_ACLS,
        withInvalid ? `ct.inv || ${blockedReply}` : blockedReply,
        actions(`${REG.verdictDrop} = 1`, 'next'),
        'invalid',
        'Packets in an invalid state and replies of blocked connections are dropped.',
      ),
    ),
    flow(
      INGRESS,
      ABOVE_ACLS,
      reply,
      actions(`${REG.mayDrop} = 0`, `${REG.mayBlock} = 0`, `${REG.allowedRelated} = 1`, withFunction, verdict, 'next'),
      'reply',
      'Replies of a connection that was let through pass.',
    ),
    flow(
      EGRESS,
      ABOVE_ACLS,
      reply,
      actions(withFunction, verdict, 'next'),
      'reply',
      'Replies of a connection that was let through pass.',
    ),
    flow(
      INGRESS,
      ABOVE_ACLS,
      related,
      actions(`${REG.allowedRelated} = 1`, withFunction, verdict, 'ct_commit_nat'),
      'related',
      'What is related to a connection that was let through, such as an ICMP error, passes, with its NAT.',
    ),
    flow(
      EGRESS,
      ABOVE_ACLS,
      related,
      actions(withFunction, verdict, 'ct_commit_nat'),
      'related',
      'What is related to a connection that was let through, such as an ICMP error, passes, with its NAT.',
    ),
    flow(
      AFTER_LB,
      ABOVE_ACLS,
      `${REG.allowedRelated} == 1`,
      allow,
      'reply-or-related',
      'What passed before load balancing as a reply or as related passes here too.',
    ),
    flow(
      INGRESS,
      ABOVE_ACLS,
      persistent,
      actions(`${REG.allowedPersisted} = 1`, withFunction, verdict, 'next'),
      'persistent',
      'A connection of an ACL with persist-established stays allowed.',
    ),
    flow(
      EGRESS,
      ABOVE_ACLS,
      persistent,
      actions(withFunction, verdict, 'next'),
      'persistent',
      'A connection of an ACL with persist-established stays allowed.',
    ),
    flow(
      AFTER_LB,
      ABOVE_ACLS,
      `${REG.allowedPersisted} == 1`,
      allow,
      'persistent',
      'What passed before load balancing because its connection stays allowed passes here too.',
    ),
  ];
}

function dnsReply(flow: MakeFlow, tracks: boolean): WantedFlow {
  return flow(
    EGRESS,
    SERVICES,
    'flags.from_ctrl && udp.src == 53',
    actions(`${REG.verdictAllow} = 1`, tracks && 'ct_commit', 'next'),
    'dns-reply',
    'ovn-controller’s answers to DNS requests reach the port that asked.',
  );
}

function serviceChecks(flow: MakeFlow): readonly WantedFlow[] {
  return [
    flow(
      INGRESS,
      SERVICES,
      'eth.dst == $svc_monitor_mac',
      allow,
      'service-check-reply',
      'Answers to ovn-controller’s health checks pass.',
    ),
    flow(EGRESS, SERVICES, 'eth.src == $svc_monitor_mac', allow, 'service-check', 'Health checks reach their port.'),
  ];
}
