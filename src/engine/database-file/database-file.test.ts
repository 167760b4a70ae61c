import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { formOf, networkOf, readDatabaseFile, rowsOf, textIn, textsIn, type FileDatabase } from '.';
import { utf8Encode } from '../base';
import { openScenario, parseDocument } from '../scenario';
import { Sha1 } from './sha1';

const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const refs = (...numbers: number[]) => ['set', numbers.map((n) => ['uuid', uuid(n)])];
const SET = { type: { key: 'string', min: 0, max: 'unlimited' } };
const REFS = { type: { key: 'uuid', min: 0, max: 'unlimited' } };
const MAP = { type: { key: 'string', value: 'string', min: 0, max: 'unlimited' } };
const TEXT = { type: 'string' };
const SCHEMA = {
  name: 'OVN_Northbound',
  version: '7.3.0',
  tables: {
    Logical_Switch: { columns: { name: TEXT, ports: REFS, acls: REFS } },
    Logical_Switch_Port: {
      columns: {
        name: TEXT,
        type: TEXT,
        addresses: SET,
        port_security: SET,
        enabled: { type: { key: 'boolean', min: 0 } },
      },
    },
    ACL: { columns: { direction: TEXT, priority: { type: 'integer' }, match: TEXT, action: TEXT } },
    Address_Set: { columns: { name: TEXT, addresses: SET, external_ids: MAP } },
    Port_Group: { columns: { name: TEXT, ports: REFS, acls: REFS } },
    Logical_Router: { columns: { name: TEXT } },
  },
};
const ROWS = {
  Logical_Switch: {
    [uuid(1)]: { name: 'web', ports: refs(11, 12, 13), acls: refs(21, 22) },
    [uuid(2)]: { name: 'db', ports: ['uuid', uuid(14)] },
  },
  Logical_Switch_Port: {
    [uuid(11)]: { name: 'w1', addresses: '0a:00:00:00:00:01 10.0.0.1', port_security: '0a:00:00:00:00:01 10.0.0.1' },
    [uuid(12)]: { name: 'w2', addresses: ['set', ['0a:00:00:00:00:02', 'unknown']], enabled: false },
    [uuid(13)]: { name: 'to-router', type: 'router', addresses: 'router' },
    [uuid(14)]: { name: 'd1', addresses: 'dynamic' },
  },
  ACL: {
    [uuid(21)]: { direction: 'to-lport', priority: 1000, match: 'ip4.src == $office', action: 'allow-related' },
    [uuid(22)]: { direction: 'from-lport', priority: 1000, match: 'ip4', action: 'drop' },
    [uuid(23)]: { direction: 'to-lport', priority: 1, match: 'outport == @all', action: 'drop' },
  },
  Address_Set: { [uuid(31)]: { name: 'office', addresses: ['set', ['10.1.0.0/16', '10.2.0.1']] } },
  Port_Group: { [uuid(41)]: { name: 'all', ports: refs(11, 14), acls: ['uuid', uuid(23)] } },
  Logical_Router: { [uuid(51)]: { name: 'r' } },
};

function file(records: readonly unknown[], magic = 'JSON'): Uint8Array {
  const texts = records.map((record) => `${JSON.stringify(record)}\n`);
  return utf8Encode(
    texts
      .map((text) => {
        const bytes = utf8Encode(text);
        return `OVSDB ${magic} ${bytes.length} ${createHash('sha1').update(bytes).digest('hex')}\n${text}`;
      })
      .join(''),
  );
}

function cluster(...records: readonly unknown[]): Uint8Array {
  const header = { name: 'OVN_Northbound', cluster_id: 'c', server_id: 's', prev_servers: { s: 'tcp:[::1]:6643' } };
  return file([{ ...header, prev_term: 1, prev_index: 4, prev_data: [SCHEMA, ROWS] }, ...records], 'CLUSTER');
}

