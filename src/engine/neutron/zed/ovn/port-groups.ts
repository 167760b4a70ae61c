/** Security groups as port groups, their rules as ACLs, and the group of the ports that hear nothing else. */
import { ok, type Uuid } from '../../../base';
import { find, type SecurityGroup, type SecurityGroupRule } from '../tables';
import { writeOvn, type ZedHost } from '../server';
import { aclOf, DROP_ACLS, type NeutronAcl } from './acls';
import { DROP_GROUP, portGroupName } from './names';
import { pairs, type Northbound } from './northbound';

const GROUP = 'Port_Group';

/** What every server makes sure of when it starts. */
export function createDropGroup(host: ZedHost): boolean {
  return writeOvn(host, `create the port group ${DROP_GROUP}`, (nb) => {
    if (nb.named(GROUP, DROP_GROUP) !== undefined) return ok(undefined);
    const uuid = nb.insert(GROUP, { name: DROP_GROUP });
    for (const acl of DROP_ACLS) addAcl(nb, uuid, acl);
    return ok(undefined);
  });
}

export function createGroup(host: ZedHost, group: SecurityGroup, rules: readonly SecurityGroupRule[]): boolean {
  return writeOvn(host, `create the security group ${group.name}`, (nb) => {
    const uuid = addGroup(nb, group.id);
    for (const rule of rules) addAcl(nb, uuid, aclOf(rule, group.stateful));
    return ok(undefined);
  });
}

export function addGroup(nb: Northbound, group: Uuid): Uuid {
  const external_ids = pairs({ 'neutron:security_group_id': group });
  return nb.insert(GROUP, { name: portGroupName(group), external_ids });
}

export function deleteGroup(host: ZedHost, group: SecurityGroup): boolean {
  return writeOvn(host, `delete the security group ${group.name}`, (nb) => {
    const row = nb.named(GROUP, portGroupName(group.id));
    if (row !== undefined) nb.delete(GROUP, row._uuid);
    return ok(undefined);
  });
}

export function createRule(host: ZedHost, rule: SecurityGroupRule): boolean {
  return writeOvn(host, `create the rule ${rule.id}`, (nb) => {
    const row = nb.named(GROUP, portGroupName(rule.security_group_id));
    if (row !== undefined) addAcl(nb, row._uuid, aclOf(rule, isStateful(host, rule)));
    return ok(undefined);
  });
}

export function deleteRule(host: ZedHost, rule: SecurityGroupRule): boolean {
  return writeOvn(host, `delete the rule ${rule.id}`, (nb) => {
    const row = nb.named(GROUP, portGroupName(rule.security_group_id));
    if (row !== undefined) removeAcl(nb, row._uuid, aclOf(rule, isStateful(host, rule)));
    return ok(undefined);
  });
}

/** The action of every ACL is another: each is taken away and made again. */
export function setStateful(host: ZedHost, group: SecurityGroup, rules: readonly SecurityGroupRule[]): boolean {
  return writeOvn(host, `change the security group ${group.name}`, (nb) => {
    const row = nb.named(GROUP, portGroupName(group.id));
    for (const rule of row === undefined ? [] : rules) {
      const acl = aclOf(rule, group.stateful);
      removeAcl(nb, row?._uuid ?? group.id, acl);
      addAcl(nb, row?._uuid ?? group.id, acl);
    }
    return ok(undefined);
  });
}

export function joinGroups(nb: Northbound, port: Uuid, groups: readonly string[]): void {
  for (const id of groups) {
    const row = nb.named(GROUP, portGroupName(id));
    if (row !== undefined) nb.add(GROUP, row._uuid, 'ports', port);
  }
}

export function leaveGroups(nb: Northbound, port: Uuid, groups: readonly string[]): void {
  for (const id of groups) {
    const row = nb.named(GROUP, portGroupName(id));
    if (row !== undefined) nb.remove(GROUP, row._uuid, 'ports', port);
  }
}

/** Whether a port is among those that get nothing but what a rule allows. */
export function setDropGroup(nb: Northbound, port: Uuid, member: boolean): void {
  const row = nb.named(GROUP, DROP_GROUP);
  if (row === undefined) return;
  if (member) nb.add(GROUP, row._uuid, 'ports', port);
  else nb.remove(GROUP, row._uuid, 'ports', port);
}

/** One ACL for each direction, priority and match of a group, whoever asked for it first. */
export function addAcl(nb: Northbound, group: Uuid, acl: NeutronAcl): void {
  if (sameAcl(nb, group, acl) !== undefined) return;
  const { externalIds, ...columns } = acl;
  nb.add(GROUP, group, 'acls', nb.insert('ACL', { ...columns, log: false, external_ids: pairs(externalIds) }));
}

export function removeAcl(
  nb: Northbound,
  group: Uuid,
  acl: Pick<NeutronAcl, 'direction' | 'priority' | 'match'>,
): void {
  const row = sameAcl(nb, group, acl);
  if (row !== undefined) nb.remove(GROUP, group, 'acls', row._uuid);
}

function sameAcl(nb: Northbound, group: Uuid, acl: Pick<NeutronAcl, 'direction' | 'priority' | 'match'>) {
  const row = nb.row(GROUP, group);
  const acls = row === undefined ? [] : nb.members(row, 'acls', 'ACL');
  return acls.find(
    (each) => each.direction === acl.direction && each.priority === acl.priority && each.match === acl.match,
  );
}

function isStateful(host: ZedHost, rule: SecurityGroupRule): boolean {
  return find(host.neutron, 'Security_Group', rule.security_group_id)?.stateful ?? true;
}
