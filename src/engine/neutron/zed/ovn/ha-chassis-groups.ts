/** The hypervisors that answer for ports whose switch sees them not: one group a network, gateways from the highest priority down. */
import { find } from '../tables';
import { getNumber, getString, getUuids, type Row } from '../../../ovsdb';
import { chassisOf } from './chassis';
import { ovnName } from './names';
import { pairs, textMap, type Northbound } from './northbound';
import type { Uuid } from '../../../base';
import type { ZedHost } from '../server';

const GROUP = 'HA_Chassis_Group';
const MEMBER = 'HA_Chassis';
const HIGHEST = 32767;

/** Makes the group what it is to be; the first stays the first while it is a gateway. */
export function syncHaChassisGroup(host: ZedHost, nb: Northbound, network: Uuid): Uuid {
  const name = ovnName(network);
  const hints = find(host.neutron, 'Network', network)?.availability_zone_hints ?? [];
  const group = nb.named(GROUP, name)?._uuid ?? nb.insert(GROUP, { name });
  nb.setKeys(GROUP, group, 'external_ids', { 'neutron:availability_zone_hints': hints.join(',') });
  const wanted = chassisOf(host.southbound)
    .filter(({ isGateway, zones }) =>
      hints.length === 0 ? isGateway && zones.length === 0 : zones.some((zone) => hints.includes(zone)),
    )
    .map((chassis) => chassis.name);
  const first = membersOf(nb, group).find(({ chassis }) => wanted.includes(chassis))?.chassis;
  const order = [
    ...(first === undefined ? [] : [first]),
    ...shuffled(
      host,
      wanted.filter((each) => each !== first),
    ),
  ];
  setMembers(
    nb,
    group,
    order.map((chassis, index) => ({ chassis, priority: HIGHEST - index })),
  );
  return group;
}

/** A hypervisor came or went: groups without zones take it last, or let it go. */
export function updateHaChassisGroups(host: ZedHost, nb: Northbound): void {
  const gateways = chassisOf(host.southbound).filter(({ isGateway, zones }) => isGateway && zones.length === 0);
  const names = gateways.map(({ name }) => name);
  for (const row of nb.rows(GROUP)) {
    const hints = textMap(row, 'external_ids')['neutron:availability_zone_hints'] ?? '';
    if (!getString(row, 'name').startsWith('neutron-') || hints !== '') continue;
    const kept = membersOf(nb, row._uuid).filter(({ chassis }) => names.includes(chassis));
    let priority = kept.at(-1)?.priority ?? HIGHEST;
    const added = names.filter((name) => kept.every(({ chassis }) => chassis !== name));
    setMembers(nb, row._uuid, [...kept, ...added.map((chassis) => ({ chassis, priority: --priority }))]);
  }
}

interface Member {
  readonly chassis: string;
  readonly priority: number;
}

/** From the highest priority down. */
function membersOf(nb: Northbound, group: Uuid): readonly Member[] {
  const row = nb.row(GROUP, group);
  return (row === undefined ? [] : rowsOf(nb, row))
    .map((each) => ({ chassis: getString(each, 'chassis_name'), priority: getNumber(each, 'priority') }))
    .sort((a, b) => b.priority - a.priority);
}

function setMembers(nb: Northbound, group: Uuid, members: readonly Member[]): void {
  const row = nb.row(GROUP, group);
  const held = row === undefined ? [] : rowsOf(nb, row);
  const uuids = members.map(({ chassis, priority }) => {
    const found = held.find((each) => each.chassis_name === chassis);
    if (found === undefined) return nb.insert(MEMBER, { chassis_name: chassis, priority, external_ids: pairs({}) });
    nb.set(MEMBER, found._uuid, { priority });
    return found._uuid;
  });
  nb.set(GROUP, group, { ha_chassis: uuids });
}

function rowsOf(nb: Northbound, row: Row): readonly Row[] {
  return getUuids(row, 'ha_chassis').flatMap((uuid) => nb.row(MEMBER, uuid) ?? []);
}

function shuffled(host: ZedHost, names: readonly string[]): readonly string[] {
  return names
    .map((name) => ({ name, at: host.random.uint32() }))
    .sort((a, b) => a.at - b.at)
    .map(({ name }) => name);
}
