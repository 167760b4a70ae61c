/** The calls on /v2.0/qos/policies, and on the rules of a policy. */
import { ok, type Result, type Uuid } from '../../../base';
import { attribute, BOTH, boolean, integer, ONCE, oneOf, readBody, text } from '../../attributes';
import { refuse, type NeutronError } from '../../errors';
import { updatePolicy as updateRows } from '../ovn/qos';
import { notFound } from '../errors';
import { all, deletion, find, insertion, serverOf, update, type QosPolicy, type QosRule } from '../tables';
import type { Outcome, ZedHost } from '../server';

const POLICY = {
  name: attribute(text, BOTH),
  description: attribute(text, BOTH),
  shared: attribute(boolean, BOTH),
  is_default: attribute(boolean, BOTH),
  tenant_id: attribute(text, ONCE),
  project_id: attribute(text, ONCE),
};

const RULE = {
  direction: attribute(oneOf(['ingress', 'egress'] as const), BOTH),
  max_kbps: attribute(integer, BOTH),
  max_burst_kbps: attribute(integer, BOTH),
  dscp_mark: attribute(integer, BOTH),
  min_kbps: attribute(integer, BOTH),
};

/** Collections of rules, with their resource and type. */
export const RULE_COLLECTIONS: Readonly<Record<string, { readonly resource: string; readonly type: string }>> = {
  bandwidth_limit_rules: { resource: 'bandwidth_limit_rule', type: 'bandwidth_limit' },
  dscp_marking_rules: { resource: 'dscp_marking_rule', type: 'dscp_marking' },
  minimum_bandwidth_rules: { resource: 'minimum_bandwidth_rule', type: 'minimum_bandwidth' },
};

/** Undefined where nothing is said of it. */
export function policyOf(host: ZedHost, id: string | null | undefined): Result<Uuid | null | undefined, NeutronError> {
  if (id === undefined || id === null) return ok(id);
  const policy = find(host.neutron, 'QoS_Policy', id);
  return policy === undefined ? notFound.policy(id) : ok(policy.id);
}

export function createPolicy(host: ZedHost, body: unknown): Outcome {
  const given = readBody(body, 'policy', POLICY, 'create');
  if (!given.ok) return given;
  const { name = '', description = '', shared = false, is_default = false } = given.value;
  const project_id = given.value.project_id ?? given.value.tenant_id ?? serverOf(host.neutron).project_id;
  const policy: QosPolicy = {
    id: host.newUuid(),
    name,
    description,
    project_id,
    revision_number: 0,
    shared,
    is_default,
  };
  host.commit([insertion('QoS_Policy', policy)]);
  return ok({ status: 201, body: { policy: policyDict(host, policy) } });
}

export function updatePolicy(host: ZedHost, id: string, body: unknown): Outcome {
  const before = find(host.neutron, 'QoS_Policy', id);
  if (before === undefined) return notFound.policy(id);
  const given = readBody(body, 'policy', POLICY, 'update');
  if (!given.ok) return given;
  host.commit(update(host.neutron, 'QoS_Policy', before.id, given.value));
  return ok({ status: 200, body: { policy: policyDict(host, find(host.neutron, 'QoS_Policy', id) ?? before) } });
}

export function deletePolicy(host: ZedHost, id: string): Outcome {
  const policy = find(host.neutron, 'QoS_Policy', id);
  if (policy === undefined) return notFound.policy(id);
  const users = (['Network', 'Port'] as const).flatMap((table) =>
    all(host.neutron, table)
      .filter(({ qos_policy_id }) => qos_policy_id === policy.id)
      .map((each) => `${table.toLowerCase()} ${each.id}`),
  );
  if (users[0] !== undefined) return refuse(409, 'QosPolicyInUse', `QoS Policy ${id} is used by ${users[0]}.`);
  host.commit([
    ...rulesOf(host, policy.id).map((rule) => deletion('QoS_Rule', rule.id)),
    deletion('QoS_Policy', policy.id),
  ]);
  return ok({ status: 204, body: null });
}

export function createRule(host: ZedHost, policyId: string, collection: string, body: unknown): Outcome {
  const policy = find(host.neutron, 'QoS_Policy', policyId);
  const kind = RULE_COLLECTIONS[collection];
  if (policy === undefined || kind === undefined) return notFound.policy(policyId);
  const given = readBody(body, kind.resource, RULE, 'create');
  if (!given.ok) return given;
  const { direction = 'egress', ...values } = given.value;
  const twice = rulesOf(host, policy.id).find((rule) => rule.type === kind.type && rule.direction === direction);
  if (twice !== undefined) {
    const message = `Rule ${kind.type} already exists in QoS Policy ${policy.id}.`;
    return refuse(409, 'QoSRulesConflict', message);
  }
  const rule: QosRule = {
    id: host.newUuid(),
    policy_id: policy.id,
    type: kind.type,
    direction,
    max_kbps: values.max_kbps ?? null,
    max_burst_kbps: values.max_burst_kbps ?? null,
    dscp_mark: values.dscp_mark ?? null,
    min_kbps: values.min_kbps ?? null,
  };
  host.commit([insertion('QoS_Rule', rule)]);
  return ok({ status: 201, body: { [kind.resource]: ruleDict(rule) }, after: [() => updateRows(host, policy)] });
}

export function updateRule(host: ZedHost, policyId: string, collection: string, id: string, body: unknown): Outcome {
  const found = ruleOf(host, policyId, collection, id);
  if (!found.ok) return found;
  const { policy, rule, resource } = found.value;
  const given = readBody(body, resource, RULE, 'update');
  if (!given.ok) return given;
  host.commit(update(host.neutron, 'QoS_Rule', rule.id, given.value));
  const changed = find(host.neutron, 'QoS_Rule', id) ?? rule;
  return ok({ status: 200, body: { [resource]: ruleDict(changed) }, after: [() => updateRows(host, policy)] });
}

export function deleteRule(host: ZedHost, policyId: string, collection: string, id: string): Outcome {
  const found = ruleOf(host, policyId, collection, id);
  if (!found.ok) return found;
  host.commit([deletion('QoS_Rule', found.value.rule.id)]);
  return ok({ status: 204, body: null, after: [() => updateRows(host, found.value.policy)] });
}

export function ruleOf(host: Pick<ZedHost, 'neutron'>, policyId: string, collection: string, id: string) {
  const policy = find(host.neutron, 'QoS_Policy', policyId);
  const kind = RULE_COLLECTIONS[collection];
  const rule = find(host.neutron, 'QoS_Rule', id);
  if (policy === undefined || kind === undefined) return notFound.policy(policyId);
  if (rule?.policy_id !== policy.id || rule.type !== kind.type) return notFound.qosRule(policyId, id);
  return ok({ policy, rule, resource: kind.resource });
}

export function policyDict(host: Pick<ZedHost, 'neutron'>, policy: QosPolicy): Record<string, unknown> {
  return { ...policy, tenant_id: policy.project_id, rules: rulesOf(host, policy.id).map(ruleDict) };
}

export function ruleDict(rule: QosRule): Record<string, unknown> {
  const said = Object.entries(rule).filter(([, value]) => value !== null);
  return Object.fromEntries(rule.type === 'dscp_marking' ? said.filter(([key]) => key !== 'direction') : said);
}

export function rulesOf({ neutron }: Pick<ZedHost, 'neutron'>, policy: Uuid): readonly QosRule[] {
  return all(neutron, 'QoS_Rule').filter(({ policy_id }) => policy_id === policy);
}
