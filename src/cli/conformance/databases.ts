/**
 * `ovn conformance databases DIR`: a folder of folders or archives, or one of them, each a
 * network whose databases the real programs wrote in several forms and printed. The
 * files of a network and what is compared are in recordings/README.md.
 */
import { finishWork, utf8Decode } from '../../engine/base';
import { rowsOf, textIn, type FileDatabase } from '../../engine/database-file';
import { lflowList, showNorthbound, showSouthbound, Southbound } from '../../engine/imported';
import type { ColumnValue, Row } from '../../engine/ovsdb';
import { networkOfFile } from '../trace-database';
import { conformNetworkTraces } from './network-switches';
import { compareTrace, readTrace } from './ovn-trace';
import { linesOf, readNetworkDatabase, type RecordedNetwork } from './recorded-network';

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

export function conformDatabases(networks: readonly RecordedNetwork[], print: (line: string) => void): Counts {
  let [passed, failed] = [0, 0];
  for (const network of networks) {
    for (const [what, check] of CHECKS) {
      const differences = attempted(check, network);
      if (differences.length === 0) passed += 1;
      else failed += 1;
      for (const difference of differences.slice(0, SHOWN)) print(`${network.name}: ${what}: ${difference}`);
      if (differences.length > SHOWN) print(`${network.name}: ${what}: ${differences.length - SHOWN} more differences`);
    }
    for (const traced of [attemptedTraces(network, print), conformNetworkTraces(network, print)]) {
      passed += traced.passed;
      failed += traced.failed;
    }
  }
  return { passed, failed };
}

const SHOWN = 10;

/** Each line of `trace.jsonl` is a case: what ovn-trace said of a packet in this database. */
function attemptedTraces(network: RecordedNetwork, print: (line: string) => void): Counts {
  const lines = linesOf(network, 'trace.jsonl');
  if (lines.length === 0) return { passed: 0, failed: 0 };
  try {
    const logical = networkOfFile(readNetworkDatabase(network, 'sb.db'));
    let passed = 0;
    for (const line of lines) {
      const recorded = readTrace(JSON.parse(line));
      const difference = compareTrace(logical, recorded);
      if (difference === undefined) passed++;
      else print(`${network.name}: ovn-trace ${[...recorded.args, recorded.microflow].join(' ')}\n${difference}`);
    }
    return { passed, failed: lines.length - passed };
  } catch (cause) {
    print(`${network.name}: trace.jsonl: ${cause instanceof Error ? cause.message : String(cause)}`);
    return { passed: 0, failed: lines.length };
  }
}

type Check = (network: RecordedNetwork) => readonly string[];

const CHECKS: readonly (readonly [what: string, check: Check])[] = [
  [
    'sb.backup',
    (network) => compareDatabases(readNetworkDatabase(network, 'sb.db'), readNetworkDatabase(network, 'sb.backup')),
  ],
  [
    'sb.dump',
    (network) => compareDatabases(readNetworkDatabase(network, 'sb.db'), readNetworkDatabase(network, 'sb.dump')),
  ],
  [
    'sb-cluster.db',
    (network) =>
      compareDatabases(
        readNetworkDatabase(network, 'sb.db'),
        withoutLate(readNetworkDatabase(network, 'sb-cluster.db')),
      ),
  ],
  [
    'nb-cluster.db',
    (network) =>
      compareDatabases(
        readNetworkDatabase(network, 'nb.db'),
        withoutLate(readNetworkDatabase(network, 'nb-cluster.db')),
      ),
  ],
  [
    'lflow-list.txt',
    (network) => compareTexts(network, 'lflow-list.txt', flowsOf(readNetworkDatabase(network, 'sb.db'))),
  ],
  [
    'nbctl-show.txt',
    (network) => compareTexts(network, 'nbctl-show.txt', showNorthbound(readNetworkDatabase(network, 'nb.db'))),
  ],
  [
    'sbctl-show.txt',
    (network) => compareTexts(network, 'sbctl-show.txt', showSouthbound(readNetworkDatabase(network, 'sb.db'))),
  ],
];

