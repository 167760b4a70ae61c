/** The connections of one switch, and what a packet makes of them before it is known whether that shall last. */
import type { Millis } from '../../base';
import { identityOf, isExpired, type Connection } from './connection';
import { keyOf, type Tuple } from './tuple';

/** A connection that came, went or became another; applied the other way round it is taken back. */
export interface ConnectionChange {
  readonly before?: Connection;
  readonly after?: Connection;
}

/** How many connections zones may have; without an entry, as many as they like. */
export interface ZoneLimits {
  readonly otherwise?: number;
  readonly zones: ReadonlyMap<number, number>;
}

export interface Found {
  readonly connection: Connection;
  /** The tuple is that of replies. */
  readonly reply: boolean;
}

/** What tracking reads and writes: the table itself, or a draft of it. */
export interface Connections {
  find(zone: number, tuple: Tuple, now: Millis): Found | undefined;
  /** Of a zone, without those whose time has run out. */
  count(zone: number, now: Millis): number;
  readonly limits: ZoneLimits;
}

export class ConnectionTable implements Connections {
  private readonly connections = new Map<string, Connection>();
  /** From the tuple of replies to the connection. */
  private readonly replies = new Map<string, string>();
  limits: ZoneLimits = { zones: new Map() };

  find(zone: number, tuple: Tuple, now: Millis): Found | undefined {
    const key = keyOf(zone, tuple);
    const original = this.connections.get(key);
    if (original !== undefined && !isExpired(original, now)) return { connection: original, reply: false };
    const answered = this.connections.get(this.replies.get(key) ?? '');
    return answered !== undefined && !isExpired(answered, now) ? { connection: answered, reply: true } : undefined;
  }

  count(zone: number, now: Millis): number {
    return this.list(now, zone).length;
  }

  /** Those of a zone, or all, by zone and age; with those whose time has run out, unless `now` says what time it is. */
  list(now?: Millis, zone?: number): readonly Connection[] {
    const wanted = Array.from(this.connections.values()).filter(
      (one) => (zone === undefined || one.zone === zone) && (now === undefined || !isExpired(one, now)),
    );
    return wanted.sort((a, b) => a.zone - b.zone || a.since - b.since || (identityOf(a) < identityOf(b) ? -1 : 1));
  }

  get(identity: string): Connection | undefined {
    return this.connections.get(identity);
  }

  apply(changes: readonly ConnectionChange[]): void {
    for (const { before, after } of changes) this.put(before, after);
  }

  /** Takes back what `apply` did. */
  revert(changes: readonly ConnectionChange[]): void {
    for (const { before, after } of changes.toReversed()) this.put(after, before);
  }

  /** Puts these in the place of all that there are. */
  restore(connections: readonly Connection[]): void {
    this.connections.clear();
    this.replies.clear();
    for (const connection of connections) this.put(undefined, connection);
  }

  /** Forgets the connections of a zone, or all; of those, the ones that `which` picks. Says what went. */
  flush(zone?: number, which: (connection: Connection) => boolean = () => true): readonly ConnectionChange[] {
    const changes = this.list(undefined, zone)
      .filter(which)
      .map((before) => ({ before }));
    this.apply(changes);
    return changes;
  }

  private put(before: Connection | undefined, after: Connection | undefined): void {
    if (before !== undefined) {
      const identity = identityOf(before);
      this.connections.delete(identity);
      const reply = keyOf(before.zone, before.reply);
      if (this.replies.get(reply) === identity) this.replies.delete(reply);
    }
    if (after !== undefined) {
      const identity = identityOf(after);
      this.connections.set(identity, after);
      this.replies.set(keyOf(after.zone, after.reply), identity);
    }
  }
}

/** A table with changes that are not made yet. */
export class Draft implements Connections {
  private readonly over = new ConnectionTable();
  /** The connections that are others than in the table, or gone, by identity. */
  private readonly touched = new Set<string>();

  constructor(private readonly table: ConnectionTable) {}

  get limits(): ZoneLimits {
    return this.table.limits;
  }

  find(zone: number, tuple: Tuple, now: Millis): Found | undefined {
    const found = this.over.find(zone, tuple, now) ?? this.table.find(zone, tuple, now);
    if (found === undefined) return undefined;
    const identity = identityOf(found.connection);
    return this.touched.has(identity) && this.over.get(identity) !== found.connection ? undefined : found;
  }

  count(zone: number, now: Millis): number {
    const gone = Array.from(this.touched, (identity) => this.table.get(identity));
    const less = gone.filter((one) => one?.zone === zone && !isExpired(one, now)).length;
    return this.table.count(zone, now) - less + this.over.count(zone, now);
  }

  get(identity: string): Connection | undefined {
    return this.touched.has(identity) ? this.over.get(identity) : this.table.get(identity);
  }

  put(after: Connection): void {
    const identity = identityOf(after);
    const before = this.over.get(identity);
    this.over.apply([before === undefined ? { after } : { before, after }]);
    this.touched.add(identity);
  }

  remove(connection: Connection): void {
    const identity = identityOf(connection);
    const before = this.over.get(identity);
    if (before !== undefined) this.over.apply([{ before }]);
    this.touched.add(identity);
  }

  /** What the table must change to be as the draft is. */
  get changes(): readonly ConnectionChange[] {
    return Array.from(this.touched, (identity): ConnectionChange => {
      const [before, after] = [this.table.get(identity), this.over.get(identity)];
      return { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
    }).filter(({ before, after }) => before !== after);
  }
}
