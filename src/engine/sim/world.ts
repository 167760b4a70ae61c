/**
 * The state of a deployment and the only ways to change it. Whatever happens,
 * happens within one occurrence (`record`), which becomes one history entry;
 * databases report their commits here, and a commit wakes the daemons that
 * watch the database.
 */
import { flowKey, formatGroup, formatMeter } from '../openflow';
import { Database, invertChanges } from '../ovsdb';
import { Journal, JournaledMap, undoSteps } from './journal';
import { RewindableRandom } from './random';
import { Sight } from './sight';
import { FRESH_CONNECTION } from './state';
import { describeDraft, emptyDraft } from './entry-draft';
import { watchersOf } from './watchers';
import { copyRows } from './copy-rows';
import { Timeline } from './timeline';
import { Machine } from './machine';
import { millis } from './clock';
import { isOpenStack } from './openstack-names';
import { daemonName, localDatabase, machineOfDatabase, NEUTRON, NORTHBOUND, NOVA, SOUTHBOUND } from './names';
import { NEUTRON_SCHEMA, settingsOf } from '../neutron';
import { NOVA_SCHEMA } from '../nova';
import { type ControllerMemory, INTEGRATION_BRIDGE, type SwitchTables } from '../controller';
import type { ChangeSet, RowEdit } from '../ovsdb';
import type { LogRecord, Millis, Problem, Pulse, Result } from '../base';
import type { SimRelease } from './release';
import type { BridgeConfig } from './bridges';
import type { EntryDraft } from './entry-draft';
import type { Move } from './move';
import type { Connection, Daemon, FlowPlace, ForeignFlows, Occasion, Wake } from './state';
import type { Instant } from './timeline';
import type { FlowMod, SwitchBridge } from './machine';
import type { DaemonName, DatabaseKey, HistoryEntry, LogEntry, Update } from './types';

/** From being woken to acting, in virtual milliseconds, when nothing delays a daemon. */
const USUAL_LATENCY = 1;

/** Ends the machine's name in the key of a bridge: no machine's name holds it, while a bridge's may hold anything. */
const BEHIND_MACHINE = '/';

/** Of so many flows nobody keeps apart any more which are a controller's. */
const MANY_FOREIGN = 2_000;

/** Told of each commit, so that programs in memory learn what changed. */
export type CommitListener = (daemon: DaemonName, db: DatabaseKey, changes: ChangeSet) => void;

export class World {
  readonly journal = new Journal();
  readonly timeline = new Timeline();
  readonly random: RewindableRandom;
  readonly nb: Database;
  readonly sb: Database;
  /** Empty, and not spoken of, as long as there is no neutron-server and no Nova. */
  readonly neutron: Database;
  readonly nova: Database;
  readonly machines = new Map<string, Machine>();
  readonly daemons: JournaledMap<Daemon>;
  readonly wakes: JournaledMap<Wake>;
  readonly log: LogEntry[] = [];
  onDelivery: CommitListener = () => undefined;
  /** Called from inside everything that can take long. */
  pulse: Pulse = () => undefined;
  now: Millis = millis(0);

  readonly #machines: JournaledMap<Machine>;
  /** What controllers remember, by daemon. */
  readonly memories: JournaledMap<ControllerMemory>;
  readonly sight: Sight;
  /** By machine and bridge, as in `hv1/br-int`: what was changed past the controller. */
  readonly foreign: JournaledMap<ForeignFlows>;
  /** By machine and bridge: its groups and meters, where it has any. */
  readonly #tables: JournaledMap<SwitchTables>;
  readonly #connections: JournaledMap<Connection>;
  readonly #bridges: JournaledMap<BridgeConfig>;
  readonly #listeners = new Set<(update: Update) => void>();
  #reached: Instant;
  #sequence = 0;
  #actions = 0;
  #draft: EntryDraft | undefined;

