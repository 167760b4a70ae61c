/** A deployment for who only looks: databases, machines, daemons, history, and why things are as they are. */
import { uuidFromContent, type Millis, type Uuid } from '../base';
import { type RowProblem, INTEGRATION_BRIDGE } from '../controller';
import type { Provenance } from '../northd';
import type { FlowEntry } from '../openflow';
import type { Database } from '../ovsdb';
import { compareBranches, type BranchDifference } from './compare';
import { Explainer } from './explainer';
import type { Machine } from './machine';
import { daemonName, localDatabase, NEUTRON, NORTHBOUND, NOVA, SOUTHBOUND } from './names';
import { nextEvent, nextTimeout } from './next-event';
import { Programs } from './programs';
import type { SimRelease } from './release';
import { machineStanding, standingOf, type MachineStanding, type Standing } from './standing';
import type { BranchInfo, CutOff, DaemonName, DaemonState, DatabaseKey, HistoryEntry, LogEntry, Update } from './types';
import { undoTarget } from './undo';
import { World } from './world';

export abstract class DeploymentReading<Release extends SimRelease> {
  readonly release: Release;
  readonly seed: number;
  protected readonly world: World;
  protected readonly programs: Programs;
  protected readonly explainer: Explainer;
  /** The entry before which nothing is undone. */
  protected beginning = 1;

  constructor(release: Release, seed: number) {
    this.release = release;
    this.seed = seed;
    this.world = new World(release, seed);
    this.programs = new Programs(release, (name) => this.world.memories.get(name));
    this.explainer = new Explainer(this.world, this.programs);
  }

  // Databases

  get nb(): Database {
    return this.world.nb;
  }

  get sb(): Database {
    return this.world.sb;
  }

  get machines(): ReadonlyMap<string, Machine> {
    return this.world.machines;
  }

  database(key: DatabaseKey): Database | undefined {
    return this.#isOpen(key) ? this.world.database(key) : undefined;
  }

  /** Every database there is, the common ones first. */
  get databases(): readonly DatabaseKey[] {
    const openstack = [NEUTRON, NOVA].filter((key) => this.#isOpen(key));
    return [NORTHBOUND, SOUTHBOUND, ...openstack, ...Array.from(this.machines.keys(), localDatabase)];
  }

  /**
   * The UUID for the `index`-th new row of the user's next commit: the same
   * question has the same answer until something is committed.
   */
  plannedUuid(index: number): Uuid {
    return uuidFromContent(`row ${index} after ${this.world.random.state()}`);
  }

  /** Where the stream of chance is; saved with a scenario so that it goes on from there. */
  get chance(): number {
    return this.world.random.state();
  }

  // Packets

  /** How often a flow of a machine's integration bridge was hit. */
  flowCount(
    machine: string,
    flow: Pick<FlowEntry, 'table' | 'priority' | 'match'>,
  ): { readonly packets: number; readonly bytes: number } {
    const stats = this.machines.get(machine)?.bridges.get(INTEGRATION_BRIDGE)?.installed(flow)?.stats;
    return { packets: stats?.packets ?? 0, bytes: stats?.bytes ?? 0 };
  }

  // Daemons and time

  get now(): Millis {
    return this.world.now;
  }

  /** ovn-northd, those of OpenStack, then those of each machine in the order of the machines. */
  get daemons(): readonly DaemonState[] {
    const names = ['ovn-northd', 'neutron-server', 'nova'];
    for (const machine of this.machines.keys()) {
      names.push(daemonName('ovs-vswitchd', machine), daemonName('ovn-controller', machine));
    }
    return names.flatMap((name) => this.daemon(name) ?? []);
  }

  daemon(name: DaemonName): DaemonState | undefined {
    const daemon = this.world.daemons.get(name);
    if (daemon === undefined) return undefined;
    const { kind, machine, status, delay } = daemon;
    return { name, kind, machine, status, delay, due: this.world.wakes.get(name)?.due ?? null };
  }

  isCutOff(machine: string, what: CutOff): boolean {
    const cuts = this.world.sight.cuts(machine);
    return what === 'underlay' ? cuts.underlay : cuts.southbound !== null;
  }

  /** False while the user lets events happen one by one: then nothing waits for the daemons. */
  automatic = true;

  /**
   * What will happen next, and when; undefined when everything has settled (or waits for a
   * paused daemon). A time-out comes last, and only to somebody who steps through what happens.
   */
  get next(): { readonly daemon: DaemonName; readonly due: Millis } | undefined {
    const next = nextEvent(this.world) ?? (this.automatic ? undefined : nextTimeout(this.world));
    return next === undefined ? undefined : { daemon: next[0], due: next[1].due };
  }

  // History

  /** The current branch, with the entries after `position` that lie in its future. */
  get history(): readonly HistoryEntry[] {
    return this.world.timeline.entries;
  }

  get position(): number {
    return this.world.timeline.position;
  }

  /** The id of the current branch. With `position`, it names a state that never changes. */
  get branch(): string {
    return this.world.timeline.branch;
  }

  get branches(): readonly BranchInfo[] {
    return this.world.timeline.branches;
  }

  get log(): readonly LogEntry[] {
    return this.world.log;
  }

  /** How the ends of two branches differ. */
  compareBranches(left: string, right: string): BranchDifference | undefined {
    const [a, b] = [this.world.timeline.entriesOf(left), this.world.timeline.entriesOf(right)];
    return a === undefined || b === undefined ? undefined : compareBranches(a, b);
  }

  get canUndo(): boolean {
    return undoTarget(this.history, this.position, this.beginning) !== undefined;
  }

  get canRedo(): boolean {
    return this.position < this.history.length;
  }

  // What is kept

  /** What there is beside rows, flows and history, to be kept and resumed; machines are read one by one. */
  standing(): Omit<Standing, 'machines'> {
    return standingOf(this.world, this.programs);
  }

  machineStanding(machine: Machine): MachineStanding {
    return machineStanding(this.world, machine);
  }

  subscribe(listener: (update: Update) => void): () => void {
    return this.world.subscribe(listener);
  }

  // Explanations

  /** Why ovn-northd wants a southbound row; undefined for one that it does not want. */
  provenance(row: Uuid): Provenance | undefined {
    return this.explainer.provenance(row);
  }

  /** What keeps a Pipeline row out of every flow table, as the controllers that looked at it found. */
  rowProblem(row: Uuid): RowProblem | undefined {
    return this.explainer.problem(row);
  }

  /** The flows of a machine's br-int that were made from a southbound row; undefined when only looking through them tells. */
  flowsOf(machine: string, row: Uuid): readonly FlowEntry[] | undefined {
    return this.explainer.flowsOf(machine, row);
  }

  /** The numbers that a machine's ovn-controller has given to logical datapaths: what `metadata` stands for there. */
  datapathNumbers(machine: string): readonly (readonly [Uuid, number])[] {
    const memory = this.world.memories.get(daemonName('ovn-controller', machine));
    return this.release.controller.datapathNumbers(this.world.sight.southboundOf(machine), memory);
  }

  /** The databases of OpenStack are there as long as their daemons are known. */
  #isOpen(key: DatabaseKey): boolean {
    const { daemons } = this.world;
    return (key !== NEUTRON || daemons.has('neutron-server')) && (key !== NOVA || daemons.has('nova'));
  }
}
