/**
 * Collects what happens in a deployment between two moments and makes one update
 * of it. Each row and flow is looked up once at the end, so that what changed and
 * changed back costs nothing.
 */
import { INTEGRATION_BRIDGE, machineOfDatabase } from '../../engine/sim';
import type { DatabaseKey, Deployment, Update as SimUpdate } from '../../engine/sim';
import { networkModel } from './network-model';
import type { Update } from './protocol';
import { databaseInfo, flowId, flowView, historyView, pipelineRowView, rowView } from './views';
import type { Trace } from '../../engine/trace';

type Detail = Pick<
  Update,
  | 'databases'
  | 'rows'
  | 'pipeline'
  | 'flows'
  | 'history'
  | 'log'
  | 'model'
  | 'daemons'
  | 'canUndo'
  | 'canRedo'
  | 'settled'
>;

export class UpdateBuilder {
  readonly #deployment: Deployment;
  readonly #rows = new Map<DatabaseKey, Map<string, Set<string>>>();
  readonly #flows = new Map<string, Set<string>>();
  #machinesChanged = false;
  #historyReset = false;
  #logReset = false;
  #historySent = 0;
  #logSent = 0;
  #provenance = new Map<string, string>();

  constructor(deployment: Deployment) {
    this.#deployment = deployment;
  }

