/** On which hypervisors the gateway of a router is: at most five, the one with the highest priority first. */
import { getNumber, getString, type Row } from '../../../ovsdb';
import { all, find, segmentsOf, type Port, type Router } from '../tables';
import { ROUTER_GATEWAY } from '../devices';
import { chassisOf, inZones, type Chassis } from './chassis';
import { routerPortName, ROUTER_PORT_PREFIX } from './names';
import type { Northbound } from './northbound';
import type { Uuid } from '../../../base';
import type { ZedHost } from '../server';

/** Stands in where there is no hypervisor at all. */
const INVALID = 'neutron-ovn-invalid-chassis';
const MOST = 5;

/** The chassis of a new gateway port. */
export function scheduleGateway(host: ZedHost, nb: Northbound, port: Port, router: Router): readonly string[] {
  return select(host, nb, candidatesFor(host, physnetOf(host, port), router.availability_zone_hints), []);
}

/** Writes the chassis of a gateway port, the first with the highest priority. */
export function gatewayChassis(nb: Northbound, portName: string, chassis: readonly string[]): readonly Uuid[] {
  return chassis.map((chassis_name, index) => {
    const name = `${portName}_${chassis_name}`;
    const values = { chassis_name, priority: chassis.length - index };
    const row = nb.named('Gateway_Chassis', name);
    if (row === undefined) return nb.insert('Gateway_Chassis', { name, ...values });
    nb.set('Gateway_Chassis', row._uuid, values);
    return row._uuid;
  });
}

/** A hypervisor came, went or changed: gateways that could be on more, or are where they cannot be, move. */
export function rescheduleGateways(host: ZedHost, nb: Northbound): void {
  for (const port of all(host.neutron, 'Port')) {
    if (port.device_owner !== ROUTER_GATEWAY) continue;
    const name = routerPortName(port.id);
    const row = nb.named('Logical_Router_Port', name);
    const router = find(host.neutron, 'Router', port.device_id);
    if (row === undefined || router === undefined) continue;
    const physnet = physnetOf(host, port);
    const before = chassisOnPort(nb, row);
    const valid = validChassis(host, physnet, router.availability_zone_hints);
    const kept = before.filter((each) => valid.includes(each));
    const isSame = valid.length === before.length && valid.every((each) => before.includes(each));
    if (kept.length >= MOST || isSame || valid.length === 0) continue;
    const candidates = candidatesFor(host, physnet, router.availability_zone_hints);
    const chosen = [...select(host, nb, candidates, kept)];
    const [primary] = before;
    const at = primary === undefined ? -1 : chosen.indexOf(primary);
    if (at > 0 && primary !== undefined) [chosen[0], chosen[at]] = [primary, chosen[0] ?? primary];
    nb.set('Logical_Router_Port', row._uuid, { gateway_chassis: gatewayChassis(nb, name, chosen) });
  }
}

export function physnetOf(host: ZedHost, port: Port): string | null {
  return segmentsOf(host.neutron, port.network_id)[0]?.physical_network ?? null;
}

/** Gateways that reach the physical network, else others that do, else any gateway. */
function candidatesFor(host: ZedHost, physnet: string | null, hints: readonly string[]): readonly string[] {
  const chassis = chassisOf(host.southbound);
  const reaching = chassis.filter(({ physnets }) => physnet !== null && physnets.includes(physnet));
  const gateways = chassis.filter(({ isGateway }) => isGateway);
  const found = [
    reaching.filter(({ isGateway }) => isGateway),
    reaching.filter(({ isGateway }) => !isGateway),
    gateways,
  ];
  return (found.find((each) => each.length > 0) ?? []).filter((each) => inZones(each, hints)).map(({ name }) => name);
}

function validChassis(host: ZedHost, physnet: string | null, hints: readonly string[]): readonly string[] {
  const chassis = chassisOf(host.southbound);
  const someGateway = chassis.some(({ isGateway }) => isGateway);
  const fits = (each: Chassis) =>
    (physnet === null || each.physnets.includes(physnet)) && (!someGateway || each.isGateway) && inZones(each, hints);
  return chassis.filter(fits).map(({ name }) => name);
}

function select(
  host: ZedHost,
  nb: Northbound,
  candidates: readonly string[],
  existing: readonly string[],
): readonly string[] {
  const everybody = candidates.length > 0 ? candidates : chassisOf(host.southbound).map(({ name }) => name);
  const free = everybody.filter((name) => !existing.includes(name));
  if (existing.length > 0 && (free.length === 0 || existing.length === MOST)) return existing;
  if (free.length === 0) return [INVALID];
  return [...existing, ...leastLoaded(nb, free).slice(0, MOST - existing.length)];
}

/** By how many gateways each has at each priority, the highest priority first. */
function leastLoaded(nb: Northbound, candidates: readonly string[]): readonly string[] {
  const loads = new Map(candidates.map((name) => [name, new Map<number, number>()]));
  for (const row of nb.rows('Logical_Router_Port')) {
    if (!getString(row, 'name').startsWith(ROUTER_PORT_PREFIX)) continue;
    for (const gateway of nb.members(row, 'gateway_chassis', 'Gateway_Chassis')) {
      const load = loads.get(getString(gateway, 'chassis_name'));
      const priority = getNumber(gateway, 'priority');
      load?.set(priority, (load.get(priority) ?? 0) + 1);
    }
  }
  const sorted = new Map([...loads].map(([name, load]) => [name, [...load].sort(([a], [b]) => b - a)]));
  return [...candidates].sort((a, b) => compareLoads(sorted.get(a) ?? [], sorted.get(b) ?? []));
}

type Load = readonly (readonly [number, number])[];

function compareLoads(a: Load, b: Load): number {
  for (const [index, [priority, count]] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    if (priority !== other[0]) return priority - other[0];
    if (count !== other[1]) return count - other[1];
  }
  return a.length - b.length;
}

function chassisOnPort(nb: Northbound, row: Row): readonly string[] {
  return [...nb.members(row, 'gateway_chassis', 'Gateway_Chassis')]
    .sort((a, b) => getNumber(b, 'priority') - getNumber(a, 'priority'))
    .map((each) => getString(each, 'chassis_name'));
}
