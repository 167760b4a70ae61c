/** Random commits: what is kept incrementally must equal what a recompute from the rows gives. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom, type Uuid } from '../base';
import { Database, dumpDatabase, invertChanges, loadDatabase, parseSchema, squashChanges } from './index';
import type { ChangeSet, Row, RowEdit } from './index';
import { getPairs, getUuids } from './index';

const parsed = parseSchema({
  name: 'T',
  tables: {
    Root: {
      isRoot: true,
      indexes: [['name'], ['a', 'b']],
      columns: {
        name: { type: 'string' },
        a: { type: 'integer' },
        b: { type: { key: 'integer', min: 0, max: 2 } },
        kids: { type: { key: { type: 'uuid', refTable: 'Child' }, min: 0, max: 'unlimited' } },
        weak: { type: { key: { type: 'uuid', refTable: 'Child', refType: 'weak' }, min: 0, max: 'unlimited' } },
        named: { type: { key: 'string', value: { type: 'uuid', refTable: 'Child' }, min: 0, max: 'unlimited' } },
        mixed: {
          type: {
            key: { type: 'uuid', refTable: 'Child', refType: 'weak' },
            value: { type: 'uuid', refTable: 'Child' },
            min: 0,
            max: 'unlimited',
          },
        },
      },
    },
    Child: {
      columns: {
        name: { type: 'string' },
        next: { type: { key: { type: 'uuid', refTable: 'Child' }, min: 0, max: 1 } },
        friend: { type: { key: { type: 'uuid', refTable: 'Child', refType: 'weak' }, min: 0, max: 1 } },
      },
    },
  },
});

/** A small world, so that random edits meet each other. */
const UUIDS = Array.from({ length: 8 }, (_, i) => `00000000-0000-4000-8000-00000000000${i}` as Uuid);
const NAMES = [...Array(12).keys()].map((i) => `n${i}`);
const uuid = fc.constantFrom(...UUIDS);
const some = fc.uniqueArray(uuid, { maxLength: 3 });
const maybe = fc.uniqueArray(uuid, { maxLength: 1 });
const small = fc.nat(20);

const rootValues = fc.record(
  {
    name: fc.constantFrom(...NAMES),
    a: small,
    b: fc.uniqueArray(small, { maxLength: 2 }),
    kids: some,
    weak: some,
    named: some.map((ids) => ids.map((id, i) => [`k${i}`, id] as const)),
    mixed: fc.tuple(some, uuid).map(([ids, value]) => ids.map((id) => [id, value] as const)),
  },
  { requiredKeys: [] },
);
const childValues = fc.record({ name: fc.constantFrom('c', 'd'), next: maybe, friend: maybe }, { requiredKeys: [] });

const edit: fc.Arbitrary<RowEdit> = fc.oneof(
  fc.record({ op: fc.constant('insert' as const), table: fc.constant('Root'), uuid, row: rootValues }),
  fc.record({ op: fc.constant('insert' as const), table: fc.constant('Child'), uuid, row: childValues }),
  fc.record({ op: fc.constant('update' as const), table: fc.constant('Root'), uuid, row: rootValues }),
  fc.record({ op: fc.constant('update' as const), table: fc.constant('Child'), uuid, row: childValues }),
  fc.record({ op: fc.constant('delete' as const), table: fc.constantFrom('Root', 'Child'), uuid }),
);
const NONE: ChangeSet = [];

const commits = fc.array(fc.array(edit, { minLength: 1, maxLength: 6 }), { maxLength: 25 });

describe('random commits', () => {
  it('keep indexes and references as a recompute would, and can be taken back', () => {
    let accepted = 0;
    fc.assert(
      fc.property(commits, (batches) => {
        const database = createDatabase();
        const replica = createDatabase();
        const states: string[] = [contents(database)];
        const history: ChangeSet[] = [];
        let heard: ChangeSet | undefined;
        database.onCommit((changes) => (heard = changes));
        for (const batch of batches) {
          const before = contents(database);
          heard = undefined;
          const result = database.commit(possible(database, batch));
          if (!result.ok) {
            expect(contents(database)).toBe(before);
            expect(heard).toBeUndefined();
            continue;
          }
          accepted += Number(result.value.length > 0);
          expect(heard ?? NONE).toBe(result.value.length === 0 ? NONE : result.value);
          checkInvariants(database);
          replica.apply(result.value);
          expect(contents(replica)).toBe(contents(database));
          checkInvariants(replica);
          history.push(result.value);
          states.push(contents(database));
        }
        const all = createDatabase();
        all.apply(squashChanges(history));
        expect(contents(all)).toBe(contents(database));
        expect(contents(all)).toBe(contents(load(dumpDatabase(database))));
        for (const changes of history.toReversed()) {
          states.pop();
          replica.apply(invertChanges(changes));
          checkInvariants(replica);
          expect(contents(replica)).toBe(states.at(-1));
        }
      }),
      { numRuns: 150 },
    );
    expect(accepted).toBeGreaterThan(150);
  });
});

