/** The calls on /v2.0/security-group-rules. */
import { ok, type Result } from '../../../base';
import { formatPrefix, parsePrefix } from '../../addresses';
import { attribute, integer, NEEDED, nullable, ONCE, oneOf, readBody, text, uuid } from '../../attributes';
import { refuse } from '../../errors';
import { createRule as createAcl, deleteRule as deleteAcl } from '../ovn/port-groups';
import { notFound } from '../errors';
import { PROTOCOLS, protocolNumber } from '../protocols';
import { deletion, find, insertion, type SecurityGroupRule } from '../tables';
import { rulesOf } from './security-groups';
import type { Outcome, ZedHost } from '../server';

const ATTRIBUTES = {
  security_group_id: attribute(text, NEEDED),
  direction: attribute(oneOf(['ingress', 'egress'] as const), NEEDED),
  ethertype: attribute(oneOf(['IPv4', 'IPv6'] as const), ONCE),
  protocol: attribute(nullable(protocolText), ONCE),
  port_range_min: attribute(nullable(integer), ONCE),
  port_range_max: attribute(nullable(integer), ONCE),
  remote_ip_prefix: attribute(nullable(text), ONCE),
  remote_group_id: attribute(nullable(uuid), ONCE),
  remote_address_group_id: attribute(nullable(uuid), ONCE),
  description: attribute(text, ONCE),
  tenant_id: attribute(text, ONCE),
  project_id: attribute(text, ONCE),
};

export function createRule(host: ZedHost, body: unknown): Outcome {
  const given = readBody(body, 'security_group_rule', ATTRIBUTES, 'create');
  if (!given.ok) return given;
  const { value } = given;
  const { direction = 'ingress', ethertype = 'IPv4', remote_ip_prefix: prefixText = null } = value;
  const prefix = prefixText === null ? undefined : parsePrefix(prefixText);
  if (prefixText !== null && prefix === undefined) {
    const message = `Invalid input for remote_ip_prefix. Reason: '${prefixText}' is not a valid IP subnet.`;
    return refuse(400, 'HTTPBadRequest', message);
  }
  const unfit = problemOf(
    value.protocol ?? null,
    value.port_range_min ?? null,
    value.port_range_max ?? null,
    ethertype,
  );
  if (unfit !== undefined) return unfit;
  if (prefix !== undefined && ethertype !== `IPv${prefix.version}`) {
    const message = `Conflicting value ethertype ${ethertype} for CIDR ${prefixText ?? ''}`;
    return refuse(400, 'SecurityGroupRuleParameterConflict', message);
  }
  const remotes = [prefixText, value.remote_group_id, value.remote_address_group_id].filter((each) => each != null);
  if (remotes.length > 1) {
    const message = 'Only one of remote_ip_prefix or remote_group_id or remote_address_group_id may be provided.';
    return refuse(400, 'SecurityGroupMultipleRemoteEntites', message);
  }
  const group = find(host.neutron, 'Security_Group', value.security_group_id ?? '');
  if (group === undefined) return notFound.group(value.security_group_id ?? '');
  const remote =
    value.remote_group_id == null ? undefined : find(host.neutron, 'Security_Group', value.remote_group_id);
  if (value.remote_group_id != null && remote === undefined) return notFound.group(value.remote_group_id);
  const addresses =
    value.remote_address_group_id == null
      ? undefined
      : find(host.neutron, 'Address_Group', value.remote_address_group_id);
  if (value.remote_address_group_id != null && addresses === undefined)
    return notFound.addressGroup(value.remote_address_group_id);
  const rule: SecurityGroupRule = {
    id: host.newUuid(),
    name: '',
    description: value.description ?? '',
    project_id: value.project_id ?? value.tenant_id ?? group.project_id,
    revision_number: 0,
    security_group_id: group.id,
    direction,
    ethertype,
    protocol: value.protocol ?? null,
    ...(isAllPorts(value)
      ? { port_range_min: null, port_range_max: null }
      : { port_range_min: value.port_range_min ?? null, port_range_max: value.port_range_max ?? null }),
    remote_ip_prefix:
      prefixText === null || prefixText.includes('/') ? prefixText : `${prefixText}/${prefix?.length ?? ''}`,
    normalized_cidr: prefix === undefined ? null : formatPrefix(prefix),
    remote_group_id: remote?.id ?? null,
    remote_address_group_id: addresses?.id ?? null,
  };
  const equal = rulesOf(host, group.id).find((each) => contentOf(each) === contentOf(rule));
  if (equal !== undefined) {
    return refuse(409, 'SecurityGroupRuleExists', `Security group rule already exists. Rule id is ${equal.id}.`);
  }
  host.commit([insertion('Security_Group_Rule', rule)]);
  return ok({
    status: 201,
    body: { security_group_rule: ruleDict(rule) },
    after: [() => createAcl(host, rule)],
  });
}

/** An ACL that another rule stands for too stays. */
export function deleteRule(host: ZedHost, id: string): Outcome {
  const rule = find(host.neutron, 'Security_Group_Rule', id);
  if (rule === undefined) return notFound.rule(id);
  const shared =
    rule.remote_ip_prefix !== null &&
    rulesOf(host, rule.security_group_id).some(
      (each) => each.id !== rule.id && each.remote_ip_prefix !== null && saysTheSame(each, rule),
    );
  host.commit([deletion('Security_Group_Rule', rule.id)]);
  return ok({ status: 204, body: null, after: shared ? [] : [() => deleteAcl(host, rule)] });
}

