/**
 * The scenario as it is saved and shared. It says what a deployment is, never how
 * the page looks; where nodes stand on the canvas is part of the drawing.
 *
 * Version 1. A later version gets its own number and a migration from the one
 * before; documents of every version open for ever.
 */
import { err, isUuid, ok } from '../base';
import { badDocument, JsonReader } from './json-reader';
import { migrate } from './migrations';
import { sensiblePositions } from './positions';
import type { Result, Uuid } from '../base';
import type { Atom, ColumnValue, MapPair } from '../ovsdb';
import type { CutOff, DaemonStatus } from '../sim';

export const CURRENT_VERSION = 1;

/** A row: its UUID, and the columns that differ from what an inserted row has anyway. */
export type SavedRow = readonly [Uuid, Readonly<Record<string, ColumnValue>>];

/** By table, the rows in the order in which they were created. */
export type SavedTables = Readonly<Record<string, readonly SavedRow[]>>;

export interface SavedMachine {
  readonly name: string;
  readonly rows: SavedTables;
  /** Every bridge's flows as `ovs-ofctl` writes them, where the machine's controller would not make the same. */
  readonly flows?: Readonly<Record<string, readonly string[]>>;
}

export interface SavedDaemon {
  readonly name: string;
  readonly status: DaemonStatus;
  readonly delay: number;
}

export interface SavedPacket {
  readonly id: string;
  readonly name: string;
  readonly machine: string;
  readonly iface: string;
  /** The frame in hexadecimal, without spaces. */
  readonly hex: string;
}

export interface Position {
  readonly x: number;
  readonly y: number;
}

export interface ScenarioDocument {
  readonly v: typeof CURRENT_VERSION;
  readonly name: string;
  readonly release: string;
  readonly seed: number;
  /** Where the stream of chance goes on. */
  readonly chance: number;
  readonly northbound: SavedTables;
  /** What daemons do not come to by themselves: who is there, and more only when something is out of the ordinary. */
  readonly southbound: SavedTables;
  readonly machines: readonly SavedMachine[];
  /** Only those that are not simply running. */
  readonly daemons: readonly SavedDaemon[];
  readonly cuts: readonly { readonly machine: string; readonly from: CutOff }[];
  readonly packets: readonly SavedPacket[];
  /** By `switch:UUID` or `machine:NAME`. */
  readonly positions: Readonly<Record<string, Position>>;
}

/** Reads a document of any version from text. */
export function parseDocument(text: string): Result<ScenarioDocument> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return err(badDocument('', 'this is not JSON'));
  }
  return readDocument(json);
}

/** Reads a document of any version from JSON of unknown origin. */
export function readDocument(json: unknown): Result<ScenarioDocument> {
  const migrated = migrate(json);
  if (!migrated.ok) return migrated;
  const document = new JsonReader(migrated.value, '');
  const fields = {
    name: document.field('name').string(),
    release: document.field('release').string(),
    seed: document.field('seed').integer(0, 0xffffffff),
    chance: document.field('chance').integer(0, 0xffffffff),
    northbound: readTables(document.field('northbound')),
    southbound: readTables(document.field('southbound')),
    machines: document.field('machines').list(readMachine),
    daemons: document.field('daemons').list(readDaemon),
    cuts: document.field('cuts').list(readCut),
    packets: document.field('packets').list(readPacket),
    positions: document.field('positions').entries(readPosition),
  };
  const checked = allOk(fields);
  if (!checked.ok) return checked;
  const { positions, ...rest } = checked.value;
  return ok({ v: CURRENT_VERSION, ...rest, positions: sensiblePositions(positions) });
}

function readTables(tables: JsonReader): Result<SavedTables> {
  const entries = tables.entries((rows) => rows.list(readRow));
  return entries.ok ? ok(Object.fromEntries(entries.value)) : entries;
}

function readRow(row: JsonReader): Result<SavedRow> {
  if (!Array.isArray(row.value) || row.value.length !== 2) return row.wrong('a UUID and columns');
  const uuid: unknown = row.value[0];
  if (typeof uuid !== 'string' || !isUuid(uuid)) return row.wrong('a UUID and columns');
  const columns = new JsonReader(row.value[1], row.path).entries((column) => readValue(column));
  return columns.ok ? ok([uuid, Object.fromEntries(columns.value)]) : columns;
}

function readValue(column: JsonReader): Result<ColumnValue> {
  const { value } = column;
  if (isAtom(value)) return ok(value);
  if (!Array.isArray(value)) return column.wrong('an atom, a set or a map');
  const items: readonly unknown[] = value;
  if (items.every(isAtom)) return ok(items);
  if (items.every(isPair)) return ok(items);
  return column.wrong('an atom, a set or a map');
}

function readMachine(machine: JsonReader): Result<SavedMachine> {
  const checked = allOk({
    name: machine.field('name').string(),
    rows: readTables(machine.field('rows')),
    flows: optional(machine.field('flows'), (flows) => flows.entries((lines) => lines.list((line) => line.string()))),
  });
  if (!checked.ok) return checked;
  const { flows, ...rest } = checked.value;
  return ok(flows === undefined ? rest : { ...rest, flows: Object.fromEntries(flows) });
}

const STATUSES = ['running', 'paused', 'killed', 'stopped'] as const;

function readDaemon(daemon: JsonReader): Result<SavedDaemon> {
  return allOk({
    name: daemon.field('name').string(),
    status: daemon.field('status').oneOf(STATUSES),
    delay: daemon.field('delay').integer(0, 1e9),
  });
}

function readCut(cut: JsonReader): Result<{ machine: string; from: CutOff }> {
  return allOk({
    machine: cut.field('machine').string(),
    from: cut.field('from').oneOf(['southbound', 'underlay'] as const),
  });
}

function readPacket(packet: JsonReader): Result<SavedPacket> {
  const hex = packet.field('hex').string();
  if (hex.ok && !/^([0-9a-f]{2})*$/i.test(hex.value)) return packet.field('hex').wrong('bytes in hexadecimal');
  return allOk({
    id: packet.field('id').string(),
    name: packet.field('name').string(),
    machine: packet.field('machine').string(),
    iface: packet.field('iface').string(),
    hex,
  });
}

function readPosition(position: JsonReader): Result<Position> {
  return allOk({ x: position.field('x').number(), y: position.field('y').number() });
}

function optional<T>(reader: JsonReader, read: (reader: JsonReader) => Result<T>): Result<T | undefined> {
  return reader.isAbsent ? ok(undefined) : read(reader);
}

/** An object of results as a result of an object: the first problem, or all values. */
function allOk<T extends Readonly<Record<string, unknown>>>(results: {
  readonly [K in keyof T]: Result<T[K]>;
}): Result<T> {
  const values: Partial<T> = {};
  for (const key of keysOf(results)) {
    const result = results[key];
    if (!result.ok) return result;
    values[key] = result.value;
  }
  return isComplete(values, results) ? ok(values) : err(badDocument('', 'expected an object'));
}

function keysOf<T extends object>(object: T): (keyof T)[] {
  const keys: (keyof T)[] = [];
  for (const key in object) keys.push(key);
  return keys;
}

function isComplete<T extends object>(values: Partial<T>, results: { readonly [K in keyof T]: unknown }): values is T {
  return keysOf(results).every((key) => key in values);
}

function isAtom(value: unknown): value is Atom {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function isPair(value: unknown): value is MapPair {
  return Array.isArray(value) && value.length === 2 && isAtom(value[0]) && isAtom(value[1]);
}
