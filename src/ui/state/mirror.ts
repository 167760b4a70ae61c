/**
 * The page's copy of the deployment, brought up to date by the engine's updates.
 * Maps that did not change keep their identity, so that a pane re-renders only
 * for what it shows.
 */
import { createStore } from 'zustand/vanilla';
import type {
  BranchView,
  DaemonView,
  DatabaseInfo,
  DatabaseKey,
  FlowView,
  HistoryView,
  LogView,
  NetworkModel,
  PipelineRowView,
  RowView,
  ScenarioInfo,
  Update,
  Uuid,
} from '../bridge';

export interface Mirror {
  /** Counts the updates; 0 until the first one has come. */
  readonly version: number;
  readonly scenario: ScenarioInfo;
  readonly model: NetworkModel;
  readonly databases: readonly DatabaseInfo[];
  readonly rows: ReadonlyMap<DatabaseKey, ReadonlyMap<string, ReadonlyMap<Uuid, RowView>>>;
  readonly pipeline: ReadonlyMap<Uuid, PipelineRowView>;
  readonly flows: ReadonlyMap<string, ReadonlyMap<string, FlowView>>;
  readonly daemons: readonly DaemonView[];
  readonly history: {
    readonly position: number;
    readonly entries: readonly HistoryView[];
    readonly branches: readonly BranchView[];
  };
  readonly log: readonly LogView[];
  /** What a running `ovsdb-client monitor` printed with the last update. */
  readonly printed: string;
  /** Rows and flows that the last update added or changed, by entity key: what flashes. */
  readonly touched: ReadonlySet<string>;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly settled: boolean;
}

export const emptyMirror: Mirror = {
  version: 0,
  scenario: { name: '', release: '', seed: 0, stages: [], packets: [], positions: {} },
  model: { switches: [], machines: [] },
  databases: [],
  rows: new Map(),
  pipeline: new Map(),
  flows: new Map(),
  daemons: [],
  history: { position: 0, entries: [], branches: [] },
  log: [],
  printed: '',
  touched: new Set(),
  canUndo: false,
  canRedo: false,
  settled: false,
};

export const mirrorStore = createStore<Mirror>(() => emptyMirror);

/** The mirror after an update; pure. */
export function applyUpdate(before: Mirror, update: Update): Mirror {
  const base = update.full ? emptyMirror : before;
  const touched = new Set<string>();
  if (!update.full) {
    for (const { db, uuid, row } of update.rows) if (row) touched.add(`row:${db.split('@')[0] ?? db}:${uuid}`);
    for (const { machine, id, flow } of update.flows) if (flow) touched.add(`flow:${machine}:${id}`);
  }
  return {
    version: before.version + 1,
    scenario: update.scenario,
    model: update.model,
    databases: update.databases ?? base.databases,
    rows: applyRows(base.rows, update),
    pipeline: patch(
      base.pipeline,
      update.pipeline.map((change) => [change.uuid, change.row] as const),
    ),
    flows: applyFlows(base.flows, update),
    daemons: update.daemons,
    history: {
      position: update.history.position,
      branches: update.history.branches,
      entries: update.history.reset
        ? update.history.entries
        : update.history.entries.length === 0
          ? base.history.entries
          : [...base.history.entries, ...update.history.entries],
    },
    log: update.log.reset
      ? update.log.lines
      : update.log.lines.length === 0
        ? base.log
        : [...base.log, ...update.log.lines],
    printed: update.printed,
    touched,
    canUndo: update.canUndo,
    canRedo: update.canRedo,
    settled: update.settled,
  };
}

function applyRows(before: Mirror['rows'], update: Update): Mirror['rows'] {
  if (update.rows.length === 0) return before;
  const databases = new Map(before);
  const fresh = new Map<string, Map<Uuid, RowView>>();
  for (const change of update.rows) {
    const key = `${change.db}\n${change.table}`;
    let table = fresh.get(key);
    if (!table) {
      table = new Map(before.get(change.db)?.get(change.table));
      fresh.set(key, table);
      databases.set(change.db, new Map(databases.get(change.db)).set(change.table, table));
    }
    if (change.row) table.set(change.uuid, change.row);
    else table.delete(change.uuid);
  }
  return databases;
}

function applyFlows(before: Mirror['flows'], update: Update): Mirror['flows'] {
  if (update.flows.length === 0) return before;
  const machines = new Map(before);
  const fresh = new Map<string, Map<string, FlowView>>();
  for (const change of update.flows) {
    let flows = fresh.get(change.machine);
    if (!flows) {
      flows = new Map(before.get(change.machine));
      fresh.set(change.machine, flows);
      machines.set(change.machine, flows);
    }
    if (change.flow) flows.set(change.id, change.flow);
    else flows.delete(change.id);
  }
  return machines;
}

function patch<K, V>(before: ReadonlyMap<K, V>, changes: readonly (readonly [K, V | null])[]): ReadonlyMap<K, V> {
  if (changes.length === 0) return before;
  const after = new Map(before);
  for (const [key, value] of changes) {
    if (value === null) after.delete(key);
    else after.set(key, value);
  }
  return after;
}
