/** A whole deployment: what is to be read of it, and the doors through which it is changed and wound back. */
import { err, finishWork, ok, type Pulse, type Result, type Work } from '../base';
import { INTEGRATION_BRIDGE } from '../controller';
import type { FlowEntry } from '../openflow';
import type { ChangeSet, RowEdit, TransactOutcome } from '../ovsdb';
import { travelAbreast } from './abreast';
import { Cloud } from './cloud';
import { millis } from './clock';
import { DeploymentReading } from './deployment-reading';
import { inject, type InjectOptions } from './inject';
import { startDaemon, stopDaemon, changeStatus, reconnect } from './life';
import type { PacketRun } from './hops';
import type { Machine } from './machine';
import { daemonName, localDatabase, NORTHBOUND, SOUTHBOUND } from './names';
import { nextEvent, nextTimeout } from './next-event';
import { Conversation } from './openstack';
import { badMachineName, duplicateMachine, noSuchDatabase, noSuchMachine } from './problems';
import { machineEdits, type MachineSettings } from './provision';
import type { SimRelease } from './release';
import { renameMachine } from './rename';
import { running } from './runner';
import { acquaint, resume, warmUp, type MachineStanding, type Resumption, type Standing } from './standing';
import { markOf, switchBranch, takeBack, travel, type WorldMark } from './travel';
import type { CutOff, DaemonName, DaemonStatus, DatabaseKey, HistoryEntry } from './types';
import { redoTarget, undoTarget } from './undo';

/** A user's action takes this long, in virtual milliseconds. */
const ACTION_TIME = 1;

/** Far beyond any settling that ends: one that does not is given up, so that it can be looked at. */
const MANY_EVENTS = 5_000;
const MANY_EVENTS_PER_DAEMON = 200;

export interface Settled {
  readonly events: number;
  /** False when it was given up: it would go on for ever. */
  readonly settled: boolean;
}

export interface Mark extends WorldMark {
  readonly action: number | undefined;
}

export interface DeploymentOptions<Release extends SimRelease> {
  readonly release: Release;
  /** Everything that is left to chance follows from it. */
  readonly seed: number;
}

/** Whoever makes it says of which release; each layer above asks for the parts of it that it needs. */
export class Deployment<Release extends SimRelease = SimRelease> extends DeploymentReading<Release> {
  /** neutron-server and Nova, where somebody starts them. */
  readonly openstack = new Cloud({
    world: this.world,
    programs: this.programs,
    act: (label, body) => this.#act(label, body),
    conversation: () =>
      new Conversation(this.world, {
        action: this.#action ?? this.world.nextAction(),
        cause: null,
        time: () => millis(this.now + ACTION_TIME),
      }),
  });
  /** The number that the entries of the user action under way share. */
  #action: number | undefined;

