import { describe, expect, it } from 'vitest';
import { createRandom, type Uuid } from '../base';
import { CELL_FORMATS, Database, dumpDatabase, dumpTables, formatTable, loadDatabase, parseSchema } from './index';

const CHASSIS = '2852bf00-db63-4732-8b44-a3bc689ed1bc' as Uuid;
const ENCAP = 'e1c1f7fc-409d-4f74-923a-fc6de8409f82' as Uuid;
const EMPTY = Object.fromEntries([]);

function createDatabase(): Database {
  const set = (key: unknown) => ({ key, min: 0, max: 'unlimited' });
  const schema = parseSchema({
    name: 'OVN_Southbound',
    tables: {
      Encap: {
        columns: {
          type: { type: 'string' },
          options: { type: { ...set('string'), value: 'string' } },
          ip: { type: 'string' },
        },
      },
      Chassis: {
        isRoot: true,
        columns: {
          name: { type: 'string' },
          encaps: { type: { ...set({ type: 'uuid', refTable: 'Encap' }), min: 1 } },
          gateway_ports: { type: { ...set('string'), value: { type: 'uuid', refTable: 'Encap' } } },
        },
      },
    },
  });
  if (!schema.ok) throw new Error(schema.error.message);
  return new Database(schema.value, createRandom(1));
}

function articleDatabase(): Database {
  const database = createDatabase();
  const committed = database.commit([
    { op: 'insert', table: 'Encap', uuid: ENCAP, row: { type: 'vxlan', ip: '127.0.0.1' } },
    {
      op: 'insert',
      table: 'Chassis',
      uuid: CHASSIS,
      row: { name: '56b18105-5706-46ef-80c4-ff20979ab068', encaps: [ENCAP] },
    },
  ]);
  expect(committed.ok).toBe(true);
  return database;
}

describe('dumpTables', () => {
  it('prints the tables of the article letter for letter', () => {
    // Each line ends where its last column is as wide as the widest cell.
    expect(dumpTables(articleDatabase()).split('\n')).toEqual([
      'Chassis table',
      '_uuid                                encaps                                 gateway_ports name                                  ',
      '------------------------------------ -------------------------------------- ------------- --------------------------------------',
      '2852bf00-db63-4732-8b44-a3bc689ed1bc [e1c1f7fc-409d-4f74-923a-fc6de8409f82] {}            "56b18105-5706-46ef-80c4-ff20979ab068"',
      '',
      'Encap table',
      '_uuid                                ip          options type ',
      '------------------------------------ ----------- ------- -----',
      'e1c1f7fc-409d-4f74-923a-fc6de8409f82 "127.0.0.1" {}      vxlan',
      '',
    ]);
  });

  it('sorts the columns asked for and prints equal rows once', () => {
    const database = createDatabase();
    const insert = (name: string, ip: string) => {
      const encap = database.newUuid();
      const done = database.commit([
        { op: 'insert', table: 'Encap', uuid: encap, row: { type: 'stt', ip } },
        { op: 'insert', table: 'Chassis', row: { name, encaps: [encap] } },
      ]);
      expect(done.ok).toBe(true);
    };
    insert('b', '2');
    insert('a', '1');
    insert('a', '1');
    expect(dumpTables(database, { Chassis: ['name'] })).toBe('Chassis table\nname\n----\na   \nb   \n');
    expect(dumpTables(database, { Encap: ['type', 'ip', '_version'] })).toBe(
      'Encap table\nip  type\n--- ----\n"1" stt \n"2" stt \n',
    );
    expect(dumpTables(database, { Encap: ['type', '_uuid'] }).split('\n')[1]).toMatch(/^_uuid {32}type$/);
  });

  it('counts bytes, not characters', () => {
    const table = {
      headings: ['v', 'w'],
      rows: [
        ['é', 'x'],
        ['abc', 'y'],
      ],
    };
    expect(formatTable(table)).toBe('v   w\n--- -\né  x\nabc y\n');
  });

  it('prints a table without rows', () => {
    expect(dumpTables(createDatabase(), { Encap: undefined })).toBe(
      'Encap table\n_uuid ip options type\n----- -- ------- ----\n',
    );
  });

  it('knows the other formats', () => {
    const database = articleDatabase();
    const text = (format: 'list' | 'csv' | 'json' | 'html', headings = true) =>
      dumpTables(database, { Encap: undefined }, { format, data: 'string', headings });
    expect(text('list')).toBe(
      `Encap table\n_uuid               : ${ENCAP}\nip                  : "127.0.0.1"\noptions             : {}\ntype                : vxlan\n`,
    );
    expect(text('csv')).toBe(`Encap table\n_uuid,ip,options,type\n${ENCAP},"""127.0.0.1""",{},vxlan\n`);
    expect(text('csv', false)).toBe(`Encap table\n${ENCAP},"""127.0.0.1""",{},vxlan\n`);
    expect(text('json')).toBe(
      `{"caption":"Encap table","data":[[["uuid","${ENCAP}"],"127.0.0.1",["map",[]],"vxlan"]],"headings":["_uuid","ip","options","type"]}\n`,
    );
    expect(text('html', false)).toBe(
      `<table border=1>\n    <caption>Encap table</caption>\n  <tr>\n    <td><a name="${ENCAP}">e1c1f7fc</a></td>\n` +
        '    <td>&quot;127.0.0.1&quot;</td>\n    <td>{}</td>\n    <td>vxlan</td>\n  </tr>\n</table>\n',
    );
  });

  it('knows the other ways to write values', () => {
    const table = {
      headings: ['v'],
      rows: [
        [
          {
            value: [['a', 'x y']] as const,
            type: { key: { type: 'string' }, value: { type: 'string' }, min: 0, max: 9 },
          },
        ],
      ],
    } as const;
    const texts = CELL_FORMATS.map((data) => formatTable(table, { format: 'csv', data, headings: false }));
    expect(texts).toEqual(['"{a=""x y""}"\n', 'a=x y\n', '"[""map"",[[""a"",""x y""]]]"\n']);
  });
});

describe('dumpDatabase and loadDatabase', () => {
  it('give back the same rows', () => {
    const database = articleDatabase();
    const loaded = loadDatabase(createDatabase(), JSON.parse(JSON.stringify(dumpDatabase(database))));
    if (!loaded.ok) throw new Error(loaded.error.message);
    expect(dumpTables(loaded.value)).toBe(dumpTables(database));
  });

  it.each([
    [5, 'Object expected.'],
    [{ Nope: {} }, 'No table named Nope.'],
    [{ Encap: { x: {} } }, '"x" is not a valid UUID'],
    [{ Encap: { [ENCAP]: { zz: 1 } } }, 'No column zz in table Encap.'],
    [{ Encap: { [ENCAP]: { ip: 1 } } }, 'expected string'],
    [
      { Chassis: { [CHASSIS]: { encaps: ['uuid', ENCAP] } } },
      `Table Chassis column encaps row ${CHASSIS} references nonexistent row ${ENCAP} in table Encap.`,
    ],
  ])('%j: %s', (dump, message) => {
    const database = createDatabase();
    expect(loadDatabase(database, dump)).toMatchObject({ ok: false, error: { message } });
    expect(dumpDatabase(database)).toEqual(EMPTY);
  });
});
