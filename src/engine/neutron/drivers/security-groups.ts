/**
 * How security groups became ACLs in 2015: as the document of April designed it and
 * nobody wrote it, the same with its two directions the right way round, and as it
 * came in October. All ACLs of 2015 stand in one table, which a packet crosses once:
 * what the sender's rules let out passes, whatever the receiver's say (docs/neutron.md).
 */
import { all, type Port, type SecurityGroupRule } from '../tables';
import type { DatabaseView } from '../../ovsdb';
import type { AclOfGroup, SecurityGroupMapping } from '../driver';
import type { Uuid } from '../../base';

const ALLOW = 1002;
const DROP = 1001;
/** Below every other priority: what no rule allows. */
const LOWEST = 1;

export const DESIGNED: SecurityGroupMapping = {
  id: 'designed',
  title: 'As the document of April 2015 designed it',
  summary:
    'One ACL for each port and rule. Ingress is written inport and egress outport, the wrong way round for ovn-northd, and ports are compared with the source; so a group lets in what it was to let out. Everything else is dropped, ARP too.',
  portKey: 'neutron:port_id',
  prefixes: [],
  acls: (port, neutron) => designedAcls(port, neutron, true),
};

export const DESIGNED_CORRECTED: SecurityGroupMapping = {
  id: 'designed-corrected',
  title: 'As the document of April 2015 meant it',
  summary:
    'One ACL for each port and rule, with ingress as outport and egress as inport, and ports compared with the destination. All other IP to and from the port is dropped.',
  portKey: 'neutron:port_id',
  prefixes: ['ingress', 'egress'],
  acls: (port, neutron) => designedAcls(port, neutron, false),
};

export const OCTOBER: SecurityGroupMapping = {
  id: 'october-2015',
  title: 'As networking-ovn wrote it from October 2015',
  summary:
    'Two ACLs of priority 1001 drop IP to and from the port, one of 1002 allows for each rule. A remote prefix is always compared with the destination, a slip until January 2016.',
  portKey: 'neutron:lport',
  prefixes: ['egress'],
  acls: octoberAcls,
};

function designedAcls(port: Port, neutron: DatabaseView, asWritten: boolean): readonly AclOfGroup[] {
  if (port.security_groups.length === 0) return [];
  const ids = (rule: string) => ({ 'neutron:port_id': port.id, 'neutron:security_rule_id': rule });
  const allowed = rulesOf(port, neutron).flatMap((rule): readonly AclOfGroup[] => {
    const match = designedMatch(port, rule, neutron, asWritten);
    if (match === undefined) return [];
    const of = { direction: directionOf(rule), rules: [rule.id] };
    return [{ priority: ALLOW, match, action: 'allow', externalIds: ids(rule.id), ...of }];
  });
  // What no rule allows has to be dropped. The document's own rule is `1`, which drops ARP as well.
  const rest: readonly (readonly [AclOfGroup['direction'], string])[] = asWritten
    ? [['ingress', '1']]
    : [
        ['egress', `inport == "${port.id}" && ip`],
        ['ingress', `outport == "${port.id}" && ip`],
      ];
  const drops = rest.map(([direction, match]): AclOfGroup => ({
    priority: LOWEST,
    match,
    action: 'drop',
    externalIds: ids(''),
    direction,
    rules: [],
  }));
  return [...allowed, ...drops];
}

function designedMatch(
  port: Port,
  rule: SecurityGroupRule,
  neutron: DatabaseView,
  asWritten: boolean,
): string | undefined {
  const ingress = rule.direction === 'ingress';
  const own = ingress === asWritten ? 'inport' : 'outport';
  const remote = remoteGroup(rule, port, own === 'inport' ? 'outport' : 'inport', neutron);
  if (remote === undefined) return undefined;
  const ip = rule.ethertype === 'IPv6' ? 'ip6' : 'ip4';
  const prefix = rule.remote_ip_prefix === null ? [] : [`${ip}.${ingress ? 'src' : 'dst'} == ${rule.remote_ip_prefix}`];
  const parts = [
    `${own} == "${port.id}"`,
    `eth.type == ${ip === 'ip6' ? '0x86dd' : '0x800'}`,
    ...prefix,
    ...remote,
    ...protocolParts(rule, ip, asWritten ? 'src' : 'dst'),
  ];
  return parts.join(' && ');
}

