/** The calls on /v2.0/address-groups. OVN never hears of them. */
import { ok } from '../../../base';
import { attribute, BOTH, list, ONCE, readBody, subnet, text } from '../../attributes';
import { refuse } from '../../errors';
import { notFound } from '../errors';
import { all, deletion, find, insertion, serverOf, update, type AddressGroup } from '../tables';
import type { Outcome, ZedHost } from '../server';

const ATTRIBUTES = {
  name: attribute(text, BOTH),
  description: attribute(text, BOTH),
  addresses: attribute(list(subnet), BOTH),
  tenant_id: attribute(text, ONCE),
  project_id: attribute(text, ONCE),
};

export function createAddressGroup(host: ZedHost, body: unknown): Outcome {
  const given = readBody(body, 'address_group', ATTRIBUTES, 'create');
  if (!given.ok) return given;
  const { name = '', description = '', addresses = [] } = given.value;
  const project_id = given.value.project_id ?? given.value.tenant_id ?? serverOf(host.neutron).project_id;
  const group: AddressGroup = { id: host.newUuid(), name, description, project_id, revision_number: 0, addresses };
  host.commit([insertion('Address_Group', group)]);
  return ok({ status: 201, body: { address_group: addressGroupDict(group) } });
}

export function updateAddressGroup(host: ZedHost, id: string, body: unknown): Outcome {
  const before = find(host.neutron, 'Address_Group', id);
  if (before === undefined) return notFound.addressGroup(id);
  const given = readBody(body, 'address_group', ATTRIBUTES, 'update');
  if (!given.ok) return given;
  host.commit(update(host.neutron, 'Address_Group', before.id, given.value));
  return ok({
    status: 200,
    body: { address_group: addressGroupDict(find(host.neutron, 'Address_Group', id) ?? before) },
  });
}

export function deleteAddressGroup(host: ZedHost, id: string): Outcome {
  const group = find(host.neutron, 'Address_Group', id);
  if (group === undefined) return notFound.addressGroup(id);
  if (
    all(host.neutron, 'Security_Group_Rule').some(({ remote_address_group_id }) => remote_address_group_id === group.id)
  ) {
    return refuse(409, 'AddressGroupInUse', `Address group ${id} is in use on one or more security group rules.`);
  }
  host.commit([deletion('Address_Group', group.id)]);
  return ok({ status: 204, body: null });
}

export function addressGroupDict(group: AddressGroup): Record<string, unknown> {
  return { ...group, tenant_id: group.project_id };
}
