/**
 * `ovn databases`: what is in files, folders and archives of a deployment. Exit status 0 when
 * every database was read whole, 1 when something is damaged, 2 when there is nothing to read.
 */
import { unpack, type PackedFile } from '../engine/archives';
import { finishWork } from '../engine/base';
import {
  formOf,
  isDatabaseForm,
  readDatabaseFile,
  rowsOf,
  textIn,
  type DatabaseForm,
  type FileDatabase,
  type OtherForm,
} from '../engine/database-file';
import { agreement, releaseOf, Southbound } from '../engine/imported';
import type { Streams } from './conform';

/** A file that is no folder, with its path as it was given. */
export interface InputFile {
  readonly path: string;
  readonly read: () => Uint8Array;
}

export function listDatabases(inputs: readonly InputFile[], { out, error }: Streams): number {
  const opened: Opened[] = [];
  let [found, isDamaged] = [0, false];
  for (const input of inputs) {
    const bytes = input.read();
    const { files, notes } = finishWork(unpack(input.path, bytes, (head) => formOf(head) !== null));
    for (const note of notes) error(note);
    isDamaged ||= notes.length > 0;
    if (files.length === 0 && notes.length === 0 && inputs.length === 1)
      error(`${input.path}: there is no database in it`);
    for (const file of files) {
      found += 1;
      const form = formOf(file.bytes);
      if (form === null || !isDatabaseForm(form)) {
        out(`${file.path}: ${form === null ? '' : OTHERS[form]}`);
        continue;
      }
      const database = readDatabaseFile(file.bytes);
      if (database.ok) {
        opened.push(open(file, database.value));
        for (const line of describe(file, form, database.value)) out(line);
        isDamaged ||= database.value.notes.some(({ kind }) => kind === 'damage');
      } else {
        error(`${file.path}: ${database.error.message}`);
        isDamaged = true;
      }
    }
  }
  for (const line of pairs(opened)) out(line);
  if (found === 0 && !isDamaged) {
    if (inputs.length !== 1) error('there is no database in any of them');
    return 2;
  }
  return isDamaged ? 1 : 0;
}

interface Opened {
  readonly path: string;
  readonly database: FileDatabase;
  /** Of a southbound one. */
  readonly southbound: Southbound | undefined;
}

const FORMS = {
  standalone: 'a database file',
  cluster: 'a server of a cluster',
  'dump-table': 'a dump',
  'dump-csv': 'a dump as CSV',
  'dump-json': 'a dump as JSON',
  list: 'listed rows',
  'lflow-list': 'listed logical flows',
} as const satisfies Readonly<Record<DatabaseForm, string>>;

const OTHERS = {
  flows: 'flows of a bridge (ovs-ofctl dump-flows)',
  groups: 'groups of a bridge (ovs-ofctl dump-groups)',
  'ofctl-show': 'ports of a bridge (ovs-ofctl show)',
  'nbctl-show': 'switches and routers (ovn-nbctl show)',
  'sbctl-show': 'chassis (ovn-sbctl show)',
} as const satisfies Readonly<Record<OtherForm, string>>;

function open({ path }: PackedFile, database: FileDatabase): Opened {
  const isSouthbound = database.name === 'OVN_Southbound';
  return { path, database, southbound: isSouthbound ? finishWork(Southbound.open(database)) : undefined };
}

function describe({ path }: PackedFile, form: DatabaseForm, database: FileDatabase): readonly string[] {
  const { name, schema, cluster, changed, notes } = database;
  const release = releaseOf(database);
  const rows = [...database.tables]
    .filter(([, table]) => table.rows.size > 0)
    .map(([table, { rows }]) => `${table} ${rows.size}`);
  const named = (table: string, column = 'name') =>
    [...rowsOf(database, table).values()].map((row) => textIn(row, column));
  return [
    `${path}: ${FORMS[form]} of ${name}`,
    ...detail('schema', schema.version ?? 'none in it: columns and types are those of its values'),
    ...detail(
      'OVN',
      release.text === null ? '' : `${release.text} (${release.said ? 'northd says so' : 'by the schema'})`,
    ),
    ...detail('changed', changed === null ? '' : new Date(changed).toISOString()),
    ...detail(
      'cluster',
      cluster === null ? '' : `${cluster.servers.size} servers, term ${cluster.term}, entry ${cluster.commitIndex}`,
    ),
    ...detail('rows', rows.join(', ') || 'none'),
    ...detail('switches', shortened(named('Logical_Switch'))),
    ...detail('routers', shortened(named('Logical_Router'))),
    ...detail('datapaths', shortened(datapathsOf(database))),
    ...detail('chassis', shortened(named('Chassis'))),
    ...notes.map(({ kind, text }) => `  ${kind === 'damage' ? 'damaged' : 'note'}: ${text}`),
  ];
}

function detail(title: string, text: string): readonly string[] {
  return text === '' ? [] : [`  ${title}: ${text}`];
}

function datapathsOf(database: FileDatabase): readonly string[] {
  if (rowsOf(database, 'Datapath_Binding').size === 0) return [];
  return [...finishWork(Southbound.open(database)).datapaths.values()].map(({ name, kind }) =>
    kind === null ? name : `${name} (${kind})`,
  );
}

/** Names that are told one by one. */
const TOLD = 12;

function shortened(names: readonly string[]): string {
  const more = names.length > TOLD ? ` and ${names.length - TOLD} more` : '';
  return names.length === 0 ? '' : `${names.slice(0, TOLD).join(', ')}${more}`;
}

/** Share of datapaths whose switch or router must be there: between both recordings somebody may have added some. */
const ENOUGH = 0.5;

/** Which northbound and southbound databases are of one deployment: each with the one that fits best. */
function pairs(opened: readonly Opened[]): readonly string[] {
  const northbound = opened.filter(({ database }) => database.name === 'OVN_Northbound');
  return opened.flatMap(({ path, southbound }) => {
    if (southbound === undefined || northbound.length === 0) return [];
    const datapaths = [...southbound.datapaths.values()].filter((datapath) => datapath.northbound !== null);
    if (datapaths.length === 0) return [];
    const fits = northbound
      .map((candidate) => ({ path: candidate.path, share: agreement(candidate.database, datapaths) }))
      .filter(({ share }) => share >= ENOUGH);
    const best = Math.max(...fits.map(({ share }) => share));
    const chosen = fits.filter(({ share }) => share === best).map((fit) => fit.path);
    if (chosen.length === 0) return [`${path} belongs to none of the northbound databases`];
    return [
      `${path} belongs to ${chosen.join(' and ')}${best < 1 ? ` (${Math.round(best * 100)} % of its datapaths)` : ''}`,
    ];
  });
}
