/** The calls on /v2.0/security-groups and /v2.0/security-group-rules. */
import { ok, type Result, type Uuid } from '../../base';
import { formatPrefix, parsePrefix } from '../addresses';
import { attribute, BOTH, integer, NEEDED, nullable, ONCE, oneOf, readBody, text, uuid } from '../attributes';
import { notFound, refuse, type NeutronError } from '../errors';
import { all, deletion, find, insertion, update, type SecurityGroup, type SecurityGroupRule } from '../tables';
import { tenantOf } from './tenant';
import type { Handled, NeutronHost } from '../server';

const GROUP_ATTRIBUTES = {
  name: attribute(text, { create: 'required', update: true }),
  description: attribute(text, BOTH),
  tenant_id: attribute(text, ONCE),
};

const RULE_ATTRIBUTES = {
  security_group_id: attribute(uuid, NEEDED),
  direction: attribute(oneOf(['ingress', 'egress'] as const), NEEDED),
  ethertype: attribute(oneOf(['IPv4', 'IPv6'] as const), ONCE),
  protocol: attribute(nullable(protocolText), ONCE),
  port_range_min: attribute(nullable(integer), ONCE),
  port_range_max: attribute(nullable(integer), ONCE),
  remote_ip_prefix: attribute(nullable(text), ONCE),
  remote_group_id: attribute(nullable(uuid), ONCE),
  tenant_id: attribute(text, ONCE),
};

const DEFAULT = 'default';
const PROTOCOLS: Readonly<Record<string, string>> = { '1': 'icmp', '6': 'tcp', '17': 'udp', icmpv6: 'icmpv6' };
const NAMES = ['tcp', 'udp', 'icmp', 'icmpv6'];

/** The group that ports get which name none. It comes with the first network, port or group of the project. */
export function ensureDefaultGroup(host: NeutronHost): Uuid {
  const known = all(host.neutron, 'Security_Group').find(({ name }) => name === DEFAULT);
  if (known !== undefined) return known.id;
  const tenant_id = tenantOf(host.neutron);
  const group = { id: host.newUuid(), name: DEFAULT, description: 'Default security group', tenant_id };
  const own = ETHERTYPES.map((ethertype) => ({
    ...newRule(host, group, 'ingress', ethertype),
    remote_group_id: group.id,
  }));
  host.commit([insertion('Security_Group', group), ...[...own, ...letsOut(host, group)].map(insertRule)]);
  return group.id;
}

export function createGroup(host: NeutronHost, body: unknown): Result<Handled, NeutronError> {
  const given = readBody(body, 'security_group', GROUP_ATTRIBUTES, 'create');
  if (!given.ok) return given;
  const { name = '', description = '', tenant_id = tenantOf(host.neutron) } = given.value;
  if (name === DEFAULT)
    return refuse(409, 'SecurityGroupDefaultAlreadyExists', 'Default security group already exists.');
  ensureDefaultGroup(host);
  const group: SecurityGroup = { id: host.newUuid(), name, description, tenant_id };
  host.commit([insertion('Security_Group', group), ...letsOut(host, group).map(insertRule)]);
  return ok({
    status: 201,
    body: { security_group: groupDict(host, group) },
    changes: [{ kind: 'security-group', event: 'create', group }],
  });
}

export function updateGroup(host: NeutronHost, id: string, body: unknown): Result<Handled, NeutronError> {
  const before = find(host.neutron, 'Security_Group', id);
  if (before === undefined) return notFound.securityGroup(id);
  const given = readBody(body, 'security_group', GROUP_ATTRIBUTES, 'update');
  if (!given.ok) return given;
  if (before.name === DEFAULT && given.value.name !== undefined) {
    return refuse(409, 'SecurityGroupCannotUpdateDefault', 'Updating default security group not allowed.');
  }
  host.commit(update(host.neutron, 'Security_Group', before.id, given.value));
  const group = find(host.neutron, 'Security_Group', id) ?? before;
  return ok({
    status: 200,
    body: { security_group: groupDict(host, group) },
    changes: [{ kind: 'security-group', event: 'update', group }],
  });
}

export function deleteGroup(host: NeutronHost, id: string): Result<Handled, NeutronError> {
  const group = find(host.neutron, 'Security_Group', id);
  if (group === undefined) return notFound.securityGroup(id);
  if (all(host.neutron, 'Port').some(({ security_groups }) => security_groups.includes(group.id))) {
    return refuse(409, 'SecurityGroupInUse', `Security Group ${id} in use.`);
  }
  if (group.name === DEFAULT) {
    return refuse(409, 'SecurityGroupCannotRemoveDefault', 'Insufficient rights for removing default security group.');
  }
  const rules = rulesOf(host, group.id);
  // A rule that named the group lets in nobody any more, and goes with it.
  const naming = all(host.neutron, 'Security_Group_Rule').filter(
    (rule) => rule.remote_group_id === group.id && rule.security_group_id !== group.id,
  );
  host.commit([
    ...[...rules, ...naming].map((rule) => deletion('Security_Group_Rule', rule.id)),
    deletion('Security_Group', group.id),
  ]);
  return ok({
    status: 204,
    body: null,
    changes: [
      ...naming.map((rule) => ({ kind: 'security-group-rule', event: 'delete', rule }) as const),
      { kind: 'security-group', event: 'delete', group },
    ],
  });
}

