/** Who sees what: which machines are cut off, and the southbound database as those who are last saw it. */
import { NO_CUTS } from './state';
import { StaleView } from './stale-view';
import type { Database, ChangeSet } from '../ovsdb';
import type { DatabaseView } from '../northd';
import type { JournaledMap } from './journal';
import type { Cuts } from './state';
import type { CutOff } from './types';

export class Sight {
  readonly #sb: Database;
  readonly #cuts: JournaledMap<Cuts>;
  readonly #stale = new Map<string, StaleView>();

  /** `cuts` is by machine; what is not in it is not cut off. */
  constructor(sb: Database, cuts: JournaledMap<Cuts>) {
    this.#sb = sb;
    this.#cuts = cuts;
  }

  cuts(machine: string): Cuts {
    return this.#cuts.get(machine) ?? NO_CUTS;
  }

  /** Takes over who is cut off; what they see is to be rebuilt. */
  adopt(other: Sight): void {
    this.#cuts.adopt(other.#cuts.entries());
  }

  /** `entry` is the history entry in which it happens. */
  setCut(machine: string, what: CutOff, cut: boolean, entry: number): void {
    const before = this.cuts(machine);
    if (what === 'underlay') {
      this.#cuts.set(machine, { ...before, underlay: cut });
    } else if (cut) {
      this.#cuts.set(machine, { ...before, southbound: before.southbound ?? entry });
      if (!this.#stale.has(machine)) this.#stale.set(machine, new StaleView(this.#sb));
    } else {
      this.#cuts.set(machine, { ...before, southbound: null });
      this.#stale.delete(machine);
    }
  }

  forget(machine: string): void {
    this.#cuts.set(machine, undefined);
    this.#stale.delete(machine);
  }

  /** The southbound database as `machine` sees it. */
  southboundOf(machine: string): DatabaseView {
    return this.#stale.get(machine) ?? this.#sb;
  }

  seesSouthbound(machine: string): boolean {
    return !this.#stale.has(machine);
  }

  /** The southbound database has made `changes`, which nobody sees who is cut off from it. */
  hide(changes: ChangeSet): void {
    for (const view of this.#stale.values()) view.hide(changes);
  }

  /** After time travel: a stale view is what was changed since sight was lost, and history knows that. */
  rebuild(changesAfter: (entry: number) => Iterable<ChangeSet>): void {
    this.#stale.clear();
    for (const [machine, { southbound }] of this.#cuts.entries()) {
      if (southbound === null) continue;
      const view = new StaleView(this.#sb);
      for (const changes of changesAfter(southbound)) view.hide(changes);
      this.#stale.set(machine, view);
    }
  }
}
