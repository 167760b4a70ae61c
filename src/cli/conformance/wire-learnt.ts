/** What controllers had learnt, in names instead of keys and UUIDs. */
import { compareText } from '../../engine/base';
import {
  getNumber,
  getOptionalUuid,
  getString,
  getUuids,
  getUuid,
  getMapString,
  type DatabaseView,
  type Row,
} from '../../engine/ovsdb';

/** A text for each row, sorted. */
export type Learnt = readonly string[];

/** The tables that are looked at. */
export const LEARNT_TABLES = ['MAC_Binding', 'FDB', 'IGMP_Group'] as const;

export function learnt(sb: DatabaseView): Learnt {
  const rows = (table: (typeof LEARNT_TABLES)[number]) => Array.from(sb.rows(table).values());
  const datapaths = Array.from(sb.rows('Datapath_Binding').values());
  const ports = Array.from(sb.rows('Port_Binding').values());
  const nameOf = (row: Row | undefined) => (row && getMapString(row, 'external_ids', 'name')) ?? '?';
  const bound = (row: Row) => {
    const datapath = datapaths.find((each) => getNumber(each, 'tunnel_key') === getNumber(row, 'dp_key'));
    return ports.find(
      (port) =>
        getUuid(port, 'datapath') === datapath?._uuid && getNumber(port, 'tunnel_key') === getNumber(row, 'port_key'),
    );
  };
  return [
    ...rows('MAC_Binding').map(
      (row) => `MAC_Binding ${getString(row, 'logical_port')} ${getString(row, 'ip')} ${getString(row, 'mac')}`,
    ),
    ...rows('FDB').map((row) => {
      const port = bound(row);
      return `FDB ${getString(row, 'mac')} ${port === undefined ? '?' : getString(port, 'logical_port')}`;
    }),
    ...rows('IGMP_Group').map((row) => {
      const datapath = getOptionalUuid(row, 'datapath');
      const members = getUuids(row, 'ports').map((uuid) => {
        const port = sb.row('Port_Binding', uuid);
        return port === undefined ? '?' : getString(port, 'logical_port');
      });
      const where = nameOf(datapath === undefined ? undefined : sb.row('Datapath_Binding', datapath));
      const group = `${getString(row, 'address')} ${where} ${getString(row, 'chassis_name')}`;
      return `IGMP_Group ${group} [${members.sort(compareText).join(', ')}]`;
    }),
  ].sort(compareText);
}
