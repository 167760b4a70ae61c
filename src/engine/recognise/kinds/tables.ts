/**
 * Tables as `--format=table` and `ovsdb-client dump` print them (a heading, a rule
 * of dashes, rows cut at the columns of the rule), and as `--format=csv` does.
 */
import { readCell, type Cell } from '../cells';
import { readRow } from '../rows';
import type { Source } from '../source';
import type { TextRange } from '../../base';
import type { Kind } from './kind';

const NOT_OF_USE = 'This is a row of a table that holds no match, set or group.';

export const TABLES: Kind = {
  name: 'tables',
  says: 'tables of ovn-nbctl, ovn-sbctl and ovsdb-client',
  lines(source, at) {
    const title = /^([A-Z]\w*) table$/.exec(source.lines[at]?.text ?? '')?.[1];
    const head = title === undefined ? at : at + 1;
    const rule = source.lines[head + 1];
    const names = source.lines[head];
    if (names === undefined || !/^-[- ]*$/.test(rule?.text ?? '')) return undefined;
    const columns = columnsOf(rule?.text ?? '');
    if (columns.length < 2 && title === undefined) return undefined;
    const headings = columns.map(({ start, end }) => names.text.slice(start, end).trim());
    let next = head + 2;
    for (; next < source.lines.length; next++) {
      const line = source.lines[next];
      if (line === undefined || line.text.trim() === '' || /^[A-Z]\w* table$/.test(line.text)) break;
      const cells = new Map<string, Cell>();
      for (const [index, { start, end }] of columns.entries()) {
        const last = index === columns.length - 1;
        const from = Math.min(line.start + start, line.end);
        cells.set(
          headings[index] ?? '',
          readCell(source.text, from, last ? line.end : Math.min(line.start + end, line.end)),
        );
      }
      if (!readRow(source, { table: title ?? source.setting.table, columns: cells, place: line }))
        source.leave(line, NOT_OF_USE);
    }
    return next;
  },
};

/** Where the columns of a rule of dashes are. */
function columnsOf(rule: string): readonly TextRange[] {
  const columns: TextRange[] = [];
  for (let at = 0; at < rule.length;) {
    if (rule.charAt(at) !== '-') {
      at++;
      continue;
    }
    const start = at;
    while (rule.charAt(at) === '-') at++;
    columns.push({ start, end: at });
  }
  return columns;
}

export const CSV: Kind = {
  name: 'csv',
  says: 'rows with --format=csv',
  lines(source, at) {
    const text = source.lines[at]?.text ?? '';
    if (text.length > 2000 || !/^[a-z_"][\w"]*(?:,[\w"]+)+$/.test(text)) return undefined;
    const headings = text.split(',').map((name) => name.replaceAll('"', ''));
    if (!headings.some((name) => KEY_COLUMNS.has(name))) return undefined;
    let next = at + 1;
    while (next < source.lines.length) {
      const start = source.lines[next]?.start ?? source.text.length;
      if ((source.lines[next]?.text ?? '').trim() === '') break;
      const row = readCsvRow(source, start);
      if (row?.cells.length !== headings.length) break;
      const columns = new Map(headings.map((name, index) => [name, row.cells[index] ?? EMPTY]));
      const place = { start, end: row.end };
      if (!readRow(source, { table: source.setting.table, columns, place })) source.leave(place, NOT_OF_USE);
      next++;
      while ((source.lines[next]?.start ?? Infinity) < row.end) next++;
    }
    return next;
  },
};

const KEY_COLUMNS: ReadonlySet<string> = new Set(['match', 'addresses', 'ports', '_uuid']);
const EMPTY: Cell = { place: { start: 0, end: 0 }, atoms: [], keys: [] };

/** RFC 4180: a field in quotes may hold commas, line ends and quotes, which are doubled. */
function readCsvRow(
  source: Source,
  from: number,
): { readonly cells: readonly Cell[]; readonly end: number } | undefined {
  const { text } = source;
  const cells: Cell[] = [];
  for (let at = from; ;) {
    const start = at;
    if (text.charAt(at) === '"') {
      do at = text.indexOf('"', at + 1) + 1;
      while (at > 0 && text.charAt(at) === '"');
      if (at === 0) {
        // A quotation mark that is not closed was looked for to the end of the text.
        source.patience -= text.length - start;
        return undefined;
      }
      const inner = text.slice(start + 1, at - 1);
      const place = { start: start + 1, end: at - 1 };
      if (inner.includes('"')) {
        const { atoms, keys } = readCell(inner.replaceAll('""', '"'), 0, inner.length);
        // Doubled quotes shift what is inside: all of it has the place of the field.
        cells.push({ place, atoms: atoms.map((atom) => ({ text: atom.text, place })), keys });
      } else cells.push(readCell(text, place.start, place.end));
    } else {
      while (at < text.length && !/[,\r\n]/.test(text.charAt(at))) at++;
      cells.push(readCell(text, start, at));
    }
    const after = text.charAt(at);
    if (after === ',') at++;
    else return after === '' || after === '\n' || after === '\r' ? { cells, end: at } : undefined;
  }
}
