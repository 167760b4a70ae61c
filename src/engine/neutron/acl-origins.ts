/**
 * From an ACL back to the rules of the security groups that it stands for, and from a
 * rule to its ACLs. An ACL is recognised by the mark of its port and by what it says,
 * so that one that somebody changed by hand stands for nothing.
 */
import type { Uuid } from '../base';
import { getMapString, type DatabaseView, type Row } from '../ovsdb';
import type { AclOfGroup, NeutronRules, SecurityGroupMapping } from './driver';
import { all, find, type Port, type SecurityGroup, type SecurityGroupRule } from './tables';

export interface AclOrigin {
  readonly port: Port;
  readonly direction: AclOfGroup['direction'];
  /** In which the port is. */
  readonly groups: readonly SecurityGroup[];
  /** Those that it lets through for; none where it drops what no rule allows. */
  readonly rules: readonly SecurityGroupRule[];
  readonly mapping: SecurityGroupMapping;
}

/** Undefined for an ACL that Neutron did not write as it is. */
export function aclOrigin(neutron: DatabaseView, rules: NeutronRules, acl: Row): AclOrigin | undefined {
  for (const mapping of rules.securityGroups) {
    const id = getMapString(acl, 'external_ids', mapping.portKey);
    const port = id === undefined ? undefined : find(neutron, 'Port', id);
    const written = port && mapping.acls(port, neutron).find((one) => saysTheSame(one, acl));
    if (port === undefined || written === undefined) continue;
    return {
      port,
      direction: written.direction,
      groups: port.security_groups.flatMap((group) => find(neutron, 'Security_Group', group) ?? []),
      rules: written.rules.flatMap((rule) => find(neutron, 'Security_Group_Rule', rule) ?? []),
      mapping,
    };
  }
  return undefined;
}

/** The ACLs that stand for a rule, or for any rule of a group. */
export function aclsOfRule(
  neutron: DatabaseView,
  northbound: DatabaseView,
  rules: NeutronRules,
  ruleOrGroup: Uuid,
): readonly Uuid[] {
  const own = all(neutron, 'Security_Group_Rule').filter(
    ({ id, security_group_id }) => id === ruleOrGroup || security_group_id === ruleOrGroup,
  );
  const ids = new Set(own.map(({ id }) => id));
  if (ids.size === 0) return [];
  return Array.from(northbound.rows('ACL').values()).flatMap((acl) =>
    aclOrigin(neutron, rules, acl)?.rules.some(({ id }) => ids.has(id)) === true ? [acl._uuid] : [],
  );
}

function saysTheSame({ priority, match, action }: AclOfGroup, acl: Row): boolean {
  return acl.priority === priority && acl.match === match && acl.action === action;
}
