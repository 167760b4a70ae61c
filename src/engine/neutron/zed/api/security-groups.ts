/** The calls on /v2.0/security-groups. */
import { ok, type Uuid } from '../../../base';
import { attribute, BOTH, boolean, ONCE, readBody, text } from '../../attributes';
import { refuse } from '../../errors';
import {
  createGroup as createPortGroup,
  deleteGroup as deletePortGroup,
  deleteRule,
  setStateful,
} from '../ovn/port-groups';
import { notFound } from '../errors';
import {
  all,
  deletion,
  find,
  insertion,
  serverOf,
  update,
  type SecurityGroup,
  type SecurityGroupRule,
} from '../tables';
import type { After, Outcome, ZedHost } from '../server';

const ATTRIBUTES = {
  name: attribute(text, BOTH),
  description: attribute(text, BOTH),
  stateful: attribute(boolean, BOTH),
  tenant_id: attribute(text, ONCE),
  project_id: attribute(text, ONCE),
};

const DEFAULT = 'default';

/** Within a step: the project's default group, made where it has none. */
export function ensureDefaultGroup(
  host: ZedHost,
  project: string,
): { readonly id: Uuid; readonly after: readonly After[] } {
  const found = all(host.neutron, 'Security_Group').find(
    ({ name, project_id }) => name === DEFAULT && project_id === project,
  );
  if (found !== undefined) return { id: found.id, after: [] };
  const values = { name: DEFAULT, description: 'Default security group', project_id: project, stateful: true };
  const made = makeGroup(host, values, true);
  return { id: made.group.id, after: made.after };
}

/** Who lists the groups of a project gives it its default group. */
export function lookAtGroups(host: ZedHost): Outcome {
  const { after } = ensureDefaultGroup(host, serverOf(host.neutron).project_id);
  return ok({ status: 200, body: null, after });
}

export function createGroup(host: ZedHost, body: unknown): Outcome {
  const given = readBody(body, 'security_group', ATTRIBUTES, 'create');
  if (!given.ok) return given;
  const { name = '', description = '', stateful = true } = given.value;
  if (name === DEFAULT)
    return refuse(409, 'SecurityGroupDefaultAlreadyExists', 'Default security group already exists.');
  const project_id = given.value.project_id ?? given.value.tenant_id ?? serverOf(host.neutron).project_id;
  const ensured = ensureDefaultGroup(host, project_id);
  const { group, after } = makeGroup(host, { name, description, project_id, stateful }, false);
  return ok({ status: 201, body: { security_group: groupDict(host, group) }, after: [...ensured.after, ...after] });
}

export function updateGroup(host: ZedHost, id: string, body: unknown): Outcome {
  const before = find(host.neutron, 'Security_Group', id);
  if (before === undefined) return notFound.group(id);
  const given = readBody(body, 'security_group', ATTRIBUTES, 'update');
  if (!given.ok) return given;
  const { name, description, stateful } = given.value;
  if (before.name === DEFAULT && name !== undefined && name !== DEFAULT) {
    return refuse(409, 'SecurityGroupCannotUpdateDefault', 'Updating default security group not allowed.');
  }
  if (stateful !== undefined && stateful !== before.stateful && isUsed(host, before.id)) return inUse(id);
  host.commit(
    update(host.neutron, 'Security_Group', before.id, {
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description }),
      ...(stateful !== undefined && { stateful }),
    }),
  );
  const group = find(host.neutron, 'Security_Group', id) ?? before;
  const changed = group.stateful !== before.stateful;
  return ok({
    status: 200,
    body: { security_group: groupDict(host, group) },
    after: changed ? [() => setStateful(host, group, rulesOf(host, group.id))] : [],
  });
}

export function deleteGroup(host: ZedHost, id: string): Outcome {
  const group = find(host.neutron, 'Security_Group', id);
  if (group === undefined) return notFound.group(id);
  if (isUsed(host, group.id)) return inUse(id);
  if (group.name === DEFAULT) {
    return refuse(409, 'SecurityGroupCannotRemoveDefault', 'Insufficient rights for removing default security group.');
  }
  // A rule that named the group lets in nobody any more, and goes with it.
  const naming = all(host.neutron, 'Security_Group_Rule').filter(
    (rule) => rule.remote_group_id === group.id && rule.security_group_id !== group.id,
  );
  host.commit([
    ...[...rulesOf(host, group.id), ...naming].map((rule) => deletion('Security_Group_Rule', rule.id)),
    deletion('Security_Group', group.id),
  ]);
  return ok({
    status: 204,
    body: null,
    after: [...naming.map((rule) => () => deleteRule(host, rule)), () => deletePortGroup(host, group)],
  });
}

export function groupDict(host: Pick<ZedHost, 'neutron'>, group: SecurityGroup): Record<string, unknown> {
  const rules = rulesOf(host, group.id).map((rule) => ({ ...rule, tenant_id: rule.project_id }));
  return { ...group, tenant_id: group.project_id, security_group_rules: rules, shared: false };
}

export function rulesOf({ neutron }: Pick<ZedHost, 'neutron'>, group: Uuid): readonly SecurityGroupRule[] {
  return all(neutron, 'Security_Group_Rule').filter(({ security_group_id }) => security_group_id === group);
}

type NewGroup = Pick<SecurityGroup, 'name' | 'description' | 'project_id' | 'stateful'>;

/** Everybody in it may send anywhere; those of the default group hear each other. */
function makeGroup(host: ZedHost, values: NewGroup, isDefault: boolean) {
  const group: SecurityGroup = { id: host.newUuid(), revision_number: 1, ...values };
  const rules = (['IPv4', 'IPv6'] as const).flatMap((ethertype) => [
    newRule(host, group, 'egress', ethertype, null),
    ...(isDefault ? [newRule(host, group, 'ingress', ethertype, group.id)] : []),
  ]);
  host.commit([insertion('Security_Group', group), ...rules.map((rule) => insertion('Security_Group_Rule', rule))]);
  return { group, after: [() => createPortGroup(host, group, rules)] as const };
}

function newRule(
  host: ZedHost,
  group: SecurityGroup,
  direction: string,
  ethertype: string,
  remote: Uuid | null,
): SecurityGroupRule {
  return {
    id: host.newUuid(),
    name: '',
    description: '',
    project_id: group.project_id,
    revision_number: 0,
    security_group_id: group.id,
    direction,
    ethertype,
    protocol: null,
    port_range_min: null,
    port_range_max: null,
    remote_ip_prefix: null,
    normalized_cidr: null,
    remote_group_id: remote,
    remote_address_group_id: null,
  };
}

function isUsed(host: ZedHost, group: Uuid): boolean {
  return all(host.neutron, 'Port').some(({ security_groups }) => security_groups.includes(group));
}

function inUse(id: string) {
  return refuse(409, 'SecurityGroupInUse', `Security Group ${id} in use.`);
}
