import { describe, expect, it } from 'vitest';
import { createRandom, type Uuid } from '../base';
import { Database, monitor, parseSchema, type Json } from './index';

const [A, K] = ['00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b'] as const;

function createDatabase(): Database {
  const schema = parseSchema({
    name: 'T',
    tables: {
      Root: {
        isRoot: true,
        columns: {
          name: { type: 'string' },
          i: { type: 'integer' },
          b: { type: 'boolean' },
          kids: { type: { key: { type: 'uuid', refTable: 'Child' }, min: 0, max: 'unlimited' } },
        },
      },
      Child: { columns: { name: { type: 'string' } } },
    },
  });
  if (!schema.ok) throw new Error(schema.error.message);
  const database = new Database(schema.value, createRandom(1));
  run(database, { op: 'insert', table: 'Root', uuid: A, row: { name: 'a', i: 1 } });
  return database;
}

function run(database: Database, ...operations: Json[]): void {
  expect(database.transact(operations).error).toBeUndefined();
}

/** Each step of a session, and what a monitor says after it; recorded from ovsdb-server 3.1. */
function session(request: Json): { initial: unknown; updates: unknown[] } {
  const database = createDatabase();
  const updates: unknown[] = [];
  const started = monitor(database, request, (update) => updates.push(update));
  if (!started.ok) throw new Error(started.error.message);
  const named = [['name', '==', 'new']];
  run(database, { op: 'update', table: 'Root', where: [['name', '==', 'a']], row: { i: 55 } });
  run(database, { op: 'insert', table: 'Root', uuid: K.replace('b', 'c'), row: { name: 'new', i: 99 } });
  run(
    database,
    { op: 'insert', table: 'Child', uuid: K, row: { name: 'k' } },
    { op: 'update', table: 'Root', where: named, row: { kids: ['uuid', K], b: true } },
  );
  run(database, { op: 'update', table: 'Root', where: named, row: { b: false } });
  run(database, { op: 'delete', table: 'Root', where: named });
  run(
    database,
    { op: 'insert', table: 'Root', row: { name: 'brief' } },
    { op: 'delete', table: 'Root', where: [['name', '==', 'brief']] },
  );
  started.value.cancel();
  run(database, { op: 'delete', table: 'Root', where: [] });
  return { initial: started.value.initial, updates };
}

const N = K.replace('b', 'c') as Uuid;

describe('monitor', () => {
  it('tells exactly what each commit changed in its columns', () => {
    expect(session({ Root: { columns: ['name', 'i', 'kids'] } })).toEqual({
      initial: { Root: { [A]: { new: { name: 'a', i: 1, kids: ['set', []] } } } },
      updates: [
        { Root: { [A]: { new: { name: 'a', i: 55, kids: ['set', []] }, old: { i: 1 } } } },
        { Root: { [N]: { new: { name: 'new', i: 99, kids: ['set', []] } } } },
        { Root: { [N]: { new: { name: 'new', i: 99, kids: ['uuid', K] }, old: { kids: ['set', []] } } } },
        { Root: { [N]: { old: { name: 'new', i: 99, kids: ['uuid', K] } } } },
      ],
    });
  });

  it('tells of a new version only with something else that it watches, or where it watches nothing else', () => {
    /** The names in each update, in order. */
    const told = (...columns: string[]) =>
      session({ Root: { columns } }).updates.map((update) =>
        (JSON.stringify(update).match(/"(old|new|name|i|_version)":/g) ?? []).join('').replaceAll(/[":]+/g, ' ').trim(),
      );
    expect(told('name', '_version')).toEqual(['new name _version', 'old name _version']);
    expect(told('i', '_version')[0]).toBe('old i _version new i _version');
    expect(told('_version')).toHaveLength(5);
  });

  it('selects by kind of change, for each column', () => {
    const request = [
      { columns: ['name'], select: { initial: false, modify: false } },
      { columns: ['i'], select: { insert: false } },
    ];
    expect(session({ Root: request })).toEqual({
      initial: { Root: { [A]: { new: { i: 1 } } } },
      updates: [
        { Root: { [A]: { new: { i: 55 }, old: { i: 1 } } } },
        { Root: { [N]: { new: { name: 'new' } } } },
        { Root: { [N]: { old: { name: 'new', i: 99 } } } },
      ],
    });
  });

  it('sees garbage go', () => {
    expect(session({ Child: { columns: ['name'] } })).toEqual({
      initial: {},
      updates: [{ Child: { [K]: { new: { name: 'k' } } } }, { Child: { [K]: { old: { name: 'k' } } } }],
    });
  });

  it('watches all columns and their version by default', () => {
    const { initial } = session({ Root: {} });
    expect(initial).toMatchObject({ Root: { [A]: { new: { name: 'a', i: 1, b: false, kids: ['set', []] } } } });
    expect(JSON.stringify(initial)).toContain('"_version":["uuid",');
  });

  it.each([
    [5, 'monitor-requests must be object'],
    [{ Nope: {} }, 'no table named Nope'],
    [{ Root: 5 }, 'Parsing table Root failed: Object expected.'],
    [{ Root: { foo: 1 } }, "Parsing table Root failed: Member 'foo' is present but not allowed here."],
    [{ Root: { columns: 5 } }, "Parsing table Root failed: Type mismatch for member 'columns'."],
    [{ Root: { columns: ['zz'] } }, 'zz is not a valid column name'],
    [{ Root: [{ columns: ['name'] }, { columns: ['name', 'i'] }] }, 'column name mentioned more than once'],
    [
      { Root: { columns: ['name'], select: { foo: true } } },
      "Parsing table Root select failed: Member 'foo' is present but not allowed here.",
    ],
    [
      { Root: { columns: ['name'], select: { insert: 5 } } },
      "Parsing table Root select failed: Type mismatch for member 'insert'.",
    ],
  ])('%j: %s', (request, message) => {
    const result = monitor(createDatabase(), request, () => undefined);
    expect(result).toMatchObject({ ok: false, error: { code: 'syntax error', message } });
  });
});
