/** For tests: changes are drawn, and what follows them is compared with what begins anew after each. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { squashChanges, type ChangeSet, type ColumnValue, type Database, type RowEdit } from '../ovsdb';
import type { Uuid } from '../base';

/** What a change is drawn with. */
export interface Draw {
  /** 0 to `limit` - 1. */
  below(limit: number): number;
  pick<T>(list: readonly T[]): T;
}

export type Seen<D extends string> = 'all' | ((database: D) => ChangeSet);

/** Derived data with a memory. */
export interface Follower<D extends string> {
  /** What was committed to each database since the last call; `all` in the first. */
  update(seen: Seen<D>): void;
  /** Everything that is derived, as plain data. */
  result(): unknown;
}

export interface Comparison<D extends string> {
  /** Databases with a small network in them, so that changes have something to meet. */
  readonly begin: () => Readonly<Record<D, Database>>;
  /** Nothing that is followed yet. */
  readonly follow: (databases: Readonly<Record<D, Database>>) => Follower<D>;
  /** Each commits something, or is refused, which is part of life. */
  readonly changes: readonly ((databases: Readonly<Record<D, Database>>, draw: Draw) => void)[];
  readonly runs?: number;
  readonly steps?: number;
}

/**
 * Draws changes; a follower sees them one by one, several at a time, or squashed into one, and after each time its
 * result must be that of a new one that has seen the databases only.
 */
export function freshEqualsIncremental<D extends string>(comparison: Comparison<D>): void {
  const { begin, follow, changes, runs = 60, steps = 30 } = comparison;
  fc.assert(
    fc.property(fc.array(fc.array(fc.nat(), { minLength: 4, maxLength: 8 }), { maxLength: steps }), (drawn) => {
      const databases = begin();
      const pending = new Pending(databases);
      const follower = follow(databases);
      const check = () => {
        const fresh = follow(databases);
        fresh.update('all');
        expect(follower.result()).toEqual(fresh.result());
      };
      follower.update('all');
      for (const numbers of drawn) {
        const draw = drawing(numbers);
        draw.pick(changes)(databases, draw);
        const when = draw.below(4);
        if (when === 0) continue;
        follower.update(pending.take(when === 1));
        check();
      }
      follower.update(pending.take(false));
      check();
    }),
    { numRuns: runs },
  );
}

/** Values for the columns of a table, from which rows are made; references are looked up in the database. */
export type Pools = Readonly<Record<string, readonly ColumnValue[] | ((db: Database) => readonly ColumnValue[])>>;

/** Rows of a table inserted, changed and deleted, one or two in a commit. */
export function rowChanges<D extends string>(which: D, table: string, pools: Pools) {
  return (databases: Readonly<Record<D, Database>>, draw: Draw): void => {
    const db = databases[which];
    const edits = Array.from({ length: 1 + draw.below(2) }, () => rowEdit(db, table, pools, draw));
    db.commit(edits.flatMap((edit) => edit ?? []));
  };
}

function rowEdit(db: Database, table: string, pools: Pools, draw: Draw): RowEdit | undefined {
  const values = (columns: readonly string[]) =>
    Object.fromEntries(
      columns.flatMap((column) => {
        const pool = pools[column] ?? [];
        const list = typeof pool === 'function' ? pool(db) : pool;
        return list.length === 0 ? [] : [[column, draw.pick(list)]];
      }),
    );
  const columns = Object.keys(pools);
  const what = draw.below(5);
  if (what < 2) return { op: 'insert', table, row: values(columns) };
  const uuids: readonly Uuid[] = [...db.rows(table).keys()];
  if (uuids.length === 0) return undefined;
  const uuid = draw.pick(uuids);
  if (what === 2) return { op: 'delete', table, uuid };
  return { op: 'update', table, uuid, row: values([draw.pick(columns)]) };
}

/** Numbers as choices; after the last it begins again. */
function drawing(numbers: readonly number[]): Draw {
  let at = 0;
  const below = (limit: number) => (numbers[at++ % numbers.length] ?? 0) % Math.max(1, limit);
  return {
    below,
    pick(list) {
      for (const member of list.slice(below(list.length))) return member;
      throw new Error('There is nothing to pick.');
    },
  };
}

/** What was committed and not followed yet. */
class Pending<D extends string> {
  #changes = new Map<string, ChangeSet>();

  constructor(databases: Readonly<Record<D, Database>>) {
    for (const name in databases) {
      databases[name].onCommit((changes) => this.#changes.set(name, [...(this.#changes.get(name) ?? []), ...changes]));
    }
  }

  take(squashed: boolean): Seen<D> {
    const taken = this.#changes;
    this.#changes = new Map();
    return (name) => {
      const changes = taken.get(name) ?? [];
      return squashed ? squashChanges([changes]) : changes;
    };
  }
}
