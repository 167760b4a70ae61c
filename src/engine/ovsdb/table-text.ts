/**
 * Tables as the OVS tools of 2015 print them (ovsdb-client(1), "Table Formatting
 * Options"): the aligned format pads also the last column.
 */
import { utf8Encode } from '../base';
import { formatDatum } from './datum-text';
import { valueToJson } from './datum-json';
import { jsonText } from './json';
import type { ColumnType } from './schema';
import type { ColumnValue } from './types';

export const TABLE_FORMATS = ['table', 'list', 'html', 'csv', 'json'] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];

export const CELL_FORMATS = ['string', 'bare', 'json'] as const;
export type CellFormat = (typeof CELL_FORMATS)[number];

export interface TableStyle {
  /** `--format` */
  readonly format: TableFormat;
  /** `--data`: how values of a database are written; text always stays as it is. */
  readonly data: CellFormat;
  /** False for `--no-headings`. */
  readonly headings: boolean;
  /** Aligned lines end where their text does, and headings that are not printed make nothing wider, as with the tools of today. */
  readonly trimmed?: boolean;
  /** `--max-column-width` of the tools of today. */
  readonly maxWidth?: number;
}

export const DEFAULT_STYLE: TableStyle = { format: 'table', data: 'string', headings: true };

/** Text, or a value of a database together with its type. */
export type Cell = string | { readonly value: ColumnValue; readonly type: ColumnType };

export interface Table {
  readonly caption?: string;
  readonly headings: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** One table, ending in a newline. */
export function formatTable(table: Table, style: TableStyle = DEFAULT_STYLE): string {
  return FORMATTERS[style.format](table, style);
}

/** Several tables of one program: an empty line between them, except in HTML and JSON. */
export function formatTables(tables: readonly Table[], style: TableStyle = DEFAULT_STYLE): string {
  const separator = style.format === 'html' || style.format === 'json' ? '' : '\n';
  return tables.map((table) => formatTable(table, style)).join(separator);
}

/** A value without quotes, brackets and commas: `--data=bare`. */
function formatBare(value: ColumnValue): string {
  if (typeof value !== 'object') return String(value);
  return value.map((member) => (typeof member === 'object' ? `${member[0]}=${member[1]}` : String(member))).join(' ');
}

const FORMATTERS = {
  table: formatAligned,
  list: formatList,
  html: formatHtml,
  csv: formatCsv,
  json: formatJson,
} as const satisfies Record<TableFormat, (table: Table, style: TableStyle) => string>;

const CELL_TEXT = {
  string: formatDatum,
  bare: formatBare,
  json: (value, type) => jsonText(valueToJson(value, type)),
} as const satisfies Record<CellFormat, (value: ColumnValue, type: ColumnType) => string>;

function cellText(cell: Cell, style: TableStyle): string {
  return typeof cell === 'string' ? cell : CELL_TEXT[style.data](cell.value, cell.type);
}

function textRows(table: Table, style: TableStyle): string[][] {
  return table.rows.map((row) => row.map((cell) => cellText(cell, style)));
}

function lines(...parts: readonly (readonly string[])[]): string {
  return parts.flat().reduce((text, line) => `${text}${line}\n`, '');
}

function captionLines({ caption }: Table): readonly string[] {
  return caption === undefined ? [] : [caption];
}

/** In 2015 a heading's width counts also where headings are not printed. */
function formatAligned(table: Table, style: TableStyle): string {
  const { trimmed = false, maxWidth = 0, headings } = style;
  const most = maxWidth > 0 ? maxWidth : Infinity;
  const rows = textRows(table, style);
  const widths = table.headings.map((heading, x) => {
    const own = rows.reduce((width, row) => Math.max(width, widthOf(row[x] ?? '')), 0);
    return Math.max(Math.min(own, most), headings || !trimmed ? heading.length : 0);
  });
  const cut = (cell: string, width: number) => (widthOf(cell) > width ? cell.slice(0, width) : cell);
  const line = (cells: readonly string[]) => {
    const text = cells.map((cell, x) => pad(cut(cell, widths[x] ?? 0), widths[x] ?? 0)).join(' ');
    return trimmed ? text.replace(/ +$/, '') : text;
  };
  const head = style.headings ? [line(table.headings), line(widths.map((width) => '-'.repeat(width)))] : [];
  return lines(captionLines(table), head, rows.map(line));
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

/** In bytes: the C programs count them, and so does their padding. */
function widthOf(text: string): number {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return utf8Encode(text).length;
  return text.length;
}

function formatList(table: Table, style: TableStyle): string {
  const records = textRows(table, style).map((row) =>
    lines(row.map((cell, x) => (style.headings ? `${(table.headings[x] ?? '').padEnd(20)}: ${cell}` : cell))),
  );
  return lines(captionLines(table)) + records.join('\n');
}

function formatCsv(table: Table, style: TableStyle): string {
  const rows = [...(style.headings ? [table.headings] : []), ...textRows(table, style)];
  return lines(
    captionLines(table),
    rows.map((row) => row.map(csvCell).join(',')),
  );
}

function csvCell(text: string): string {
  return /[\n",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Headings are always part of the JSON form, and values keep their JSON form whatever `data` says. */
function formatJson(table: Table): string {
  const data = table.rows.map((row) =>
    row.map((cell) => (typeof cell === 'string' ? cell : valueToJson(cell.value, cell.type))),
  );
  return `${jsonText({ caption: table.caption, data, headings: table.headings })}\n`;
}

/** UUIDs become links to the row that has them, where its own `_uuid` cell is the anchor. */
function formatHtml(table: Table, style: TableStyle): string {
  const element = (tag: string, text: string) => `    <${tag}>${linkUuids(text)}</${tag}>`;
  const cell = (text: string, x: number) =>
    table.headings[x] === '_uuid'
      ? `    <td><a name="${escapeHtml(text)}">${escapeHtml(text.slice(0, 8))}</a></td>`
      : element('td', text);
  const row = (cells: readonly string[]) => ['  <tr>', ...cells, '  </tr>'];
  return lines(
    ['<table border=1>'],
    captionLines(table).map((caption) => element('caption', caption)),
    style.headings ? row(table.headings.map((heading) => element('th', heading))) : [],
    textRows(table, style).flatMap((cells) => row(cells.map(cell))),
    ['</table>'],
  );
}

function linkUuids(text: string): string {
  const uuid = /([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/i;
  return text
    .split(uuid)
    .map((part, i) => (i % 2 === 1 ? `<a href="#${part}">${part.slice(0, 8)}</a>` : escapeHtml(part)))
    .join('');
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
