import { describe, expect, it } from 'vitest';
import { createRandom, isUuid, ZERO_UUID } from '../base';
import { Database, invertChanges, mapGet, mapWith, parseSchema, squashChanges, type ChangeSet } from './index';

function createDatabase(): Database {
  const schema = parseSchema({
    name: 'T',
    tables: {
      A: {
        isRoot: true,
        indexes: [['name']],
        columns: {
          name: { type: 'string' },
          tag: { type: { key: { type: 'integer', minInteger: 0, maxInteger: 4095 }, min: 0, max: 1 } },
          ids: { type: { key: 'string', value: 'string', min: 0, max: 'unlimited' } },
          fixed: { type: 'integer', mutable: false },
        },
      },
    },
  });
  if (!schema.ok) throw new Error(schema.error.message);
  return new Database(schema.value, createRandom(1));
}

function changesOf(result: ReturnType<Database['commit']>): ChangeSet {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

describe('Database.commit', () => {
  it('gives frozen rows with sorted values', () => {
    const database = createDatabase();
    const ids = [['b', '2'] as const, ['a', '1'] as const];
    const [change] = changesOf(database.commit([{ op: 'insert', table: 'A', row: { name: 'x', tag: 5, ids } }]));
    expect(change?.after).toEqual({
      _uuid: change?.uuid,
      name: 'x',
      tag: [5],
      ids: [
        ['a', '1'],
        ['b', '2'],
      ],
      fixed: 0,
    });
    expect(Object.isFrozen(change?.after)).toBe(true);
    expect(Object.isFrozen(change?.after?.ids)).toBe(true);
    expect(isUuid(change?.uuid ?? '')).toBe(true);
  });

  it('is deterministic', () => {
    const run = () => changesOf(createDatabase().commit([{ op: 'insert', table: 'A', row: { name: 'x' } }]));
    expect(run()).toEqual(run());
  });

  it('tells listeners of every commit, in order, also of those that they make', () => {
    const database = createDatabase();
    const heard: string[] = [];
    const stop = database.onCommit((changes) => {
      heard.push(`first ${String(changes[0]?.after?.name)}`);
      if (heard.length === 1) database.commit([{ op: 'insert', table: 'A', row: { name: 'y' } }]);
    });
    database.onCommit((changes) => heard.push(`second ${String(changes[0]?.after?.name)}`));
    database.commit([{ op: 'insert', table: 'A', row: { name: 'x' } }]);
    expect(heard).toEqual(['first x', 'second x', 'first y', 'second y']);
    expect(database.version).toBe(2);
    stop();
    database.commit([{ op: 'insert', table: 'A', row: { name: 'z' } }]);
    expect(heard.at(-1)).toBe('second z');
    expect(heard.length).toBe(5);
  });

  it('says nothing when nothing changes', () => {
    const database = createDatabase();
    const [change] = changesOf(database.commit([{ op: 'insert', table: 'A', row: { name: 'x' } }]));
    const uuid = change!.uuid;
    database.onCommit(() => expect.unreachable());
    expect(changesOf(database.commit([{ op: 'update', table: 'A', uuid, row: { name: 'x', tag: [] } }]))).toEqual([]);
    expect(changesOf(database.commit([]))).toEqual([]);
    expect(database.version).toBe(1);
    expect(database.row('A', uuid)).toBe(change!.after);
  });

  it.each([
    [{ op: 'insert', table: 'B', row: {} }, 'syntax error', 'No table named B.'],
    [{ op: 'insert', table: 'A', row: { zz: 1 } }, 'unknown column', 'No column zz in table A.'],
    [{ op: 'insert', table: 'A', row: { name: 5 } }, 'syntax error', 'expected string'],
    [
      { op: 'insert', table: 'A', row: { tag: 4096 } },
      'constraint violation',
      '4096 is not in the valid range 0 to 4095 (inclusive)',
    ],
    [
      { op: 'insert', table: 'A', row: { tag: [1, 2] } },
      'syntax error',
      'set must have 0 to 1 members but 2 are present',
    ],
    [{ op: 'update', table: 'A', uuid: ZERO_UUID, row: {} }, 'unknown row', `Table A has no row ${ZERO_UUID}.`],
    [{ op: 'delete', table: 'A', uuid: ZERO_UUID }, 'unknown row', `Table A has no row ${ZERO_UUID}.`],
  ] as const)('%j: %s: %s', (edit, code, message) => {
    const database = createDatabase();
    const result = database.commit([{ op: 'insert', table: 'A', row: { name: 'other' } }, edit]);
    expect(result).toMatchObject({ ok: false, error: { code, message } });
    expect(database.rows('A').size).toBe(0);
  });

  it('does not change what is immutable', () => {
    const database = createDatabase();
    const [change] = changesOf(database.commit([{ op: 'insert', table: 'A', row: { name: 'x', fixed: 3 } }]));
    const result = database.commit([{ op: 'update', table: 'A', uuid: change!.uuid, row: { fixed: 4 } }]);
    expect(result).toMatchObject({ error: { message: 'Cannot update immutable column fixed in table A.' } });
  });
});

describe('Database.transact', () => {
  it('wants its own name, if any', () => {
    const database = createDatabase();
    expect(database.transact(['T']).results).toEqual([]);
    expect(database.transact(['X']).results).toEqual({
      details: 'transact request specifies unknown database X',
      error: 'unknown database',
      syntax: '["X"]',
    });
    expect(database.transact(5).error?.message).toBe('array expected');
  });

  it('honours the locks of the client', () => {
    const assert = [{ op: 'assert', lock: 'l' }];
    expect(createDatabase().transact(assert).error?.code).toBe('not owner');
    expect(createDatabase().transact(assert, { locks: new Set(['l']) }).error).toBeUndefined();
  });
});

describe('change sets', () => {
  it('squash into their net effect', () => {
    const database = createDatabase();
    const first = changesOf(database.commit([{ op: 'insert', table: 'A', row: { name: 'x' } }]));
    const uuid = first[0]!.uuid;
    const second = changesOf(database.commit([{ op: 'update', table: 'A', uuid, row: { name: 'y' } }]));
    const third = changesOf(database.commit([{ op: 'delete', table: 'A', uuid }]));
    expect(squashChanges([first, second])).toEqual([{ ...first[0], after: second[0]!.after }]);
    expect(squashChanges([first, second, third])).toEqual([]);
    expect(squashChanges([second, invertChanges(second)])).toEqual([]);
  });
});

describe('maps', () => {
  it('are read and written by key', () => {
    const map = [['a', '1'] as const];
    expect(mapGet(map, 'a')).toBe('1');
    expect(mapGet(map, 'b')).toBeUndefined();
    expect(mapWith(map, 'b', '2')).toEqual([
      ['a', '1'],
      ['b', '2'],
    ]);
    expect(mapWith(map, 'a', undefined)).toEqual([]);
  });
});
