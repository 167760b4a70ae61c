/** The southbound database of a deployment as traces read it, kept until it changes; and what its hypervisors know. */
import { getMapString, getPairs } from '../../ovsdb';
import { INTEGRATION_BRIDGE, SOUTHBOUND } from '../../sim';
import type { Deployment } from '../release';
import type { HypervisorNames } from './labels';
import { TodayNetwork, type TracedLanguage } from './network';

interface Kept {
  network: TodayNetwork | undefined;
}

const kept = new WeakMap<Deployment, Kept>();

/** Undefined for a release whose language is not that of today. */
export function todayNetworkOf(deployment: Deployment): TodayNetwork | undefined {
  const { today, symbols } = deployment.release;
  return today === undefined ? undefined : networkOf(deployment, { actions: today.actions, symbols });
}

function networkOf(deployment: Deployment, language: TracedLanguage): TodayNetwork {
  let held = kept.get(deployment);
  if (held === undefined) {
    const made: Kept = { network: undefined };
    deployment.subscribe(({ databases }) => {
      if (databases.some(({ db }) => db === SOUTHBOUND)) made.network = undefined;
    });
    kept.set(deployment, (held = made));
  }
  return (held.network ??= new TodayNetwork({ rows: (table) => deployment.sb.rows(table).values() }, language));
}

/** As whom a machine registers itself. */
export function chassisOf(deployment: Deployment, machine: string): string {
  const [root] = deployment.machines.get(machine)?.ovs.rows('Open_vSwitch').values() ?? [];
  return (root && getMapString(root, 'external_ids', 'system-id')) ?? machine;
}

export function hypervisorNames(deployment: Deployment): HypervisorNames {
  const ovs = (machine: string) => deployment.machines.get(machine)?.ovs;
  return {
    ifaceId(machine, iface) {
      const row = ovs(machine)?.find('Interface', 'name', iface);
      return row && getMapString(row, 'external_ids', 'iface-id');
    },
    portNumbered: (machine, ofport) =>
      deployment.machines.get(machine)?.bridges.get(INTEGRATION_BRIDGE)?.portNumbered(ofport)?.name,
    zone(machine, zone) {
      const row = ovs(machine)?.find('Bridge', 'name', INTEGRATION_BRIDGE);
      const ids = row === undefined ? [] : getPairs(row, 'external_ids');
      const named = ids.find(([name, value]) => String(name).startsWith(ZONE) && String(value) === String(zone));
      return named && String(named[0]).slice(ZONE.length);
    },
  };
}

const ZONE = 'ct-zone-';
