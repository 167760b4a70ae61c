/** What a binding says about a container in a VM: the VM's port and the VLAN, both or neither. */
import { getAtoms, type ColumnValue, type Row } from '../../ovsdb';

export function containerOf(port: Row): Readonly<Record<'parent_port' | 'tag', ColumnValue>> {
  const parent = getAtoms(port, 'parent_name');
  const tag = getAtoms(port, 'tag');
  const both = parent.length > 0 && tag.length > 0;
  return { parent_port: both ? parent : [], tag: both ? tag : [] };
}
