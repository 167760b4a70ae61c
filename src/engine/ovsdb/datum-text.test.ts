import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDatum, parseDatum, parseSchema, type ColumnType } from './index';

const typeOf = (json: unknown): ColumnType => {
  const schema = parseSchema({ name: 'T', tables: { A: { columns: { c: { type: json } } } } });
  if (!schema.ok) throw new Error(schema.error.message);
  return schema.value.tables.get('A')!.columns.get('c')!.type;
};

const TYPES = {
  string: 'string',
  strings: { key: 'string', min: 0, max: 'unlimited' },
  optional: { key: 'string', min: 0, max: 1 },
  boolean: 'boolean',
  real: 'real',
  vlans: { key: { type: 'integer', minInteger: 0, maxInteger: 4095 }, min: 0, max: 4096 },
  mode: { key: { type: 'string', enum: ['set', ['secure', 'standalone']] }, min: 0, max: 1 },
  map: { key: 'string', value: 'string', min: 0, max: 'unlimited' },
  uuids: { key: 'uuid', min: 0, max: 'unlimited' },
} as const;
type TypeName = keyof typeof TYPES;

/** What is typed at ovs-vsctl => what it then prints. */
const GOOD: readonly [TypeName, string, string][] = [
  ['string', 'abc', 'abc'],
  ['string', 'vif1', '"vif1"'],
  ['string', 'sw0-port1', '"sw0-port1"'],
  ['string', 'a-b.c_d', 'a-b.c_d'],
  ['string', '-a', '"-a"'],
  ['string', '""', '""'],
  ['string', '"a\\"b"', '"a\\"b"'],
  ['string', '"a\\u0041"', 'aA'],
  ['string', '"x y"', '"x y"'],
  ['string', '[a]', 'a'],
  ['string', 'a,', 'a'],
  ['string', 'x"y"', '"x\\"y\\""'],
  ['string', 'a(b', '"a(b"'],
  ['string', 'true', '"true"'],
  ['string', '127.0.0.1', '"127.0.0.1"'],
  ['string', '"\\n\\t/<é"', '"\\n\\t/<é"'],
  ['boolean', 'yes', 'true'],
  ['boolean', 'on', 'true'],
  ['boolean', '0', 'false'],
  ['real', '1.5', '1.5'],
  ['real', '1e20', '1e+20'],
  ['real', '3', '3'],
  ['real', '0.00001', '1e-05'],
  ['real', '.1', '0.1'],
  ['real', '123456789012346000', '1.23456789012346e+17'],
  ['strings', 'b,a', '[a, b]'],
  ['strings', 'a b', '[a, b]'],
  ['strings', '[a]', '[a]'],
  ['strings', '[]', '[]'],
  ['strings', '[ ]', '[]'],
  ['optional', 'a', 'a'],
  ['optional', '[]', '[]'],
  ['vlans', '10,9,+5', '[5, 9, 10]'],
  ['mode', 'secure', 'secure'],
  ['map', '{a=b, c=d}', '{a=b, c=d}'],
  ['map', 'c=d,a=b', '{a=b, c=d}'],
  ['map', 'a1="x y",b=true', '{"a1"="x y", b="true"}'],
  ['map', '{a = b}', '{a=b}'],
  ['map', '{}', '{}'],
  ['uuids', '11111111-2222-3333-4444-55555555555A', '[11111111-2222-3333-4444-55555555555a]'],
];

