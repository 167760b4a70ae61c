/** How databases, daemons and bridges are called. */
import type { DaemonKind, DaemonName, DatabaseKey } from './types';

export const NORTHBOUND: DatabaseKey = 'OVN_Northbound';
export const SOUTHBOUND: DatabaseKey = 'OVN_Southbound';

/** The databases of neutron-server and of Nova, where there are any. */
export const NEUTRON: DatabaseKey = 'Neutron';
export const NOVA: DatabaseKey = 'Nova';

const LOCAL = 'Open_vSwitch@';

/** The key of a machine's own Open_vSwitch database. */
export function localDatabase(machine: string): DatabaseKey {
  return LOCAL + machine;
}

/** The machine whose own database it is; undefined for a common database. */
export function machineOfDatabase(key: DatabaseKey): string | undefined {
  return key.startsWith(LOCAL) ? key.slice(LOCAL.length) : undefined;
}

export function daemonName(kind: DaemonKind, machine: string | null): DaemonName {
  return machine === null ? kind : `${kind}@${machine}`;
}
