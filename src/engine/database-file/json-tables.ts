/** What `ovsdb-client dump --format=json` prints: an object with `caption`, `headings` and `data` for each table. */
import type { Work } from '../base';
import type { Note } from './file-database';
import type { PlainTable } from './guessed';
import { parsePart, partsInPieces, type Part } from './json-scanner';
import { tableWith } from './known-columns';
import { CAPTION, type PrintedTables } from './printed-tables';

/** Rows between two rests. */
const STRIDE = 500;

export function* readJsonTables(bytes: Uint8Array): Work<PrintedTables> {
  const tables: PlainTable[] = [];
  const notes: Note[] = [];
  for (let at = bytes.indexOf(0x7b); at >= 0;) {
    const members = yield* partsInPieces(bytes, at, bytes.length);
    const table = members === undefined ? undefined : yield* readTable(bytes, members);
    if (members === undefined || table === undefined) {
      const text = `The JSON at byte ${at} is no table, or cut off; the ${tables.length} tables before it were read.`;
      notes.push({ kind: 'damage', text });
      break;
    }
    tables.push(table);
    at = bytes.indexOf(0x7b, Math.max(at + 1, ...members.map(({ to }) => to)));
  }
  return { tables, notes };
}

function* readTable(bytes: Uint8Array, members: readonly Part[]): Work<PlainTable | undefined> {
  const member = (name: string) => members.find(({ key }) => key === name);
  const [captioned, headed, data] = [member('caption'), member('headings'), member('data')];
  if (headed === undefined || data === undefined) return undefined;
  const headings = parsePart(bytes, headed);
  if (!Array.isArray(headings)) return undefined;
  const columns = headings.map((heading: unknown) => String(heading));
  const caption = captioned === undefined ? undefined : parsePart(bytes, captioned);
  const rows: (readonly unknown[])[] = [];
  for (const part of (yield* partsInPieces(bytes, data.from, data.to)) ?? []) {
    const row = parsePart(bytes, part);
    if (!Array.isArray(row)) return undefined;
    rows.push(row);
    if (rows.length % STRIDE === 0) yield { what: 'reads rows', done: part.to, total: bytes.length };
  }
  const name = typeof caption === 'string' ? CAPTION.exec(caption)?.[1] : undefined;
  return { name: name ?? tableWith(columns)?.table ?? 'Unknown', columns, rows };
}
