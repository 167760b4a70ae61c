/** What people bring from elsewhere: texts to the recogniser, and database files of ovsdb-server. */
import { networkOf, policyOf, readDatabaseFile } from '../../src/engine/database-file';
import { parseDocument } from '../../src/engine/scenario';
import { readAnything } from '../../src/ui/bridge/paste-reading';
import type { Chance } from '../chance';
import { type Door, must } from '../door';
import { drawn } from '../grammars/values';
import { mutateJson, mutateText, readJson } from '../mutate';
import { once } from '../recordings';

const TEXTS = once(() => [
  `ovn-nbctl acl-add sw0 to-lport 1001 'outport == "p1" && ip4.src == $as' allow-related\novn-nbctl lswitch-add sw1`,
  '  to-lport  1000 (inport == @pg && tcp.dst == {22, 80}) drop\n  from-lport   900 (ip4) allow-related log(name=x)',
  '  table=3 (ls_in_acl          ), priority=2001 , match=(ip4 && tcp), action=(next;)',
  'ovn-nbctl create Address_Set name=as addresses="10.0.0.1 10.0.0.300"\novn-nbctl pg-add pg p1 p2',
  '_uuid               : 00000000-0000-4000-8000-000000000001\nmatch               : "ip4"\npriority            : 7\ndirection           : to-lport\naction              : drop',
  '{"headings":["name","addresses"],"data":[["as",["set",["10.0.0.1"]]]]}',
  '2026-01-01T00:00:00Z|1|lflow|WARN|error parsing match "ip4.src == $x": Syntax error',
  '10.0.0.1, 10.0.0.2/31, ::1, hello',
  'ffffffffffff00000000000108060001080006040001',
]);

export const pasted: Door = {
  id: 'pasted',
  title: 'pasted texts, as the page offers places for them',
  form: 'text',
  span: 1,
  cost: 4,
  setups: [''],
  draw: (chance, pool) => {
    const change = (text: string) => mutateText(text, TEXTS(), chance);
    return drawn(chance, TEXTS(), pool, () => change(chance.pick(TEXTS())), change);
  },
  open: () => ({
    feed(text) {
      const { rules, acls, aclsLeftOut, left, leftCount, looks } = readAnything(text);
      const out = aclsLeftOut.reduce((sum, { count }) => sum + count, 0);
      must(looks !== null || rules.filter(({ kind }) => kind === 'acl').length === acls.length + out, 'ACLs are lost');
      must(left.length <= leftCount, 'more is left than is counted');
      return `${Math.min(rules.length, 3)} rules, ${Math.min(leftCount, 3)} left`;
    },
  }),
};

const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const SET = { type: { key: 'string', min: 0, max: 'unlimited' } };
const RECORDS: readonly unknown[] = [
  { name: 'OVN_Northbound', tables: { Logical_Switch: { columns: { ports: SET } }, Address_Set: { columns: {} } } },
  {
    Logical_Switch: { [uuid(1)]: { name: 's', ports: ['set', [['uuid', uuid(2)]]], acls: ['uuid', uuid(3)] } },
    Logical_Switch_Port: { [uuid(2)]: { name: 'p', addresses: '0a:00:00:00:00:01 10.0.0.1', tag: 3, type: '' } },
    ACL: { [uuid(3)]: { direction: 'to-lport', priority: 1, match: 'ip4.src == $a || inport == @g', action: 'drop' } },
    Address_Set: { [uuid(4)]: { name: 'a', addresses: ['set', ['10.0.0.1']] } },
    Port_Group: { [uuid(5)]: { name: 'g', ports: ['uuid', uuid(2)], acls: ['set', [['uuid', uuid(3)]]] } },
  },
  { _is_diff: true, Logical_Switch: { [uuid(1)]: { ports: ['uuid', uuid(2)] } }, ACL: { [uuid(3)]: null } },
  { name: 'OVN_Northbound', prev_data: [null, { Logical_Switch: {} }] },
];

function fileOf(chance: Chance): string {
  const records = chance.oneIn(4)
    ? RECORDS
    : RECORDS.map((record) => mutateJson(readJson(JSON.stringify(record)), chance));
  return records.map(recordOf).join('');
}

function recordOf(record: unknown): string {
  const text = `${JSON.stringify(record)}\n`;
  return `OVSDB JSON ${new TextEncoder().encode(text).length} ${'0'.repeat(40)}\n${text}`;
}

/** The bytes of a file as the text that they are. */
export const databaseFile: Door = {
  id: 'database-file',
  title: 'database files of ovsdb-server',
  form: 'text',
  span: 1,
  cost: 4,
  setups: [''],
  draw: (chance, pool) => {
    const base = pool.length > 0 && chance.oneIn(3) ? chance.pick(pool) : fileOf(chance);
    return chance.oneIn(2) ? base : mutateText(base, [RECORDS.map(recordOf).join('')], chance);
  },
  open: () => ({
    feed(text) {
      const read = readDatabaseFile(new TextEncoder().encode(text));
      if (!read.ok) return read.error.code;
      policyOf(read.value);
      const { document, switches, ports } = networkOf(read.value, 'x');
      const parsed = parseDocument(document);
      must(parsed.ok, `the network is no document: ${parsed.ok ? '' : parsed.error.message}`);
      return `${Math.min(switches, 2)} switches, ${Math.min(ports, 2)} ports, ${read.value.notes.length === 0 ? 'whole' : 'damaged'}`;
    },
  }),
};
