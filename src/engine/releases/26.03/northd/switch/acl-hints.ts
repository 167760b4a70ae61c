/** Which kinds of ACLs a packet may hit, told by the state of its connection and noted in bits, so that ACLs match on those. */
import type { StageRules } from '../rules';
import { actions } from '../texts';
import { REG } from './registers';
import { flowsOn, goesOn } from './rows';

const STAGES = ['ls_in_acl_hint', 'ls_out_acl_hint'] as const;

/** What each state of a connection may hit; of several that match the one with the highest priority counts. */
const HINTS = [
  {
    priority: 7,
    match: 'ct.new && !ct.est',
    bits: [REG.mayAllowNew, REG.mayDrop, REG.commit],
    rule: 'new',
    why: 'A new connection may hit ACLs that allow, and then be committed, or ACLs that drop.',
  },
  {
    priority: 6,
    match: '!ct.new && ct.est && !ct.rpl && ct_mark.blocked == 1',
    bits: [REG.mayAllowNew, REG.mayDrop, REG.commit],
    rule: 'blocked-request',
    why: 'A connection that was blocked may be allowed again by an ACL that came back.',
  },
  {
    priority: 5,
    match: '!ct.trk',
    bits: [REG.mayAllow, REG.mayDrop],
    rule: 'untracked',
    why: 'What is not tracked is either let through or dropped.',
  },
  {
    priority: 4,
    match: '!ct.new && ct.est && !ct.rpl && ct_mark.blocked == 0',
    bits: [REG.mayAllow, REG.mayBlock],
    rule: 'established-request',
    why: 'An established connection is let through, or blocked by an ACL that drops it from now on.',
  },
  {
    priority: 3,
    match: '!ct.est',
    bits: [REG.mayDrop],
    rule: 'not-established',
    why: 'What belongs to no established connection may be dropped.',
  },
  {
    priority: 2,
    match: 'ct.est && ct_mark.blocked == 1',
    bits: [REG.mayDrop],
    rule: 'blocked',
    why: 'What belongs to a blocked connection may be dropped.',
  },
  {
    priority: 1,
    match: 'ct.est && ct_mark.blocked == 0',
    bits: [REG.mayBlock],
    rule: 'established',
    why: 'A connection that was allowed may be blocked by an ACL that drops it.',
  },
] as const;

export const aclHints: StageRules = {
  name: 'ACL hints',
  ofSwitchPolicy({ sw, hasAcls, hasVip, isStateful }) {
    const flow = flowsOn(sw);
    return STAGES.flatMap((stage) => [
      goesOn(flow, stage, hasAcls || hasVip ? 0 : 65535),
      ...(isStateful || hasVip ? HINTS : []).map(({ priority, match, bits, rule, why }) =>
        flow(stage, priority, match, actions(...bits.map((bit) => `${bit} = 1`), 'next'), rule, why),
      ),
    ]);
  },
};
