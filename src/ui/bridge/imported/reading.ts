/** From files to the databases in them, and which of them belong together. */
import { unpack } from '../../../engine/archives';
import type { Work } from '../../../engine/base';
import {
  formOf,
  isDatabaseForm,
  readDatabaseInPieces,
  rowsOf,
  textIn,
  type DatabaseForm,
  type FileDatabase,
  type OtherForm,
} from '../../../engine/database-file';
import { agreement, releaseOf, Southbound } from '../../../engine/imported';
import type { Found, FoundDatabase, Side } from './protocol';

export interface ReadDatabase {
  readonly path: string;
  readonly side: Side;
  readonly database: FileDatabase;
  /** Of a southbound one. */
  readonly southbound: Southbound | undefined;
}

export interface ReadFiles {
  readonly databases: readonly ReadDatabase[];
  readonly found: Found;
}

/** `bytes` are of files that one person chose together. */
export function* readFiles(inputs: readonly { readonly name: string; readonly bytes: Uint8Array }[]): Work<ReadFiles> {
  const databases: ReadDatabase[] = [];
  const problems: { path: string; message: string }[] = [];
  const others: { path: string; what: string }[] = [];
  const notes: string[] = [];
  for (const { name, bytes } of inputs) {
    const unpacked = yield* unpack(name, bytes, (head) => formOf(head) !== null);
    notes.push(...unpacked.notes);
    if (unpacked.files.length === 0 && unpacked.notes.length === 0)
      problems.push({ path: name, message: 'There is no database in it.' });
    for (const file of unpacked.files) {
      const form = formOf(file.bytes);
      if (form === null) continue;
      if (!isDatabaseForm(form)) {
        others.push({ path: file.path, what: OTHERS[form] });
        continue;
      }
      const read = yield* readDatabaseInPieces(file.bytes);
      if (!read.ok) {
        problems.push({ path: file.path, message: read.error.message });
        continue;
      }
      const side = SIDES.get(read.value.name);
      if (side === undefined) {
        others.push({ path: file.path, what: `a database of ${read.value.name}` });
        continue;
      }
      const southbound = side === 'southbound' ? yield* Southbound.open(read.value) : undefined;
      databases.push({ path: file.path, side, database: read.value, southbound });
    }
  }
  return { databases, found: { databases: describeAll(databases), problems, others, notes } };
}

const SIDES: ReadonlyMap<string, Side> = new Map([
  ['OVN_Northbound', 'northbound'],
  ['OVN_Southbound', 'southbound'],
]);

export const FORMS = {
  standalone: 'A database file',
  cluster: 'A server of a cluster',
  'dump-table': 'A dump',
  'dump-csv': 'A dump as CSV',
  'dump-json': 'A dump as JSON',
  list: 'Listed rows',
  'lflow-list': 'Listed logical flows',
} as const satisfies Readonly<Record<DatabaseForm, string>>;

const OTHERS = {
  flows: 'flows of a bridge',
  groups: 'groups of a bridge',
  'ofctl-show': 'ports of a bridge',
  'nbctl-show': 'what ovn-nbctl show printed',
  'sbctl-show': 'what ovn-sbctl show printed',
} as const satisfies Readonly<Record<OtherForm, string>>;

/** Names that are told one by one. */
const TOLD = 6;

function describeAll(all: readonly ReadDatabase[]): readonly FoundDatabase[] {
  return all.map(({ path, side, database, southbound }, index) => {
    const { notes, changed, form, tables } = database;
    return {
      index,
      path,
      side,
      form: FORMS[form],
      release: releaseOf(database).text,
      changed,
      rows: [...tables.values()].reduce((sum, { rows }) => sum + rows.size, 0),
      names: namesIn(database, southbound).slice(0, TOLD),
      damage: notes.filter(({ kind }) => kind === 'damage').map(({ text }) => text),
      notes: notes.filter(({ kind }) => kind === 'fact').map(({ text }) => text),
      ...partnerOf(all, southbound, path),
    };
  });
}

function namesIn(database: FileDatabase, southbound: Southbound | undefined): readonly string[] {
  if (southbound !== undefined) return [...southbound.datapaths.values()].map(({ name, alias }) => alias || name);
  return ['Logical_Switch', 'Logical_Router'].flatMap((table) =>
    [...rowsOf(database, table).values()].map((row) => textIn(row, 'name')),
  );
}

/** Share of datapaths whose switch or router must be there: between both recordings somebody may have added some. */
const ENOUGH = 0.5;

/** The northbound database that fits best; of those that fit alike the one that lies nearest, as its path tells. */
function partnerOf(
  all: readonly ReadDatabase[],
  southbound: Southbound | undefined,
  path: string,
): { readonly partner: number | null; readonly agreement: number | null } {
  let best: { readonly partner: number; readonly agreement: number; readonly near: number } | undefined;
  if (southbound !== undefined)
    for (const [partner, candidate] of all.entries()) {
      if (candidate.side !== 'northbound') continue;
      const share = agreement(candidate.database, southbound.datapaths.values());
      const near = alike(candidate.path, path);
      if (
        share >= ENOUGH &&
        (best === undefined || share > best.agreement || (share === best.agreement && near > best.near))
      )
        best = { partner, agreement: share, near };
    }
  return { partner: best?.partner ?? null, agreement: best?.agreement ?? null };
}

/** How much two paths have in common at both ends: `node1/ovnsb.db` is of `node1/ovnnb.db`. */
function alike(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let [before, behind] = [0, 0];
  while (before < most && a[before] === b[before]) before += 1;
  while (behind < most - before && a.at(-1 - behind) === b.at(-1 - behind)) behind += 1;
  return before + behind;
}
