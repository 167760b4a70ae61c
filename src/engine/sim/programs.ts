/**
 * The programs in memory: what daemons know beyond the databases. None of this
 * is part of the state. A program that is dropped and made anew comes to the
 * same conclusions from the databases, only slower; time travel drops them, but for
 * those that go along with it (`abreast.ts`).
 */
import { Northd } from '../northd';
import { squashChanges } from '../ovsdb';
import type { ControllerMemory, ControllerProgram, MakeController } from '../controller';
import type { Uuid } from '../base';
import type { ChangeSet, RowChange } from '../ovsdb';
import type { SimRelease } from './release';
import type { DaemonName, DatabaseKey } from './types';
import type { Daemon } from './state';

export interface Program {
  readonly northd: Northd | undefined;
  readonly controller: ControllerProgram | undefined;
  readonly inbox: Map<DatabaseKey, ChangeSet[]>;
  /** It is to look at everything again, not only at what changed. */
  looksAtAll: boolean;
  /** It has said before what it will find; only what is new is worth a line in the log. */
  hasSpoken: boolean;
  /** It is in the middle of a run; if that is not gone on with, it is of no use any more. */
  unfinished: boolean;
}

export class Programs {
  readonly #programs = new Map<DaemonName, Program>();
  readonly #release: SimRelease;
  readonly #memoryOf: (name: DaemonName) => ControllerMemory | undefined;
  /** The controllers share what they compile. */
  #makeController: MakeController;

  /** `memoryOf` gives what a controller remembered, where time travel has dropped the controller. */
  constructor(release: SimRelease, memoryOf: (name: DaemonName) => ControllerMemory | undefined) {
    this.#release = release;
    this.#memoryOf = memoryOf;
    this.#makeController = release.controllers();
  }

  /** The running program of that name; `daemon` says what to make when time travel dropped it. */
  get(name: DaemonName, daemon: Daemon): Program {
    const program = this.#programs.get(name);
    return program?.unfinished === false ? program : this.#make(name, daemon, true);
  }

  /** A program that has just been started and says everything anew. */
  start(name: DaemonName, daemon: Daemon): void {
    this.#make(name, daemon, false);
  }

  drop(name: DaemonName): void {
    this.#programs.delete(name);
  }

  dropAll(): void {
    this.#programs.clear();
    this.#makeController = this.#release.controllers();
  }

  /** Of the programs that are in memory. */
  get names(): readonly DaemonName[] {
    return Array.from(this.#programs.keys());
  }

  find(name: DaemonName): Program | undefined {
    return this.#programs.get(name);
  }

  /** Tells a program of a commit; one that is not in memory will look at everything anyway. */
  deliver(name: DaemonName, db: DatabaseKey, changes: ChangeSet): void {
    const program = this.#programs.get(name);
    if (program === undefined || program.looksAtAll) return;
    const waiting = program.inbox.get(db);
    if (waiting === undefined) program.inbox.set(db, [changes]);
    else waiting.push(changes);
  }

  #make(name: DaemonName, daemon: Daemon, hasSpoken: boolean): Program {
    const program: Program = {
      northd: daemon.kind === 'ovn-northd' ? new Northd(this.#release.northd) : undefined,
      controller:
        daemon.kind === 'ovn-controller'
          ? this.#makeController(daemon.machine ?? '', hasSpoken ? this.#memoryOf(name) : undefined)
          : undefined,
      inbox: new Map(),
      looksAtAll: true,
      hasSpoken,
      unfinished: false,
    };
    this.#programs.set(name, program);
    return program;
  }
}

/** Empties the inbox; 'all' when the program is to look at everything. */
export function takeSeen(program: Program): 'all' | ((db: DatabaseKey) => ChangeSet) {
  const inbox = new Map(program.inbox);
  program.inbox.clear();
  if (program.looksAtAll) {
    program.looksAtAll = false;
    return 'all';
  }
  return (db) => changesOf(inbox.get(db) ?? []);
}

/**
 * What several commits changed. A row that is again what it was is told of too, as unchanged: a
 * daemon that has written it itself, and then somebody took that back, knows it otherwise.
 */
function changesOf(commits: readonly ChangeSet[]): ChangeSet {
  const net = squashChanges(commits);
  if (commits.length < 2) return net;
  const known = new Set(net.map(({ uuid }) => uuid));
  const same = new Map<Uuid, RowChange>();
  for (const change of commits.flat()) if (!known.has(change.uuid)) same.set(change.uuid, change);
  const unchanged = [...same.values()].filter(({ after }) => after !== undefined);
  return [...net, ...unchanged.map((change) => ({ ...change, before: change.after }))];
}
