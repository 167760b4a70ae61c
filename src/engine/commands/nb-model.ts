/**
 * Switches and ports of either northbound schema. In 2015-04 a port points to
 * its switch; since then a switch holds its ports, and what no switch holds
 * disappears.
 */
import { compareText, isUuid, type Uuid } from '../base';
import type { ColumnValue, Row } from '../ovsdb';
import type { Overlay, Values } from './overlay';
import { references } from './vsctl-model';

/** True where the switch holds its ports and ACLs. */
export function switchHoldsPorts(overlay: Overlay): boolean {
  return overlay.schema.tables.get('Logical_Switch')?.columns.has('ports') === true;
}

export function portsOf(overlay: Overlay, lswitch: Row): Row[] {
  return ownedBy(overlay, lswitch, 'Logical_Port', 'ports');
}

export function aclsOf(overlay: Overlay, lswitch: Row): Row[] {
  return ownedBy(overlay, lswitch, 'ACL', 'acls');
}

function ownedBy(overlay: Overlay, lswitch: Row, table: 'Logical_Port' | 'ACL', column: 'ports' | 'acls'): Row[] {
  if (switchHoldsPorts(overlay)) {
    const held = new Set(references(lswitch[column]));
    return overlay.rows(table).filter((row) => held.has(row._uuid));
  }
  return overlay.rows(table).filter((row) => row.lswitch === lswitch._uuid);
}

/** The switch that has a port or an ACL. */
export function switchOf(overlay: Overlay, row: Row, column: 'ports' | 'acls' = 'ports'): Row | undefined {
  if (switchHoldsPorts(overlay))
    return overlay.rows('Logical_Switch').find((lswitch) => references(lswitch[column]).includes(row._uuid));
  const owner = row.lswitch;
  return typeof owner === 'string' && isUuid(owner) ? overlay.row('Logical_Switch', owner) : undefined;
}

export function insertPort(overlay: Overlay, lswitch: Row, values: Values): Uuid {
  if (!switchHoldsPorts(overlay)) return overlay.insert('Logical_Port', { ...values, lswitch: lswitch._uuid });
  const port = overlay.insert('Logical_Port', values);
  overlay.update('Logical_Switch', lswitch._uuid, { ports: [...references(lswitch.ports), port].sort(compareText) });
  return port;
}

/** Returns false when no switch has the port. */
export function removePort(overlay: Overlay, port: Row): boolean {
  if (switchHoldsPorts(overlay)) {
    const lswitch = switchOf(overlay, port);
    if (!lswitch) return false;
    overlay.update('Logical_Switch', lswitch._uuid, {
      ports: references(lswitch.ports).filter((uuid) => uuid !== port._uuid),
    });
  }
  overlay.delete('Logical_Port', port._uuid);
  return true;
}

export function textOf(value: ColumnValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** The members of a set of texts. */
export function textsOf(value: ColumnValue | undefined): string[] {
  const atoms = typeof value === 'object' ? value : value === undefined ? [] : [value];
  return atoms.flatMap((atom) => (typeof atom === 'string' ? [atom] : []));
}

/** The only member of an optional value. */
export function optionalOf(value: ColumnValue | undefined): string | number | boolean | undefined {
  const first = typeof value === 'object' ? value[0] : value;
  return typeof first === 'object' ? undefined : first;
}
