/** Entries by key that can be read with tracking, grouped, and followed by collections made of them. */
import { Group } from './group';
import { settleOrder, type Key } from './order';
import { Cell, cellOf, type Tracker } from './tracking';

/** A collection that goes by the keys of another, and is told of each that changes. */
export interface Follower<K> {
  /** `moved`: the key has another place in the order, since it went and came back. */
  changed(key: K, moved: boolean): void;
}

/** Inside a computation each read is noted, unless it says otherwise. */
export abstract class Collection<K extends Key, V extends NonNullable<unknown>> {
  /** For people who look for a mistake. */
  readonly name: string;
  /** Its place in the order in which collections are brought up to date. */
  readonly number: number;
  protected readonly tracker: Tracker;
  readonly #values = new Map<K, V>();
  readonly #cells = new Map<K, Cell>();
  readonly #groups: Pick<Group<Key, K, V>, 'follow'>[] = [];
  readonly #followers: Follower<K>[] = [];
  #listing: Cell | undefined;
  #sorted: readonly K[] | undefined;

  protected constructor(name: string, number: number, tracker: Tracker) {
    this.name = name;
    this.number = number;
    this.tracker = tracker;
  }

  get(key: K): V | undefined {
    this.tracker.check(this.number, this.name);
    if (this.tracker.notes) this.tracker.note(cellOf(this.#cells, key));
    return this.#values.get(key);
  }

  has(key: K): boolean {
    return this.get(key) !== undefined;
  }

  /** All keys in their order. A computation that lists them is done again whenever one comes or goes. */
  keys(): readonly K[] {
    this.tracker.check(this.number, this.name);
    if (this.tracker.notes) this.tracker.note((this.#listing ??= new Cell(() => (this.#listing = undefined))));
    return (this.#sorted ??= settleOrder([...this.#values.keys()], this.compare));
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

  /** Which of two keys comes first; also of keys that have just gone. */
  abstract readonly compare: (a: K, b: K) => number;

  /** For collections made of this one. */
  follow(follower: Follower<K>): void {
    this.#followers.push(follower);
  }

  /** The value of a key, unnoted. */
  peek(key: K): V | undefined {
    return this.#values.get(key);
  }

  /** Changes an entry, and tells everybody whom it concerns. Equal values are for the caller to sort out. */
  protected write(key: K, value: V | undefined, moved = false): void {
    const before = this.#values.get(key);
    if (value !== undefined) this.#values.set(key, value);
    else if (!this.#values.delete(key)) return;
    for (const group of this.#groups) {
      if (moved) group.follow(key, before, undefined);
      group.follow(key, moved ? undefined : before, value);
    }
    for (const follower of this.#followers) follower.changed(key, moved);
    this.#cells.get(key)?.touch();
    if (!moved && (before === undefined) === (value === undefined)) return;
    this.#sorted = undefined;
    this.#listing?.touch();
  }
}
