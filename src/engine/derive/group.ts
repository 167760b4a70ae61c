/** Entries of a collection by what is in them, kept up to date with each entry that changes. */
import { withMember, withoutMember, type Few } from './few';
import { inOrder, type Key, type Rank, type Value } from './order';
import { Cell, type AnyCell, type Tracker } from './tracking';

/** One group; it is kept as long as it has members or readers. */
interface Slot<K> {
  members: Few<K>;
  /** The keys of several members, in order, once they were asked for. */
  sorted: readonly K[] | undefined;
  /** For those who read which keys it has, and for those who read values too. */
  keys: AnyCell | undefined;
  values: AnyCell | undefined;
}

/** The collection whose entries are grouped. */
interface Grouped<K, V> {
  readonly number: number;
  readonly rank: Rank<K>;
  peek(key: K): V | undefined;
}

/**
 * A computation that reads a group is told of the group, not of each entry: that an entry joined or left it, and, if
 * it read values, that one changed.
 */
export class Group<G extends Key, K extends Key, V extends Value> {
  readonly name: string;
  readonly #of: Grouped<K, V>;
  readonly #tracker: Tracker;
  readonly #groupsOf: (value: V, key: K) => readonly G[];
  readonly #slots = new Map<G, Slot<K>>();

  readonly #unreadKeys = { delete: (group: G): void => this.#unread(group, 'keys') };
  readonly #unreadValues = { delete: (group: G): void => this.#unread(group, 'values') };

  constructor(name: string, of: Grouped<K, V>, tracker: Tracker, groupsOf: (value: V, key: K) => readonly G[]) {
    this.name = name;
    this.#of = of;
    this.#tracker = tracker;
    this.#groupsOf = groupsOf;
  }

  /** The keys of a group's entries, in their order. */
  keys(group: G): readonly K[] {
    return this.#ordered(this.#read(group, 'keys'));
  }

  /** The values of a group's entries, in the order of their keys. */
  values(group: G): readonly V[] {
    return this.#ordered(this.#read(group, 'values')).flatMap((key) => this.#of.peek(key) ?? []);
  }

  /** The first entry of a group. */
  first(group: G): V | undefined {
    const [key] = this.#ordered(this.#read(group, 'values'));
    return key === undefined ? undefined : this.#of.peek(key);
  }

  /** Whether a group has entries. */
  has(group: G): boolean {
    return this.#read(group, 'keys')?.members !== undefined;
  }

  /** How many entries a group has. */
  size(group: G): number {
    const members = this.#read(group, 'keys')?.members;
    return members instanceof Set ? members.size : members === undefined ? 0 : 1;
  }

  /** An entry of the collection has changed. */
  follow(key: K, before: V | undefined, after: V | undefined): void {
    const old = before === undefined ? NONE : this.#groupsOf(before, key);
    const now = after === undefined ? NONE : this.#groupsOf(after, key);
    // Long lists differ in few places: only what is not in both is told.
    const kept = old.length > 1 ? new Set(now) : undefined;
    for (const group of old) {
      if (kept === undefined ? now.includes(group) : kept.has(group)) continue;
      const slot = this.#slotOf(group);
      slot.members = withoutMember(slot.members, key);
      this.#told(slot);
      this.#tidy(group, slot);
    }
    const held = now.length > 1 ? new Set(old) : undefined;
    for (const group of now) {
      const slot = this.#slotOf(group);
      if (held === undefined ? old.includes(group) : held.has(group)) {
        slot.values?.touch();
        continue;
      }
      slot.members = withMember(slot.members, key);
      this.#told(slot);
    }
  }

  #read(group: G, what: 'keys' | 'values'): Slot<K> | undefined {
    this.#tracker.check(this.#of.number, this.name);
    if (!this.#tracker.isNoting) return this.#slots.get(group);
    const slot = this.#slotOf(group);
    this.#tracker.note((slot[what] ??= new Cell(what === 'keys' ? this.#unreadKeys : this.#unreadValues, group)));
    return slot;
  }

  #ordered(slot: Slot<K> | undefined): readonly K[] {
    if (slot?.members === undefined) return NONE;
    if (!(slot.members instanceof Set)) return [slot.members];
    return (slot.sorted ??= inOrder([...slot.members], this.#of.rank));
  }

  #slotOf(group: G): Slot<K> {
    let slot = this.#slots.get(group);
    if (slot === undefined) {
      slot = { members: undefined, sorted: undefined, keys: undefined, values: undefined };
      this.#slots.set(group, slot);
    }
    return slot;
  }

  #told(slot: Slot<K>): void {
    slot.sorted = undefined;
    slot.keys?.touch();
    slot.values?.touch();
  }

  #unread(group: G, what: 'keys' | 'values'): void {
    const slot = this.#slotOf(group);
    slot[what] = undefined;
    this.#tidy(group, slot);
  }

  #tidy(group: G, slot: Slot<K>): void {
    if (slot.members === undefined && slot.keys === undefined && slot.values === undefined) this.#slots.delete(group);
  }
}

const NONE: readonly never[] = [];
