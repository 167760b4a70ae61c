/** The hypervisors as the southbound database has them. */
import { getString, type DatabaseView } from '../../../ovsdb';
import { textMap } from './northbound';

export interface Chassis {
  readonly name: string;
  readonly hostname: string;
  /** The physical networks that it reaches. */
  readonly physnets: readonly string[];
  /** Meant for gateways: `enable-chassis-as-gw` in ovn-cms-options. */
  readonly isGateway: boolean;
  readonly zones: readonly string[];
}

/** By name: where Neutron has them in no order, ours is the same each time. */
export function chassisOf(southbound: DatabaseView): readonly Chassis[] {
  const chassis = Array.from(southbound.rows('Chassis').values(), (row): Chassis => {
    const config = { ...textMap(row, 'external_ids'), ...textMap(row, 'other_config') };
    const options = (config['ovn-cms-options'] ?? '').split(',').map((option) => option.trim());
    const zones = options.find((option) => option.startsWith('availability-zones='))?.split('=')[1] ?? '';
    const name = getString(row, 'name');
    const hostname = getString(row, 'hostname');
    return {
      name,
      hostname: hostname === '' ? name : hostname,
      physnets: (config['ovn-bridge-mappings'] ?? '').split(',').flatMap((pair) => pair.split(':')[0]?.trim() ?? []),
      isGateway: options.includes('enable-chassis-as-gw'),
      zones: zones.split(':').filter(Boolean),
    };
  });
  return chassis.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Everything of it that scheduling looks at, as one word. */
export function chassisWord({ name, physnets, isGateway, zones }: Chassis): string {
  return [name, physnets.join(','), isGateway ? 'gateway' : '', zones.join(',')].join('|');
}

export function inZones(chassis: Chassis, hints: readonly string[]): boolean {
  return hints.length === 0 || chassis.zones.some((zone) => hints.includes(zone));
}
