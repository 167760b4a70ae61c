/** What a daemon says, and the row that it speaks of. */
import type { Uuid } from './random';

/** A row of a database by name, e.g. `OVN_Northbound`, `Logical_Port`, and its UUID. */
export interface RowRef {
  readonly db: string;
  readonly table: string;
  readonly uuid: Uuid;
}

/** A line of a daemon's log; time and daemon are the simulator's to add. */
export interface LogRecord {
  readonly level: 'ERR' | 'WARN' | 'INFO' | 'DBG';
  /** The source module in the real program, e.g. `binding`. */
  readonly module: string;
  readonly message: string;
  /** The row that the line is about. */
  readonly about?: RowRef;
  /** It did something, and may do it again; any other line is a state of affairs, which is told once. */
  readonly event?: true;
}