function read(bytes: Uint8Array): FileDatabase {
  const result = readDatabaseFile(bytes);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

const notesOf = (bytes: Uint8Array) => read(bytes).notes.map(({ text }) => text);
const problemOf = (bytes: Uint8Array) => {
  const result = readDatabaseFile(bytes);
  return result.ok ? 'none' : result.error.message;
};
const switches = (bytes: Uint8Array) =>
  [...rowsOf(read(bytes), 'Logical_Switch').values()].map((row) => textIn(row, 'name')).join(' ');
const ADDED = (n: number, name: string) => [null, { Logical_Switch: { [uuid(n)]: { name } } }];

describe('a northbound database file', () => {
  it('gives switches, ports and ACLs, and says what is left out', () => {
    const network = networkOf(read(file([SCHEMA, ROWS])), 'imported');
    expect(network).toMatchObject({ switches: 2, ports: 3, acls: 3, writtenOut: 3 });
    expect(network.leftOut.map(({ what, count }) => `${count} ${what}`).sort()).toEqual([
      '1 ACL with direction from-lport',
      '1 Logical_Router',
      '1 Logical_Switch_Port of type router',
      '1 dynamic address',
    ]);
    const document = parseDocument(network.document);
    if (!document.ok) throw new Error(document.error.message);
    const opened = openScenario(document.value);
    if (!opened.ok) throw new Error(opened.error.message);
    const { nb, release } = opened.value.deployment;
    const [web] = release.northbound.switches(nb).filter(({ name }) => name === 'web');
    if (web === undefined) throw new Error('There is no switch web.');
    expect(
      release.northbound
        .aclsOf(nb, web.uuid)
        .map(({ match }) => match)
        .sort(),
    ).toEqual(['ip4.src == {10.1.0.0/16, 10.2.0.1}', 'outport == {"w1", "d1"}']);
  });

  it('follows what was changed later: rows that went, and differences of sets and maps', () => {
    const set = (...pairs: string[][]) => ({
      _is_diff: true,
      Address_Set: { [uuid(31)]: { external_ids: ['map', pairs] } },
    });
    const change = {
      Logical_Switch: { [uuid(2)]: null, [uuid(1)]: { ports: refs(13, 14), name: 'front' } },
      Address_Set: { [uuid(31)]: { addresses: ['set', ['10.2.0.1', '10.3.0.1']] } },
      _is_diff: true,
      _date: 1_700_000_000_000,
    };
    const maps = [set(['a', '1'], ['b', '2']), set(['a', '1'], ['b', '3'], ['c', '4'])];
    const database = read(file([SCHEMA, ROWS, change, ...maps]));
    expect([...rowsOf(database, 'Logical_Switch').keys()]).toEqual([uuid(1)]);
    const row = rowsOf(database, 'Logical_Switch').get(uuid(1));
    expect([textIn(row, 'name'), textsIn(row, 'ports')]).toEqual(['front', [uuid(11), uuid(12), uuid(14)]]);
    expect(rowsOf(database, 'Address_Set').get(uuid(31))).toMatchObject({
      addresses: ['10.1.0.0/16', '10.3.0.1'],
      external_ids: [
        ['b', '3'],
        ['c', '4'],
      ],
    });
    expect(database.changed).toBe(1_700_000_000_000);
  });

  it('is replaced by a whole value where a record holds no difference', () => {
    const { tables } = read(file([SCHEMA, ROWS, { Logical_Switch: { [uuid(1)]: { ports: refs(13) } } }]));
    expect(tables.get('Logical_Switch')?.rows.get(uuid(1))).toMatchObject({ name: 'web', ports: [uuid(13)] });
  });
});

describe('of a cluster', () => {
  it('begins with its snapshot and takes the entries that are committed', () => {
    const bytes = cluster(
      { term: 2, vote: 's' },
      { term: 2, leader: 's' },
      { term: 2, index: 5, eid: 'e', data: ADDED(3, 'late') },
      { commit_index: 5 },
      { note: 'transfer leadership' },
      { term: 2, index: 6, eid: 'f', data: ADDED(4, 'later') },
    );
    expect(switches(bytes)).toBe('web db late');
    expect(read(bytes).cluster).toMatchObject({
      clusterId: 'c',
      serverId: 's',
      term: 2,
      commitIndex: 5,
      uncommitted: 1,
    });
    expect(notesOf(bytes)).toEqual(['1 entries behind entry 5 are not known to be committed and are left out.']);
  });

  it('lets a new leader write over what was not committed', () => {
    const bytes = cluster(
      { term: 2, index: 5, eid: 'e', data: ADDED(3, 'lost') },
      { term: 2, index: 6, eid: 'f', data: ADDED(4, 'lost too') },
      { term: 3, index: 5, eid: 'g', data: ADDED(5, 'won') },
      { commit_index: 5 },
    );
    expect(switches(bytes)).toBe('web db won');
  });

  it('begins anew where an entry brings a schema', () => {
    const bytes = cluster(
      { term: 2, index: 5, eid: 'e', data: [{ ...SCHEMA, version: '8.0.0' }, ADDED(3, 'only')[1]] },
      { commit_index: 5 },
    );
    expect([switches(bytes), read(bytes).schema.version]).toEqual(['only', '8.0.0']);
  });

  it.each([
    ['entry 9, but 5', { term: 2, index: 9, eid: 'e', data: ADDED(3, 'x') }],
    ['takes back entry 3', { term: 2, index: 3, eid: 'e', data: ADDED(3, 'x') }],
    ['commits entry 7', { commit_index: 7 }],
    ['back from 4 to 2', { commit_index: 2 }],
  ])('ends where %s', (words, record) => {
    const bytes = cluster(record);
    expect(notesOf(bytes).join()).toContain(words);
    expect(switches(bytes)).toBe('web db');
  });

  it('holds no data before it has joined', () => {
    const bytes = file([{ name: 'OVN_Northbound', server_id: 's', remotes: ['tcp:10.0.0.1:6643'] }], 'CLUSTER');
    expect(problemOf(bytes)).toContain('had not joined');
  });
});

describe('a damaged file', () => {
  const whole = file([SCHEMA, ROWS, { Logical_Switch: { [uuid(3)]: { name: 'third' } } }]);
  const third = new TextDecoder().decode(whole).lastIndexOf('OVSDB');

  it('is read up to where it is cut off', () => {
    expect(notesOf(whole.subarray(0, whole.length - 1))).toEqual([
      `Record 3 at byte ${third} is cut off: 76 of its 77 bytes are there. 1 transactions before it were read; nothing behind it was.`,
    ]);
  });

  it('is read up to where a checksum is wrong', () => {
    const bytes = whole.slice();
    bytes[whole.length - 10] = 0x58;
    expect(notesOf(bytes)[0]).toContain(`Record 3 at byte ${third} is damaged`);
    expect(switches(bytes)).toBe('web db');
  });

  it('keeps what its schema allows of the values in it', () => {
    const odd = { Logical_Switch: { [uuid(3)]: { name: 7, ports: refs(11), colour: 'red' } }, Pond: { [uuid(4)]: {} } };
    expect(notesOf(file([SCHEMA, odd]))).toHaveLength(3);
    expect(rowsOf(read(file([SCHEMA, odd])), 'Logical_Switch').get(uuid(3))).toMatchObject({
      name: '',
      ports: [uuid(11)],
    });
  });

  it.each([
    ['nothing', new Uint8Array(), 'does not begin like'],
    ['another program', utf8Encode('SQLite format 3\0'), 'does not begin like'],
    ['no schema', file([{}]), 'Record 1 at byte 0 holds no schema'],
    ['a length without an end', utf8Encode(`OVSDB JSON 999999999999999 ${'a'.repeat(40)}\n{}`), 'is cut off'],
    ['deep brackets', file([JSON.parse(`${'['.repeat(3000)}${']'.repeat(3000)}`)], 'CLUSTER'), 'is no JSON object'],
  ])('of %s is a problem', (_, bytes, words) => {
    expect(problemOf(bytes)).toContain(words);
  });
});

it.each([0, 1, 55, 56, 63, 64, 65, 119, 120, 1000])('SHA-1 of %d bytes is the one of others', (length) => {
  const bytes = Uint8Array.from({ length }, (_, index) => (index * 7) & 0xff);
  const sha1 = new Sha1();
  for (let at = 0; at < length; at += 37) sha1.update(bytes.subarray(at, at + 37));
  expect(sha1.digest()).toBe(createHash('sha1').update(bytes).digest('hex'));
});

/** The same rows in each form that ovsdb-client and ovn-sbctl print. */
const PRINTED = {
  'dump-table': `Address_Set table
_uuid                                addresses              name
------------------------------------ ---------------------- ----
${uuid(1)} ["10.0.0.1", "1.2, 3"] ää1
${uuid(2)} []                     "7"

Gateway table
_uuid                                enabled external_ids    weight
------------------------------------ ------- --------------- ------
${uuid(3)} []      {"a b"="c,=d"}  7
`,
  'dump-csv': `Address_Set table
_uuid,addresses,name
${uuid(1)},"[""10.0.0.1"", ""1.2, 3""]",ää1
${uuid(2)},[],"""7"""

Gateway table
_uuid,enabled,external_ids,weight
${uuid(3)},[],"{""a b""=""c,=d""}",7
`,
  'dump-json': `{"caption":"Address_Set table","headings":["_uuid","addresses","name"],"data":[[["uuid","${uuid(1)}"],["set",["10.0.0.1","1.2, 3"]],"ää1"],[["uuid","${uuid(2)}"],["set",[]],"7"]]}
{"caption":"Gateway table","headings":["_uuid","enabled","external_ids","weight"],"data":[[["uuid","${uuid(3)}"],["set",[]],["map",[["a b","c,=d"]]],7]]}
`,
  list: `Address_Set table
_uuid               : ${uuid(1)}
addresses           : ["10.0.0.1", "1.2, 3"]
name                : ää1

_uuid               : ${uuid(2)}
addresses           : []
name                : "7"

Gateway table
_uuid               : ${uuid(3)}
enabled             : []
external_ids        : {"a b"="c,=d"}
weight              : 7
`,
};

describe('what tools print', () => {
  it.each(Object.entries(PRINTED))('%s is read with the types of its values', (form, text) => {
    const bytes = utf8Encode(text);
    expect(formOf(bytes)).toBe(form);
    const database = read(bytes);
    expect([...rowsOf(database, 'Address_Set').values()]).toEqual([
      { _uuid: uuid(1), addresses: ['1.2, 3', '10.0.0.1'], name: 'ää1' },
      { _uuid: uuid(2), addresses: [], name: '7' },
    ]);
    expect([...rowsOf(database, 'Gateway').values()]).toEqual([
      { _uuid: uuid(3), enabled: [], external_ids: [['a b', 'c,=d']], weight: 7 },
    ]);
    expect([database.schemaIs, database.notes]).toEqual(['guessed', []]);
  });

  it('a list without a caption is of the table that has its columns', () => {
    const database = read(
      utf8Encode(`_uuid : ${uuid(1)}\nactions : "next;"\nmatch : "1"\npriority : 0\npipeline : ingress\n`),
    );
    expect([database.name, rowsOf(database, 'Logical_Flow').size]).toEqual(['OVN_Southbound', 1]);
  });

  it('lflow-list is read as flows and datapaths', () => {
    const text = `Datapath: "sw0" aka "web" (${uuid(9)})  Pipeline: ingress
  table=0 (ls_in_check_port_sec), priority=110  , match=((ip4) || 1), action=(outport = "a"; next;)
  uuid=0x12345678, table=12(ls_in_qos          ), priority=0    , match=(1), action=(next;)
what is this
`;
    const database = read(utf8Encode(text));
    expect([...rowsOf(database, 'Logical_Flow').values()]).toMatchObject([
      { table_id: 0, priority: 110, match: '(ip4) || 1', actions: 'outport = "a"; next;', pipeline: 'ingress' },
      { table_id: 12, external_ids: [['stage-name', 'ls_in_qos']], logical_datapath: [uuid(9)] },
    ]);
    expect(rowsOf(database, 'Datapath_Binding').get(uuid(9))).toMatchObject({
      external_ids: [
        ['name', 'sw0'],
        ['name2', 'web'],
      ],
    });
    expect(database.notes.map(({ kind }) => kind)).toEqual(['damage', 'fact']);
  });

  it('what is cut off in a table is told', () => {
    const cut = utf8Encode(`${PRINTED['dump-table']}\nRest table\n_uuid`);
    expect(notesOf(cut)[0]).toContain('is no table; the 2 tables before it were read');
  });
});