export function ruleDict(rule: SecurityGroupRule): Record<string, unknown> {
  return { ...rule, tenant_id: rule.project_id };
}

/** All ports are as good as none named. */
function isAllPorts({
  port_range_min,
  port_range_max,
}: {
  readonly port_range_min?: number | null;
  readonly port_range_max?: number | null;
}): boolean {
  return port_range_min === 1 && port_range_max === 65535;
}

function saysTheSame(a: SecurityGroupRule, b: SecurityGroupRule): boolean {
  const keys = ['normalized_cidr', 'ethertype', 'direction', 'protocol', 'port_range_min', 'port_range_max'] as const;
  return keys.every((key) => a[key] === b[key]);
}

/** By what two rules are equal: everybody is no prefix at all, a protocol is its number. */
function contentOf(rule: SecurityGroupRule): string {
  const { direction, ethertype, port_range_min, port_range_max, protocol, remote_group_id, remote_address_group_id } =
    rule;
  const prefix =
    rule.remote_ip_prefix === '0.0.0.0/0' || rule.remote_ip_prefix === '::/0' ? null : rule.remote_ip_prefix;
  const number = protocol === null ? null : numberOf(protocol, ethertype);
  return JSON.stringify([
    direction,
    ethertype,
    port_range_min,
    port_range_max,
    number,
    remote_group_id,
    remote_address_group_id,
    prefix,
  ]);
}

/** With IPv6, ICMP is that of IPv6. */
function numberOf(protocol: string, ethertype: string): number | undefined {
  const number = protocolNumber(protocol);
  return number === 1 && ethertype === 'IPv6' ? 58 : number;
}

/** A name or a number, which may be a number indeed; any of them is none. */
function protocolText(value: unknown): Result<string | null, string> {
  const name = text(
    typeof value === 'number' ? String(value) : typeof value === 'string' ? value.toLowerCase() : value,
  );
  return name.ok && (name.value === 'any' || name.value === '') ? ok(null) : name;
}

const WITH_PORTS: Readonly<Record<string, number>> = { tcp: 6, udp: 17, sctp: 132, dccp: 33, udplite: 136 };
const ONLY_IPV6: readonly string[] = [
  'ipv6-encap',
  'ipv6-frag',
  'ipv6-icmp',
  'icmpv6',
  'ipv6-nonxt',
  'ipv6-opts',
  'ipv6-route',
  '41',
  '44',
  '58',
  '59',
  '60',
  '43',
];

function problemOf(protocol: string | null, min: number | null, max: number | null, ethertype: string) {
  const number = protocol === null ? undefined : protocolNumber(protocol);
  if (protocol !== null && number === undefined) {
    const names = Object.keys(PROTOCOLS).map((name) => `'${name}'`);
    const message = `Security group rule protocol ${protocol} not supported. Only protocol values [None, ${names.join(', ')}] and integer representations [0 to 255] are supported.`;
    return refuse(400, 'SecurityGroupRuleInvalidProtocol', message);
  }
  const range = rangeProblem(protocol, number, min, max, ethertype);
  if (range !== undefined || protocol === null || ethertype !== 'IPv4' || !ONLY_IPV6.includes(protocol)) return range;
  const message = `Invalid ethertype ${ethertype} for protocol ${protocol}.`;
  return refuse(400, 'SecurityGroupEthertypeConflictWithProtocol', message);
}

function rangeProblem(
  protocol: string | null,
  number: number | undefined,
  min: number | null,
  max: number | null,
  ethertype: string,
) {
  if (min === null && max === null) return undefined;
  if (protocol === null || number === undefined) {
    const message = 'Must also specify protocol if port range is given.';
    return refuse(400, 'SecurityGroupProtocolRequiredWithPorts', message);
  }
  if (Object.values(WITH_PORTS).includes(number)) return portProblem(min, max);
  if (numberOf(protocol, ethertype) === 58 || number === 1) return icmpProblem(min, max);
  const names = Object.keys(WITH_PORTS)
    .map((name) => name.toUpperCase())
    .sort()
    .join(', ');
  const message = `Ports cannot be specified for protocol ${number}. Ports are only supported for ${names}.`;
  return refuse(400, 'SecurityGroupInvalidProtocolForPort', message);
}

function portProblem(min: number | null, max: number | null) {
  const wrong = [min, max].find((port) => port !== null && (port < 1 || port > 65535));
  if (wrong !== undefined) return refuse(400, 'SecurityGroupInvalidPortValue', `Invalid value for port ${wrong ?? ''}`);
  if (min !== null && max !== null && min <= max) return undefined;
  const message = 'For TCP/UDP protocols, port_range_min must be <= port_range_max';
  return refuse(400, 'SecurityGroupInvalidPortRange', message);
}

function icmpProblem(type: number | null, code: number | null) {
  for (const [name, field, value] of [
    ['type', 'port_range_min', type],
    ['code', 'port_range_max', code],
  ] as const) {
    if (value === null || (value >= 0 && value <= 255)) continue;
    const message = `Invalid value for ICMP ${name} (${field}) ${value}. It must be 0 to 255.`;
    return refuse(400, 'SecurityGroupInvalidIcmpValue', message);
  }
  if (type !== null || code === null) return undefined;
  const message = `ICMP code (port-range-max) ${code} is provided but ICMP type (port-range-min) is missing.`;
  return refuse(400, 'SecurityGroupMissingIcmpType', message);
}
