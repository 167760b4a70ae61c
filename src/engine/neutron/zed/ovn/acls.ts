/** The ACL that a rule of a security group is written as. A remote address group is not looked at: the rule admits everybody. */
import { protocolNumber } from '../protocols';
import { addressSetName, DROP_GROUP, portGroupName } from './names';
import type { SecurityGroupRule } from '../tables';
import type { TextMap } from './northbound';

export interface NeutronAcl {
  readonly direction: 'from-lport' | 'to-lport';
  readonly priority: number;
  readonly match: string;
  readonly action: 'allow-related' | 'allow-stateless' | 'drop';
  readonly externalIds: TextMap;
}

const ALLOW = 1002;
const DROP = 1001;

export const DROP_ACLS: readonly NeutronAcl[] = [
  { direction: 'from-lport', priority: DROP, match: `inport == @${DROP_GROUP} && ip`, action: 'drop', externalIds: {} },
  { direction: 'to-lport', priority: DROP, match: `outport == @${DROP_GROUP} && ip`, action: 'drop', externalIds: {} },
];

export function aclOf(rule: SecurityGroupRule, stateful: boolean): NeutronAcl {
  return {
    direction: rule.direction === 'ingress' ? 'to-lport' : 'from-lport',
    priority: ALLOW,
    match: matchOf(rule),
    action: stateful ? 'allow-related' : 'allow-stateless',
    externalIds: { 'neutron:security_group_rule_id': rule.id },
  };
}

function matchOf(rule: SecurityGroupRule): string {
  const ingress = rule.direction === 'ingress';
  const ip = rule.ethertype === 'IPv4' ? 'ip4' : 'ip6';
  const other = `${ip}.${ingress ? 'src' : 'dst'}`;
  const parts = [
    `${ingress ? 'outport' : 'inport'} == @${portGroupName(rule.security_group_id)}`,
    ip,
    ...(rule.normalized_cidr === null ? [] : [`${other} == ${rule.normalized_cidr}`]),
    ...(rule.remote_group_id === null ? [] : [`${other} == $${addressSetName(rule.remote_group_id, ip)}`]),
    ...protocolParts(rule, ip === 'ip4' ? 'icmp4' : 'icmp6'),
  ];
  return parts.join(' && ');
}

const TRANSPORTS: Readonly<Record<number, string>> = { 6: 'tcp', 17: 'udp', 132: 'sctp' };
const ICMP: readonly number[] = [1, 58];

function protocolParts(rule: SecurityGroupRule, icmp: string): readonly string[] {
  const { port_range_min: min, port_range_max: max } = rule;
  const number = rule.protocol === null ? undefined : protocolNumber(rule.protocol);
  if (number === undefined) return [];
  const transport = TRANSPORTS[number];
  if (transport !== undefined) {
    if (min !== null && min === max) return [transport, `${transport}.dst == ${min}`];
    return [
      transport,
      ...(min === null ? [] : [`${transport}.dst >= ${min}`]),
      ...(max === null ? [] : [`${transport}.dst <= ${max}`]),
    ];
  }
  if (!ICMP.includes(number)) return [`ip.proto == ${number}`];
  return [
    icmp,
    ...(min === null ? [] : [`${icmp}.type == ${min}`]),
    ...(max === null ? [] : [`${icmp}.code == ${max}`]),
  ];
}
