/** Rows, flows and history entries as the page shows them: cells as the real tools print them. */
import { originOf } from '../../engine/controller';
import { formatActions, formatMatch, toOpenFlow10 } from '../../engine/openflow';
import type { FlowEntry, FlowStats } from '../../engine/openflow';
import { formatDatum } from '../../engine/ovsdb';
import type { ColumnSchema, Database, DatabaseSchema, Row } from '../../engine/ovsdb';
import type { Release, Deployment } from '../../engine/releases';
import { INTEGRATION_BRIDGE, machineOfDatabase } from '../../engine/sim';
import type { BranchDifference, DatabaseKey, HistoryEntry } from '../../engine/sim';
import type {
  BranchComparison,
  ColumnInfo,
  DatabaseInfo,
  FlowView,
  PipelineRowView,
  RowRef,
  RowView,
} from './protocol';
import type { HistoryDetail, HistoryLine } from './windows-protocol';

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
  const { logical, stages } = deployment.release;
  const flow = logical.flows.read(row);
  const found = deployment.rowProblem(row._uuid);
  return {
    uuid: row._uuid,
    datapath: flow.datapath,
    tableId: flow.table,
    stage: stages.find(logical.kindOf(flow.datapath, deployment.sb), flow.direction, flow.table)?.name ?? null,
    priority: flow.priority,
    match: flow.match,
    actions: flow.actions,
    problem: found?.problem ?? null,
  };
}

const texts = new WeakMap<FlowEntry, { readonly match: string; readonly actions: string }>();

/** A flow's match and actions; formatted once, since lists are sorted and filtered by them. */
export function flowTexts(flow: FlowEntry): { readonly match: string; readonly actions: string } {
  let found = texts.get(flow);
  if (found === undefined)
    texts.set(flow, (found = { match: formatMatch(flow.match), actions: formatActions(toOpenFlow10(flow.actions)) }));
  return found;
}

/** Unique on a bridge: what makes two flows the same one to OpenFlow. */
export function flowId(flow: FlowEntry): string {
  return `${flow.table},${flow.priority},${flowTexts(flow).match}`;
}

type Counted = Pick<FlowStats, 'packets' | 'bytes'>;

export function flowView(release: Release, flow: FlowEntry, count: Counted): FlowView {
  const { match, actions } = flowTexts(flow);
  return {
    id: `${flow.table},${flow.priority},${match}`,
    table: flow.table,
    priority: flow.priority,
    match,
    actions,
    cookie: `0x${flow.cookie.toString(16)}`,
    origin: originRef(release, flow),
    packets: count.packets,
    bytes: count.bytes,
  };
}

/** The southbound row that a controller made the flow from; null for a flow added by hand. */
export function originRef(release: Release, flow: FlowEntry): RowRef | null {
  const origin = originOf(flow);
  const table = origin?.pipeline === undefined ? release.tables.binding.table : release.logical.flows.table;
  const uuid = origin?.pipeline ?? origin?.binding;
  return uuid === undefined ? null : { db: 'OVN_Southbound', table, uuid };
}

const uncounted: Counted = { packets: 0, bytes: 0 };

export function historyLine({ index, time, who, label, changes, flows }: HistoryEntry): HistoryLine {
  const own = flows.filter(({ bridge }) => bridge === INTEGRATION_BRIDGE);
  return {
    index,
    time,
    who,
    label,
    rows: changes.reduce((sum, change) => sum + change.changes.length, 0),
    flowsAdded: own.reduce((sum, { added }) => sum + added.length, 0),
    flowsRemoved: own.reduce((sum, { removed }) => sum + removed.length, 0),
  };
}

/** At most so many rows of a database, and flows of a machine, are told of an entry. */
const MOST = 60;

export function historyDetail(release: Release, entry: HistoryEntry): HistoryDetail {
  const views = (flows: readonly FlowEntry[]) => flows.slice(0, MOST).map((flow) => flowView(release, flow, uncounted));
  return {
    index: entry.index,
    time: entry.time,
    who: entry.who,
    label: entry.label,
    cause: entry.cause,
    changes: entry.changes.map(({ db, changes }) => ({
      db,
      changes: changes.slice(0, MOST),
      count: changes.length,
    })),
    flows: entry.flows
      .filter((flow) => flow.bridge === INTEGRATION_BRIDGE)
      .map(({ machine, added, removed }) => ({
        machine,
        added: views(added),
        addedCount: added.length,
        removed: views(removed),
        removedCount: removed.length,
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
