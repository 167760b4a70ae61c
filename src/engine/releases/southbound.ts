/** The southbound database in terms that no release changes. */
import type { Uuid } from '../base';
import type { DatabaseView } from '../northd';
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
  type Row,
} from '../ovsdb';

export interface SbBinding {
  readonly uuid: Uuid;
  readonly logicalPort: string;
  /** The name of the chassis that has claimed it. */
  readonly chassisName: string | undefined;
  /** 16 bits, positive. */
  readonly tunnelKey: number;
  readonly mac: readonly string[];
  readonly parent: string | undefined;
  readonly tag: number | undefined;
  /** The logical switch's own UUID. */
  readonly datapath: Uuid;
}

export interface SbEncap {
  readonly uuid: Uuid;
  readonly type: string;
  readonly ip: string;
  readonly options: Readonly<Record<string, string>>;
}

export interface SbChassis {
  readonly uuid: Uuid;
  readonly name: string;
  readonly encaps: readonly SbEncap[];
}

export interface SouthboundOps {
  bindings(sb: DatabaseView): readonly SbBinding[];
  binding(sb: DatabaseView, logicalPort: string): SbBinding | undefined;
  /** In a datapath; where that is not known, in any. */
  bindingOfKey(sb: DatabaseView, datapath: Uuid | undefined, tunnelKey: number): SbBinding | undefined;
  chassis(sb: DatabaseView): readonly SbChassis[];
}

export interface SouthboundLayout {
  readonly bindingTable: string;
  /** `name`: a string, empty when unbound. `reference`: an optional reference to the Chassis row. */
  readonly chassisBy: 'name' | 'reference';
}

export function southboundOps({ bindingTable, chassisBy }: SouthboundLayout): SouthboundOps {
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
