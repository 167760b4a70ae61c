/** The ACLs of a northbound database as they are written there, with the sets and groups that they name. */
import type { DatabaseFile, FileRow } from './log';
import { atomsOf, pairsOf, textOf } from './values';

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

export function policyOf({ tables }: DatabaseFile): FilePolicy {
  const rows = (table: string): readonly FileRow[] => [...(tables.get(table)?.values() ?? [])];
  const ports = tables.get('Logical_Switch_Port') ?? tables.get('Logical_Port');
  const owners = new Map<string, string>();
  for (const row of [...rows('Port_Group'), ...rows('Logical_Switch')])
    for (const acl of atomsOf(row.get('acls'))) owners.set(acl, nameOf(row));
  return {
    acls: [...(tables.get('ACL') ?? [])].map(([uuid, row]) => ({
      owner: owners.get(uuid) ?? '',
      direction: textOf(row.get('direction')) ?? 'to-lport',
      priority: Number(textOf(row.get('priority')) ?? 0) || 0,
      match: textOf(row.get('match')) ?? '',
      action: textOf(row.get('action')) ?? '',
      tier: Number(textOf(row.get('tier')) ?? 0) || 0,
      name: textOf(row.get('name')) ?? '',
      afterLb: pairsOf(row.get('options')).some(([key, value]) => key === 'apply-after-lb' && value === 'true'),
    })),
    addressSets: rows('Address_Set').map((row) => ({ name: nameOf(row), members: atomsOf(row.get('addresses')) })),
    portGroups: rows('Port_Group').map((row) => ({
      name: nameOf(row),
      members: atomsOf(row.get('ports')).flatMap((uuid) => textOf(ports?.get(uuid)?.get('name')) ?? []),
    })),
  };
}

function nameOf(row: FileRow): string {
  return textOf(row.get('name')) ?? '';
}
