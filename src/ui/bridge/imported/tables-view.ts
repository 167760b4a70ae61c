/** Tables and rows of both databases as they are shown: values as the tools print them, references that lead on. */
import { pairsIn, rowsOf, textIn, textsIn, type FileDatabase } from '../../../engine/database-file';
import { printValue } from '../../../engine/imported';
import type { ColumnSchema, Row } from '../../../engine/ovsdb';
import type { Databases } from './network-view';
import type { NamedRow, RowDetails, RowLine, Side, TableView, ValuePart } from './protocol';
import type { Part, Range } from '../windows-protocol';
import { namedRow } from './row-title';

export function databaseOf({ northbound, southbound }: Databases, side: Side): FileDatabase | undefined {
  return side === 'northbound' ? northbound : southbound?.database;
}

export function tablesView(databases: Databases): readonly TableView[] {
  return (['northbound', 'southbound'] as const).flatMap((side) =>
    [...(databaseOf(databases, side)?.tables ?? [])]
      .map(([table, { rows, schema }]) => ({ side, table, rows: rows.size, columns: [...schema.columns.keys()] }))
      .sort((a, b) => (a.table < b.table ? -1 : 1)),
  );
}

/** Values that are looked through for a text stay what they were asked for last: scrolling asks for the same ones again. */
export class RowSearch {
  private key = '';
  private found: readonly Row[] = [];

  page(databases: Databases, side: Side, table: string, text: string, { start, count }: Range): Part<RowLine> {
    const held = databaseOf(databases, side)?.tables.get(table);
    if (held === undefined) return { start, total: 0, items: [] };
    const key = JSON.stringify([side, table, text]);
    if (key !== this.key) {
      this.key = key;
      const words = text.toLowerCase().split(/\s+/).filter(Boolean);
      const all = [...held.rows.values()];
      this.found = words.length === 0 ? all : all.filter((row) => hasWords(row, words));
    }
    const columns = [...held.schema.columns.values()];
    const items = this.found.slice(start, start + count).map((row) => ({
      row: namedRow(side, table, row),
      cells: columns.map((column) => shorten(textOf(row, column))),
    }));
    return { start, total: this.found.length, items };
  }
}

function hasWords(row: Row, words: readonly string[]): boolean {
  const text = JSON.stringify(row).toLowerCase();
  return words.every((word) => text.includes(word));
}

/** Characters of a value in a table; its row shows all. */
const LONGEST = 160;

function shorten(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function textOf(row: Row, { name, type }: ColumnSchema): string {
  const value = row[name];
  return value === undefined ? '' : printValue(value, type);
}

/** Rows that refer to a row, of which so many are told. */
const MOST_USERS = 30;

export function rowDetails(
  databases: Databases,
  side: Side,
  table: string,
  uuid: string,
  flows: (row: Row) => number,
): RowDetails | null {
  const database = databaseOf(databases, side);
  const held = database?.tables.get(table);
  const row = held?.rows.get(uuid);
  if (database === undefined || held === undefined || row === undefined) return null;
  return {
    row: namedRow(side, table, row),
    columns: [...held.schema.columns.values()].map((column) => ({
      name: column.name,
      type: column.shape,
      parts: partsOf(database, side, row, column),
    })),
    users: usersOf(database, side, table, uuid),
    related: relatedTo(databases, side, table, row),
    flows: side === 'northbound' ? flows(row) : 0,
  };
}

function partsOf(database: FileDatabase, side: Side, row: Row, column: ColumnSchema): readonly ValuePart[] {
  const { name, type } = column;
  const find = (table: string | undefined, uuid: string): NamedRow | null => {
    const found = table === undefined ? undefined : rowsOf(database, table).get(uuid);
    return found === undefined || table === undefined ? null : namedRow(side, table, found);
  };
  if (type.value !== undefined)
    return pairsIn(row, name).map(([key, value]) => ({
      text: `${key}: ${value}`,
      row: find(type.value?.refTable, value),
    }));
  if (type.key.refTable === undefined && column.shape === 'set' && type.max !== 1)
    return textsIn(row, name).map((text) => ({ text, row: null }));
  if (type.key.refTable === undefined)
    return [{ text: textIn(row, name), row: null }].filter(({ text }) => text !== '');
  return textsIn(row, name).map((text) => {
    const found = find(type.key.refTable, text);
    return { text: found?.title ?? text, row: found };
  });
}

/** Which columns of the schema may refer to the table is known; their rows are looked through. */
function usersOf(database: FileDatabase, side: Side, table: string, uuid: string): readonly NamedRow[] {
  const users: NamedRow[] = [];
  for (const [name, { schema, rows }] of database.tables) {
    const columns = [...schema.columns.values()].filter(
      ({ type }) => type.key.refTable === table || type.value?.refTable === table,
    );
    if (columns.length === 0) continue;
    for (const row of rows.values()) {
      if (!columns.some((column) => refersTo(row, column, uuid))) continue;
      users.push(namedRow(side, name, row));
      if (users.length >= MOST_USERS) return users;
    }
  }
  return users;
}

function refersTo(row: Row, { name, type }: ColumnSchema, uuid: string): boolean {
  if (type.value !== undefined) return pairsIn(row, name).some(([key, value]) => key === uuid || value === uuid);
  return textsIn(row, name).includes(uuid);
}

/** In the other database. */
function relatedTo({ provenance }: Databases, side: Side, table: string, row: Row): readonly NamedRow[] {
  if (provenance === undefined) return [];
  const { southbound } = provenance;
  if (side === 'northbound') {
    const datapath = provenance.datapathOf(row);
    const own = datapath && rowsOf(southbound.database, 'Datapath_Binding').get(datapath.uuid);
    const binding = PORTS.has(table) ? provenance.bindingOf(row) : undefined;
    return [
      ...(own === undefined ? [] : [namedRow('southbound', 'Datapath_Binding', own)]),
      ...(binding === undefined ? [] : [namedRow('southbound', 'Port_Binding', binding)]),
    ];
  }
  if (table === 'Port_Binding') return asList(provenance.behindBinding(row));
  if (table === 'Datapath_Binding') {
    const datapath = southbound.datapaths.get(row._uuid);
    return datapath === undefined ? [] : asList(provenance.behindDatapath(datapath));
  }
  if (table === 'Logical_Flow') {
    const flow = southbound.flows.get(row._uuid);
    return flow === undefined ? [] : provenance.behindFlow(flow).flatMap(asList);
  }
  return [];
}

const PORTS: ReadonlySet<string> = new Set(['Logical_Switch_Port', 'Logical_Router_Port']);

function asList(found: { readonly table: string; readonly row: Row } | undefined): readonly NamedRow[] {
  return found === undefined ? [] : [namedRow('northbound', found.table, found.row)];
}