  /** `copied` is for `copy`: the deployment begins as that one is. */
  constructor({ release, seed }: DeploymentOptions<Release>, copied?: Deployment<Release>) {
    super(release, seed);
    this.world.pulse = () => {
      this.pulse();
    };
    this.world.onDelivery = (daemon, db, changes) => {
      this.programs.deliver(daemon, db, changes);
    };
    if (copied !== undefined) {
      this.world.adopt(copied.world);
      this.beginning = this.position;
      return;
    }
    this.#act('creates the deployment', () => {
      startDaemon(this.world, this.programs, 'ovn-northd', null);
      return ok(undefined);
    });
  }

  // Databases

  /** Commits as the user. A refusal changes nothing and leaves no trace in history. */
  commit(key: DatabaseKey, edits: readonly RowEdit[], label: string): Result<ChangeSet> {
    const database = this.database(key);
    if (database === undefined) return err(noSuchDatabase(key));
    return this.#act(label, () => database.commit(edits, this.world.pulse));
  }

  commitNorthbound(edits: readonly RowEdit[], label: string): Result<ChangeSet> {
    return this.commit(NORTHBOUND, edits, label);
  }

  commitSouthbound(edits: readonly RowEdit[], label: string): Result<ChangeSet> {
    return this.commit(SOUTHBOUND, edits, label);
  }

  commitLocal(machine: string, edits: readonly RowEdit[], label: string): Result<ChangeSet> {
    return this.commit(localDatabase(machine), edits, label);
  }

  /** The operations of a "transact" request (RFC 7047 section 4.1.3), as the user's. */
  transact(key: DatabaseKey, operations: unknown, label: string): Result<TransactOutcome> {
    const database = this.database(key);
    if (database === undefined) return err(noSuchDatabase(key));
    return this.#act(label, () => ok(database.transact(operations)));
  }

  /** Several changes as one user action: undone together. */
  action<T>(body: () => T): T {
    if (this.#action !== undefined) return body();
    this.beginAction();
    try {
      return body();
    } finally {
      this.endAction();
    }
  }

  /** What is done from here to `endAction` is one user action, also when it is done in pieces. */
  beginAction(): void {
    if (this.#action !== undefined) throw new Error('A user action is already under way.');
    this.#action = this.world.nextAction();
  }

  endAction(): void {
    this.#action = undefined;
  }

  /** A moment to come back to, should what follows go wrong in a way that it never should. */
  mark(): Mark {
    return { ...markOf(this.world), action: this.#action };
  }

  /** Makes everything, history too, as it was at `mark`: as if what followed had never been tried. */
  takeBack(mark: Mark): void {
    this.#action = mark.action;
    takeBack(this.world, mark);
    this.programs.dropAll();
  }

  // Machines

  /**
   * A machine with Open vSwitch and an ovn-controller, both running. Its database
   * holds what `settings` say, or the rows of a saved one.
   */
  addMachine(name: string, settings: MachineSettings | readonly RowEdit[] = {}): Result<Machine> {
    if (this.machines.has(name)) return err(duplicateMachine(name));
    const unfit = badMachineName(name);
    if (unfit !== undefined) return err(unfit);
    return this.#act(`adds machine ${name}`, () => {
      const machine = this.world.addMachine(name);
      const edits = isRows(settings) ? settings : machineEdits(settings, (index) => this.plannedUuid(index));
      const committed = machine.ovs.commit(edits, this.world.pulse);
      if (!committed.ok) return committed;
      startDaemon(this.world, this.programs, 'ovs-vswitchd', name);
      startDaemon(this.world, this.programs, 'ovn-controller', name);
      return ok(machine);
    });
  }

  /** Stops the machine's daemons cleanly and takes the machine away. */
  removeMachine(name: string): Result<void> {
    if (!this.machines.has(name)) return err(noSuchMachine(name));
    return this.#act(`removes machine ${name}`, () => {
      for (const kind of ['ovn-controller', 'ovs-vswitchd'] as const) {
        stopDaemon(this.world, this.programs, daemonName(kind, name), 'stopped');
      }
      this.world.removeMachine(name);
      return ok(undefined);
    });
  }

  /** Gives a machine another name: one action, as if it had been switched off and on again under the new one. */
  renameMachine(from: string, to: string): Result<void> {
    const machine = this.machines.get(from);
    if (machine === undefined) return err(noSuchMachine(from));
    if (from === to) return ok(undefined);
    if (this.machines.has(to)) return err(duplicateMachine(to));
    const unfit = badMachineName(to);
    if (unfit !== undefined) return err(unfit);
    return this.#act(`renames machine ${from} to ${to}`, () => renameMachine(this.world, this.programs, machine, to));
  }

  /** Changes a bridge's flows past its ovn-controller, as `ovs-ofctl` does. */
  changeFlows(
    machine: string,
    bridge: string,
    change: { readonly added: readonly FlowEntry[]; readonly removed: readonly FlowEntry[] },
    label: string,
  ): Result<void> {
    const found = this.machines.get(machine);
    if (found === undefined) return err(noSuchMachine(machine));
    if (!found.bridges.has(bridge)) return err({ code: 'no-such-bridge', message: `${bridge} is not a bridge` });
    if (bridge === INTEGRATION_BRIDGE) acquaint(this.world, this.programs, found);
    return this.#act(label, () => {
      const added = change.added.map(withoutRank);
      this.world.changeFlows(found, bridge, { kind: 'change', added, removed: change.removed });
      this.world.noteForeign(machine, bridge, [...change.added, ...change.removed]);
      return ok(undefined);
    });
  }

  // Packets

  /** Puts a packet in at an interface and follows every copy to its end. */
  inject(machine: string, iface: string, bytes: Uint8Array, options: InjectOptions = {}): Result<PacketRun> {
    return inject(this.world, machine, iface, bytes, options);
  }

  // Daemons and time

  setDaemon(name: DaemonName, change: { readonly status?: DaemonStatus; readonly delay?: number }): Result<void> {
    const daemon = this.world.daemons.get(name);
    if (daemon === undefined) return err({ code: 'no-such-daemon', message: `there is no daemon ${name}` });
    const status = change.status ?? daemon.status;
    const words =
      status === daemon.status ? `delays ${name} by ${change.delay ?? daemon.delay} ms` : `${VERBS[status]} ${name}`;
    return this.#act(words, () => {
      const delay = Math.max(0, Math.trunc(change.delay ?? daemon.delay));
      if (delay !== daemon.delay) this.world.daemons.set(name, { ...daemon, delay });
      if (status !== daemon.status) changeStatus(this.world, this.programs, name, status);
      return ok(undefined);
    });
  }

  /** Cuts a machine off from the southbound database or from the underlay, or connects it again. */
  setCutOff(machine: string, what: CutOff, cut: boolean): Result<void> {
    if (!this.machines.has(machine)) return err(noSuchMachine(machine));
    if (this.isCutOff(machine, what) === cut) return ok(undefined);
    return this.#act(`${cut ? 'cuts' : 'reconnects'} ${machine} ${cut ? 'off from' : 'to'} the ${what}`, () => {
      this.world.sight.setCut(machine, what, cut, this.position + 1);
      if (what === 'southbound' && !cut) reconnect(this.world, this.programs, machine);
      return ok(undefined);
    });
  }

  /** Lets exactly one thing happen. */
  step(): HistoryEntry | undefined {
    return finishWork(this.stepping(), this.world.pulse);
  }

  /** `step` in pieces. Nobody may act between them; one that is let go leaves everything as it was. */
  *stepping(events = 0): Work<HistoryEntry | undefined> {
    const next = nextEvent(this.world) ?? nextTimeout(this.world);
    if (next === undefined) return undefined;
    yield* running(this.world, this.programs, ...next, { what: next[0], done: events, total: null });
    this.pulse();
    return this.history[this.position - 1];
  }

  /**
   * Called again and again while something lasts, also from inside what is done in one
   * piece, so that whoever waits knows that it goes on: after each event, and at least
   * once for about a thousand rows or flows.
   */
  pulse: Pulse = () => undefined;

  /** Lets things happen until nothing is left to happen; tells how many did. */
  settle(limit?: number): Settled {
    return finishWork(this.settling(limit), this.world.pulse);
  }

  /** `settle` in pieces: of events, and of the long ones among them. */
  *settling(limit = MANY_EVENTS + MANY_EVENTS_PER_DAEMON * this.daemons.length): Work<Settled> {
    let events = 0;
    for (let next = nextEvent(this.world); next !== undefined && events < limit; next = nextEvent(this.world)) {
      yield* this.stepping(events);
      events += 1;
      yield { what: next[0], done: events, total: null };
    }
    return { events, settled: nextEvent(this.world) === undefined };
  }

  /**
   * Lets `duration` milliseconds of virtual time pass, which matters only to those who wait
   * for a time-out: false where nobody does, and no time has passed.
   */
  wait(duration: number): boolean {
    const until = millis(this.now + duration);
    this.settle();
    if (nextTimeout(this.world) === undefined) return false;
    for (
      let next = nextTimeout(this.world);
      next !== undefined && next[1].due <= until;
      next = nextTimeout(this.world)
    ) {
      this.step();
      this.settle();
    }
    if (this.now < until) {
      const action = this.#action ?? this.world.nextAction();
      this.world.record({ who: 'user', label: `waits ${duration / 1000} s`, cause: null, action }, until, () => {
        this.world.journal.record({ undo: () => undefined, redo: () => undefined });
        return ok(undefined);
      });
    }
    return true;
  }

  // History

  /**
   * Makes everything as it was after `position` entries of the current branch:
   * databases, flows, daemons, what is about to happen, and the clock. Acting
   * there begins a new branch and leaves this one as it is.
   */
  goTo(position: number): Result<void> {
    if (!Number.isInteger(position) || position < 1 || position > this.history.length) {
      return err({ code: 'no-such-entry', message: `history has no entry ${position}` });
    }
    if (position !== this.position) {
      travel(this.world, position);
      this.programs.dropAll();
    }
    return ok(undefined);
  }

  /** Continues on another branch, at its end. */
  switchBranch(branch: string): Result<void> {
    if (branch === this.world.timeline.branch) return this.goTo(this.history.length);
    if (!switchBranch(this.world, branch)) {
      return err({ code: 'no-such-branch', message: `there is no branch ${branch}` });
    }
    this.programs.dropAll();
    return ok(undefined);
  }

  /** Goes back to before the last user action; what began the deployment is not undone. */
  undo(): boolean {
    const target = undoTarget(this.history, this.position, this.beginning);
    if (target === undefined) return false;
    travelAbreast(this.world, this.programs, target);
    return true;
  }

  /** Goes on to the end of what the next user action brought about. */
  redo(): boolean {
    if (!this.canRedo) return false;
    travelAbreast(this.world, this.programs, redoTarget(this.history, this.position));
    return true;
  }

  /**
   * Nothing before now can be undone: what has been opened or prepared is where
   * the user begins. `chance` continues the stream of a saved scenario.
   */
  beginHere(chance?: number): void {
    if (chance !== undefined) this.world.continueChance(chance);
    this.beginning = this.position;
  }

  /**
   * A deployment that is as this one is now and goes on by itself: what would
   * happen if something were done is what happens there. Its past can be read,
   * but not gone to, and its counters begin anew.
   */
  copy(): Deployment<Release> {
    return new Deployment(this, this);
  }

  /** Makes a deployment in which nothing has happened what another one was; `restoring` then does the rest. */
  resume(saved: Resumption): Result<readonly MachineStanding[]> {
    const occasion = { who: 'user', label: 'opens the scenario', cause: null, action: null };
    return this.world.record(occasion, saved.now, () => resume(this.world, this.programs, saved));
  }

  /** Gives the switches the flows that their controllers want, and lets the daemons know what they knew. */
  restoring(saved: Pick<Standing, 'machines' | 'cold'>): Work<void> {
    return warmUp(this.world, this.programs, saved);
  }

  #act<T>(label: string, body: () => Result<T>): Result<T> {
    const action = this.#action ?? this.world.nextAction();
    return this.world.record({ who: 'user', label, cause: null, action }, millis(this.now + ACTION_TIME), body);
  }
}

const VERBS = {
  running: 'continues',
  paused: 'pauses',
  killed: 'kills',
  stopped: 'stops',
} satisfies Record<DaemonStatus, string>;

function isRows(settings: MachineSettings | readonly RowEdit[]): settings is readonly RowEdit[] {
  return Array.isArray(settings);
}

/** What somebody else puts in has no say in what wins, be it made from a controller's flow. */
function withoutRank(flow: FlowEntry): FlowEntry {
  const { rank, ...rest } = flow;
  return rank === undefined ? flow : rest;
}
