/** Files of a real deployment: databases in every form, and archives of them. */
import { createHash } from 'node:crypto';
import { gzipSync, strToU8, zipSync } from 'fflate';
import { unpack } from '../../src/engine/archives';
import { finishWork } from '../../src/engine/base';
import { formOf, networkOf, policyOf, readDatabaseFile } from '../../src/engine/database-file';
import {
  lflowList,
  Provenance,
  releaseOf,
  showNorthbound,
  showSouthbound,
  Southbound,
} from '../../src/engine/imported';
import { parseDocument } from '../../src/engine/scenario';
import type { Chance } from '../chance';
import { type Door, must } from '../door';
import { drawn } from '../grammars/values';
import { mutateBytes, mutateJson, mutateText, readJson } from '../mutate';
import { once } from '../recordings';

const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const TEXT = { type: 'string' };
const SET = { type: { key: 'string', min: 0, max: 'unlimited' } };
const REFS = { type: { key: 'uuid', min: 0, max: 'unlimited' } };
const MAP = { type: { key: 'string', value: 'string', min: 0, max: 'unlimited' } };
const NORTHBOUND = {
  name: 'OVN_Northbound',
  version: '7.18.0',
  tables: {
    Logical_Switch: { columns: { name: TEXT, ports: REFS, acls: REFS } },
    Logical_Switch_Port: { columns: { name: TEXT, type: TEXT, addresses: SET, options: MAP } },
    ACL: { columns: { direction: TEXT, priority: { type: 'integer' }, match: TEXT, action: TEXT } },
    Address_Set: { columns: { name: TEXT, addresses: SET } },
    Port_Group: { columns: { name: TEXT, ports: REFS, acls: REFS } },
    Logical_Router: { columns: { name: TEXT, ports: REFS } },
    Logical_Router_Port: { columns: { name: TEXT, mac: TEXT, networks: SET } },
  },
};
const ROWS = {
  Logical_Switch: { [uuid(1)]: { name: 's', ports: ['set', [['uuid', uuid(2)]]], acls: ['uuid', uuid(3)] } },
  Logical_Switch_Port: { [uuid(2)]: { name: 'p', addresses: '0a:00:00:00:00:01 10.0.0.1', type: '' } },
  ACL: { [uuid(3)]: { direction: 'to-lport', priority: 1, match: 'ip4.src == $a || inport == @g', action: 'drop' } },
  Address_Set: { [uuid(4)]: { name: 'a', addresses: ['set', ['10.0.0.1']] } },
  Port_Group: { [uuid(5)]: { name: 'g', ports: ['uuid', uuid(2)], acls: ['set', [['uuid', uuid(3)]]] } },
  Logical_Router: { [uuid(6)]: { name: 'r', ports: ['uuid', uuid(7)] } },
  Logical_Router_Port: { [uuid(7)]: { name: 'rp', mac: '0a:00:00:00:00:02', networks: '10.0.0.254/24' } },
};
const CHANGE = {
  _is_diff: true,
  Logical_Switch: { [uuid(1)]: { ports: ['uuid', uuid(2)] } },
  ACL: { [uuid(3)]: null },
};
const SOUTHBOUND = {
  name: 'OVN_Southbound',
  tables: {
    Datapath_Binding: { columns: { external_ids: MAP, tunnel_key: { type: 'integer' } } },
    Logical_Flow: {
      columns: {
        logical_datapath: REFS,
        pipeline: TEXT,
        priority: { type: 'integer' },
        match: TEXT,
        external_ids: MAP,
      },
    },
    Chassis: { columns: { name: TEXT, encaps: REFS } },
    Port_Binding: { columns: { logical_port: TEXT, chassis: REFS } },
  },
};
const FLOWS = {
  Datapath_Binding: {
    [uuid(1)]: {
      external_ids: [
        'map',
        [
          ['name', 's'],
          ['logical-switch', uuid(1)],
        ],
      ],
    },
  },
  Logical_Flow: {
    [uuid(2)]: {
      logical_datapath: ['uuid', uuid(1)],
      pipeline: 'ingress',
      match: '1',
      external_ids: ['map', [['stage-hint', '3']]],
    },
  },
  Chassis: { [uuid(3)]: { name: 'hv1' } },
  Port_Binding: { [uuid(4)]: { logical_port: 'p', chassis: ['uuid', uuid(3)] } },
};

interface File {
  readonly magic: string;
  readonly records: readonly unknown[];
}

const FILES: readonly File[] = [
  { magic: 'JSON', records: [NORTHBOUND, ROWS, CHANGE] },
  { magic: 'JSON', records: [SOUTHBOUND, FLOWS] },
  {
    magic: 'CLUSTER',
    records: [
      {
        name: 'OVN_Northbound',
        prev_index: 2,
        prev_term: 1,
        prev_data: [NORTHBOUND, ROWS],
        prev_servers: { s: 'tcp:' },
      },
      { term: 1, vote: 's' },
      { term: 1, index: 3, eid: 'e', data: [null, CHANGE] },
      { commit_index: 3 },
      { note: 'left' },
    ],
  },
];

function written({ magic, records }: File): string {
  return records
    .map((record) => `${JSON.stringify(record)}\n`)
    .map((text) => {
      const checksum = createHash('sha1').update(text).digest('hex');
      return `OVSDB ${magic} ${Buffer.byteLength(text)} ${checksum}\n${text}`;
    })
    .join('');
}

