/** Looking up chassis, which ovn-controllers write. */
import type { Uuid } from '../../../../base';
import { getString } from '../../../../ovsdb';
import { optionIs, optionsOf, type Sources } from '../facts/sources';

export interface ChassisTable {
  readonly named: (name: string) => Uuid | undefined;
  /** By its name, else by its host's (`chassis_lookup`). */
  readonly find: (nameOrHost: string) => Uuid | undefined;
  /** It belongs to another availability zone. */
  readonly isRemote: (chassis: Uuid) => boolean;
  readonly nameOf: (chassis: Uuid) => string | undefined;
}

export function chassisTable({ sb }: Sources): ChassisTable {
  const rows = sb.table('Chassis', ['name', 'hostname', 'other_config']);
  const byName = rows.by('chassis by name', (row) => [getString(row, 'name')]);
  const byHost = rows.by('chassis by host', (row) => [getString(row, 'hostname')]);
  const named = (name: string): Uuid | undefined => byName.keys(name)[0];
  return {
    named,
    find: (name) => named(name) ?? byHost.keys(name)[0],
    isRemote(chassis) {
      const row = rows.get(chassis);
      return row !== undefined && optionIs(optionsOf(row, 'other_config'), 'is-remote');
    },
    nameOf(chassis) {
      const row = rows.get(chassis);
      return row === undefined ? undefined : getString(row, 'name');
    },
  };
}
