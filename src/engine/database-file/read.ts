/** Any file that holds a database, to the database. */
import { err, finishWork, ok, type Result, type Work } from '../base';
import { readCluster } from './cluster';
import type { DatabaseForm, FileDatabase } from './file-database';
import { formOf, type OtherForm } from './forms';
import { databaseOf } from './guessed';
import { readJsonTables } from './json-tables';
import { readLflowList } from './lflow-list';
import { Lines } from './lines';
import { readPrintedRecords } from './printed-records';
import { readCsvTables, readPrintedTables, type PrintedTables } from './printed-tables';
import { readStandalone } from './standalone';

/** A problem only where nothing of use is in it: what is damaged is read up to there, and its notes say so. */
export function readDatabaseFile(bytes: Uint8Array): Result<FileDatabase> {
  return finishWork(readDatabaseInPieces(bytes));
}

/** The same with rests, in which the caller may say how far it is, or stop. */
export function* readDatabaseInPieces(bytes: Uint8Array): Work<Result<FileDatabase>> {
  const form = formOf(bytes);
  if (form === null || !isDatabaseForm(form))
    return err({ code: 'no-database', message: 'It does not begin like a file that holds a database.' });
  if (form === 'standalone') return yield* readStandalone(bytes);
  if (form === 'cluster') return yield* readCluster(bytes);
  const { tables, notes } = yield* READERS[form](bytes);
  const rows = tables.reduce((sum, table) => sum + table.rows.length, 0);
  if (rows === 0 && notes.length > 0) return err({ code: 'no-rows', message: notes.map(({ text }) => text).join(' ') });
  const database = yield* databaseOf(form, tables, notes);
  return database.ok ? ok(database.value) : database;
}

export function isDatabaseForm(form: DatabaseForm | OtherForm): form is DatabaseForm {
  return form === 'standalone' || form === 'cluster' || Object.hasOwn(READERS, form);
}

const READERS = {
  'dump-table': (bytes) => readPrintedTables(new Lines(bytes)),
  'dump-csv': (bytes) => readCsvTables(new Lines(bytes)),
  'dump-json': readJsonTables,
  list: (bytes) => readPrintedRecords(new Lines(bytes)),
  'lflow-list': (bytes) => readLflowList(new Lines(bytes)),
} as const satisfies Readonly<
  Record<Exclude<DatabaseForm, 'standalone' | 'cluster'>, (bytes: Uint8Array) => Work<PrintedTables>>
>;
