/**
 * A file of a database that one server keeps alone, and what `ovsdb-client backup`
 * writes: the schema, then transactions (ovsdb(5), "Standalone Format"). Compacted,
 * it is the schema and one transaction with every row.
 */
import { err, ok, type Result, type Work } from '../base';
import { Content } from './content';
import type { FileDatabase, Note } from './file-database';
import { LogRecords } from './log-records';

export function* readStandalone(bytes: Uint8Array): Work<Result<FileDatabase>> {
  const records = new LogRecords(bytes);
  const content = new Content(bytes);
  let transactions = 0;
  for (let record = yield* records.next(); record !== undefined; record = yield* records.next()) {
    const wrong: string | null =
      record.number === 1
        ? content.begin(record)
        : yield* content.transaction(record, `record ${record.number} at byte ${record.at}`);
    if (wrong !== null) records.refuse(record, wrong);
    else if (record.number > 1) transactions += 1;
    yield { what: 'reads records', done: record.to, total: bytes.length };
  }
  const { schema } = content;
  if (schema === null) return err({ code: 'no-schema', message: records.damage ?? 'There is no record in this file.' });
  return ok({
    name: schema.name,
    form: 'standalone',
    schema,
    schemaIs: 'of the file',
    tables: content.finished(),
    changed: content.changed,
    cluster: null,
    notes: notesOf(content, records, `${transactions} transactions before it were read`),
  });
}

/** What was left out, and what ended the reading. */
export function notesOf(content: Content, records: LogRecords, usable: string): readonly Note[] {
  const complaints = content.complaints.all().map((text): Note => ({ kind: 'damage', text }));
  const { damage } = records;
  return damage === null
    ? complaints
    : [...complaints, { kind: 'damage', text: `${damage} ${usable}; nothing behind it was.` }];
}
