/** The bindings and chassis of a southbound database of today. */
import type { Uuid } from '../../../base';
import type { SbBinding, SbChassis, SbEncap, SouthboundModel } from '../../../network';
import {
  getNumber,
  getOptionalNumber,
  getOptionalString,
  getOptionalUuid,
  getString,
  getStrings,
  getUuid,
  getUuids,
  type DatabaseView,
  type Row,
} from '../../../ovsdb';
import { recordOf } from './rows';

const BINDING = 'Port_Binding';
const DATAPATH = 'Datapath_Binding';

export const southbound26_03: SouthboundModel = {
  bindings: (sb) => Array.from(sb.rows(BINDING).values(), (row) => read(sb, row)),
  binding(sb, logicalPort) {
    const row = sb.find(BINDING, 'logical_port', logicalPort);
    return row && read(sb, row);
  },
  bindingOfKey(sb, datapath, tunnelKey) {
    for (const row of sb.rows(BINDING).values()) {
      if (getNumber(row, 'tunnel_key') !== tunnelKey) continue;
      if (datapath === undefined || northboundOf(sb, getUuid(row, 'datapath')) === datapath) return read(sb, row);
    }
    return undefined;
  },
  chassis: (sb) => Array.from(sb.rows('Chassis').values(), (row) => readChassis(sb, row)),
};

function read(sb: DatabaseView, row: Row): SbBinding {
  const chassis = getOptionalUuid(row, 'chassis');
  const chassisRow = chassis === undefined ? undefined : sb.row('Chassis', chassis);
  return {
    uuid: row._uuid,
    logicalPort: getString(row, 'logical_port'),
    chassisName: chassisRow && getString(chassisRow, 'name'),
    tunnelKey: getNumber(row, 'tunnel_key'),
    mac: getStrings(row, 'mac'),
    parent: getOptionalString(row, 'parent_port'),
    tag: getOptionalNumber(row, 'tag'),
    datapath: northboundOf(sb, getUuid(row, 'datapath')),
  };
}

/** The switch or router that a datapath is of; the datapath's own UUID where ovn-northd has not said it. */
function northboundOf(sb: DatabaseView, datapath: Uuid): Uuid {
  const row = sb.row(DATAPATH, datapath);
  return (row && getOptionalUuid(row, 'nb_uuid')) ?? datapath;
}

function readChassis(sb: DatabaseView, row: Row): SbChassis {
  const encaps = getUuids(row, 'encaps').flatMap((uuid) => sb.row('Encap', uuid) ?? []);
  return { uuid: row._uuid, name: getString(row, 'name'), encaps: encaps.map(readEncap) };
}

function readEncap(row: Row): SbEncap {
  return {
    uuid: row._uuid,
    type: getString(row, 'type'),
    ip: getString(row, 'ip'),
    options: recordOf(row, 'options'),
  };
}