function attempted(check: Check, network: RecordedNetwork): readonly string[] {
  try {
    return check(network);
  } catch (cause) {
    return [cause instanceof Error ? cause.message : String(cause)];
  }
}

function flowsOf(database: FileDatabase): string {
  return [...lflowList(finishWork(Southbound.open(database)))].join('');
}

function compareTexts({ files }: RecordedNetwork, name: string, ours: string): readonly string[] {
  const recorded = files.get(name);
  if (recorded === undefined) return ['it is not there'];
  const [wanted, got] = [utf8Decode(recorded).split('\n'), ours.split('\n')];
  return Array.from({ length: Math.max(wanted.length, got.length) }, (_, line) => line)
    .filter((line) => wanted[line] !== got[line])
    .map((line) => `line ${line + 1}: recorded ${shown(wanted[line])}, ours ${shown(got[line])}`);
}

/** Tables, UUIDs and values. A value that was printed alone may be a set of one. */
function compareDatabases(wanted: FileDatabase, got: FileDatabase): readonly string[] {
  const differences: string[] = [];
  for (const table of new Set([...wanted.tables.keys(), ...got.tables.keys()])) {
    if (!wanted.tables.has(table) || !got.tables.has(table)) {
      differences.push(`the table ${table} is ${got.tables.has(table) ? 'new' : 'missing'}`);
      continue;
    }
    const [before, after] = [rowsOf(wanted, table), rowsOf(got, table)];
    for (const uuid of new Set([...before.keys(), ...after.keys()]))
      differences.push(...compareRows(`${table} ${uuid}`, before.get(uuid), after.get(uuid)));
  }
  return differences;
}

function compareRows(name: string, wanted: Row | undefined, got: Row | undefined): readonly string[] {
  if (wanted === undefined || got === undefined) return [`${name} is ${got === undefined ? 'missing' : 'new'}`];
  return [...new Set([...Object.keys(wanted), ...Object.keys(got)])]
    .map((column) => [column, plain(wanted[column]), plain(got[column])] as const)
    .filter(([, before, after]) => before !== after)
    .map(([column, before, after]) => `${name} ${column}: recorded ${shown(before)}, ours ${shown(after)}`);
}

function plain(value: ColumnValue | undefined): string {
  return JSON.stringify(typeof value === 'object' || value === undefined ? (value ?? null) : [value]);
}

/** A clustered file was written on after the others: rows called `late…`, and the options and ids `a` and `note`. */
function withoutLate(database: FileDatabase): FileDatabase {
  const late = new Set<string>();
  for (const { rows } of database.tables.values())
    for (const [uuid, row] of rows) if (textIn(row, 'name').startsWith('late')) late.add(uuid);
  const tables = [...database.tables].map(([name, { schema, rows }]) => {
    const kept = [...rows].filter(([uuid]) => !late.has(uuid));
    return [name, { schema, rows: new Map(kept.map(([uuid, row]) => [uuid, withoutAdded(row, late)])) }] as const;
  });
  return { ...database, tables: new Map(tables) };
}

function withoutAdded(row: Row, late: ReadonlySet<string>): Row {
  const changed: { _uuid: Row['_uuid']; [column: string]: ColumnValue } = { ...row };
  for (const [column, value] of Object.entries(row)) {
    if (typeof value !== 'object') continue;
    const isMap = column === 'options' || column === 'external_ids';
    changed[column] = value.filter((item) =>
      typeof item === 'object' ? !isMap || !['a', 'note'].includes(String(item[0])) : !late.has(String(item)),
    ) as typeof value;
  }
  return changed;
}

function shown(text: string | undefined): string {
  return text === undefined ? 'nothing' : text.slice(0, 200);
}
