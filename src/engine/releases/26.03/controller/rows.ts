/** Rows that flows are made of, one by one: logical flows, neighbours, services, meters. */
import type { Uuid } from '../../../base';
import type { Collection, Graph, Group, Source } from '../../../derive';
import {
  getBoolean,
  getNumber,
  getOptionalBoolean,
  getOptionalString,
  getOptionalUuid,
  getString,
  getUuids,
  type Row,
} from '../../../ovsdb';
import { flag, readMap } from './facts/southbound';
import type { FdbEntry, Neighbour } from './helpers/neighbours';
import type { LoadBalancerRow } from './helpers/load-balancer';
import type { LogicalFlow } from './logical/flows';
import type { MeterBand, MeterRow } from './meters';

export interface LogicalRow extends LogicalFlow {
  readonly datapath: Uuid | undefined;
  readonly group: Uuid | undefined;
}

export interface FlowRows {
  readonly logical: Collection<Uuid, LogicalRow>;
  readonly learnt: Collection<Uuid, Neighbour>;
  readonly configured: Collection<Uuid, Neighbour>;
  readonly fdb: Collection<Uuid, FdbEntry>;
  readonly balancers: Collection<Uuid, LoadBalancerRow>;
  readonly meters: Group<string, Uuid, MeterRow>;
  /** Whether a port is up, where somebody said. */
  readonly ups: Collection<Uuid, { readonly isUp: boolean | undefined }>;
}

export function flowRows(graph: Graph, sb: Source): FlowRows {
  const bands = graph.map('bands', sb.table('Meter_Band', ['action', 'rate', 'burst_size']), readBand);
  return {
    logical: graph.map('logical flows', sb.table('Logical_Flow', LOGICAL_COLUMNS), readLogical),
    learnt: graph.map('learnt neighbours', sb.table('MAC_Binding', ['logical_port', 'ip', 'mac']), (row, uuid) =>
      readNeighbour(row, uuid, 'learnt'),
    ),
    configured: graph.map(
      'configured neighbours',
      sb.table('Static_MAC_Binding', ['logical_port', 'ip', 'mac', 'override_dynamic_mac']),
      (row, uuid) => readNeighbour(row, uuid, getBoolean(row, 'override_dynamic_mac') ? 'overriding' : 'static'),
    ),
    fdb: graph.map('learnt addresses', sb.table('FDB', ['mac', 'dp_key', 'port_key']), (row, uuid) => ({
      row: uuid,
      mac: getString(row, 'mac'),
      datapath: getNumber(row, 'dp_key'),
      port: getNumber(row, 'port_key'),
    })),
    balancers: graph.map('load balancers', sb.table('Load_Balancer', BALANCER_COLUMNS), readBalancer),
    meters: graph
      .map('meters', sb.table('Meter', ['name', 'unit', 'bands']), (row): MeterRow => ({
        name: getString(row, 'name'),
        unit: getString(row, 'unit'),
        bands: getUuids(row, 'bands').flatMap((uuid) => bands.get(uuid) ?? []),
      }))
      .by('meters by name', ({ name }) => [name]),
    ups: graph.map('ports that are up', sb.table('Port_Binding', ['up']), (row) => ({
      isUp: getOptionalBoolean(row, 'up'),
    })),
  };
}

const LOGICAL_COLUMNS = [
  'logical_datapath',
  'logical_dp_group',
  'pipeline',
  'table_id',
  'priority',
  'match',
  'actions',
  'controller_meter',
  'tags',
];

function readLogical(row: Row, uuid: Uuid): LogicalRow {
  const tags = readMap(row, 'tags');
  return {
    row: uuid,
    datapath: getOptionalUuid(row, 'logical_datapath'),
    group: getOptionalUuid(row, 'logical_dp_group'),
    pipeline: getString(row, 'pipeline') === 'ingress' ? 'ingress' : 'egress',
    table: getNumber(row, 'table_id'),
    priority: getNumber(row, 'priority'),
    match: getString(row, 'match'),
    actions: getString(row, 'actions'),
    meter: getOptionalString(row, 'controller_meter'),
    port: tags.get('in_out_port'),
    isTranslated: flag(tags, 'acl_ct_translation'),
  };
}

function readNeighbour(row: Row, uuid: Uuid, origin: Neighbour['origin']): Neighbour {
  return {
    row: uuid,
    logicalPort: getString(row, 'logical_port'),
    ip: getString(row, 'ip'),
    mac: getString(row, 'mac'),
    origin,
  };
}

const BALANCER_COLUMNS = [
  'protocol',
  'vips',
  'options',
  'datapaths',
  'datapath_group',
  'ls_datapath_group',
  'lr_datapath_group',
];

function readBalancer(row: Row, uuid: Uuid): LoadBalancerRow {
  const group = (column: string) => getOptionalUuid(row, column) ?? [];
  const hairpinGroups = [group('datapath_group'), group('ls_datapath_group')].flat();
  return {
    row: uuid,
    protocol: getOptionalString(row, 'protocol') ?? '',
    vips: readMap(row, 'vips'),
    options: readMap(row, 'options'),
    datapaths: getUuids(row, 'datapaths'),
    groups: [...hairpinGroups, group('lr_datapath_group')].flat(),
    hairpinGroups,
  };
}

function readBand(row: Row): MeterBand {
  return {
    action: getString(row, 'action'),
    rate: getNumber(row, 'rate'),
    burst: getNumber(row, 'burst_size'),
  };
}