function createDatabase(): Database {
  if (!parsed.ok) throw new Error(parsed.error.message);
  return new Database(parsed.value, createRandom(3));
}

function load(dump: unknown): Database {
  const loaded = loadDatabase(createDatabase(), dump);
  if (!loaded.ok) throw new Error(loaded.error.message);
  return loaded.value;
}

/**
 * Turns inserts of what is there into updates, leaves out edits of what is not,
 * and inserts the children that are referred to: otherwise few commits would pass.
 */
function possible(database: Database, batch: readonly RowEdit[]): RowEdit[] {
  const known = new Map<string, boolean>();
  const edits: RowEdit[] = [];
  const isThere = (table: string, id: Uuid) => known.get(`${table} ${id}`) ?? database.row(table, id) !== undefined;
  const add = (item: RowEdit) => {
    edits.push(item);
    known.set(`${item.table} ${item.uuid ?? ''}`, item.op !== 'delete');
  };
  for (const item of batch) {
    const id = item.uuid ?? UUIDS[0]!;
    if (item.op === 'insert' && isThere(item.table, id)) add({ ...item, op: 'update', uuid: id });
    else if (item.op === 'insert' || isThere(item.table, id)) add(item);
  }
  for (const child of UUIDS) {
    const isUsed = edits.some((item) => item.op !== 'delete' && JSON.stringify(item.row).includes(child));
    if (isUsed && !known.has(`Child ${child}`) && !isThere('Child', child)) {
      add({ op: 'insert', table: 'Child', uuid: child, row: {} });
    }
  }
  return edits;
}

/** Everything that the database holds, as one text. */
function contents(database: Database): string {
  const tables = ['Root', 'Child'].map((table) =>
    [...database.rows(table).values()].sort((a, b) => (a._uuid < b._uuid ? -1 : 1)),
  );
  return JSON.stringify(tables);
}

function checkInvariants(database: Database): void {
  const broken: string[] = [];
  const check = (holds: boolean, what: string) => {
    if (!holds) broken.push(what);
  };
  const [roots, children] = [[...database.rows('Root').values()], [...database.rows('Child').values()]];
  const isChild = (id: unknown) => children.some((row) => row._uuid === id);
  const counts = new Map<unknown, number>();
  const count = (from: Row, id: unknown) => {
    check(isChild(id), `${from._uuid} refers to nothing`);
    if (id !== from._uuid || roots.includes(from)) counts.set(id, (counts.get(id) ?? 0) + 1);
  };
  for (const row of roots) {
    check(Object.isFrozen(row), 'not frozen');
    for (const id of getUuids(row, 'kids')) count(row, id);
    for (const [, id] of getPairs(row, 'named')) count(row, id);
    for (const [weak, id] of getPairs(row, 'mixed')) {
      check(isChild(weak), 'dead weak key');
      count(row, id);
    }
    for (const id of getUuids(row, 'weak')) check(isChild(id), 'dead weak reference');
  }
  for (const row of children) {
    for (const id of getUuids(row, 'next')) count(row, id);
    for (const id of getUuids(row, 'friend')) check(isChild(id), 'dead weak friend');
  }
  for (const id of UUIDS) check(database.referenceCount('Child', id) === (counts.get(id) ?? 0), `count of ${id}`);
  for (const { _uuid } of children) check((counts.get(_uuid) ?? 0) > 0, `${_uuid} is garbage`);
  check(new Set(roots.map((row) => JSON.stringify([row.a, row.b]))).size === roots.length, 'index of two');
  for (const name of NAMES) {
    const same = roots.filter((row) => row.name === name);
    check(same.length < 2 && database.find('Root', 'name', name) === same[0], `index of ${name}`);
  }
  expect(broken).toEqual([]);
}
