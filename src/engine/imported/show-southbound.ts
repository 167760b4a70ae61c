/** What `ovn-sbctl show` prints for a southbound database. */
import { compareText } from '../base';
import { rowsOf, textsIn, type FileDatabase } from '../database-file';
import { toolOrder, valuesEqual, type Row } from '../ovsdb';
import { printValue } from './print-value';

export function showSouthbound(database: FileDatabase): string {
  const encaps = rowsOf(database, 'Encap');
  const ports = toolOrder(rowsOf(database, 'Port_Binding').values());
  const printed = (table: string, row: Row) => new PrintedRow(database, table, row);
  return toolOrder(rowsOf(database, 'Chassis').values())
    .map((row) => {
      const own = printed('Chassis', row);
      const tunnels = [...textsIn(row, 'encaps')].sort(compareText).flatMap((uuid) => {
        const encap = encaps.get(uuid);
        if (encap === undefined) return [];
        const tunnel = printed('Encap', encap);
        return [`    Encap ${tunnel.text('type')}\n`, tunnel.line(8, 'ip'), tunnel.line(8, 'options')];
      });
      const bound = ports
        .filter((port) => textsIn(port, 'chassis')[0] === row._uuid)
        .map((port) => `    Port_Binding ${printed('Port_Binding', port).text('logical_port')}\n`);
      return [`Chassis ${own.text('name')}\n`, own.line(4, 'hostname'), ...tunnels, ...bound].join('');
    })
    .join('');
}

class PrintedRow {
  constructor(
    private readonly database: FileDatabase,
    private readonly table: string,
    private readonly row: Row,
  ) {}

  text(column: string): string {
    const value = this.row[column];
    const type = this.column(column)?.type;
    return value === undefined || type === undefined ? '' : printValue(value, type);
  }

  /** Nothing for a value that was never set. */
  line(indent: number, column: string): string {
    const value = this.row[column];
    const initial = this.column(column)?.initial;
    if (value === undefined || initial === undefined || valuesEqual(value, initial)) return '';
    return `${' '.repeat(indent)}${column}: ${this.text(column)}\n`;
  }

  private column(name: string) {
    return this.database.tables.get(this.table)?.schema.columns.get(name);
  }
}
