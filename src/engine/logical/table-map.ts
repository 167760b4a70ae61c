/** Which OpenFlow table of the integration bridge carries out what. */
import type { Direction } from './stage';

/** A table of a logical pipeline, of whatever kind of datapath. */
export interface LogicalTable {
  readonly direction: Direction;
  /** From 0. */
  readonly number: number;
}

/** The tables of one direction: logical table n is OpenFlow table `first` + n. */
export interface TableRange {
  readonly first: number;
  readonly count: number;
}

export interface PhysicalTable {
  readonly table: number;
  /**
   * `enter`: packets come from ports of the switch. `output`: the action `output` leads here. `between`: on the way
   * from one pipeline to the next or out. `helper`: a logical action calls it and goes on.
   */
  readonly role: 'enter' | 'output' | 'between' | 'helper';
  /** What it is for, in a few words, e.g. `physical to logical`. */
  readonly name: string;
}

export interface TableRanges {
  readonly ingress: TableRange;
  readonly egress?: TableRange;
  /** One of them enters, one is for output. */
  readonly physical: readonly PhysicalTable[];
}

export class TableMap {
  /** Where packets come in from the switch's ports. */
  readonly enter: number;
  /** Where the action `output` leads. */
  readonly output: number;
  readonly #ranges: TableRanges;
  readonly #logical = new Map<number, LogicalTable>();
  readonly #physical = new Map<number, PhysicalTable>();

  constructor(ranges: TableRanges) {
    this.#ranges = ranges;
    for (const direction of ['ingress', 'egress'] as const) {
      const { first, count } = ranges[direction] ?? NO_TABLES;
      for (let number = 0; number < count; number++) this.#claim(first + number, this.#logical, { direction, number });
    }
    for (const physical of ranges.physical) this.#claim(physical.table, this.#physical, physical);
    this.enter = this.#only('enter');
    this.output = this.#only('output');
  }

  /** The OpenFlow table of a logical table; undefined beyond the last one. */
  tableOf(direction: Direction, number: number): number | undefined {
    const { first, count } = this.#ranges[direction] ?? NO_TABLES;
    return number >= 0 && number < count ? first + number : undefined;
  }

  /** How many logical tables a direction has. */
  countOf(direction: Direction): number {
    return (this.#ranges[direction] ?? NO_TABLES).count;
  }

  /** The logical table that an OpenFlow table carries out. */
  logicalAt(table: number): LogicalTable | undefined {
    return this.#logical.get(table);
  }

  /** What an OpenFlow table is for that carries out no logical table. */
  physicalAt(table: number): PhysicalTable | undefined {
    return this.#physical.get(table);
  }

  get physical(): readonly PhysicalTable[] {
    return this.#ranges.physical;
  }

  #claim<T>(table: number, claims: Map<number, T>, meaning: T): void {
    if (table < 0 || table >= TABLES) throw new Error(`There is no OpenFlow table ${table}`);
    if (this.#logical.has(table) || this.#physical.has(table)) throw new Error(`Table ${table} has two meanings`);
    claims.set(table, meaning);
  }

  #only(role: PhysicalTable['role']): number {
    const [found, ...others] = this.#ranges.physical.filter((physical) => physical.role === role);
    if (found === undefined || others.length > 0) throw new Error(`Exactly one table must be for ${role}`);
    return found.table;
  }
}

const NO_TABLES: TableRange = { first: 0, count: 0 };

/** 255 stands for all tables, or none. */
const TABLES = 255;
