/** Who sees what: which machines are cut off, and the southbound database as those who are last saw it. */
import { NO_CUTS } from './state';
import { StaleView } from './stale-view';
import type { Database, ChangeSet, DatabaseView } from '../ovsdb';
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

  /** `entry` is the history entry in which it happens; `missed` is what a machine had missed before it. */
  setCut(machine: string, what: CutOff, cut: boolean, entry: number, missed: ChangeSet = []): void {
    const before = this.cuts(machine);
    if (what === 'underlay') {
      this.#cuts.set(machine, { ...before, underlay: cut });
    } else if (cut) {
      this.#cuts.set(machine, {
        ...before,
        southbound: before.southbound ?? entry,
        ...(missed.length > 0 && { missed }),
      });
      if (!this.#stale.has(machine)) this.#stale.set(machine, this.#view(missed));
    } else {
      this.#cuts.set(machine, { southbound: null, underlay: before.underlay });
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

  /** What the southbound database has done that `machine` has not seen, as far as it cares. */
  missedBy(machine: string): ChangeSet {
    return this.#stale.get(machine)?.missed() ?? [];
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
    for (const [machine, { southbound, missed }] of this.#cuts.entries()) {
      if (southbound === null) continue;
      const view = this.#view(missed ?? []);
      for (const changes of changesAfter(southbound)) view.hide(changes);
      this.#stale.set(machine, view);
    }
  }

  #view(missed: ChangeSet): StaleView {
    const view = new StaleView(this.#sb);
    view.hide(missed);
    return view;
  }
}
