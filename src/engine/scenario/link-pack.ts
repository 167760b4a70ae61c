/**
 * What a link holds, as a text in which little is left to say: tables column by
 * column, UUIDs as their place in the stream of chance (`link-uuids.ts`) where they
 * have one, references as the number of their row. The text is JSON:
 *
 *     [version, name, release, seed, chance, northbound, southbound, machines,
 *      daemons, cuts, packets, positions, extras, standing?, lost?, checks?]
 *
 * Rows are numbered through all tables in the order of the text. A value that is a
 * UUID of a row is written `@` and how far its row is from the last one named in the
 * same column; a set of them `@[` and all of these, or `@<` where the set is in the
 * order of the UUIDs. Other texts that begin with `@` have `@=` in front.
 *
 * What a text means is never changed: such links are out there.
 */
import { Contents } from './link-contents';
import {
  listOf,
  numbered,
  readColumns,
  readValue,
  textOf,
  unexpected,
  unnumbered,
  writeColumns,
  writeValue,
} from './link-rows';
import { drawsBetween, FROM_CONTENT, originsOf, readOrigins, stateAfter, writeOrigins } from './link-uuids';
import type { ScenarioDocument } from './document';
import type { NumberedRow } from './link-rows';
import type { SavedTables } from './rows';

/** What a link may carry besides the scenario: what the reader is to look at. */
export interface LinkExtras {
  /** The id of one of the scenario's packets. */
  readonly packet?: string;
  /** A step of that packet's trace. */
  readonly step?: number;
  readonly pane?: string;
}

export interface LinkContent {
  readonly scenario: ScenarioDocument;
  readonly extras: LinkExtras;
}

export function packContent({ scenario, extras }: LinkContent): string {
  const { seed, chance, machines, standing, lost, checks } = scenario;
  const databases = [scenario.northbound, scenario.southbound, ...machines.map(({ rows }) => rows)];
  const uuids = databases.flatMap((tables) => Object.values(tables).flatMap((rows) => rows.map(([uuid]) => uuid)));
  const numbers = new Map(uuids.map((uuid, number) => [uuid, number]));
  const rows = databases.flatMap((tables, database) =>
    Object.entries(tables).flatMap(([table, saved]) =>
      saved.map(([, values]): NumberedRow => {
        const own = Object.entries(values).map(([column, value]) => [column, numbered(value, uuids, numbers)] as const);
        return { table, database, values: Object.fromEntries(own) };
      }),
    ),
  );
  const origins = originsOf(seed, chance, uuids);
  const contents = new Contents(rows);
  const original = (row: number) => {
    const uuid = uuids[row];
    return uuid !== undefined && origins.has(uuid) ? uuid : undefined;
  };
  let next = 0;
  const written = (tables: SavedTables) =>
    Object.entries(tables).map(([table, saved]) => {
      const first = next;
      next += saved.length;
      const own = uuids.slice(first, next);
      const words = writeOrigins(own, (uuid, index) => {
        const origin = origins.get(uuid);
        return origin ?? (contents.uuidOf(first + index, original) === uuid ? FROM_CONTENT : undefined);
      });
      return [table, words, ...writeColumns(rows.slice(first, next))];
    });
  const any = (value: unknown) => (value === undefined ? 0 : writeValue(numbered(value, uuids, numbers)));
  return JSON.stringify(
    withoutTail([
      scenario.v,
      scenario.name,
      scenario.release,
      seed,
      drawsBetween(seed, chance) ?? String(chance),
      written(scenario.northbound),
      written(scenario.southbound),
      machines.map((machine) =>
        withoutTail([machine.name, written(machine.rows), machine.flows ?? 0, any(machine.standing)]),
      ),
      scenario.daemons.map(({ name, status, delay }) => [name, status, delay]),
      scenario.cuts.map(({ machine, from }) => [machine, from]),
      scenario.packets.map(({ id, name, machine, iface, hex }) => [id, name, machine, iface, hex]),
      Object.entries(scenario.positions).map(([key, { x, y }]) => [numberedKey(key, numbers), x, y]),
      extras,
      any(standing),
      lost ?? 0,
      checks ?? 0,
    ]),
  );
}

