/**
 * What `ovn-sbctl list` and its kin print, and `--format=list`: lines `column : value`,
 * an empty line between rows, sometimes a caption. Without one the columns tell which
 * table it is. Several lists may follow each other.
 */
import { utf8Decode, type Work } from '../base';
import { readCell, type Cell } from './cells';
import type { Note } from './file-database';
import type { PlainTable } from './guessed';
import { tableWith } from './known-columns';
import type { Lines } from './lines';
import { CAPTION, type PrintedTables } from './printed-tables';

/** Rows between two rests. */
const STRIDE = 200;
const COLUMN = /^([a-z_]\w*) *: ?/;

interface Gathered {
  readonly columns: string[];
  readonly rows: Cell[][];
}

export function* readPrintedRecords(lines: Lines): Work<PrintedTables> {
  const tables = new Map<string, Gathered>();
  const notes: Note[] = [];
  let caption: string | undefined;
  let count = 0;
  while (lines.hasMore()) {
    const { at } = lines;
    const captioned = CAPTION.exec(lines.peekText())?.[1];
    if (captioned !== undefined) {
      caption = captioned;
      lines.skip();
      continue;
    }
    const record = readRecord(lines);
    if (record.size === 0) {
      const text = `The line at byte ${at} is no column of a row; the ${count} rows before it were read.`;
      notes.push({ kind: 'damage', text });
      break;
    }
    const name = caption ?? tableWith([...record.keys()])?.table ?? 'Unknown';
    add(tables, name, record);
    count += 1;
    if (count % STRIDE === 0) yield { what: 'reads rows', done: lines.at, total: lines.bytes.length };
  }
  return { tables: [...tables].map(([name, table]): PlainTable => ({ name, ...table })), notes };
}

function readRecord(lines: Lines): ReadonlyMap<string, Cell> {
  const record = new Map<string, Cell>();
  while (!lines.isAtEnd) {
    const text = utf8Decode(lines.peek());
    const found = COLUMN.exec(text);
    const column = found?.[1];
    // The same column again is the next row: somebody took the empty line away.
    if (found === null || column === undefined || record.has(column)) break;
    record.set(column, readCell(text.slice(found[0].length)));
    lines.skip();
  }
  return record;
}

function add(tables: Map<string, Gathered>, name: string, record: ReadonlyMap<string, Cell>): void {
  const table = tables.get(name) ?? { columns: [], rows: [] };
  tables.set(name, table);
  const cells: Cell[] = [];
  for (const [column, cell] of record) {
    let at = table.columns.indexOf(column);
    if (at < 0) at = table.columns.push(column) - 1;
    cells[at] = cell;
  }
  table.rows.push(Array.from(cells));
}
