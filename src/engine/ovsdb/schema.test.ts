import { describe, expect, it } from 'vitest';
import { describeType, parseSchema, schemaToJson } from './index';

const column = (json: unknown) => ({ name: 'T', version: '1.0.0', tables: { A: { columns: { c: json } } } });
const keyed = (key: unknown) => column({ type: { key } });
const table = (json: object) => ({
  name: 'T',
  tables: { A: { columns: { c: { type: 'integer' }, e: { type: 'integer', ephemeral: true } }, ...json } },
});

/** Schemas that ovsdb-tool 3.1 refuses, and why. */
const REFUSED: readonly [unknown, string][] = [
  [{ name: 'T' }, "Parsing database schema failed: Required 'tables' member is missing."],
  [[], 'Parsing database schema failed: Object expected.'],
  [{ tables: {} }, "Parsing database schema failed: Required 'name' member is missing."],
  [{ name: 'T x', tables: {} }, "Parsing database schema failed: Type mismatch for member 'name'."],
  [{ name: 'T', tables: {}, version: '1.0' }, 'schema version "1.0" not in format x.y.z'],
  [{ name: 'T', tables: {}, cksum: 5 }, "Parsing database schema failed: Type mismatch for member 'cksum'."],
  [{ name: 'T', tables: { 'a b': {} } }, 'name must be a valid id'],
  [{ name: 'T', tables: { _a: { columns: {} } } }, 'names beginning with "_" are reserved'],
  [{ name: 'T', tables: { A: {} } }, "Parsing table schema for table A failed: Required 'columns' member is missing."],
  [{ name: 'T', tables: { A: { columns: {} } } }, 'table must have at least one column'],
  [{ name: 'T', tables: { A: { columns: { 'x y': { type: 'integer' } } } } }, 'name must be a valid id'],
  [{ name: 'T', tables: { A: { columns: { _x: { type: 'integer' } } } } }, 'names beginning with "_" are reserved'],
  [table({ isRoot: 5 }), "Parsing table schema for table A failed: Type mismatch for member 'isRoot'."],
  [table({ maxRows: 0 }), 'maxRows must be at least 1'],
  [table({ maxRows: 'x' }), "Parsing table schema for table A failed: Type mismatch for member 'maxRows'."],
  [table({ indexes: 5 }), "Parsing table schema for table A failed: Type mismatch for member 'indexes'."],
  [table({ indexes: [5] }), 'array of distinct column names expected'],
  [table({ indexes: [[]] }), 'index must have at least one column'],
  [table({ indexes: [['zz']] }), 'zz is not a valid column name'],
  [table({ indexes: [['e']] }), 'ephemeral columns (such as e) may not be indexed'],
  [table({ indexes: [['c', 'c']] }), 'array of distinct column names expected'],
  [table({ foo: 1 }), "Parsing table schema for table A failed: Member 'foo' is present but not allowed here."],
  [column({}), "Parsing schema for column c failed: Required 'type' member is missing."],
  [column({ type: 'foo' }), '"foo" is not an atomic-type'],
  [column({ type: 5 }), "Parsing schema for column c failed: Type mismatch for member 'type'."],
  [column({ type: 'integer', mutable: 5 }), "Parsing schema for column c failed: Type mismatch for member 'mutable'."],
  [
    column({ type: 'integer', extra: 5 }),
    "Parsing schema for column c failed: Member 'extra' is present but not allowed here.",
  ],
  [column({ type: { key: 'integer', min: 2 } }), 'ovsdb type fails constraint checks'],
  [column({ type: { key: 'integer', max: 0 } }), 'ovsdb type fails constraint checks'],
  [column({ type: { key: 'integer', max: 'x' } }), 'bad min or max value'],
  [column({ type: { key: 'integer', min: -1 } }), 'bad min or max value'],
  [
    column({ type: { key: 'integer', min: 1, max: 1.5 } }),
    "Parsing ovsdb type failed: Type mismatch for member 'max'.",
  ],
  [column({ type: { value: 'integer' } }), "Parsing ovsdb type failed: Required 'key' member is missing."],
  [
    column({ type: { key: 'integer', foo: 1 } }),
    "Parsing ovsdb type failed: Member 'foo' is present but not allowed here.",
  ],
  [keyed('foo'), '"foo" is not an atomic-type'],
  [keyed({ type: 'integer', minInteger: 5, maxInteger: 1 }), 'minInteger exceeds maxInteger'],
  [keyed({ type: 'real', minReal: 5, maxReal: 1 }), 'minReal exceeds maxReal'],
  [keyed({ type: 'string', minLength: 5, maxLength: 1 }), 'minLength exceeds maxLength'],
  [keyed({ type: 'string', minLength: -5 }), 'minLength out of valid range 0 to 4294967295'],
  [
    keyed({ type: 'string', minInteger: 5 }),
    "Parsing ovsdb type failed: Member 'minInteger' is present but not allowed here.",
  ],
  [keyed({ type: 'uuid', refTable: 'Z' }), 'column c key refers to undefined table Z'],
  [
    keyed({ type: 'uuid', refType: 'weak' }),
    "Parsing ovsdb type failed: Member 'refType' is present but not allowed here.",
  ],
  [keyed({ type: 'uuid', refTable: 'A', refType: 'soft' }), 'refType must be "strong" or "weak" (not "soft")'],
  [
    keyed({ type: 'string', enum: ['set', ['a']], minLength: 1 }),
    "Parsing ovsdb type failed: Member 'minLength' is present but not allowed here.",
  ],
  [keyed({ type: 'string', enum: ['set', []] }), 'set must have 1 to 4294967295 members but 0 are present'],
  [keyed({ type: 'string', enum: ['set', [5]] }), 'expected string'],
];

