/**
 * The page's picture of the deployment, brought up to date by the engine's updates:
 * the network, the daemons, and how many rows and flows there are. Rows and flows
 * themselves are asked for when they are shown (`answers.ts`, `window.ts`). What did not
 * change keeps its identity, so that a pane re-renders only for what it shows.
 */
import { createStore } from 'zustand/vanilla';
import { applyModelPatch } from '../bridge';
import type {
  DaemonView,
  DatabaseInfo,
  DatabaseKey,
  HistoryState,
  NetworkModel,
  OpenStackView,
  ScenarioInfo,
  Update,
} from '../bridge';

/** A list that stays in the worker: how long it is, and the mirror's version when it last changed. */
export interface Extent {
  readonly size: number;
  readonly version: number;
}

export interface Mirror {
  /** Counts the updates; 0 until the first one has come. */
  readonly version: number;
  readonly scenario: ScenarioInfo;
  readonly model: NetworkModel;
  readonly databases: readonly DatabaseInfo[];
  /** By the database's key, a blank and the table's name. */
  readonly tables: ReadonlyMap<string, Extent>;
  /** Flows by machine. */
  readonly flows: ReadonlyMap<string, Extent>;
  readonly daemons: readonly DaemonView[];
  /** Neutron and Nova; null where there is neither. */
  readonly openstack: OpenStackView | null;
  readonly history: HistoryState;
  readonly log: Extent;
  /** What a running `ovsdb-client monitor` printed with the last update. */
  readonly printed: string;
  /** What can be undone and done again, in words. */
  readonly undo: string | null;
  readonly redo: string | null;
  readonly settled: boolean;
}

export const emptyMirror: Mirror = {
  version: 0,
  scenario: {
    name: '',
    release: '',
    seed: 0,
    bindingTable: '',
    acls: { actions: [], directions: false },
    logicalFlows: '',
    tables: [],
    packets: [],
    positions: {},
  },
  model: { switches: [], machines: [] },
  databases: [],
  tables: new Map(),
  flows: new Map(),
  daemons: [],
  openstack: null,
  history: { position: 0, length: 0, branches: [] },
  log: { size: 0, version: 0 },
  printed: '',
  undo: null,
  redo: null,
  settled: false,
};

export const mirrorStore = createStore<Mirror>(() => emptyMirror);

export const tableKey = (db: DatabaseKey, table: string): string => `${db} ${table}`;

/** How many rows the table of logical flows has. */
export const logicalFlowCount = ({ scenario, tables }: Mirror): number =>
  tables.get(tableKey('OVN_Southbound', scenario.logicalFlows))?.size ?? 0;

/** The mirror after an update; pure. */
export function applyUpdate(before: Mirror, update: Update): Mirror {
  const base = update.full ? emptyMirror : before;
  const version = before.version + 1;
  const databases = update.databases ?? base.databases;
  const { log } = update;
  return {
    version,
    scenario: update.scenario,
    model: patchedModel(base.model, update.model),
    databases,
    tables: extents(
      base.tables,
      update.tables.map(({ db, table, size }) => [tableKey(db, table), size] as const),
      version,
      update.databases === null ? null : new Set(databases.map(({ key }) => key)),
    ),
    flows: extents(
      base.flows,
      update.flows.map(({ machine, size }) => [machine, size] as const),
      version,
      null,
    ),
    daemons: update.daemons ?? base.daemons,
    openstack: update.openstack === null ? base.openstack : update.openstack.view,
    history: update.history,
    log: log.rewound || log.size !== base.log.size ? { size: log.size, version } : base.log,
    printed: update.printed,
    undo: update.undo,
    redo: update.redo,
    settled: update.settled,
  };
}

/** `databases`: which there are, where some came or went. */
function extents(
  before: ReadonlyMap<string, Extent>,
  changes: readonly (readonly [string, number | null])[],
  version: number,
  databases: ReadonlySet<DatabaseKey> | null,
): ReadonlyMap<string, Extent> {
  if (changes.length === 0 && databases === null) return before;
  const after = new Map(before);
  for (const [key, size] of changes) {
    if (size === null) after.delete(key);
    else after.set(key, { size, version });
  }
  if (databases !== null) {
    for (const key of after.keys()) if (!databases.has(key.slice(0, key.lastIndexOf(' ')))) after.delete(key);
  }
  return after;
}

function patchedModel(before: NetworkModel, patch: Update['model']): NetworkModel {
  const after = applyModelPatch(before, patch);
  return after.switches === before.switches && after.machines === before.machines && after.topology === before.topology
    ? before
    : after;
}
