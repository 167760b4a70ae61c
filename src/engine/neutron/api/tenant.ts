/** Whose everything is: there is one project, and no keystone that would ask who calls. */
import { all } from '../tables';
import type { DatabaseView } from '../../ovsdb';

export function tenantOf(neutron: DatabaseView): string {
  return all(neutron, 'Server')[0]?.tenant_id ?? '';
}