/** Column types in the words of messages. */
const ENGLISH: readonly [unknown, string][] = [
  ['integer', 'integer'],
  [{ key: 'string', min: 0, max: 'unlimited' }, 'set of strings'],
  [{ key: 'string', min: 1, max: 'unlimited' }, 'set of 1 or more strings'],
  [{ key: 'integer', min: 0, max: 1 }, 'set of up to 1 integers'],
  [{ key: 'integer', min: 1, max: 3 }, 'set of 1 to 3 integers'],
  [{ key: 'string', value: 'uuid', min: 0, max: 'unlimited' }, 'map of (string, uuid) pairs'],
  [{ key: 'string', value: 'real', min: 1, max: 2 }, 'map of 1 to 2 (string, real) pairs'],
];

describe('parseSchema', () => {
  it.each(REFUSED)('%j', (json, message) => {
    expect(parseSchema(json)).toMatchObject({ ok: false, error: { code: 'syntax error', message } });
  });

  it.each(ENGLISH)('describes %j as %s', (type, english) => {
    const schema = parseSchema(column({ type }));
    expect(schema.ok && describeType(schema.value.tables.get('A')!.columns.get('c')!.type)).toBe(english);
  });

  it('keeps the order of the text, and gives back what it read', () => {
    const json = {
      name: 'T',
      version: '1.2.3',
      cksum: '1 2',
      tables: {
        Z: {
          columns: { b: { type: 'string' }, a: { type: 'integer', mutable: false } },
          isRoot: true,
          indexes: [['b', 'a']],
        },
        A: {
          columns: {
            c: { type: { key: { type: 'uuid', refTable: 'Z', refType: 'weak' }, min: 0, max: 'unlimited' } },
            d: {
              type: { key: { type: 'string', enum: ['set', ['x', 'y']] }, value: 'real', min: 0, max: 3 },
              ephemeral: true,
            },
            e: { type: { key: { type: 'integer', minInteger: 0, maxInteger: 9 } } },
            f: { type: { key: { type: 'real', minReal: 0.5 }, min: 0 } },
            g: { type: { key: { type: 'string', minLength: 1, maxLength: 9 } } },
          },
          maxRows: 5,
        },
      },
    };
    const schema = parseSchema(json);
    if (!schema.ok) throw new Error(schema.error.message);
    expect(schema.value.tableOrder).toEqual(['Z', 'A']);
    expect(schemaToJson(schema.value)).toEqual(json);
  });

  it('takes every table for a root when no table says so', () => {
    const schema = parseSchema(table({}));
    expect(schema.ok && schema.value.tables.get('A')?.isRoot).toBe(true);
  });
});