/** What `packContent` wrote, for `readDocument` to check. Throws at what it never writes. */
export function unpackContent(text: string): { readonly scenario: unknown; readonly extras: unknown } {
  const [v, name, release, seed, chance, northbound, southbound, ...rest] = listOf(JSON.parse(text));
  const [machines, daemons, cuts, packets, positions, extras, standing = 0, lost = 0, checks = 0] = rest;
  const parts = listOf(machines).map(listOf);
  const known: (string | undefined)[] = [];
  const rows: NumberedRow[] = [];
  const sizes: number[] = [];
  for (const [database, tables] of [northbound, southbound, ...parts.map(([, own]) => own)].entries()) {
    for (const part of listOf(tables)) {
      const [table, words, ...columns] = listOf(part);
      const origins = readOrigins(textOf(words), Number(seed));
      known.push(...origins);
      sizes.push(origins.length);
      for (const values of readColumns(origins.length, columns)) rows.push({ table: textOf(table), database, values });
    }
  }
  const contents = new Contents(rows);
  const uuids = known.map(
    (uuid, row) => uuid ?? contents.uuidOf(row, (other) => known[other]) ?? unexpected('a row with content'),
  );
  let next = 0;
  const read = (tables: unknown) =>
    Object.fromEntries(
      listOf(tables).map((part) => {
        const first = next;
        next += sizes.shift() ?? 0;
        const saved = rows
          .slice(first, next)
          .map(({ values }, index) => [uuids[first + index], unnumbered(values, uuids)]);
        return [textOf(listOf(part)[0]), saved];
      }),
    );
  const any = (value: unknown) => unnumbered(readValue(value), uuids);
  const scenario = {
    v,
    name,
    release,
    seed,
    chance: typeof chance === 'number' ? stateAfter(Number(seed), chance) : Number(chance),
    northbound: read(northbound),
    southbound: read(southbound),
    machines: parts.map(([machine, tables, flows = 0, stood = 0]) => ({
      name: machine,
      rows: read(tables),
      ...(flows !== 0 && { flows }),
      ...(stood !== 0 && { standing: any(stood) }),
    })),
    daemons: objects(daemons, ['name', 'status', 'delay']),
    cuts: objects(cuts, ['machine', 'from']),
    packets: objects(packets, ['id', 'name', 'machine', 'iface', 'hex']),
    positions: Object.fromEntries(
      listOf(positions)
        .map(listOf)
        .map(([key, x, y]) => [keyOf(textOf(key), uuids), { x, y }]),
    ),
    ...(standing !== 0 && { standing: any(standing) }),
    ...(lost !== 0 && { lost }),
    ...(checks !== 0 && { checks }),
  };
  return { scenario, extras };
}

/** `switch:UUID`, with the number of the row. */
function numberedKey(key: string, numbers: ReadonlyMap<string, number>): string {
  if (key.includes('@')) return `@=${key}`;
  const colon = key.indexOf(':') + 1;
  const number = numbers.get(key.slice(colon));
  return number === undefined ? key : `${key.slice(0, colon)}@${number}`;
}

function keyOf(key: string, uuids: readonly string[]): string {
  if (key.startsWith('@=')) return key.slice(2);
  const at = key.indexOf('@');
  return at < 0 ? key : key.slice(0, at) + (uuids[Number(key.slice(at + 1))] ?? unexpected('the number of a row'));
}

/** The zeros at the end stand for what is absent. */
function withoutTail(values: readonly unknown[]): readonly unknown[] {
  return values.slice(0, values.findLastIndex((value) => value !== 0) + 1);
}

function objects(list: unknown, keys: readonly string[]): readonly unknown[] {
  return listOf(list).map((values) => {
    const own = listOf(values);
    return Object.fromEntries(keys.map((key, index) => [key, own[index]]));
  });
}