/** Mostly with checksums that are right, so that what is behind them is reached. */
function fileOf(chance: Chance): string {
  const { magic, records } = chance.pick(FILES);
  return written({ magic, records: records.map((record) => mutateJson(readJson(JSON.stringify(record)), chance)) });
}

/** Everything that is done with what was read. */
function used(bytes: Uint8Array): string {
  const form = formOf(bytes);
  const read = readDatabaseFile(bytes);
  if (!read.ok) return read.error.code;
  const { value: database } = read;
  policyOf(database);
  const { document, switches, ports } = networkOf(database, 'x');
  const parsed = parseDocument(document);
  must(parsed.ok, `the network is no document: ${parsed.ok ? '' : parsed.error.message}`);
  const southbound = finishWork(Southbound.open(database));
  const provenance = new Provenance(database, southbound);
  for (const flow of southbound.flows.values()) provenance.behindFlow(flow);
  const lines = [...lflowList(southbound)].length;
  showNorthbound(database);
  showSouthbound(database);
  releaseOf(database);
  const damaged = database.notes.some(({ kind }) => kind === 'damage') ? 'damaged' : 'whole';
  return `${form ?? ''}, ${Math.min(switches, 2)} switches, ${Math.min(ports, 2)} ports, ${Math.min(lines, 2)} flows, ${damaged}`;
}

export const databaseFile: Door = {
  id: 'database-file',
  title: 'database files of ovsdb-server',
  form: 'text',
  span: 1,
  cost: 4,
  setups: [''],
  draw: (chance, pool) => {
    const base = pool.length > 0 && chance.oneIn(3) ? chance.pick(pool) : fileOf(chance);
    return chance.oneIn(3) ? mutateText(base, FILES.map(written), chance) : base;
  },
  open: () => ({ feed: (text) => used(new TextEncoder().encode(text)) }),
};

const PRINTED = once(() => [
  `ACL table\n_uuid                                match priority\n------------------------------------ ----- --------\n${uuid(1)} "1"   5\n`,
  `Logical_Switch table\n_uuid,name,ports\n${uuid(1)},s,"[${uuid(2)}, ${uuid(3)}]"\n\nACL table\n_uuid,match\n${uuid(4)},"""a, b"""\n`,
  `{"caption":"ACL table","headings":["_uuid","match","options"],"data":[[["uuid","${uuid(1)}"],"1",["map",[["a","b"]]]]]}\n`,
  `_uuid               : ${uuid(1)}\nname                : "s 1"\nports               : [${uuid(2)}]\n\n_uuid               : ${uuid(3)}\nname                : t\n`,
  `Datapath: "sw0" (${uuid(9)})  Pipeline: ingress\n  table=0 (ls_in_acl          ), priority=1    , match=(1), action=(next;)\n`,
  `Port_Binding table\n_uuid    : ${uuid(1)}\nchassis  : []\noptions  : {a=b, "c d"="e=f"}\n`,
]);

export const databaseText: Door = {
  id: 'database-text',
  title: 'dumps, lists and lflow-list of databases',
  form: 'text',
  span: 1,
  cost: 4,
  setups: [''],
  draw: (chance, pool) => {
    const change = (text: string) => mutateText(text, PRINTED(), chance);
    return drawn(chance, PRINTED(), pool, () => change(chance.pick(PRINTED())), change);
  },
  open: () => ({ feed: (text) => used(new TextEncoder().encode(text)) }),
};

const LIMITS = { bytes: 1 << 20, kept: 1 << 19, files: 20, depth: 3 };

const PACKED = once(() => {
  const file = strToU8(FILES.map(written)[1] ?? '');
  const tar = tarOf('a/sb.db', file);
  return [
    gzipSync(file),
    tar,
    gzipSync(tar),
    zipSync({ 'x/nb.db': file, 'y.tar': tar }),
    gzipSync(new Uint8Array(3_000_000)),
  ];
});

function tarOf(name: string, bytes: Uint8Array): Uint8Array {
  const tar = new Uint8Array(512 + Math.ceil(bytes.length / 512) * 512 + 1024);
  tar.set(strToU8(name));
  tar.set(strToU8(bytes.length.toString(8).padStart(11, '0')), 124);
  tar.set(strToU8('0'), 156);
  tar.set(strToU8('ustar'), 257);
  tar.fill(0x20, 148, 156);
  const sum = tar.subarray(0, 512).reduce((all, byte) => all + byte, 0);
  tar.set(strToU8(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
  tar.set(bytes, 512);
  return tar;
}

/** Bytes of an archive in hexadecimal. */
export const archive: Door = {
  id: 'archive',
  title: 'archives with database files in them',
  form: 'hex',
  span: 1,
  cost: 8,
  setups: [''],
  draw: (chance, pool) => {
    const base = pool.length > 0 && chance.oneIn(3) ? Buffer.from(chance.pick(pool), 'hex') : chance.pick(PACKED());
    const bytes = chance.oneIn(8) ? base : mutateBytes(new Uint8Array(base), PACKED(), chance);
    return Buffer.from(bytes).toString('hex');
  },
  open: () => ({
    feed(hex) {
      const { files, notes } = finishWork(
        unpack('x', new Uint8Array(Buffer.from(hex, 'hex')), (head) => formOf(head) !== null, LIMITS),
      );
      must(files.reduce((sum, { bytes }) => sum + bytes.length, 0) <= LIMITS.kept, 'more was kept than may be');
      return `${files.map(({ bytes }) => used(bytes)).join('; ')} ${notes.length}`;
    },
  }),
};
