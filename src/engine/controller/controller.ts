/** One ovn-controller: what changed in its two databases in, edits and flows out. */
import { compareText, finishWork, type LogRecord, type Progress, type Uuid, type Work as Pieces } from '../base';
import { flowKey, formatFlow, type FlowEntry } from '../openflow';
import { getString, getUuid, inRowOrder, type ChangeSet, type RowEdit, type DatabaseView } from '../ovsdb';
import { BindingIndex, readBinding, type Binding } from './bindings';
import { Overwritten, registerChassis } from './chassis';
import { chassisEdit, HeldPorts, settleClaim, type Claim, type Owner } from './claims';
import { complainOfRow, Complaints } from './complaints';
import { DatapathNumbers } from './datapaths';
import { FlowTable } from './flow-table';
import { LocalIndex, noDirt, type LocalDirt } from './local';
import { LogicalCompiler, type CompiledRow, type Numbers, type RowProblem } from './logical';
import { physicalFlows } from './physical';
import type { ControllerProgram, MakeController } from './program';
import type { ControllerRules } from './rules';
import { planTunnels, removeTunnels } from './tunnels';
import type {
  ControllerMemory,
  ControllerResult,
  ControllerSeen,
  ControllerView,
  FlowChanges,
  FlowOrigin,
  OriginFlow,
} from './types';

export interface ControllerOptions {
  /** Shared between the controllers of one deployment, so that each row is compiled once. */
  readonly compiler?: LogicalCompiler;
  /** To continue where another controller was. */
  readonly memory?: ControllerMemory;
}

/** A piece of a run; whose run it is and how far it is, the caller says. */
const PIECE: Progress = { what: 'ovn-controller', done: 0, total: null };

/** Rows in a piece: read, or compiled, which costs some ten times as much. */
const READ_ROWS = 1_000;
const COMPILED_ROWS = 250;

/** What must be looked at again in this run. */
interface Work {
  readonly rows: Set<Uuid>;
  readonly bindings: Set<Uuid>;
}

/** Controllers of one deployment: every Pipeline row is compiled once for all of them. */
export function controllersOf(rules: ControllerRules): MakeController {
  const compiler = new LogicalCompiler(rules);
  return (_, memory) => new Controller(rules, memory === undefined ? { compiler } : { compiler, memory });
}

