/** The ACLs of a northbound database as they are written there, with the sets and groups that they name. */
import { entryIn, numberIn, textIn, textsIn } from './columns';
import { rowsOf, type FileDatabase } from './file-database';

export interface FileAcl {
  /** Its switch or port group; of one in several, the first. */
  readonly owner: string;
  readonly direction: string;
  readonly priority: number;
  readonly match: string;
  readonly action: string;
  readonly tier: number;
  readonly name: string;
  readonly afterLb: boolean;
}

export interface NamedList {
  readonly name: string;
  readonly members: readonly string[];
}

export interface FilePolicy {
  readonly acls: readonly FileAcl[];
  readonly addressSets: readonly NamedList[];
  readonly portGroups: readonly NamedList[];
}

export function policyOf(database: FileDatabase): FilePolicy {
  const all = (table: string) => [...rowsOf(database, table).values()];
  const ports = rowsOf(database, database.tables.has('Logical_Switch_Port') ? 'Logical_Switch_Port' : 'Logical_Port');
  const nameOf = new Map([...ports].map(([uuid, row]) => [uuid, textIn(row, 'name')]));
  const owners = new Map<string, string>();
  for (const row of [...all('Port_Group'), ...all('Logical_Switch')])
    for (const acl of textsIn(row, 'acls')) owners.set(acl, textIn(row, 'name'));
  return {
    acls: all('ACL').map((row) => ({
      owner: owners.get(row._uuid) ?? '',
      direction: textIn(row, 'direction') || 'to-lport',
      priority: numberIn(row, 'priority') || 0,
      match: textIn(row, 'match'),
      action: textIn(row, 'action'),
      tier: numberIn(row, 'tier') || 0,
      name: textIn(row, 'name'),
      afterLb: entryIn(row, 'options', 'apply-after-lb') === 'true',
    })),
    addressSets: all('Address_Set').map((row) => ({ name: textIn(row, 'name'), members: textsIn(row, 'addresses') })),
    portGroups: all('Port_Group').map((row) => ({
      name: textIn(row, 'name'),
      members: textsIn(row, 'ports').flatMap((uuid) => nameOf.get(uuid) ?? []),
    })),
  };
}
