/**
 * Logical flows and the rows that hold them. How a release calls the table and
 * its columns, and what it leaves out, is told once, here both ways.
 */
import type { Uuid } from '../base';
import { getNumber, getString, getUuid, type Row, type RowValues } from '../ovsdb';
import type { Direction } from './stage';

/** What a logical flow says, whatever its row. */
export interface LogicalFlowContents {
  readonly datapath: Uuid;
  readonly direction: Direction;
  /** The table of its direction, from 0. */
  readonly table: number;
  readonly priority: number;
  readonly match: string;
  readonly actions: string;
}

export interface LogicalFlow extends LogicalFlowContents {
  /** Of its row. */
  readonly uuid: Uuid;
}

/** The columns of a table of logical flows. */
export interface LogicalFlowColumns {
  readonly datapath: string;
  /** Which says `ingress` or `egress`; a table without it has ingress only. */
  readonly direction?: string;
  readonly table: string;
  readonly priority: string;
  readonly match: string;
  readonly actions: string;
}

export interface LogicalFlowLayout {
  /** Of the southbound database, e.g. `Pipeline`. */
  readonly table: string;
  readonly columns: LogicalFlowColumns;
  read(row: Row): LogicalFlow;
  /** The values of a row that says this. */
  write(flow: LogicalFlowContents): RowValues;
  /** Whether the row says exactly this. */
  holds(row: Row, flow: LogicalFlowContents): boolean;
  /** The datapath of a row, for who needs nothing else of it. */
  datapathOf(row: Row): Uuid;
  directionOf(row: Row): Direction;
  tableOf(row: Row): number;
}

export function logicalFlowLayout(table: string, columns: LogicalFlowColumns): LogicalFlowLayout {
  const { datapath, direction, table: number, priority, match, actions } = columns;
  const directionOf = (row: Row): Direction =>
    direction !== undefined && getString(row, direction) === 'egress' ? 'egress' : 'ingress';
  return {
    table,
    columns,
    read: (row) => ({
      uuid: row._uuid,
      datapath: getUuid(row, datapath),
      direction: directionOf(row),
      table: getNumber(row, number),
      priority: getNumber(row, priority),
      match: getString(row, match),
      actions: getString(row, actions),
    }),
    write: (flow) => ({
      [datapath]: flow.datapath,
      ...(direction === undefined ? {} : { [direction]: flow.direction }),
      [number]: flow.table,
      [priority]: flow.priority,
      [match]: flow.match,
      [actions]: flow.actions,
    }),
    holds: (row, flow) =>
      row[match] === flow.match &&
      row[actions] === flow.actions &&
      row[priority] === flow.priority &&
      row[number] === flow.table &&
      row[datapath] === flow.datapath &&
      directionOf(row) === flow.direction,
    datapathOf: (row) => getUuid(row, datapath),
    directionOf,
    tableOf: (row) => getNumber(row, number),
  };
}
