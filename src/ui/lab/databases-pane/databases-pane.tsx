/** The databases pane: a database, a table, its rows as ovsdb-client prints cells. */
import { useCallback, useMemo, useState } from 'react';
import { EmptyState, SelectField } from '../../kit';
import { engine } from '../../bridge';
import type { DatabaseInfo, RowView, TableInfo } from '../../bridge';
import { rowKey, tableKey, useMirror, useWindow } from '../../state';
import css from '../panes.module.css';
import { RowsTable } from '../table';
import type { Column, Item } from '../table';

export function DatabasesPane() {
  const databases = useMirror((m) => m.databases);
  const extents = useMirror((m) => m.tables);
  const [databaseKey, setDatabaseKey] = useState('OVN_Northbound');
  const [tables, setTables] = useState<Readonly<Record<string, string>>>({});
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
          onChange={setDatabaseKey}
        />
        <SelectField
          label="Table"
          hideLabel
          value={table.name}
          options={database.tables.map(({ name }) => ({
            value: name,
            label: `${name} (${extents.get(tableKey(database.key, name))?.size ?? 0})`,
          }))}
          onChange={(name) => setTables({ ...tables, [database.key]: name })}
        />
        <span className={css.grow} />
        <span className={css.note}>{size === 1 ? '1 row' : `${size} rows`}</span>
      </div>
      {size === 0 ? (
        <EmptyState title={`${table.name} is empty`}>
          Rows appear here the moment a program commits them, and flash when they change.
        </EmptyState>
      ) : (
        <Content key={tableKey(database.key, table.name)} database={database} table={table} version={version} />
      )}
    </div>
  );
}

interface ContentProps {
  readonly database: DatabaseInfo;
  readonly table: TableInfo;
  /** When its rows last changed. */
  readonly version: number;
}

function Content({ database, table, version }: ContentProps) {
  const columns = useMemo(() => columnsOf(table), [table]);
  const { at, ...window } = useWindow(tableKey(database.key, table.name), version, (range) =>
    engine().tableRows(database.key, table.name, range),
  );
  const item = useCallback(
    (index: number): Item<RowView> | undefined => {
      const row = at(index);
      return row && { kind: 'row', key: rowKey(database.name, row.value.uuid), value: row.value, touched: row.touched };
    },
    [at, database.name],
  );
  return <RowsTable label={table.name} columns={columns} rows={{ ...window, at: item }} />;
}

function firstTable(database: DatabaseInfo): TableInfo | undefined {
  const wanted =
    database.name === 'OVN_Northbound' ? 'Logical_Port' : database.name === 'OVN_Southbound' ? 'Chassis' : 'Interface';
  return database.tables.find(({ name }) => name === wanted) ?? database.tables[0];
}

function columnsOf(table: TableInfo): readonly Column<RowView>[] {
  const uuid: Column<RowView> = { id: '_uuid', header: '_uuid', track: '18rem', cell: (row) => row.uuid };
  return [
    uuid,
    ...table.columns.map((column) => ({
      id: column.name,
      header: column.name,
      track: column.isUuid ? '18rem' : column.kind === 'atom' ? 'minmax(7.5rem, 1fr)' : 'minmax(11.25rem, 2fr)',
      cell: (row: RowView) => {
        const text = row.cells[column.name] ?? '';
        return <span title={text}>{text}</span>;
      },
    })),
  ];
}
