/** Entries by key that can be read with tracking, grouped, and followed by collections made of them. */
import { Group } from './group';
import { inOrder, type Key, type Rank, type Value } from './order';
import { Cell, cellOf, type AnyCell, type Cells, type Tracker } from './tracking';

/** A collection that goes by the keys of another, and is told of each that changes. */
export interface Follower<K> {
  /** `moved`: the key has another place in the order, since it went and came back. */
  changed(key: K, moved: boolean): void;
}

/** Inside a computation each read is noted, unless it says otherwise. */
export abstract class Collection<K extends Key, V extends Value> {
  /** For people who look for a mistake. */
  readonly name: string;
  /** Its place in the order in which collections are brought up to date. */
  readonly number: number;
  protected readonly tracker: Tracker;
  readonly #values = new Map<K, V>();
  readonly #cells: Cells<K> = new Map();
  readonly #groups: Pick<Group<Key, K, V>, 'follow'>[] = [];
  readonly #followers: Follower<K>[] = [];
  readonly #watchers: ((before: V | undefined, after: V | undefined) => void)[] = [];
  #listing: AnyCell | undefined;
  #sorted: readonly K[] | undefined;

  protected constructor(name: string, number: number, tracker: Tracker) {
    this.name = name;
    this.number = number;
    this.tracker = tracker;
  }

  get(key: K): V | undefined {
    this.tracker.check(this.number, this.name);
    if (this.tracker.notes(this, key)) this.tracker.note(cellOf(this.#cells, key));
    return this.#values.get(key);
  }

  has(key: K): boolean {
    return this.get(key) !== undefined;
  }

  /** All keys in their order. A computation that lists them is done again whenever one comes or goes. */
  keys(): readonly K[] {
    this.tracker.check(this.number, this.name);
    if (this.tracker.isNoting) {
      const unread = { delete: () => (this.#listing = undefined) };
      this.tracker.note((this.#listing ??= new Cell(unread, undefined)));
    }
    return (this.#sorted ??= inOrder([...this.#values.keys()], this.rank));
  }

  /**
   * Entries by what is in them. `groupsOf` is pure: which groups an entry is in depends on the entry alone; naming one
   * twice is naming it once.
   */
  by<G extends Key>(name: string, groupsOf: (value: V, key: K) => readonly G[]): Group<G, K, V> {
    if (this.#values.size > 0) throw new Error(`${name} groups entries that are there already.`);
    const group = new Group(name, this, this.tracker, groupsOf);
    this.#groups.push(group);
    return group;
  }

  /** For books that are kept outside: `watcher` hears of each change at once, in the order of the keys. */
  watch(watcher: (before: V | undefined, after: V | undefined) => void): void {
    this.#watchers.push(watcher);
  }

  /** What its keys are sorted by; also of keys that have just gone. */
  abstract readonly rank: Rank<K>;

  /** For collections made of this one. */
  follow(follower: Follower<K>): void {
    this.#followers.push(follower);
  }

  /** The value of a key, unnoted: for reads that make no difference to what is computed. */
  peek(key: K): V | undefined {
    return this.#values.get(key);
  }

  /** The entries in the order of their keys, where they have just been written in it; unnoted. */
  entries(): Iterable<readonly [K, V]> {
    return this.#values;
  }

  /** Changes an entry, and tells everybody whom it concerns. Equal values are for the caller to sort out. */
  protected write(key: K, before: V | undefined, value: V | undefined, moved = false): void {
    if (value !== undefined) this.#values.set(key, value);
    else if (!this.#values.delete(key)) return;
    for (const group of this.#groups) {
      if (moved) group.follow(key, before, undefined);
      group.follow(key, moved ? undefined : before, value);
    }
    for (const watcher of this.#watchers) watcher(before, value);
    for (const follower of this.#followers) follower.changed(key, moved);
    this.#cells.get(key)?.touch();
    if (!moved && (before === undefined) === (value === undefined)) return;
    this.#sorted = undefined;
    this.#listing?.touch();
  }
}
