/** The programs of OpenStack, in a release that has Neutron. */
import { NEUTRON } from './neutron';
import { NOVA_CLIENT } from './nova';
import { NEUTRON_SERVER, NEUTRON_SYNC, STACK } from './servers';
import type { Program, ToolRelease } from '../host';

const PROGRAMS: readonly Program[] = [NEUTRON, NOVA_CLIENT, NEUTRON_SERVER, STACK, NEUTRON_SYNC];

export function openstackPrograms({ neutron }: ToolRelease): readonly Program[] {
  return neutron === undefined ? [] : PROGRAMS;
}
export { plannedCall } from './today/requests';
export type { PlannedCall } from './today/requests';
export type { Lookup } from './today/options';
