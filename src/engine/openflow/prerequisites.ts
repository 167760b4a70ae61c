/** Which packets have which fields, and whether a flow's actions fit its match. */
import { err, ok, type Result } from '../base';
import type { OfAction } from './actions';
import { FIELDS, type FieldName, type Prerequisite } from './fields';
import { cloneFlow, getNumber, newFlow, setField, setNumber, type Flow } from './flow';
import type { LearnAction } from './actions/learn';
import { matchValue, type Match } from './match';

/** True when the packet has the field (ovs-fields(7), "Prerequisites"). */
export function hasPrerequisites(flow: Flow, needs: Prerequisite): boolean {
  switch (needs) {
    case 'none':
    case 'ct':
      return true;
    case 'vlan':
      return (getNumber(flow, 'vlan_tci') & 0x1000) !== 0;
    case 'mpls':
      return isType(flow, 0x8847) || isType(flow, 0x8848);
    case 'arp':
      return isType(flow, 0x0806) || isType(flow, 0x8035);
    case 'ipv4':
      return isType(flow, 0x0800);
    case 'ipv6':
      return isType(flow, 0x86dd);
    case 'ip':
      return isIp(flow);
    case 'tcp':
      return hasTransport(flow) && isProtocol(flow, 6);
    case 'udp':
      return hasTransport(flow) && isProtocol(flow, 17);
    case 'sctp':
      return hasTransport(flow) && isProtocol(flow, 132);
    case 'icmpv4':
      return hasTransport(flow) && isType(flow, 0x0800) && isProtocol(flow, 1);
    case 'icmpv6':
      return hasTransport(flow) && isType(flow, 0x86dd) && isProtocol(flow, 58);
    case 'nd':
      return hasPrerequisites(flow, 'nd_solicit') || hasPrerequisites(flow, 'nd_advert');
    case 'nd_solicit':
      return hasPrerequisites(flow, 'icmpv6') && getNumber(flow, 'icmp_type') === 135;
    case 'nd_advert':
      return hasPrerequisites(flow, 'icmpv6') && getNumber(flow, 'icmp_type') === 136;
  }
}

/** IP and not a later fragment, which has no transport header. */
export function hasTransport(flow: Flow): boolean {
  return isIp(flow) && (getNumber(flow, 'ip_frag') & 2) === 0;
}

/**
 * Refuses actions that read or write a field which the match does not promise,
 * as ovs-ofctl and the switch do. The mod_* actions of OpenFlow 1.0 are let
 * through: they pass over packets without the field. mod_nw_ecn and mod_nw_ttl
 * are none of those: an OpenFlow 1.0 connection carries them as loads.
 */
export function checkActions(match: Match, actions: readonly OfAction[]): Result<readonly OfAction[]> {
  let flow = cloneFlow(matchValue(match));
  for (const action of actions) {
    if (action.type === 'pop' && !FIELDS[action.field].writable) {
      return err({
        code: 'actions-inconsistent',
        message: 'actions are invalid with specified match (OFPBAC_BAD_SET_ARGUMENT)',
        hint: `${action.field} is read-only.`,
      });
    }
    const missing = usedFields(action).find((field) => !promised(flow, field));
    if (missing !== undefined) {
      return err({
        code: 'actions-inconsistent',
        message: 'actions are invalid with specified match (OFPBAC_MATCH_INCONSISTENT)',
        hint: `${missing} needs a match on ${FIELDS[missing].needs === 'none' ? 'a VLAN tag' : FIELDS[missing].needs}.`,
      });
    }
    if (action.type === 'learn' && !fitsLearn(flow, action)) {
      return err({
        code: 'actions-inconsistent',
        message: 'actions are invalid with specified match (OFPBAC_MATCH_INCONSISTENT)',
        hint: 'What is learned from needs its protocol in the match, what is learned its own in learn(…), e.g. eth_type=0x800.',
      });
    }
    flow = afterTagAction(flow, action);
  }
  return ok(actions);
}

/**
 * True when the match does not promise what the actions change, which only
 * OpenFlow 1.0 and NXM allow: those actions pass over other packets.
 */
export function needsOpenFlow10(match: Match, actions: readonly OfAction[]): boolean {
  let flow = cloneFlow(matchValue(match));
  for (const action of actions) {
    const needs = OLD_NEEDS[action.type];
    if (needs?.some((one) => hasPrerequisites(flow, one)) === false) return true;
    flow = afterTagAction(flow, action);
  }
  return false;
}

/** What one of which OpenFlow 1.1 and later demand of a packet before such an action. */
const OLD_NEEDS: Partial<Record<OfAction['type'], readonly Prerequisite[]>> = {
  strip_vlan: ['vlan'],
  mod_nw_src: ['ipv4'],
  mod_nw_dst: ['ipv4'],
  mod_nw_tos: ['ip'],
  mod_tp_src: ['tcp', 'udp', 'sctp'],
  mod_tp_dst: ['tcp', 'udp', 'sctp'],
  dec_ttl: ['ip'],
};

/** What learn reads must be there, and what it writes must be allowed by the values it writes before. */
function fitsLearn(flow: Flow, { specs }: LearnAction): boolean {
  const made = newFlow();
  return specs.every((spec) => {
    if ('from' in spec && !promised(flow, spec.from.field)) return false;
    if (spec.kind === 'output') return true;
    const { field, offset, bits } = spec.to;
    if (!promised(made, field) || (spec.kind === 'load' && !FIELDS[field].writable)) return false;
    if (spec.kind === 'match' && 'value' in spec && bits === FIELDS[field].bits && offset === 0)
      setField(made, field, spec.value);
    return true;
  });
}

function promised(flow: Flow, field: FieldName): boolean {
  return hasPrerequisites(flow, FIELDS[field].needs) && (field !== 'vlan_vid' || hasPrerequisites(flow, 'vlan'));
}

function usedFields(action: OfAction): readonly FieldName[] {
  switch (action.type) {
    case 'load':
    case 'set_field':
    case 'push':
    case 'pop':
      return [action.field];
    case 'move':
      return [action.source.field, action.target.field];
    case 'output_reg':
      return [action.source.field];
    case 'mod_nw_ecn':
      return ['nw_ecn'];
    case 'mod_nw_ttl':
      return ['nw_ttl'];
    default:
      return [];
  }
}

/** Earlier actions of the list can give or take a tag. */
function afterTagAction(flow: Flow, action: OfAction): Flow {
  const gives = action.type === 'push_vlan' || action.type === 'mod_vlan_vid' || action.type === 'mod_vlan_pcp';
  if (!gives && action.type !== 'strip_vlan') return flow;
  const after = cloneFlow(flow);
  setNumber(after, 'vlan_tci', gives ? getNumber(flow, 'vlan_tci') | 0x1000 : 0);
  return after;
}

function isType(flow: Flow, type: number): boolean {
  return getNumber(flow, 'eth_type') === type;
}

function isProtocol(flow: Flow, proto: number): boolean {
  return getNumber(flow, 'nw_proto') === proto;
}

function isIp(flow: Flow): boolean {
  return isType(flow, 0x0800) || isType(flow, 0x86dd);
}
