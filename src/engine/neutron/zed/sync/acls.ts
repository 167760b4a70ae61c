/** ACLs: those of port groups by what they say, marks aside; any ACL on a switch is one too many. */
import { getString, getUuids } from '../../../ovsdb';
import { all, find } from '../tables';
import { aclOf, DROP_ACLS, type NeutronAcl } from '../ovn/acls';
import { DROP_GROUP, portGroupName } from '../ovn/names';
import { addAcl } from '../ovn/port-groups';
import { mend, type SyncRun } from './run';

interface Held {
  readonly group: string;
  readonly acl: Pick<NeutronAcl, 'direction' | 'priority' | 'match' | 'action'>;
}

export function syncAcls(run: SyncRun): void {
  const { neutron, northbound } = run.host;
  const wanted: (Held & { readonly acl: NeutronAcl })[] = [
    ...all(neutron, 'Security_Group_Rule').map((rule) => ({
      group: portGroupName(rule.security_group_id),
      acl: aclOf(rule, find(neutron, 'Security_Group', rule.security_group_id)?.stateful ?? true),
    })),
    ...DROP_ACLS.map((acl) => ({ group: DROP_GROUP, acl })),
  ];
  const held = Array.from(northbound.rows('Port_Group').values()).flatMap((row) =>
    getUuids(row, 'acls').flatMap((uuid) => {
      const acl = northbound.row('ACL', uuid);
      return acl === undefined ? [] : [{ group: getString(row, 'name'), uuid, text: textOf(acl) }];
    }),
  );
  const left = [...held];
  const missing = wanted.filter(({ group, acl }) => {
    const at = left.findIndex(
      (each) => each.group === group && each.text === textOf({ ...acl, log: false, name: [], severity: [] }),
    );
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  const switches = Array.from(northbound.rows('Logical_Switch').values()).filter(
    (row) => getUuids(row, 'acls').length > 0,
  );
  const strange = left.length + switches.reduce((sum, row) => sum + getUuids(row, 'acls').length, 0);
  if (missing.length > 0 || strange > 0) run.warn(`ACLs-to-be-added ${missing.length} ACLs-to-be-removed ${strange}`);
  if (!run.repair) return;
  for (const { group } of missing) run.warn(`ACL found in Neutron but not in OVN DB for port group ${group}`);
  for (const { group } of left) run.warn(`ACLs found in OVN DB but not in Neutron for port group ${group}`);
  for (const row of switches) run.warn(`Removing ACLs from OVN from Logical Switch ${getString(row, 'name')}`);
  mend(run, 'sync the ACLs', (nb) => {
    for (const { group, uuid } of left) {
      const row = nb.named('Port_Group', group);
      if (row !== undefined) nb.remove('Port_Group', row._uuid, 'acls', uuid);
    }
    for (const { group, acl } of missing) {
      const row = nb.named('Port_Group', group);
      if (row !== undefined) addAcl(nb, row._uuid, acl);
    }
    for (const row of switches) nb.set('Logical_Switch', row._uuid, { acls: [] });
  });
}

function textOf(acl: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(
    ['direction', 'priority', 'match', 'action', 'log', 'name', 'severity'].map((column) => acl[column]),
  );
}