export function createRule(host: NeutronHost, body: unknown): Result<Handled, NeutronError> {
  const given = readBody(body, 'security_group_rule', RULE_ATTRIBUTES, 'create');
  if (!given.ok) return given;
  const { value } = given;
  const { direction = 'ingress', ethertype = 'IPv4' } = value;
  const group = find(host.neutron, 'Security_Group', value.security_group_id ?? '');
  if (group === undefined) return notFound.securityGroup(value.security_group_id ?? '');
  const remote =
    value.remote_group_id == null ? undefined : find(host.neutron, 'Security_Group', value.remote_group_id);
  if (value.remote_group_id != null && remote === undefined) return notFound.securityGroup(value.remote_group_id);
  const prefix = value.remote_ip_prefix == null ? undefined : parsePrefix(value.remote_ip_prefix);
  if (value.remote_ip_prefix != null && prefix === undefined) {
    const message = `Invalid input for remote_ip_prefix. Reason: '${value.remote_ip_prefix}' is not a valid IP subnet.`;
    return refuse(400, 'HTTPBadRequest', message);
  }
  const rule: SecurityGroupRule = {
    ...newRule(host, group, direction, ethertype),
    protocol: value.protocol == null ? null : (PROTOCOLS[value.protocol] ?? value.protocol),
    port_range_min: value.port_range_min ?? null,
    port_range_max: value.port_range_max ?? null,
    remote_ip_prefix: prefix === undefined ? null : formatPrefix(prefix),
    remote_group_id: remote?.id ?? null,
  };
  const unfit = problemOf(rule, prefix?.version);
  if (unfit !== undefined) return unfit;
  const equal = rulesOf(host, group.id).find((each) => contentOf(each) === contentOf(rule));
  if (equal !== undefined) {
    return refuse(409, 'SecurityGroupRuleExists', `Security group rule already exists. Rule id is ${equal.id}.`);
  }
  host.commit([insertRule(rule)]);
  return ok({
    status: 201,
    body: { security_group_rule: rule },
    changes: [{ kind: 'security-group-rule', event: 'create', rule }],
  });
}

export function deleteRule(host: NeutronHost, id: string): Result<Handled, NeutronError> {
  const rule = find(host.neutron, 'Security_Group_Rule', id);
  if (rule === undefined) return notFound.rule(id);
  host.commit([deletion('Security_Group_Rule', rule.id)]);
  return ok({ status: 204, body: null, changes: [{ kind: 'security-group-rule', event: 'delete', rule }] });
}

export function groupDict(host: Pick<NeutronHost, 'neutron'>, group: SecurityGroup): Record<string, unknown> {
  return { ...group, security_group_rules: rulesOf(host, group.id) };
}

function rulesOf({ neutron }: Pick<NeutronHost, 'neutron'>, group: Uuid): readonly SecurityGroupRule[] {
  return all(neutron, 'Security_Group_Rule').filter(({ security_group_id }) => security_group_id === group);
}

const ETHERTYPES = ['IPv4', 'IPv6'] as const;

function letsOut(host: NeutronHost, group: SecurityGroup): readonly SecurityGroupRule[] {
  return ETHERTYPES.map((ethertype) => newRule(host, group, 'egress', ethertype));
}

function newRule(
  host: NeutronHost,
  { id, tenant_id }: SecurityGroup,
  direction: string,
  ethertype: string,
): SecurityGroupRule {
  return {
    id: host.newUuid(),
    security_group_id: id,
    tenant_id,
    direction,
    ethertype,
    protocol: null,
    port_range_min: null,
    port_range_max: null,
    remote_ip_prefix: null,
    remote_group_id: null,
  };
}

function insertRule(rule: SecurityGroupRule) {
  return insertion('Security_Group_Rule', rule);
}

function contentOf(rule: SecurityGroupRule): string {
  const said = Object.entries(rule).filter(([name]) => name !== 'id' && name !== 'tenant_id');
  return JSON.stringify(said.sort());
}

/** A name or a number, which may be a number indeed. */
function protocolText(value: unknown): Result<string, string> {
  return text(typeof value === 'number' ? String(value) : typeof value === 'string' ? value.toLowerCase() : value);
}

function problemOf(rule: SecurityGroupRule, version: 4 | 6 | undefined) {
  const { protocol, port_range_min: min, port_range_max: max, remote_ip_prefix, remote_group_id, ethertype } = rule;
  if (protocol !== null && !NAMES.includes(protocol) && !(/^\d+$/.test(protocol) && Number(protocol) <= 255)) {
    const message = `Security group rule protocol ${protocol} not supported. Only protocol values [None, 'tcp', 'udp', 'icmp', 'icmpv6'] and integer representations [0 to 255] are supported.`;
    return refuse(400, 'SecurityGroupRuleInvalidProtocol', message);
  }
  if (remote_ip_prefix !== null && remote_group_id !== null) {
    const message = 'Only remote_ip_prefix or remote_group_id may be provided.';
    return refuse(400, 'SecurityGroupRemoteGroupAndRemoteIpPrefix', message);
  }
  if (version !== undefined && ethertype !== `IPv${version}`) {
    const message = `Conflicting value ethertype ${ethertype} for CIDR ${remote_ip_prefix ?? ''}`;
    return refuse(400, 'SecurityGroupRuleParameterConflict', message);
  }
  if (min === null && max === null) return undefined;
  if (protocol === null) {
    const message = 'Must also specifiy protocol if port range is given.';
    return refuse(400, 'SecurityGroupProtocolRequiredWithPorts', message);
  }
  return protocol.startsWith('icmp') ? icmpProblem(min, max) : portProblem(protocol, min, max);
}

function portProblem(protocol: string, min: number | null, max: number | null) {
  if (protocol !== 'tcp' && protocol !== 'udp') return undefined;
  if (min !== null && max !== null && min <= max && [min, max].every((port) => port >= 0 && port <= 65535))
    return undefined;
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
