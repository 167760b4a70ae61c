/** The northbound database within one transaction: rows by name, sets and maps a member at a time. */
import type { Uuid } from '../../../base';
import { getPairs, getUuids, type Atom, type ColumnValue, type Overlay, type Row, type Values } from '../../../ovsdb';

export type TextMap = Readonly<Record<string, string>>;

export class Northbound {
  readonly #tx: Overlay;

  constructor(tx: Overlay) {
    this.#tx = tx;
  }

  rows(table: string): readonly Row[] {
    return this.#tx.rows(table);
  }

  row(table: string, uuid: Uuid): Row | undefined {
    return this.#tx.row(table, uuid);
  }

  named(table: string, name: string): Row | undefined {
    return this.#tx.view.find(table, 'name', name);
  }

  /** The rows that a column of references holds. */
  members(row: Row, column: string, table: string): readonly Row[] {
    return getUuids(row, column).flatMap((uuid) => this.row(table, uuid) ?? []);
  }

  insert(table: string, values: Values): Uuid {
    return this.#tx.insert(table, values);
  }

  set(table: string, uuid: Uuid, values: Values): void {
    this.#tx.update(table, uuid, values);
  }

  /** Adds to a map what it lacks and changes what it has. */
  setKeys(table: string, uuid: Uuid, column: string, keys: TextMap): void {
    const row = this.row(table, uuid);
    if (row !== undefined) this.set(table, uuid, { [column]: pairs({ ...textMap(row, column), ...keys }) });
  }

  removeKey(table: string, uuid: Uuid, column: string, key: string): void {
    const row = this.row(table, uuid);
    if (row === undefined) return;
    const left = Object.entries(textMap(row, column)).filter(([name]) => name !== key);
    this.set(table, uuid, { [column]: left });
  }

  add(table: string, uuid: Uuid, column: string, member: Atom): void {
    const held = this.#set(table, uuid, column);
    if (!held.includes(member)) this.set(table, uuid, { [column]: [...held, member] });
  }

  remove(table: string, uuid: Uuid, column: string, member: Atom): void {
    const held = this.#set(table, uuid, column);
    if (held.includes(member)) this.set(table, uuid, { [column]: held.filter((each) => each !== member) });
  }

  delete(table: string, uuid: Uuid): void {
    this.#tx.delete(table, uuid);
  }

  #set(table: string, uuid: Uuid, column: string): readonly Atom[] {
    const value = this.row(table, uuid)?.[column];
    return isAtoms(value) ? value : [];
  }
}

export function textMap(row: Row, column: string): TextMap {
  return Object.fromEntries(getPairs(row, column).map(([key, value]) => [String(key), String(value)]));
}

export function pairs(map: TextMap): readonly (readonly [string, string])[] {
  return Object.entries(map);
}

/** An optional column. */
export function optional(value: Atom | null | undefined): readonly Atom[] {
  return value === null || value === undefined ? [] : [value];
}

function isAtoms(value: ColumnValue | undefined): value is readonly Atom[] {
  return Array.isArray(value) && value.every((each) => !Array.isArray(each));
}
