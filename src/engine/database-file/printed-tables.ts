/**
 * What `ovsdb-client dump` prints as a table (a caption, a heading, a rule of dashes,
 * rows cut at the columns of the rule) and with `--format=csv` (a caption, rows with
 * commas). A caption is missing where one table was asked for with other programs.
 */
import { utf8Decode, type Work } from '../base';
import { readCell, type Cell } from './cells';
import type { Note } from './file-database';
import type { PlainTable } from './guessed';
import { tableWith } from './known-columns';
import type { Lines } from './lines';

/** Rows between two rests. */
const STRIDE = 500;
export const CAPTION = /^([A-Za-z]\w*) table$/;

export interface PrintedTables {
  readonly tables: readonly PlainTable[];
  readonly notes: readonly Note[];
}

export function* readPrintedTables(lines: Lines): Work<PrintedTables> {
  return yield* readAll(lines, function* (caption) {
    const heading = lines.peek();
    lines.skip();
    const rule = lines.peekText();
    if (!/^-[- ]*$/.test(rule)) return undefined;
    lines.skip();
    const places = [...rule.matchAll(/-+/g)].map(({ index, 0: dashes }) => [index, index + dashes.length] as const);
    const cut = (line: Uint8Array) =>
      places.map(([from, to], at) => utf8Decode(line.subarray(from, at === places.length - 1 ? line.length : to)));
    const columns = cut(heading).map((name) => name.trim());
    return yield* readRows(lines, caption, columns, () => {
      const line = lines.peek();
      lines.skip();
      return cut(line).map(readCell);
    });
  });
}

export function* readCsvTables(lines: Lines): Work<PrintedTables> {
  return yield* readAll(lines, function* (caption) {
    const columns = readCsvRow(lines);
    if (!columns.every((name) => /^\w+$/.test(name))) return undefined;
    return yield* readRows(lines, caption, columns, () => readCsvRow(lines).map(readCell));
  });
}

function* readAll(
  lines: Lines,
  read: (caption: string | undefined) => Work<PlainTable | undefined>,
): Work<PrintedTables> {
  const tables: PlainTable[] = [];
  const notes: Note[] = [];
  while (lines.hasMore()) {
    const { at } = lines;
    const caption = CAPTION.exec(lines.peekText())?.[1];
    if (caption !== undefined) lines.skip();
    const table = yield* read(caption);
    if (table === undefined) {
      const text = `The text from byte ${at} on is no table; the ${tables.length} tables before it were read.`;
      notes.push({ kind: 'damage', text });
      break;
    }
    tables.push(table);
  }
  return { tables, notes };
}

function* readRows(
  lines: Lines,
  caption: string | undefined,
  columns: readonly string[],
  read: () => readonly Cell[],
): Work<PlainTable> {
  const rows: (readonly Cell[])[] = [];
  while (!lines.isAtEnd && lines.peek().length > 0) {
    rows.push(read());
    if (rows.length % STRIDE === 0) yield { what: 'reads rows', done: lines.at, total: lines.bytes.length };
  }
  return { name: caption ?? tableWith(columns)?.table ?? 'Unknown', columns, rows };
}

/** RFC 4180: a field in quotes may hold commas, line ends and quotes, which are doubled. */
function readCsvRow(lines: Lines): readonly string[] {
  const { bytes } = lines;
  const fields: string[] = [];
  for (let at = lines.at; ;) {
    const start = at;
    const quoted = bytes[at] === 0x22;
    if (quoted) {
      at += 1;
      while (at < bytes.length && (bytes[at] !== 0x22 || bytes[at + 1] === 0x22)) at += bytes[at] === 0x22 ? 2 : 1;
      fields.push(utf8Decode(bytes.subarray(start + 1, at)).replaceAll('""', '"'));
      at += 1;
    } else {
      while (at < bytes.length && bytes[at] !== 0x2c && bytes[at] !== 0x0a) at++;
      fields.push(utf8Decode(bytes.subarray(start, at)).replace(/\r$/, ''));
    }
    if (at < bytes.length && bytes[at] === 0x2c) {
      at += 1;
      continue;
    }
    lines.at = at;
    lines.skip();
    return fields;
  }
}
