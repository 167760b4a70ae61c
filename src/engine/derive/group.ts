/** Collection of a collection by what is in them, kept up to date with each entry that changes. */
import type { Collection } from './collection';
import { withMember, withoutMember, type Few } from './few';
import { settleOrder, type Key } from './order';
import { cellOf, type Cell, type Tracker } from './tracking';

/**
 * A computation that reads a group is told of the group, not of each entry: that an entry joined or left it, and, if
 * it read values, that one changed.
 */
export class Group<G extends Key, K extends Key, V extends NonNullable<unknown>> {
  readonly name: string;
  readonly #of: Collection<K, V>;
  readonly #tracker: Tracker;
  readonly #groupsOf: (value: V, key: K) => readonly G[];
  readonly #members = new Map<G, Few<K>>();
  /** The keys of groups with several members that were asked for, in order. */
  readonly #sorted = new Map<G, readonly K[]>();
  /** For those who read which keys a group has, and for those who read values too. */
  readonly #keyCells = new Map<G, Cell>();
  readonly #valueCells = new Map<G, Cell>();

  constructor(name: string, of: Collection<K, V>, tracker: Tracker, groupsOf: (value: V, key: K) => readonly G[]) {
    this.name = name;
    this.#of = of;
    this.#tracker = tracker;
    this.#groupsOf = groupsOf;
  }

  /** The keys of a group's entries, in their order. */
  keys(group: G): readonly K[] {
    this.#read(this.#keyCells, group);
    return this.#keysOf(group);
  }

  /** The values of a group's entries, in the order of their keys. */
  values(group: G): readonly V[] {
    this.#read(this.#valueCells, group);
    return this.#keysOf(group).flatMap((key) => this.#of.peek(key) ?? []);
  }

  /** The first entry of a group. */
  first(group: G): V | undefined {
    this.#read(this.#valueCells, group);
    const [key] = this.#keysOf(group);
    return key === undefined ? undefined : this.#of.peek(key);
  }

  /** Whether a group has entries. */
  has(group: G): boolean {
    this.#read(this.#keyCells, group);
    return this.#members.has(group);
  }

  /** How many entries a group has. */
  size(group: G): number {
    this.#read(this.#keyCells, group);
    const members = this.#members.get(group);
    return members instanceof Set ? members.size : members === undefined ? 0 : 1;
  }

  /** An entry of the collection has changed. */
  follow(key: K, before: V | undefined, after: V | undefined): void {
    const old = before === undefined ? [] : this.#groupsOf(before, key);
    const now = after === undefined ? [] : this.#groupsOf(after, key);
    // Long lists differ in few places: only what is not in both is told.
    const kept = old.length > 1 ? new Set(now) : undefined;
    for (const group of old) {
      if (kept === undefined ? now.includes(group) : kept.has(group)) continue;
      this.#put(group, withoutMember(this.#members.get(group), key));
    }
    const held = now.length > 1 ? new Set(old) : undefined;
    for (const group of now) {
      if (held === undefined ? old.includes(group) : held.has(group)) this.#valueCells.get(group)?.touch();
      else this.#put(group, withMember(this.#members.get(group), key));
    }
  }

  #keysOf(group: G): readonly K[] {
    const members = this.#members.get(group);
    if (members === undefined) return [];
    if (!(members instanceof Set)) return [members];
    let sorted = this.#sorted.get(group);
    if (sorted === undefined) this.#sorted.set(group, (sorted = settleOrder([...members], this.#of.compare)));
    return sorted;
  }

  #read(cells: Map<G, Cell>, group: G): void {
    this.#tracker.check(this.#of.number, this.name);
    if (this.#tracker.notes) this.#tracker.note(cellOf(cells, group));
  }

  #put(group: G, members: Few<K>): void {
    if (members === undefined) this.#members.delete(group);
    else this.#members.set(group, members);
    this.#sorted.delete(group);
    this.#keyCells.get(group)?.touch();
    this.#valueCells.get(group)?.touch();
  }
}
