/**
 * `ovn conformance northd`: what ovn-northd of today made of recorded networks, in
 * every southbound table, and what it wrote into the northbound database.
 *
 * Free are UUIDs, tunnel keys, order, the numbers of groups of equal routes, counters
 * and their times, and which of several northbound rows a flow that they share is said
 * to come from.
 */
import { compareText, isRecord } from '../../engine/base';
import { getMapString, type Row } from '../../engine/ovsdb';
import { administer, runCase, type NorthdCase, type Settled } from './northd-run';
import { recordedTables } from './ovn-trace';
import { asList, asNumber, asText, field, list } from './recorded-json';
import { Described, one, type Tables } from './recorded-rows';
import type { Selection } from './selection';

/** Which cases, and which differences, are looked at; all where nothing is said. */
export function conformNorthd(
  lines: readonly string[],
  print: (line: string) => void,
  selection: Selection = {},
): { readonly passed: number; readonly failed: number } {
  const shown = selection.shown ?? SHOWN;
  const [families, places] = [new Tally(), new Tally()];
  let passed = 0;
  let failed = 0;
  let [equal, recordedRows] = [0, 0];
  for (const line of lines) {
    const recorded = readCase(JSON.parse(line));
    if (!isSelected(recorded, selection)) continue;
    const { differences, same } = compareCase(recorded, selection);
    equal += same;
    recordedRows += same + differences.filter(({ sign }) => sign === '-').length;
    families.add(recorded.family, differences.length === 0 ? 0 : 1);
    if (differences.length === 0) passed += 1;
    else failed += 1;
    for (const { place, sign, text } of differences.slice(0, shown)) print(`${recorded.id}: ${sign} ${place}: ${text}`);
    if (differences.length > shown) print(`${recorded.id}: ${differences.length - shown} more`);
    for (const { place, sign } of differences) places.add(`${place} ${sign === '-' ? 'missing' : 'surplus'}`, 1);
  }
  print('');
  print('cases that fail, by family');
  for (const row of families.rows()) print(row);
  print('differences by table and stage (a changed row is missing once and surplus once)');
  for (const row of places.rows()) print(row);
  print(`${equal} of ${recordedRows} rows equal`);
  return { passed, failed };
}

const SHOWN = 6;

interface Difference {
  readonly place: string;
  /** `-` for a row that was recorded and is not there, `+` for one that was not recorded. */
  readonly sign: '-' | '+';
  readonly text: string;
}

function readCase(json: unknown): NorthdCase {
  return {
    id: asText(field(json, 'id')),
    family: asText(field(json, 'family')),
    commands: isRecord(json) && 'commands' in json ? asList(json.commands).map(readCommand) : undefined,
    status: list(json, 'status').map(asNumber),
    northbound: tablesIn(field(json, 'northbound')),
    southbound: tablesIn(field(json, 'southbound')),
  };
}

function readCommand(json: unknown): readonly string[] {
  return asList(json).map(asText);
}

function tablesIn(json: unknown): Tables {
  const tables = recordedTables(json);
  return { names: isRecord(json) ? Object.keys(json) : [], rows: (table) => [...tables.rows(table)] };
}

function isSelected({ id, family }: NorthdCase, selection: Selection): boolean {
  return (selection.family ?? family) === family && (selection.id ?? id) === id;
}

/** Not compared: what controllers write, and what the recordings leave out. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'Chassis',
  'Chassis_Private',
  'Connection',
  'Encap',
  'FDB',
  'Logical_DP_Group',
  'RBAC_Permission',
  'RBAC_Role',
  'SSL',
]);

function compareCase(
  recorded: NorthdCase,
  selection: Selection,
): { readonly differences: readonly Difference[]; readonly same: number } {
  let ours: Settled;
  const typed: Difference[] = [];
  try {
    if (selection.stage === undefined) typed.push(...compareCommands(recorded, selection));
    ours = runCase(recorded);
  } catch (cause) {
    const text = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    return { differences: [{ place: 'run', sign: '-', text }], same: 0 };
  }
  const described = new Described(ours.sb, ours.nb);
  const southbound = compareTables(
    new Described(recorded.southbound, recorded.northbound),
    described,
    selection,
    (row) => otherHints(row, described, ours),
  );
  const northbound = compareTables(
    new Described(recorded.northbound, recorded.northbound),
    new Described(withoutLate(ours.nb, recorded.northbound), ours.nb),
    selection,
    () => [],
  );
  return {
    differences: [...typed, ...southbound.differences, ...northbound.differences],
    same: southbound.same + northbound.same,
  };
}

/** Exit statuses, and what the commands made of the northbound database. */
function compareCommands(recorded: NorthdCase, selection: Selection): readonly Difference[] {
  const made = administer(recorded);
  if (made === undefined) return [];
  const statuses = recorded.status.flatMap((status, at): readonly Difference[] => {
    const ours = made.statuses[at];
    if (ours === status) return [];
    const text = `${recorded.commands?.[at]?.join(' ') ?? ''}: status ${String(ours)} instead of ${status}`;
    return [{ place: 'commands', sign: '-', text }];
  });
  const { differences } = compareTables(
    new Described(made.recorded, made.recorded),
    new Described(made.ours, made.ours),
    selection,
    () => [],
  );
  return [...statuses, ...differences.map((each) => ({ ...each, place: `commands: ${each.place}` }))];
}