  note(update: SimUpdate): void {
    for (const { db, changes } of update.databases) {
      const tables = entry(this.#rows, db, () => new Map<string, Set<string>>());
      for (const change of changes) entry(tables, change.table, () => new Set<string>()).add(change.uuid);
    }
    for (const { machine, bridge, added, removed } of update.flows) {
      if (bridge !== INTEGRATION_BRIDGE) continue;
      const ids = entry(this.#flows, machine, () => new Set<string>());
      for (const flow of added) ids.add(flowId(flow));
      for (const flow of removed) ids.add(flowId(flow));
    }
    this.#machinesChanged ||= update.machinesAdded.length + update.machinesRemoved.length > 0;
    this.#historyReset ||= update.branchChanged;
    this.#logReset ||= update.logRewound || update.branchChanged;
  }

  /** Flows whose counters a packet has moved. */
  noteTrace(trace: Trace): void {
    for (const { machine, flow } of trace.steps) {
      if (flow) entry(this.#flows, machine, () => new Set<string>()).add(flow.id);
    }
  }

  /** Everything there is, for a page that knows nothing. */
  full(): Detail {
    const { databases, machines } = this.#deployment;
    this.#rows.clear();
    this.#flows.clear();
    for (const key of databases) {
      const database = this.#deployment.database(key);
      if (!database) continue;
      const tables = entry(this.#rows, key, () => new Map<string, Set<string>>());
      for (const table of database.schema.tables.keys()) tables.set(table, new Set(database.rows(table).keys()));
    }
    for (const machine of machines.values()) {
      const flows = machine.bridges.get(INTEGRATION_BRIDGE)?.flows ?? [];
      this.#flows.set(machine.name, new Set(Array.from(flows, flowId)));
    }
    this.#machinesChanged = true;
    this.#historyReset = true;
    this.#logReset = true;
    this.#provenance = new Map();
    return this.take();
  }

  /** What has been noted since the last call. */
  take(): Detail {
    const deployment = this.#deployment;
    if (this.#historyReset) this.#historySent = 0;
    if (this.#logReset) this.#logSent = 0;
    const detail: Detail = {
      model: networkModel(deployment),
      databases: this.#machinesChanged
        ? deployment.databases.flatMap((key) => {
            const database = deployment.database(key);
            return database ? [databaseInfo(key, database.schema)] : [];
          })
        : null,
      rows: this.#takeRows(),
      pipeline: this.#takePipeline(),
      flows: this.#takeFlows(),
      daemons: deployment.daemons.map(({ name, machine, status, delay, due }) => ({
        name,
        machine,
        status,
        delay,
        pending: due !== null,
      })),
      history: {
        position: deployment.position,
        reset: this.#historyReset,
        entries: deployment.history.slice(this.#historySent).map((one) => historyView(deployment.release, one)),
        branches: deployment.branches.map(({ id, forkedAt, length, current }) => ({
          id,
          from: forkedAt,
          length,
          current,
        })),
      },
      log: {
        reset: this.#logReset,
        lines: deployment.log.slice(this.#logSent).map((line, index) => ({
          seq: this.#logSent + index,
          time: line.time,
          daemon: line.daemon,
          level: line.level,
          module: line.module,
          message: line.message,
          about: line.about ?? null,
        })),
      },
      canUndo: deployment.canUndo,
      canRedo: deployment.canRedo,
      settled: deployment.next === undefined,
    };
    this.#historySent = deployment.history.length;
    this.#logSent = deployment.log.length;
    this.#rows.clear();
    this.#flows.clear();
    this.#machinesChanged = false;
    this.#historyReset = false;
    this.#logReset = false;
    return detail;
  }

  #takeRows(): Update['rows'] {
    const rows: Update['rows'][number][] = [];
    for (const [db, tables] of this.#rows) {
      const database = this.#deployment.database(db);
      for (const [table, uuids] of tables) {
        for (const [uuid, row] of pick(database?.rows(table), uuids)) {
          rows.push({ db, table, uuid, row: row && database ? rowView(database, table, row) : null });
        }
        // The rows of a machine that went away went with it.
        if (!database && machineOfDatabase(db) === undefined) throw new Error(`There is no database ${db}`);
      }
    }
    return rows;
  }

  /** Pipeline rows that changed, or whose explanation did. */
  #takePipeline(): Update['pipeline'] {
    const { sb, release } = this.#deployment;
    const known = this.#provenance;
    const changes: Update['pipeline'][number][] = [];
    const rows = sb.rows(release.tables.pipeline.table);
    const touched = this.#rows.get('OVN_Southbound')?.get(release.tables.pipeline.table);
    for (const [uuid, row] of pick(rows, touched ?? [])) {
      if (row) continue;
      known.delete(uuid);
      changes.push({ uuid, row: null });
    }
    for (const row of rows.values()) {
      const { provenance, problem, ...view } = pipelineRowView(this.#deployment, row);
      const reasons = JSON.stringify([provenance, problem]);
      if (touched?.has(row._uuid) !== true && known.get(row._uuid) === reasons) continue;
      known.set(row._uuid, reasons);
      changes.push({ uuid: row._uuid, row: { ...view, provenance, problem } });
    }
    return changes;
  }

  #takeFlows(): Update['flows'] {
    const changes: Update['flows'][number][] = [];
    for (const [machine, ids] of this.#flows) {
      const bridge = this.#deployment.machines.get(machine)?.bridges.get(INTEGRATION_BRIDGE);
      const there = new Map(Array.from(bridge?.flows ?? [], (flow) => [flowId(flow), flow]));
      for (const id of ids) {
        const flow = there.get(id);
        // The flow as its controller gave it knows its origin; the switch's own has the counters.
        const given = flow && (bridge?.given(flow) ?? flow);
        changes.push({
          machine,
          id,
          flow: flow && given ? flowView(this.#deployment.release, given, flow.stats) : null,
        });
      }
    }
    return changes;
  }
}

function* pick<K extends string, V>(
  rows: ReadonlyMap<K, V> | undefined,
  keys: Iterable<string>,
): Generator<[K, V | undefined]> {
  for (const key of keys) {
    if (isKey(rows, key)) yield [key, rows?.get(key)];
  }
}

/** Keys were taken from the same map's changes; the check only tells the compiler so. */
function isKey<K extends string>(_: ReadonlyMap<K, unknown> | undefined, key: string): key is K {
  return key !== '';
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}