  constructor(
    readonly release: SimRelease,
    seed: number,
  ) {
    this.random = new RewindableRandom(seed);
    this.nb = this.#watched(NORTHBOUND, new Database(release.schemas.nb, this.random));
    this.sb = this.#watched(SOUTHBOUND, new Database(release.schemas.sb, this.random));
    this.neutron = this.#watched(NEUTRON, new Database(NEUTRON_SCHEMA, this.random));
    this.nova = this.#watched(NOVA, new Database(NOVA_SCHEMA, this.random));
    this.daemons = new JournaledMap(this.journal);
    this.wakes = new JournaledMap(this.journal);
    this.memories = new JournaledMap(this.journal);
    this.foreign = new JournaledMap(this.journal);
    this.sight = new Sight(this.sb, new JournaledMap(this.journal));
    this.#connections = new JournaledMap(this.journal);
    this.#machines = new JournaledMap(this.journal, (name, machine) => {
      this.#placeMachine(name, machine);
    });
    this.#bridges = new JournaledMap(this.journal, (key, config) => {
      const [machine, bridge] = partsOf(key);
      this.machines.get(machine)?.configureBridge(bridge, config, this.now);
    });
    this.#tables = new JournaledMap(this.journal, (key, tables) => {
      const [machine, bridge] = partsOf(key);
      this.machines
        .get(machine)
        ?.bridges.get(bridge)
        ?.setTables(tables ?? NO_TABLES, this.now);
    });
    this.#reached = this.instant;
  }

  database(key: DatabaseKey): Database | undefined {
    if (key === NORTHBOUND) return this.nb;
    if (key === SOUTHBOUND) return this.sb;
    if (key === NEUTRON) return this.neutron;
    if (key === NOVA) return this.nova;
    return this.machines.get(machineOfDatabase(key) ?? '')?.ovs;
  }

  /** Makes one history entry of what `body` does; when it fails or does nothing, there is none. */
  record<T, E = Problem>(occasion: Occasion, time: Millis, body: () => Result<T, E>): Result<T, E> {
    const before = this.#reached;
    const draft = emptyDraft();
    this.journal.open();
    this.#draft = draft;
    this.now = time;
    let result: Result<T, E> | undefined;
    try {
      result = body();
    } finally {
      this.#draft = undefined;
      if (result === undefined) {
        undoSteps(this.journal.close());
        this.restoreInstant(before);
      }
    }
    const steps = this.journal.close();
    if (!result.ok) {
      undoSteps(steps);
      this.restoreInstant(before);
      return result;
    }
    if (steps.length === 0 && draft.log.length === 0) {
      // An answer that says what is wrong is one of these; the UUIDs that it drew are drawn again.
      this.restoreInstant(before);
      return result;
    }
    const quiet = draft.changes.length === 0 && draft.flows.length === 0 && draft.log.length === 0;
    const entry: HistoryEntry = {
      index: this.timeline.position + 1,
      time,
      ...occasion,
      label: occasion.label ?? describeDraft(draft),
      changes: draft.changes,
      flows: draft.flows,
      log: draft.log,
      quiet: quiet && occasion.label === null,
    };
    // What was planned for this occurrence (see `plannedUuid`) is never planned again.
    if (occasion.action !== null) this.random.uint32();
    const after = this.instant;
    const branchChanged = this.timeline.append({ entry, steps, before, after });
    this.#reached = after;
    this.log.push(...draft.log);
    this.announce({
      appended: branchChanged ? [] : [entry],
      branchChanged,
      databases: draft.changes,
      flows: draft.flows,
      machinesAdded: draft.machinesAdded,
      machinesRemoved: draft.machinesRemoved,
      log: draft.log,
      logRewound: false,
    });
    return result;
  }

  /** Commits typed edits within the occurrence under way. */
  commit(key: DatabaseKey, edits: readonly RowEdit[]): Result<ChangeSet> {
    const database = this.database(key);
    if (database === undefined) throw new Error(`There is no database ${key}.`);
    return database.commit(edits, this.pulse);
  }

  note(daemon: DaemonName, record: LogRecord): void {
    this.#draft?.log.push({ ...record, time: this.now, daemon });
  }

  nextAction(): number {
    this.#actions += 1;
    return this.#actions;
  }

  /** Lets `daemon` act `delay` from now, unless it is about to act anyway. */
  wake(name: DaemonName): void {
    const daemon = this.daemons.get(name);
    if (daemon === undefined || daemon.status === 'killed' || daemon.status === 'stopped') return;
    const due = millis(this.now + USUAL_LATENCY + daemon.delay);
    const known = this.wakes.get(name);
    if (known === undefined || (isOpenStack(name) && due < known.due)) this.wakeAt(name, due);
  }

  /** Lets `daemon` act at a time that it has chosen itself. */
  wakeAt(name: DaemonName, due: Millis): void {
    this.wakes.set(name, { due, order: this.#sequence++, cause: this.timeline.position + 1 });
  }

  connection(machine: string): Connection {
    return this.#connections.get(machine) ?? FRESH_CONNECTION;
  }

  setConnection(machine: string, connection: Connection): void {
    this.#connections.set(machine, connection);
  }

  bridgesOf(machine: string): ReadonlyMap<string, BridgeConfig> {
    const bridges = new Map<string, BridgeConfig>();
    for (const [key, config] of this.#bridges.entries()) {
      if (key.startsWith(machine + BEHIND_MACHINE)) bridges.set(config.name, config);
    }
    return bridges;
  }

  setBridge(machine: string, bridge: string, config: BridgeConfig | undefined): void {
    this.#bridges.set(machine + BEHIND_MACHINE + bridge, config);
  }

  /** The groups and meters of a bridge. */
  tablesOf(machine: string, bridge: string): SwitchTables {
    return this.#tables.get(machine + BEHIND_MACHINE + bridge) ?? NO_TABLES;
  }

  /** Undefined for a bridge that goes. */
  setTables(machine: string, bridge: string, tables: SwitchTables | undefined): void {
    const before = this.tablesOf(machine, bridge);
    const none = tables === undefined || (tables.groups.length === 0 && tables.meters.length === 0);
    if (textOfTables(before) === textOfTables(tables ?? NO_TABLES)) return;
    this.#tables.set(machine + BEHIND_MACHINE + bridge, none ? undefined : tables);
  }

  machine(name: string): Machine {
    const machine = this.machines.get(name);
    if (machine === undefined) throw new Error(`There is no machine ${name}.`);
    return machine;
  }

  /** Takes up the stream of chance where it was when a scenario was saved. */
  continueChance(state: number): void {
    const occasion = { who: 'user', label: 'opens the scenario', cause: null, action: null };
    this.record(occasion, this.now, () => {
      this.random.rewind(state);
      this.journal.record({ undo: () => undefined, redo: () => undefined });
      return { ok: true, value: undefined };
    });
  }

  /** `createdAt` is its place among the machines: the entry that it was made in. */
  addMachine(name: string, createdAt = this.timeline.position): Machine {
    const ovs = new Database(this.release.schemas.ovs, this.random);
    this.#watched(localDatabase(name), ovs);
    const machine = new Machine(name, createdAt, ovs, this.release.vswitch);
    this.#machines.set(name, machine);
    this.#draft?.machinesAdded.push(name);
    return machine;
  }

  /** Takes the machine away with all that is its own. */
  removeMachine(name: string): void {
    for (const bridge of this.bridgesOf(name).keys()) {
      this.setTables(name, bridge, undefined);
      this.setBridge(name, bridge, undefined);
      this.foreign.set(`${name}/${bridge}`, undefined);
    }
    this.sight.forget(name);
    this.#connections.set(name, undefined);
    for (const kind of ['ovn-controller', 'ovs-vswitchd'] as const) {
      this.wakes.set(daemonName(kind, name), undefined);
      this.memories.set(daemonName(kind, name), undefined);
      this.daemons.set(daemonName(kind, name), undefined);
    }
    this.#machines.set(name, undefined);
    this.#draft?.machinesRemoved.push(name);
  }

  /** Changes a bridge's flow table; removals come first. Only what really changes is recorded. */
  changeFlows(machine: Machine, bridge: string, mod: FlowMod): void {
    const { done, back } = bridgeOf(machine, bridge).change(mod, this.now, this.pulse);
    const { added, removed, adopted } = done;
    const isSame = added.length === 0 && removed.length === 0;
    if (isSame && adopted.length === 0) return;
    if (!isSame) this.#draft?.flows.push({ machine: machine.name, bridge, added, removed });
    const { now } = this;
    this.journal.record({
      undo: () => {
        bridgeOf(machine, bridge).repeat(back, now, this.pulse);
      },
      redo: () => {
        bridgeOf(machine, bridge).repeat(done, now, this.pulse);
      },
    });
  }

  /** Remembers places in a bridge that were changed past its controller; the other bridges have none. */
  noteForeign(machine: string, bridge: string, flows: readonly FlowPlace[]): void {
    const key = `${machine}/${bridge}`;
    const before = this.foreign.get(key);
    if (bridge !== INTEGRATION_BRIDGE || before === 'all' || flows.length === 0) return;
    const after = new Map(before);
    for (const { table, priority, match } of flows) {
      after.set(flowKey({ table, priority, match }), { table, priority, match });
    }
    this.foreign.set(key, after.size > MANY_FOREIGN ? 'all' : after);
  }

  /** Becomes what `other` is now. Neither of the two feels what the other does from here on. */
  adopt(other: World): void {
    this.timeline.adopt(other.timeline);
    for (const line of other.log) this.log.push(line);
    copyRows(other.nb, this.nb);
    copyRows(other.sb, this.sb);
    copyRows(other.neutron, this.neutron);
    copyRows(other.nova, this.nova);
    for (const { name, createdAt, ovs } of other.machines.values()) {
      const machine = new Machine(
        name,
        createdAt,
        this.#watched(localDatabase(name), new Database(ovs.schema, this.random)),
        this.release.vswitch,
      );
      copyRows(ovs, machine.ovs);
      this.#machines.adopt([[name, machine]]);
    }
    this.#bridges.adopt(other.#bridges.entries());
    this.#tables.adopt(other.#tables.entries());
    for (const machine of other.machines.values()) {
      for (const [name, bridge] of machine.bridges) bridgeOf(this.machine(machine.name), name).adopt(bridge, other.now);
    }
    this.daemons.adopt(other.daemons.entries());
    this.wakes.adopt(other.wakes.entries());
    this.memories.adopt(other.memories.entries());
    this.foreign.adopt(other.foreign.entries());
    this.#connections.adopt(other.#connections.entries());
    this.sight.adopt(other.sight);
    this.rebuildSight();
    this.#actions = other.#actions;
    this.restoreInstant(other.instant);
  }

  /** Works out again what machines that are cut off still see of the southbound database. */
  rebuildSight(): void {
    this.sight.rebuild((entry) => this.timeline.changesAfter(entry, SOUTHBOUND));
  }

  subscribe(listener: (update: Update) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** The parts of the state that are plain numbers. */
  get instant(): Instant {
    return { now: this.now, random: this.random.state(), sequence: this.#sequence };
  }

  restoreInstant(instant: Instant): void {
    this.now = instant.now;
    this.random.rewind(instant.random);
    this.#sequence = instant.sequence;
    this.#reached = instant;
  }

  #placeMachine(name: string, machine: Machine | undefined): void {
    if (machine === undefined) {
      this.machines.delete(name);
      return;
    }
    const others = Array.from(this.machines.values()).filter((other) => other.name !== name);
    this.machines.clear();
    for (const each of [...others, machine].sort((a, b) => a.createdAt - b.createdAt))
      this.machines.set(each.name, each);
  }

  #watched(key: DatabaseKey, database: Database): Database {
    database.onCommit((changes) => {
      if (this.#draft !== undefined) {
        this.#noteCommit(key, database, changes);
        return;
      }
      // Somebody committed without saying who or why; it still is an occurrence.
      const occasion = { who: 'user', label: `commit to ${key}`, cause: null, action: this.nextAction() };
      this.record(occasion, millis(this.now + 1), () => {
        this.#noteCommit(key, database, changes);
        return { ok: true, value: undefined };
      });
    });
    return database;
  }

  #noteCommit(key: DatabaseKey, database: Database, changes: ChangeSet): void {
    this.#draft?.changes.push({ db: key, changes });
    this.journal.record({
      undo: () => {
        database.apply(invertChanges(changes), this.pulse);
      },
      redo: () => {
        database.apply(changes, this.pulse);
      },
    });
    for (const name of watchersOf(key, this.machines.keys(), this.sight)) {
      this.onDelivery(name, key, changes);
      if (name !== this.acting || this.#followsItself(key, name)) this.wake(name);
    }
    if (key === NORTHBOUND && this.acting !== 'neutron-server' && this.#neutronFollows()) this.wake('neutron-server');
    if (key === SOUTHBOUND) this.sight.hide(changes);
  }

  /** Whether a daemon reads what it writes: `up` follows from bindings that northd made itself. */
  #followsItself(key: DatabaseKey, name: DaemonName): boolean {
    if (key === SOUTHBOUND && name === daemonName('ovn-northd', null)) return true;
    return this.release.controller.followsItself && this.daemons.get(name)?.kind === 'ovn-controller';
  }

  /** Whether neutron-server does something when the northbound database changes. */
  #neutronFollows(): boolean {
    return this.daemons.get('neutron-server')?.blind === false && settingsOf(this.neutron)?.port_status === 'up';
  }

  /** The daemon whose run is under way: its own commits tell it nothing new. */
  acting: DaemonName | undefined;

  /** Tells those who subscribed. */
  announce(move: Move): void {
    const update: Update = {
      position: this.timeline.position,
      time: this.now,
      branch: this.timeline.branch,
      ...move,
    };
    for (const listener of this.#listeners) listener(update);
  }
}

const NO_TABLES: SwitchTables = { groups: [], meters: [] };

function textOfTables({ groups, meters }: SwitchTables): string {
  return [...groups.map(formatGroup), ...meters.map(formatMeter)].join('\n');
}

/** The names in a key of a bridge. */
function partsOf(key: string): readonly [machine: string, bridge: string] {
  const at = key.indexOf(BEHIND_MACHINE);
  return [key.slice(0, at), key.slice(at + BEHIND_MACHINE.length)];
}

function bridgeOf(machine: Machine, name: string): SwitchBridge {
  const bridge = machine.bridges.get(name);
  if (bridge === undefined) throw new Error(`${machine.name} has no bridge ${name}.`);
  return bridge;
}
