import { describe, expect, it } from 'vitest';
import { isDatabaseFile, networkOf, readDatabaseFile } from '.';
import { openScenario, parseDocument } from '../scenario';

const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const refs = (...numbers: number[]) => ['set', numbers.map((n) => ['uuid', uuid(n)])];
const SET = { type: { key: 'string', min: 0, max: 'unlimited' } };
const SCHEMA = {
  name: 'OVN_Northbound',
  version: '7.3.0',
  tables: {
    Logical_Switch: { columns: { name: { type: 'string' }, ports: SET, acls: SET } },
    Address_Set: { columns: { name: { type: 'string' }, addresses: SET } },
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

function file(...records: readonly unknown[]): Uint8Array {
  const encoder = new TextEncoder();
  const texts = records.map((record) => `${JSON.stringify(record)}\n`);
  return encoder.encode(
    texts.map((text) => `OVSDB JSON ${encoder.encode(text).length} ${'a'.repeat(40)}\n${text}`).join(''),
  );
}

function read(bytes: Uint8Array) {
  const result = readDatabaseFile(bytes);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

describe('a northbound database file', () => {
  it('gives switches, ports and ACLs, and says what is left out', () => {
    const bytes = file(SCHEMA, ROWS);
    expect(isDatabaseFile(bytes)).toBe(true);
    const network = networkOf(read(bytes), 'imported');
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

  it('follows what was changed later: rows that went, and differences of sets', () => {
    const change = {
      _is_diff: true,
      Logical_Switch: { [uuid(2)]: null, [uuid(1)]: { ports: refs(13, 14), name: 'front' } },
      Address_Set: { [uuid(31)]: { addresses: ['set', ['10.2.0.1', '10.3.0.1']] } },
    };
    const { tables } = read(file(SCHEMA, ROWS, change));
    expect(tables.get('Logical_Switch')?.size).toBe(1);
    expect(tables.get('Logical_Switch')?.get(uuid(1))?.get('name')).toBe('front');
    expect(tables.get('Logical_Switch')?.get(uuid(1))?.get('ports')).toEqual(refs(11, 12, 14));
    expect(tables.get('Address_Set')?.get(uuid(31))?.get('addresses')).toEqual(['set', ['10.1.0.0/16', '10.3.0.1']]);
  });

  it('of a cluster begins with its snapshot', () => {
    const bytes = file(
      { name: 'OVN_Northbound', prev_data: [SCHEMA, ROWS] },
      { term: 2, vote: 'x' },
      { data: [null, {}] },
    );
    const text = new TextDecoder().decode(bytes).replaceAll('OVSDB JSON', 'OVSDB CLUSTER');
    expect(networkOf(read(new TextEncoder().encode(text)), '')).toMatchObject({ switches: 2, ports: 3 });
  });

  it('is read up to where it is damaged', () => {
    const bytes = file(SCHEMA, ROWS, {});
    expect(read(bytes.subarray(0, bytes.length - 1))).toMatchObject({ damage: 'Record 3 is damaged or cut off' });
    expect(readDatabaseFile(file({})).ok).toBe(false);
  });
});
