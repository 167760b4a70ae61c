/** Looking up rows of the southbound database by the keys that packets carry. */
import { getMapString, getNumber, getString, getUuid, type DatabaseView, type Row } from '../../../../ovsdb';
import type { Uuid } from '../../../../base';

export interface PortRow {
  readonly uuid: Uuid;
  readonly name: string;
  readonly type: string;
  readonly datapath: Uuid;
  readonly row: Row;
}

/** A Port_Binding by the keys of its datapath and its own. */
export function portByKey(sb: DatabaseView, datapathKey: bigint | number, portKey: number): PortRow | undefined {
  const datapath = sb.find('Datapath_Binding', 'tunnel_key', Number(datapathKey));
  if (datapath === undefined) return undefined;
  const datapathUuid = getUuid(datapath, '_uuid');
  for (const row of sb.rows('Port_Binding').values())
    if (row.tunnel_key === portKey && row.datapath === datapathUuid) return portOf(row);
  return undefined;
}

export function portNamed(sb: DatabaseView, name: string): PortRow | undefined {
  const row = sb.find('Port_Binding', 'logical_port', name);
  return row && portOf(row);
}

function portOf(row: Row): PortRow {
  return {
    uuid: getUuid(row, '_uuid'),
    name: getString(row, 'logical_port'),
    type: getString(row, 'type'),
    datapath: getUuid(row, 'datapath'),
    row,
  };
}

/** The port that a gateway's chassisredirect port stands for; any other stands for itself. */
export function distributedPort(sb: DatabaseView, port: PortRow): PortRow | undefined {
  if (port.type !== 'chassisredirect') return port;
  return portNamed(sb, getMapString(port.row, 'options', 'distributed-port') ?? '');
}

/** What is known of a neighbour behind a port. */
export function macBinding(sb: DatabaseView, logicalPort: string, ip: string): Row | undefined {
  for (const row of sb.rows('MAC_Binding').values()) if (row.logical_port === logicalPort && row.ip === ip) return row;
  return undefined;
}

export function datapathKey(sb: DatabaseView, datapath: Uuid): number | undefined {
  const row = sb.row('Datapath_Binding', datapath);
  return row && getNumber(row, 'tunnel_key');
}