function octoberAcls(port: Port, neutron: DatabaseView): readonly AclOfGroup[] {
  if (port.security_groups.length === 0) return [];
  const externalIds = { 'neutron:lport': port.id };
  const drops = (['egress', 'ingress'] as const).map((direction): AclOfGroup => ({
    priority: DROP,
    match: `${direction === 'egress' ? 'inport' : 'outport'} == "${port.id}" && ip`,
    action: 'drop',
    externalIds,
    direction,
    rules: [],
  }));
  // Rules that say the same have one ACL.
  const allows = new Map<string, AclOfGroup & { readonly rules: Uuid[] }>();
  for (const rule of rulesOf(port, neutron)) {
    const match = octoberMatch(port, rule, neutron);
    if (match === undefined) continue;
    const known = allows.get(match);
    const of = { externalIds, direction: directionOf(rule), rules: [rule.id] };
    if (known) known.rules.push(rule.id);
    else allows.set(match, { priority: ALLOW, match, action: 'allow-related', ...of });
  }
  return [...drops, ...allows.values()];
}

function octoberMatch(port: Port, rule: SecurityGroupRule, neutron: DatabaseView): string | undefined {
  const ingress = rule.direction === 'ingress';
  const remote = remoteGroup(rule, port, ingress ? 'inport' : 'outport', neutron);
  if (remote === undefined) return undefined;
  const ip = rule.ethertype === 'IPv6' ? 'ip6' : 'ip4';
  const prefix = rule.remote_ip_prefix === null ? [] : [`${ip}.dst == ${rule.remote_ip_prefix}`];
  const parts = [`${ingress ? 'outport' : 'inport'} == "${port.id}"`, ip, ...prefix, ...remote];
  return [...parts, ...octoberProtocol(rule, ip)].join(' && ');
}

/** Protocols other than these three are not compared, nor is a number that Python takes for false; an ICMP code is taken for a type. */
function octoberProtocol(rule: SecurityGroupRule, ip: 'ip4' | 'ip6'): readonly string[] {
  const { protocol } = rule;
  if (protocol !== 'tcp' && protocol !== 'udp' && protocol !== 'icmp') return [];
  const name = protocol === 'icmp' ? (ip === 'ip6' ? 'icmp6' : 'icmp4') : protocol;
  const field = protocol === 'icmp' ? `${name}.type` : `${name}.dst`;
  const [min, max] = [rule.port_range_min || null, rule.port_range_max || null];
  return [name, ...range(field, '>=', min), ...range(field, '<=', max)];
}

function directionOf({ direction }: SecurityGroupRule): AclOfGroup['direction'] {
  return direction === 'egress' ? 'egress' : 'ingress';
}

function rulesOf(port: Port, neutron: DatabaseView): readonly SecurityGroupRule[] {
  return all(neutron, 'Security_Group_Rule').filter(({ security_group_id }) =>
    port.security_groups.includes(security_group_id),
  );
}

/** The other ports of the rule's remote group; undefined where there are none, so that the rule can never match. */
function remoteGroup(
  { remote_group_id }: SecurityGroupRule,
  port: Port,
  side: string,
  neutron: DatabaseView,
): readonly string[] | undefined {
  if (remote_group_id === null) return [];
  const others = all(neutron, 'Port').filter(
    ({ id, security_groups }) => id !== port.id && security_groups.includes(remote_group_id),
  );
  return others.length === 0 ? undefined : [`${side} == {${others.map(({ id }) => `"${id}"`).join(', ')}}`];
}

function protocolParts(rule: SecurityGroupRule, ip: 'ip4' | 'ip6', end: 'src' | 'dst'): readonly string[] {
  const { protocol, port_range_min: min, port_range_max: max } = rule;
  if (protocol === 'tcp' || protocol === 'udp') {
    const field = `${protocol}.${end}`;
    return [protocol, ...range(field, '>=', min), ...range(field, '<=', max)];
  }
  if (protocol === 'icmp') {
    const icmp = ip === 'ip6' ? 'icmp6' : 'icmp4';
    return [
      icmp,
      ...(min === null ? [] : [`${icmp}.type == ${min}`]),
      ...(max === null ? [] : [`${icmp}.code == ${max}`]),
    ];
  }
  return protocol === null ? [] : [`ip.proto == ${protocol}`];
}

function range(field: string, comparison: string, port: number | null): readonly string[] {
  return port === null || port === -1 ? [] : [`${field} ${comparison} ${port}`];
}
