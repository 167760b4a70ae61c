/** `ovn-nbctl list` and `find`, and ovn-sbctl's: `name : value` lines, an empty line between rows. */
import { readCell, type Cell } from '../cells';
import { readRow } from '../rows';
import type { Line, Source } from '../source';
import type { Kind } from './kind';

const COLUMN = /^([a-z_][a-z0-9_]*)( *): /;

export const RECORDS: Kind = {
  name: 'records',
  says: 'rows as ovn-nbctl list and find print them',
  lines(source, at) {
    if (!startsRecord(source, at)) return undefined;
    let next = at;
    const columns = new Map<string, Cell>();
    for (; next < source.lines.length; next++) {
      const line = source.lines[next];
      const name = line === undefined ? undefined : columnOf(line);
      // The same column again is the next row: grep took the empty line away.
      if (line === undefined || name === undefined || columns.has(name)) break;
      columns.set(name, readCell(source.text, line.start + line.text.indexOf(':') + 1, line.end));
    }
    const place = { start: source.lines[at]?.start ?? 0, end: source.lines[next - 1]?.end ?? 0 };
    if (!readRow(source, { table: source.setting.table, columns, place }))
      source.leave(place, 'This is a row of a table that holds no match, set or group.');
    return next;
  },
};

/** A column padded as the tools do, or two in a row. */
function startsRecord(source: Source, at: number): boolean {
  const [line, following] = [source.lines[at], source.lines[at + 1]];
  if (line === undefined || columnOf(line) === undefined) return false;
  const padding = COLUMN.exec(line.text)?.[0].length ?? 0;
  return padding >= 20 || (following !== undefined && columnOf(following) !== undefined);
}

function columnOf(line: Line): string | undefined {
  const found = COLUMN.exec(line.text) ?? COLUMN.exec(`${line.text} `);
  return found?.[1];
}
