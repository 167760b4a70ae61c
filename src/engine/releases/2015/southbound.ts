/** The bindings and chassis of a southbound database of 2015. */
import type { SbBinding, SbChassis, SbEncap, SouthboundModel } from '../../network';
import {
  getMapString,
  getNumber,
  getOptionalNumber,
  getOptionalString,
  getOptionalUuid,
  getPairs,
  getString,
  getStrings,
  getUuid,
  getUuids,
  type DatabaseView,
  type Row,
} from '../../ovsdb';

export interface SouthboundLayout {
  readonly bindingTable: string;
  /** `name`: a string, empty when unbound. `reference`: an optional reference to the Chassis row. */
  readonly chassisBy: 'name' | 'reference';
}

export function southboundModel({ bindingTable, chassisBy }: SouthboundLayout): SouthboundModel {
  const chassisName = (sb: DatabaseView, row: Row): string | undefined => {
    if (chassisBy === 'name') return getString(row, 'chassis') || undefined;
    const uuid = getOptionalUuid(row, 'chassis');
    const chassis = uuid === undefined ? undefined : sb.row('Chassis', uuid);
    return chassis === undefined ? undefined : getString(chassis, 'name');
  };
  const read = (sb: DatabaseView, row: Row): SbBinding => ({
    uuid: row._uuid,
    logicalPort: getString(row, 'logical_port'),
    chassisName: chassisName(sb, row),
    tunnelKey: getNumber(row, 'tunnel_key'),
    mac: getStrings(row, 'mac'),
    parent: getOptionalString(row, 'parent_port'),
    tag: getOptionalNumber(row, 'tag'),
    datapath: getUuid(row, 'logical_datapath'),
  });
  const find = (sb: DatabaseView, column: string, value: string | number) => {
    const row = sb.find(bindingTable, column, value);
    return row === undefined ? undefined : read(sb, row);
  };
  return {
    bindings: (sb) => Array.from(sb.rows(bindingTable).values(), (row) => read(sb, row)),
    binding: (sb, logicalPort) => find(sb, 'logical_port', logicalPort),
    // No two ports of these deployments have the same key.
    bindingOfKey: (sb, _datapath, tunnelKey) => find(sb, 'tunnel_key', tunnelKey),
    chassis: (sb) => Array.from(sb.rows('Chassis').values(), (row) => readChassis(sb, row)),
  };
}

function readChassis(sb: DatabaseView, row: Row): SbChassis {
  const encaps = getUuids(row, 'encaps').flatMap((uuid) => sb.row('Encap', uuid) ?? []);
  return { uuid: row._uuid, name: getString(row, 'name'), encaps: encaps.map(readEncap) };
}

function readEncap(row: Row): SbEncap {
  const keys = getPairs(row, 'options').map(([key]) => String(key));
  return {
    uuid: row._uuid,
    type: getString(row, 'type'),
    ip: getString(row, 'ip'),
    options: Object.fromEntries(keys.map((key) => [key, getMapString(row, 'options', key) ?? ''])),
  };
}
