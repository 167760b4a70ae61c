/** Rows, flows and history entries as the page shows them: cells as the real tools print them. */
import type { FlowOrigin } from '../../engine/controller';
import { formatActions, formatMatch } from '../../engine/openflow';
import type { FlowEntry, FlowStats } from '../../engine/openflow';
import { formatDatum } from '../../engine/ovsdb';
import type { ColumnSchema, Database, DatabaseSchema, Row } from '../../engine/ovsdb';
import type { Release } from '../../engine/releases';
import { INTEGRATION_BRIDGE, machineOfDatabase } from '../../engine/sim';
import type { BranchDifference, DatabaseKey, Deployment, HistoryEntry } from '../../engine/sim';
import { getNumber, getString, getUuid } from '../../engine/ovsdb';
import type {
  BranchComparison,
  ColumnInfo,
  DatabaseInfo,
  FlowView,
  HistoryView,
  PipelineRowView,
  RowRef,
  RowView,
} from './protocol';

export function databaseInfo(key: DatabaseKey, schema: DatabaseSchema): DatabaseInfo {
  return {
    key,
    name: schema.name,
    machine: machineOfDatabase(key) ?? null,
    tables: Array.from(schema.tables.values(), (table) => ({
      name: table.name,
      columns: Array.from(table.columns.values(), columnInfo).sort((a, b) => (a.name < b.name ? -1 : 1)),
    })).sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

function columnInfo(column: ColumnSchema): ColumnInfo {
  const { key, value, min, max } = column.type;
  const one = value === undefined ? key.type : `${key.type}-${value.type} pair`;
  const type =
    max === 1 ? (min === 0 ? `optional ${one}` : one) : value === undefined ? `set of ${one}` : `map of ${one}`;
  return {
    name: column.name,
    type,
    kind: column.shape === 'scalar' ? 'atom' : column.shape,
    isUuid: column.shape === 'scalar' && key.type === 'uuid',
  };
}

export function rowView(database: Database, table: string, row: Row): RowView {
  const columns = database.schema.tables.get(table)?.columns ?? new Map<string, ColumnSchema>();
  const cells: Record<string, string> = {};
  for (const column of columns.values()) {
    const value = row[column.name];
    if (value !== undefined) cells[column.name] = formatDatum(value, column.type);
  }
  return { uuid: row._uuid, cells, row };
}

export function pipelineRowView(deployment: Deployment, row: Row): PipelineRowView {
  const found = deployment.rowProblem(row._uuid);
  return {
    uuid: row._uuid,
    datapath: getUuid(row, 'logical_datapath'),
    tableId: getNumber(row, 'table_id'),
    priority: getNumber(row, 'priority'),
    match: getString(row, 'match'),
    actions: getString(row, 'actions'),
    provenance: deployment.provenance(row._uuid) ?? null,
    problem: found?.problem ?? null,
  };
}

/** Unique on a bridge: what makes two flows the same one to OpenFlow. */
export function flowId(flow: FlowEntry): string {
  return `${flow.table},${flow.priority},${formatMatch(flow.match)}`;
}

type Counted = Pick<FlowStats, 'packets' | 'bytes'>;

export function flowView(release: Release, flow: FlowEntry, count: Counted): FlowView {
  const match = formatMatch(flow.match);
  return {
    id: `${flow.table},${flow.priority},${match}`,
    table: flow.table,
    priority: flow.priority,
    match,
    actions: formatActions(flow.actions),
    cookie: `0x${flow.cookie.toString(16)}`,
    origin: originRef(release, flow),
    packets: count.packets,
    bytes: count.bytes,
  };
}

/** The southbound row that a controller made the flow from; null for a flow added by hand. */
export function originRef(release: Release, flow: FlowEntry): RowRef | null {
  const origin = originOf(flow);
  const table = origin?.pipeline === undefined ? release.tables.binding.table : release.tables.pipeline.table;
  const uuid = origin?.pipeline ?? origin?.binding;
  return uuid === undefined ? null : { db: 'OVN_Southbound', table, uuid };
}

function originOf(flow: FlowEntry & { readonly origin?: FlowOrigin }): FlowOrigin | undefined {
  return flow.origin;
}

const uncounted: Counted = { packets: 0, bytes: 0 };

export function historyView(release: Release, entry: HistoryEntry): HistoryView {
  return {
    index: entry.index,
    time: entry.time,
    who: entry.who,
    label: entry.label,
    cause: entry.cause,
    changes: entry.changes,
    flows: entry.flows
      .filter((flow) => flow.bridge === INTEGRATION_BRIDGE)
      .map((flow) => ({
        machine: flow.machine,
        added: flow.added.map((added) => flowView(release, added, uncounted)),
        removed: flow.removed.map((removed) => flowView(release, removed, uncounted)),
      })),
  };
}

export function comparisonView(release: Release, { shared, rows, flows }: BranchDifference): BranchComparison {
  return {
    shared,
    rows: rows.map(({ left, right, ...where }) => ({ ...where, left: left ?? null, right: right ?? null })),
    flows: flows
      .filter(({ bridge }) => bridge === INTEGRATION_BRIDGE)
      .map(({ machine, flow, only }) => ({ machine, flow: flowView(release, flow, uncounted), only })),
  };
}