export class Controller implements ControllerProgram {
  readonly #rules: ControllerRules;
  readonly #compiler: LogicalCompiler;
  readonly #local = new LocalIndex();
  readonly #bindings = new BindingIndex();
  readonly #datapaths: DatapathNumbers;
  readonly #held: HeldPorts;
  readonly #overwritten: Overwritten;
  readonly #table = new FlowTable();
  /** By Pipeline row: what it compiled to. */
  readonly #pipeline = new Map<Uuid, CompiledRow>();
  readonly #numbers: Numbers = {
    datapath: (datapath) => this.#datapaths.get(datapath),
    port: (datapath, logicalPort) => this.#bindings.keyOf(datapath, logicalPort),
  };
  /** By binding: its flows. */
  readonly #physical = new Map<Uuid, readonly OriginFlow[]>();
  #registeredAs: string | undefined;
  /** Whether the last run had a row to claim ports for; after one that had none, all ports are looked at. */
  #canClaim = false;
  #unreachable: ReadonlySet<string> = new Set();
  /** The bridge that has the flows. */
  #installedOn: Uuid | undefined;
  /** Changes went by unseen: the next run must read everything. */
  #stale = true;
  readonly #complaints = new Complaints();
  /** The answer of `memory`, and what it was made from. */
  #remembered: ControllerMemory | undefined;
  #rememberedAt = '';

  constructor(rules: ControllerRules, options: ControllerOptions = {}) {
    const { memory } = options;
    this.#rules = rules;
    this.#compiler = options.compiler ?? new LogicalCompiler(rules);
    this.#datapaths = new DatapathNumbers(memory?.datapaths, memory?.nextDatapath);
    this.#held = new HeldPorts(memory?.held);
    this.#overwritten = new Overwritten(memory?.overwritten);
    this.#registeredAs = memory?.registeredAs;
  }

  /**
   * Does what the real daemon does when it wakes up. `view` must already have
   * the changes of `seen`; the edits must be committed before the next run.
   */
  run(view: ControllerView, seen: ControllerSeen): ControllerResult {
    return finishWork(this.running(view, seen));
  }

  /** `run` in pieces; nothing in `view` may change between them. A controller whose run was not finished is of no use any more. */
  *running(view: ControllerView, seen: ControllerSeen): Pieces<ControllerResult> {
    const log: LogRecord[] = [];
    this.#overwritten.proceed();
    const dirt = this.#readLocal(view, seen);
    const { systemId, remote } = this.#local.config;
    const missing = systemId === undefined ? 'system-id' : remote === undefined ? 'ovn-remote' : undefined;
    const noBridge = this.#local.bridge === undefined && !this.#rules.registersWithoutBridge;
    if (systemId === undefined || missing !== undefined || noBridge) {
      this.#stale = true;
      const wait =
        missing === undefined ? 'Integration bridge br-int does not exist' : `external-ids:${missing} is not set`;
      this.#complaints.say([{ level: 'INFO', module: 'main', message: `${wait}; waiting` }], log);
      return { sb: [], ovs: [], flows: this.#difference(false, log), log };
    }
    const all = this.#stale || seen === 'all' || seen.sb.some(isRenamedChassis);
    const work = all ? yield* this.#readAll(view.sb) : this.#readChanges(view.sb, seen.sb, dirt);
    this.#stale = false;

    const sb: RowEdit[] = [];
    const former = this.#registeredAs;
    const owner = this.#register(view.sb, systemId, work, sb, log);
    const ovs = this.#tunnels(view, seen, all, dirt, [systemId, former], work, log);
    if (owner !== undefined) this.#claim(owner, work, sb, log);
    yield* this.#translate(view.sb, work, log);
    return { sb, ovs, flows: this.#difference(all, log), log };
  }

  /** What the last run wanted of the southbound database could not be committed: there is no connection. */
  notCommitted(): void {
    this.#overwritten.takeBack();
  }

  /** A clean exit: gives up its bindings, its chassis and its tunnels. Flows stay on the switch. */
  exit(view: ControllerView): Omit<ControllerResult, 'flows'> {
    const local = new LocalIndex();
    local.rebuild(view.ovs);
    const name = this.#registeredAs ?? local.config.systemId;
    const sb: RowEdit[] = [];
    const row = name === undefined ? undefined : view.sb.find('Chassis', 'name', name);
    for (const binding of view.sb.rows(this.#rules.binding.table).values()) {
      if (name === undefined || readBinding(view.sb, this.#rules, binding).chassis !== name) continue;
      sb.push(chassisEdit(this.#rules, binding._uuid, undefined));
    }
    if (row !== undefined) sb.push({ op: 'delete', table: 'Chassis', uuid: row._uuid });
    return { sb, ovs: removeTunnels(view.ovs, local), log: [] };
  }

  /** Why a flow is on the switch; undefined for a flow that is not this controller's. */
  origin(flow: Pick<FlowEntry, 'table' | 'priority' | 'match'>): FlowOrigin | undefined {
    return this.#table.get(flowKey(flow))?.origin;
  }

  /** What keeps a Pipeline row out of the flow table. Rows without ports in their datapath are not looked at. */
  problem(row: Uuid): RowProblem | undefined {
    return this.#pipeline.get(row)?.problem;
  }

  /** The flows made from a Pipeline or binding row, also those that lost their place to another row's. */
  flowsOf(row: Uuid): readonly OriginFlow[] {
    return this.#pipeline.get(row)?.flows ?? this.#physical.get(row) ?? [];
  }

  /**
   * All flows that ask for the place of `flow`, the installed one first. Which of
   * them a real controller installs is chance: it goes by the hashes of UUIDs.
   */
  contenders(flow: Pick<FlowEntry, 'table' | 'priority' | 'match'>): readonly OriginFlow[] {
    return this.#table.contenders(flowKey(flow));
  }

  /** All flows that should be on the switch. */
  flows(): readonly OriginFlow[] {
    return this.#table.installed();
  }

  /** What metadata stands for a logical datapath on this hypervisor. */
  datapathNumber(datapath: Uuid): number | undefined {
    return this.#datapaths.get(datapath);
  }

  /** The same object until something in it changes. */
  memory(): ControllerMemory {
    const at = `${this.#held.version} ${this.#overwritten.version} ${this.#datapaths.version} ${this.#registeredAs ?? ''}`;
    if (this.#remembered !== undefined && at === this.#rememberedAt) return this.#remembered;
    this.#rememberedAt = at;
    this.#remembered = {
      registeredAs: this.#registeredAs,
      held: this.#held.sorted(),
      overwritten: this.#overwritten.data,
      datapaths: this.#datapaths.entries(),
      nextDatapath: this.#datapaths.next,
    };
    return this.#remembered;
  }

  #readLocal({ ovs }: ControllerView, seen: ControllerSeen): LocalDirt {
    if (seen !== 'all') return this.#local.update(ovs, seen.ovs);
    this.#local.rebuild(ovs);
    return noDirt();
  }

  *#readAll(sb: DatabaseView): Pieces<Work> {
    const { logical, binding: columns } = this.#rules;
    for (const uuid of this.#pipeline.keys()) this.#compiler.release(uuid);
    yield PIECE;
    this.#pipeline.clear();
    this.#physical.clear();
    this.#table.clear();
    this.#bindings.clear();
    const work: Work = { rows: new Set(), bindings: new Set() };
    for (const row of sb.rows(columns.table).values()) {
      const binding = readBinding(sb, this.#rules, row);
      this.#bindings.set(binding.uuid, binding);
      work.bindings.add(binding.uuid);
      if (work.bindings.size % READ_ROWS === 0) yield PIECE;
    }
    this.#datapaths.retain((datapath) => this.#bindings.hasDatapath(datapath));
    for (const { datapath } of this.#bindings.all()) this.#datapaths.add(datapath);
    for (const port of this.#held.sorted()) if (this.#bindings.ofPort(port) === undefined) this.#held.delete(port);
    for (const uuid of sb.rows(logical.flows.table).keys()) work.rows.add(uuid);
    yield PIECE;
    return work;
  }

  #readChanges(sb: DatabaseView, changes: ChangeSet, dirt: LocalDirt): Work {
    const { logical, binding: columns } = this.#rules;
    const work: Work = { rows: new Set(), bindings: new Set() };
    const datapaths = new Set<Uuid>();
    for (const { table, uuid } of changes) {
      if (table === logical.flows.table) {
        work.rows.add(uuid);
      } else if (table === columns.table) this.#changeBinding(sb, uuid, datapaths, work);
    }
    for (const datapath of this.#inOrder(sb, datapaths)) this.#settleDatapath(datapath, work);
    for (const port of dirt.logicalPorts) for (const { uuid } of this.#bindings.behind(port)) work.bindings.add(uuid);
    for (const name of dirt.chassis) for (const { uuid } of this.#bindings.onChassis(name)) work.bindings.add(uuid);
    return work;
  }

  #changeBinding(sb: DatabaseView, uuid: Uuid, datapaths: Set<Uuid>, work: Work): void {
    const old = this.#bindings.get(uuid);
    const row = sb.row(this.#rules.binding.table, uuid);
    const now = row === undefined ? undefined : readBinding(sb, this.#rules, row);
    this.#bindings.set(uuid, now);
    work.bindings.add(uuid);
    if (isSameAddress(old, now)) return;
    for (const binding of [old, now]) {
      if (binding === undefined) continue;
      datapaths.add(binding.datapath);
      for (const named of this.#compiler.rowsNaming(binding.logicalPort)) {
        if (this.#pipeline.get(named)?.row.datapath === binding.datapath) work.rows.add(named);
      }
    }
    if (old !== undefined && old.logicalPort !== now?.logicalPort) this.#held.delete(old.logicalPort);
  }

  /** New datapaths get their numbers in the order of their bindings, as in a run over everything. */
  #inOrder(sb: DatabaseView, datapaths: ReadonlySet<Uuid>): Iterable<Uuid> {
    const isNew = (datapath: Uuid) =>
      this.#datapaths.get(datapath) === undefined && this.#bindings.hasDatapath(datapath);
    if (Array.from(datapaths).filter(isNew).length < 2) return datapaths;
    const { table, datapath: column } = this.#rules.binding;
    const found = Array.from(sb.rows(table).values(), (row) => getUuid(row, column));
    return new Set([...found.filter((datapath) => datapaths.has(datapath)), ...datapaths]);
  }

  /** A datapath has a number as long as it has ports; when that changes, all of it does. */
  #settleDatapath(datapath: Uuid, work: Work): void {
    const changed = this.#bindings.hasDatapath(datapath)
      ? this.#datapaths.add(datapath)
      : this.#datapaths.delete(datapath);
    if (!changed) return;
    for (const uuid of this.#compiler.rowsOf(datapath)) if (this.#pipeline.has(uuid)) work.rows.add(uuid);
    for (const { uuid } of this.#bindings.inDatapath(datapath)) work.bindings.add(uuid);
  }

  #register(sb: DatabaseView, systemId: string, work: Work, edits: RowEdit[], log: LogRecord[]): Owner | undefined {
    const before = this.#registeredAs;
    if (before !== undefined && before !== systemId) {
      // The real one of 2015 leaves the row of its old name behind, with tunnels to it everywhere.
      const row = sb.find('Chassis', 'name', before);
      if (row !== undefined) edits.push({ op: 'delete', table: 'Chassis', uuid: row._uuid });
      this.#held.clear();
      for (const { uuid } of this.#bindings.all()) work.bindings.add(uuid);
    }
    const done = registerChassis(
      sb,
      this.#rules,
      systemId,
      this.#local.config,
      before === undefined,
      this.#overwritten,
    );
    edits.push(...done.edits);
    this.#complaints.say(done.log, log);
    const couldClaim = this.#canClaim;
    this.#canClaim = done.chassis !== undefined;
    if (done.chassis === undefined) return undefined;
    if (before !== systemId || !couldClaim) {
      this.#registeredAs = systemId;
      for (const { uuid } of this.#bindings.all()) work.bindings.add(uuid);
    }
    return { name: systemId, chassis: done.chassis, db: sb.schema.name };
  }

  #tunnels(
    view: ControllerView,
    seen: ControllerSeen,
    all: boolean,
    dirt: LocalDirt,
    own: readonly [name: string, former: string | undefined],
    work: Work,
    log: LogRecord[],
  ): readonly RowEdit[] {
    const due =
      all ||
      seen === 'all' ||
      dirt.chassis.size > 0 ||
      seen.sb.some(({ table }) => table === 'Chassis' || table === 'Encap') ||
      seen.ovs.some(({ table }) => table === 'Open_vSwitch' || table === 'Bridge');
    if (!due) return [];
    const plan = planTunnels(view.sb, view.ovs, this.#rules, this.#local, own, this.#unreachable);
    this.#unreachable = plan.unreachable;
    log.push(...plan.log);
    // Nobody wakes the controller for what it does itself: no flow may lead to a tunnel that goes.
    const { chassis } = this.#local.leave(plan.removed);
    for (const name of chassis) for (const { uuid } of this.#bindings.onChassis(name)) work.bindings.add(uuid);
    return plan.edits;
  }

  #claim(owner: Owner, work: Work, edits: RowEdit[], log: LogRecord[]): void {
    const changed: Claim[] = [];
    for (const uuid of work.bindings) {
      const binding = this.#bindings.get(uuid);
      if (binding === undefined) continue;
      const claim = settleClaim(this.#rules, this.#local, owner, this.#held, binding);
      if (claim === undefined) continue;
      changed.push(claim);
      // Its flows are already those of where it will be: nobody wakes the controller for what it does itself.
      this.#bindings.set(uuid, { ...binding, chassis: claim.chassis });
    }
    for (const { edit, said } of changed.sort((a, b) => compareText(a.logicalPort, b.logicalPort))) {
      edits.push(edit);
      log.push(said);
    }
  }

  *#translate(sb: DatabaseView, work: Work, log: LogRecord[]): Pieces<void> {
    let units = 0;
    const said = new Map<Uuid, LogRecord[]>();
    for (const uuid of work.rows) {
      const records: LogRecord[] = [];
      this.#translateRow(sb, uuid, records);
      if (records.length > 0) said.set(uuid, records);
      units += 1;
      if (units % COMPILED_ROWS === 0) yield PIECE;
    }
    const { table } = this.#rules.logical.flows;
    for (const [, records] of inRowOrder(sb, table, said)) log.push(...records);
    for (const uuid of work.bindings) {
      units += 1;
      if (units % COMPILED_ROWS === 0) yield PIECE;
      const binding = this.#bindings.get(uuid);
      const old = this.#physical.get(uuid) ?? [];
      if (binding === undefined) this.#compiler.remote.forget(uuid);
      const flows = binding === undefined ? [] : this.#physicalFlows(binding);
      this.#exchange(old, flows);
      if (flows.length === 0) this.#physical.delete(uuid);
      else this.#physical.set(uuid, flows);
    }
  }

  #physicalFlows(binding: Binding): readonly OriginFlow[] {
    const number = this.#datapaths.get(binding.datapath);
    return physicalFlows(this.#rules, this.#compiler.remote, this.#local, binding, number);
  }

  #translateRow(sb: DatabaseView, uuid: Uuid, log: LogRecord[]): void {
    const old = this.#pipeline.get(uuid);
    const source = sb.row(this.#rules.logical.flows.table, uuid);
    if (source === undefined) {
      if (old === undefined) return;
      this.#pipeline.delete(uuid);
      this.#compiler.release(uuid);
      this.#exchange(old.flows, []);
      return;
    }
    const compiled = this.#compiler.compile(source, this.#numbers, old === undefined);
    if (compiled === old) return;
    this.#pipeline.set(uuid, compiled);
    this.#exchange(old?.flows ?? [], compiled.flows);
    complainOfRow(this.#rules.logical.flows, compiled, old, sb.schema.name, log);
  }

  #exchange(old: readonly OriginFlow[], now: readonly OriginFlow[]): void {
    if (old === now) return;
    for (const flow of old) this.#table.delete(flow);
    for (const flow of now) this.#table.add(flow);
  }

  #difference(all: boolean, log: LogRecord[]): FlowChanges {
    const { added, removed, dropped } = this.#table.difference();
    for (const text of dropped.map((flow) => formatFlow(flow)).sort(compareText)) {
      log.push({ level: 'INFO', module: 'ofctrl', message: `dropping duplicate flow:${text}` });
    }
    const moved = this.#installedOn !== this.#local.bridge;
    this.#installedOn = this.#local.bridge;
    if (this.#local.bridge === undefined) return { replaceAll: [] };
    return all || moved ? { replaceAll: this.#table.installed() } : { added, removed };
  }
}

/** The same port, key and datapath: nothing that a Pipeline row's flows depend on differs. */
function isSameAddress(a: Binding | undefined, b: Binding | undefined): boolean {
  return a?.logicalPort === b?.logicalPort && a?.tunnelKey === b?.tunnelKey && a?.datapath === b?.datapath;
}

/** Bindings refer to chassis by UUID, tunnels by name: a name that changes under a UUID turns everything over. */
function isRenamedChassis({ table, before, after }: ChangeSet[number]): boolean {
  if (table !== 'Chassis' || before === undefined || after === undefined) return false;
  return getString(before, 'name') !== getString(after, 'name');
}