/** Where a gateway port is was written after some recordings of the northbound database had been made. */
function withoutLate(ours: Tables, recorded: Tables): Tables {
  const table = 'Logical_Router_Port';
  const early = new Set(recorded.rows(table).flatMap((row) => (row.status === undefined ? [row._uuid] : [])));
  return {
    names: ours.names,
    rows: (name) =>
      ours.rows(name).map((row) => (early.has(row._uuid) && name === table ? { ...row, status: [] } : row)),
  };
}

/** The texts of a flow, had it been said to come from another of the rows that want it: the real program takes any. */
function otherHints(row: Row, described: Described, { hintsOf }: Settled): readonly ((text: string) => string)[] {
  const own = getMapString(row, 'external_ids', 'stage-hint');
  if (own === undefined) return [];
  const said = `stage-hint:${described.hint(own)}`;
  return hintsOf(row._uuid).map((uuid) => (text) => text.replace(said, `stage-hint:${described.label(uuid)}`));
}

function compareTables(
  recorded: Described,
  ours: Described,
  selection: Selection,
  alternatives: (row: Row) => readonly ((text: string) => string)[],
) {
  const differences: Difference[] = [];
  let same = 0;
  for (const table of [...new Set([...recorded.tables, ...ours.tables])].sort(compareText)) {
    if (LEFT_OUT.has(table) || (selection.table ?? table) !== table) continue;
    if (selection.stage !== undefined && table !== 'Logical_Flow') continue;
    const [theirs, mine] = [countedRows(recorded, table, selection), countedRows(ours, table, selection)];
    for (const [text, held] of mine) {
      const both = Math.min(held.count, theirs.get(text)?.count ?? 0);
      same += both;
      take(mine, text, both);
      take(theirs, text, both);
    }
    for (const [text, { row }] of [...mine]) {
      const other = table === 'Logical_Flow' ? alternatives(row).map((change) => change(text)) : [];
      const found = other.find((one) => theirs.has(one));
      if (found === undefined) continue;
      same += 1;
      take(mine, text, 1);
      take(theirs, found, 1);
    }
    for (const [text, { place, count }] of theirs) differences.push(...repeated({ place, sign: '-', text }, count));
    for (const [text, { place, count }] of mine) differences.push(...repeated({ place, sign: '+', text }, count));
  }
  differences.sort((a, b) => compareText(a.place, b.place) || compareText(a.text, b.text));
  return { differences, same };
}

interface Counted {
  readonly place: string;
  readonly row: Row;
  count: number;
}

function take(counted: Map<string, Counted>, text: string, count: number): void {
  const held = counted.get(text);
  if (held === undefined) return;
  held.count -= count;
  if (held.count <= 0) counted.delete(text);
}

function repeated(difference: Difference, count: number): readonly Difference[] {
  return Array.from({ length: count }, () => difference);
}

function countedRows(described: Described, table: string, { stage }: Selection) {
  const counted = new Map<string, Counted>();
  const rows = described.rows(table);
  const renumbered = table === 'Logical_Flow' ? unnumbered(rows, described) : undefined;
  for (const { row, text: said } of rows) {
    const place = placeOf(table, row);
    if (stage !== undefined && !place.startsWith(stage)) continue;
    const text = renumbered?.(row, said) ?? said;
    const known = counted.get(text);
    if (known === undefined) counted.set(text, { place, row, count: 1 });
    else known.count += 1;
  }
  return counted;
}

const CHOICE = /reg8\[0\.\.15\] = (\d+); reg8\[16\.\.31\] = select/;
const MEMBER = /reg8\[0\.\.15\] == (\d+) && reg8\[16\.\.31\] == \d+/;

/**
 * Groups of equal routes, and the members of each, are numbered in the order of a
 * hash: a group is told by what chooses among its members, a member by what it does.
 */
function unnumbered(rows: readonly { readonly row: Row }[], described: Described): (row: Row, text: string) => string {
  const groups = new Map<string, string>();
  const keyOf = (row: Row, group: string | undefined) =>
    `${described.label(String(one(row.logical_datapath) ?? one(row.logical_dp_group)))} ${group ?? ''}`;
  for (const { row } of rows) {
    const group = CHOICE.exec(String(row.actions))?.[1];
    if (group !== undefined) groups.set(keyOf(row, group), String(row.match));
  }
  return (row, text) =>
    text
      .replace(CHOICE, 'reg8[0..15] = <group>; reg8[16..31] = select')
      .replace(MEMBER, (_, group: string) => `<a member of ${groups.get(keyOf(row, group)) ?? group}>`);
}

/** The stage of a flow, the table of any other row. */
function placeOf(table: string, row: Row): string {
  return table === 'Logical_Flow' ? (getMapString(row, 'external_ids', 'stage-name') ?? table) : table;
}

/** How often something was seen, and how often with something wrong. */
class Tally {
  readonly #counts = new Map<string, { all: number; wrong: number }>();

  add(name: string, wrong: number): void {
    const counts = this.#counts.get(name) ?? { all: 0, wrong: 0 };
    counts.all += 1;
    counts.wrong += wrong;
    this.#counts.set(name, counts);
  }

  rows(): readonly string[] {
    return [...this.#counts]
      .filter(([, { wrong }]) => wrong > 0)
      .sort(([a], [b]) => compareText(a, b))
      .map(([name, { all, wrong }]) => `  ${name.padEnd(40)} ${wrong}${all === wrong ? '' : ` of ${all}`}`);
  }
}
