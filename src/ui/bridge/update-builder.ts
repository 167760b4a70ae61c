/**
 * Collects what happens in a deployment between two moments and makes one update
 * of it. What an update costs is in proportion to what changed: rows and flows
 * stay here, and the page is told how many there are and that they changed.
 */
import type { Deployment } from '../../engine/releases';
import { INTEGRATION_BRIDGE, localDatabase } from '../../engine/sim';
import type { Update as SimUpdate } from '../../engine/sim';
import type { Trace } from '../../engine/trace';
import { ModelKeeper } from './model-keeper';
import { openstackView } from './openstack-view';
import type { DaemonView, DatabaseKey, Update } from './protocol';
import { Relations } from './relations';
import { RowLists } from './row-lists';
import { databaseInfo } from './views';

type Detail = Omit<Update, 'full' | 'scenario' | 'printed' | 'undo' | 'redo'>;

export class UpdateBuilder {
  readonly #deployment: Deployment;
  readonly #model: ModelKeeper;
  readonly lists: RowLists;
  readonly relations: Relations;
  readonly #tables = new Map<DatabaseKey, Set<string>>();
  readonly #flows = new Set<string>();
  readonly #added = new Set<string>();
  #machinesChanged = false;
  #logRewound = false;
  #daemons = '';
  #openstack = '';
  /** The databases that the page knows of. */
  #databases = '';

  constructor(deployment: Deployment) {
    this.#deployment = deployment;
    this.#model = new ModelKeeper(deployment);
    this.lists = new RowLists(deployment);
    this.relations = new Relations(deployment, this.lists);
  }

  note(update: SimUpdate): void {
    this.#model.note(update);
    this.lists.note(update);
    this.relations.note(update);
    for (const { db, changes } of update.databases) {
      const tables = this.#tablesOf(db);
      for (const { table } of changes) tables.add(table);
    }
    for (const { machine, bridge } of update.flows) if (bridge === INTEGRATION_BRIDGE) this.#flows.add(machine);
    for (const machine of [...update.machinesAdded, ...update.machinesRemoved]) this.#flows.add(machine);
    for (const machine of update.machinesAdded) this.#added.add(machine);
    this.#machinesChanged ||= update.machinesAdded.length + update.machinesRemoved.length > 0;
    this.#logRewound ||= update.logRewound || update.branchChanged;
  }

  /** Flows whose counters a packet has moved. */
  noteTrace(trace: Trace): void {
    this.lists.noteTrace(trace);
    for (const { machine, flow } of trace.steps) if (flow) this.#flows.add(machine);
  }

  /** Everything there is, for a page that knows nothing. */
  full(): Detail {
    const { databases, machines } = this.#deployment;
    this.#model.reset();
    this.lists.reset();
    for (const key of databases) this.#noteAllTables(key);
    for (const machine of machines.keys()) this.#flows.add(machine);
    this.#machinesChanged = true;
    this.#logRewound = true;
    this.#daemons = '';
    this.#openstack = '';
    return this.take();
  }

  /** What has been noted since the last call. */
  take(): Detail {
    const deployment = this.#deployment;
    this.lists.taken();
    for (const machine of this.#added) this.#noteAllTables(localDatabase(machine));
    const databases = deployment.databases.join(' ');
    // Those of Neutron and Nova come when somebody starts them, and go when that is undone.
    const databasesChanged = this.#machinesChanged || databases !== this.#databases;
    this.#databases = databases;
    const detail: Detail = {
      model: this.#model.take(),
      databases: databasesChanged
        ? deployment.databases.flatMap((key) => {
            const database = deployment.database(key);
            return database ? [databaseInfo(key, database.schema)] : [];
          })
        : null,
      tables: Array.from(this.#tables).flatMap(([db, tables]) => {
        const database = deployment.database(db);
        return Array.from(tables, (table) => ({ db, table, size: database?.rows(table).size ?? null }));
      }),
      flows: Array.from(this.#flows, (name) => {
        const machine = deployment.machines.get(name);
        return { machine: name, size: machine ? (machine.bridges.get(INTEGRATION_BRIDGE)?.flowCount ?? 0) : null };
      }),
      daemons: this.#takeDaemons(),
      openstack: this.#takeOpenstack(),
      history: {
        position: deployment.position,
        length: deployment.history.length,
        branches: deployment.branches.map(({ id, forkedAt, length, current }) => ({
          id,
          from: forkedAt,
          length,
          current,
        })),
      },
      log: { size: deployment.log.length, rewound: this.#logRewound },
      settled: deployment.next === undefined,
    };
    this.#tables.clear();
    this.#flows.clear();
    this.#added.clear();
    this.#machinesChanged = false;
    this.#logRewound = false;
    return detail;
  }

  #takeDaemons(): readonly DaemonView[] | null {
    const daemons = this.#deployment.daemons.map(({ name, machine, status, delay, due }) => ({
      name,
      machine,
      status,
      delay,
      pending: due !== null,
    }));
    const text = JSON.stringify(daemons);
    if (text === this.#daemons) return null;
    this.#daemons = text;
    return daemons;
  }

  #takeOpenstack(): Update['openstack'] {
    const view = openstackView(this.#deployment);
    const text = JSON.stringify(view);
    if (text === this.#openstack) return null;
    this.#openstack = text;
    return { view };
  }

  #noteAllTables(db: DatabaseKey): void {
    const tables = this.#tablesOf(db);
    for (const table of this.#deployment.database(db)?.schema.tables.keys() ?? []) tables.add(table);
  }

  #tablesOf(db: DatabaseKey): Set<string> {
    const found = this.#tables.get(db) ?? new Set<string>();
    this.#tables.set(db, found);
    return found;
  }
}
