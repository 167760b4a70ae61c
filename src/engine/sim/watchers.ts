/** Who learns of a commit. */
import { daemonName, machineOfDatabase, NORTHBOUND, NOVA, SOUTHBOUND } from './names';
import type { DaemonName, DatabaseKey } from './types';
import type { Sight } from './sight';

/** The daemons that watch a database and can reach it. */
export function* watchersOf(key: DatabaseKey, machines: Iterable<string>, sight: Sight): Iterable<DaemonName> {
  if (key === NORTHBOUND || key === SOUTHBOUND) yield daemonName('ovn-northd', null);
  if (key === SOUTHBOUND) {
    for (const name of machines) {
      if (sight.seesSouthbound(name)) yield daemonName('ovn-controller', name);
    }
  }
  // neutron-server is not among them: whether it follows the northbound database is in its settings.
  if (key === NOVA) yield 'nova';
  const machine = machineOfDatabase(key);
  if (machine !== undefined) {
    yield daemonName('ovs-vswitchd', machine);
    yield daemonName('ovn-controller', machine);
  }
}