/** What is typed => what is wrong with it, and the part of the text that it is about. */
const BAD: readonly [TypeName, string, string, string][] = [
  ['string', '"abc', '"abc: quoted string extends past end of argument', '"abc'],
  ['string', '"a\\x"', '"a\\x": bad escape \\x', '"a\\x"'],
  ['string', '"ab"c', '"ab"c: missing quote at end of quoted string', '"ab"c'],
  ['string', 'a b', 'a b: 2 value(s) specified but the maximum number is 1', 'a b'],
  ['string', 'a=b', 'a=b: unexpected "=" parsing string', '='],
  ['string', '!x', '!x: unexpected "!" parsing string', '!'],
  ['string', 'x:y', 'x:y: unexpected ":" parsing string', ':'],
  ['string', '[', '[: missing "]" at end of data', ''],
  ['string', '[a', '[a: missing "]" at end of data', ''],
  ['string', 'a]', 'a]: unexpected "]" parsing string', ']'],
  ['string', '[a]b', '[a]b: trailing garbage after "]"', 'b'],
  ['string', '{a}', '{a}: unexpected "{" parsing string', '{'],
  ['boolean', 'maybe', '"maybe" is not a valid boolean (use "true" or "false")', 'maybe'],
  ['boolean', '[]', '[]: 0 value(s) specified but the minimum number is 1', '[]'],
  ['real', 'x', '"x" is not a valid real number', 'x'],
  ['strings', 'a,a', 'a,a: set contains duplicate value', 'a,a'],
  ['strings', ',a', ',a: unexpected "," parsing set of strings', ','],
  ['strings', '', 'use "[]" to specify the empty set', ''],
  ['map', '', 'use "{}" to specify the empty map', ''],
  ['map', 'a', 'a: syntax error at "', ''],
  ['map', 'a:b', 'a:b: syntax error at ":" expecting "="', ':'],
  ['map', '{a=b, c d}', 'c d}: syntax error at "d" expecting "="', 'd'],
  ['map', '{a=b,c="d}', '"d}: quoted string extends past end of argument', '"d}'],
  ['map', '{a=b', '{a=b: missing "}" at end of data', ''],
  ['map', 'a=b,a=c', 'a=b,a=c: map contains duplicate key', 'a=b,a=c'],
  ['map', '[a=b]', '[a=b]: unexpected "[" parsing map of (string, string) pairs', '['],
  ['map', '{a=}', 'An empty string is not valid as input; use "" to represent the empty string', ''],
  ['map', 'a=b=c', 'a=b=c: unexpected "=" parsing map of (string, string) pairs', '='],
  ['map', '{a="b"x}', '"b"x: missing quote at end of quoted string', '"b"x'],
  ['vlans', '1,x', '"x" is not a valid integer', 'x'],
  ['vlans', '1.5', '"1.5" is not a valid integer', '1.5'],
  ['vlans', '99999999999999999999', '"99999999999999999999" is not a valid integer', '99999999999999999999'],
  ['vlans', '1,5000', 'constraint violation: 5000 is not in the valid range 0 to 4095 (inclusive)', '5000'],
  ['mode', 'foo', 'constraint violation: foo is not one of the allowed values ([secure, standalone])', 'foo'],
  ['uuids', 'abc', '"abc" is not a valid UUID', 'abc'],
];

describe('values as text', () => {
  it.each(GOOD)('%s: %s => %s', (name, text, printed) => {
    const type = typeOf(TYPES[name]);
    const value = parseDatum(text, type);
    if (!value.ok) throw new Error(value.error.message);
    expect(formatDatum(value.value, type)).toBe(printed);
    expect(parseDatum(printed, type)).toEqual(value);
  });

  it.each(BAD)('%s: %s => %s', (name, text, message, part) => {
    const value = parseDatum(text, typeOf(TYPES[name]));
    if (value.ok) throw new Error('Was accepted');
    expect(value.error.message).toBe(message);
    expect(text.slice(value.error.range?.start, value.error.range?.end)).toBe(part);
  });

  it('reads what it printed', () => {
    const type = typeOf(TYPES.map);
    const word = fc.string({ unit: 'grapheme', maxLength: 8 }).filter((text) => !text.includes('\0'));
    fc.assert(
      fc.property(fc.dictionary(word, word), (map) => {
        const pairs = Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
        expect(parseDatum(formatDatum(pairs, type), type)).toEqual({ ok: true, value: pairs });
      }),
    );
  });

  it('survives any text', () => {
    const types = Object.values(TYPES).map(typeOf);
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'ab1,= []{}"\\:!'.split('')) }),
        fc.constantFrom(...types),
        (text, type) => {
          const value = parseDatum(text, type);
          if (value.ok) expect(parseDatum(formatDatum(value.value, type), type)).toEqual(value);
          else expect(value.error.range!.end).toBeLessThanOrEqual(text.length);
        },
      ),
    );
  });
});
