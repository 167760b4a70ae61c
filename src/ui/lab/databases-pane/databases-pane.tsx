/** The databases pane: a database, a table, its rows as ovsdb-client prints cells. */
import { useCallback, useMemo, useState } from 'react';
import { Button, EmptyState, SelectField } from '../../kit';
import { engine } from '../../bridge';
import type { ColumnInfo, DatabaseInfo, RowView, TableInfo } from '../../bridge';
import { rowKey, setPaneFilters, tableKey, useMirror, usePaneFilters, useWindow } from '../../state';
import css from '../panes.module.css';
import { columnsInUse, inReadingOrder } from './columns';
import { RowsTable } from '../table';
import type { Column, Item } from '../table';

export function DatabasesPane() {
  const databases = useMirror((m) => m.databases);
  const extents = useMirror((m) => m.tables);
  const { database: databaseKey, tables, rows: filter } = usePaneFilters();
  const database = databases.find((candidate) => candidate.key === databaseKey) ?? databases[0];
  const table = database && (database.tables.find(({ name }) => name === tables[database.key]) ?? firstTable(database));
  if (!database || !table) {
    return (
      <EmptyState title="No databases yet">
        OVN keeps its state in OVSDB databases; they appear here as soon as the engine has started.
      </EmptyState>
    );
  }
  const { size = 0, version = 0 } = extents.get(tableKey(database.key, table.name)) ?? {};
  return (
    <div className={css.pane}>
      <div className={css.tools}>
        <SelectField
          label="Database"
          hideLabel
          value={database.key}
          options={databases.map(({ key, name, machine }) => ({
            value: key,
            label: machine === null ? name : `${name} on ${machine}`,
          }))}
          onChange={(key) => setPaneFilters({ database: key })}
        />
        <SelectField
          label="Table"
          hideLabel
          value={table.name}
          options={database.tables.map(({ name }) => ({
            value: name,
            label: `${name} (${extents.get(tableKey(database.key, name))?.size ?? 0})`,
          }))}
          onChange={(name) => setPaneFilters({ tables: { ...tables, [database.key]: name } })}
        />
        <input
          className={css.filter}
          type="search"
          placeholder="Filter by any cell"
          aria-label="Filter the rows"
          value={filter}
          onChange={(event) => setPaneFilters({ rows: event.target.value })}
        />
        <span className={css.grow} />
        <span className={css.note}>{size === 1 ? '1 row' : `${size} rows`}</span>
      </div>
      {size === 0 ? (
        <EmptyState title={`${table.name} is empty`}>
          Rows appear here the moment a program commits them, and flash when they change.
        </EmptyState>
      ) : (
        <Content
          key={tableKey(database.key, table.name)}
          database={database}
          table={table}
          version={version}
          filter={filter}
        />
      )}
    </div>
  );
}

interface ContentProps {
  readonly database: DatabaseInfo;
  readonly table: TableInfo;
  /** When its rows last changed. */
  readonly version: number;
  readonly filter: string;
}

function Content({ database, table, version, filter }: ContentProps) {
  const [whole, setWhole] = useState(false);
  const question = `${tableKey(database.key, table.name)} ${filter}`;
  const { at, ready, ...window } = useWindow(question, version, (range) =>
    engine().tableRows(database.key, table.name, range, filter),
  );
  const { total } = window;
  const ordered = useMemo(() => inReadingOrder(table.columns), [table]);
  const used = useMemo(() => {
    const here = Array.from({ length: total }, (_, index) => at(index)?.value).filter((row) => row !== undefined);
    return here.length === 0 ? ordered : columnsInUse(ordered, here);
  }, [ordered, at, total]);
  const columns = useMemo(() => columnsOf(whole ? ordered : used), [whole, ordered, used]);
  const item = useCallback(
    (index: number): Item<RowView> | undefined => {
      const row = at(index);
      return row && { kind: 'row', key: rowKey(database.name, row.value.uuid), value: row.value, touched: row.touched };
    },
    [at, database.name],
  );
  const empty = ordered.filter((column) => !used.includes(column)).map(({ name }) => name);
  if (ready && total === 0)
    return (
      <EmptyState title="No row has that">
        No cell of {table.name} contains “{filter}”.
      </EmptyState>
    );
  return (
    <div className={css.folded}>
      <RowsTable label={table.name} columns={columns} rows={{ ...window, at: item }} />
      {empty.length === 0 ? null : (
        <p className={css.foldedNote}>
          <Button look="quiet" aria-expanded={whole} onClick={() => setWhole(!whole)}>
            {whole ? 'Hide' : 'Show'} {empty.length} empty {empty.length === 1 ? 'column' : 'columns'}
          </Button>
          <span>{empty.join(', ')}</span>
        </p>
      )}
    </div>
  );
}

function firstTable(database: DatabaseInfo): TableInfo | undefined {
  const wanted =
    database.name === 'OVN_Northbound' ? 'Logical_Port' : database.name === 'OVN_Southbound' ? 'Chassis' : 'Interface';
  return database.tables.find(({ name }) => name === wanted) ?? database.tables[0];
}

function columnsOf(columns: readonly ColumnInfo[]): readonly Column<RowView>[] {
  const uuid: Column<RowView> = { id: '_uuid', header: '_uuid', track: '18rem', cell: (row) => row.uuid };
  return [
    ...columns.map((column) => ({
      id: column.name,
      header: column.name,
      track: column.isUuid ? '18rem' : column.kind === 'atom' ? 'minmax(7.5rem, 1fr)' : 'minmax(11.25rem, 2fr)',
      cell: (row: RowView) => {
        const text = row.cells[column.name] ?? '';
        return <span title={text}>{text}</span>;
      },
    })),
    uuid,
  ];
}
