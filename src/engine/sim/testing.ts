/** For tests: everything that can be known of a deployment, as text that can be compared. */
import { originOf } from '../controller';
import { formatFlow } from '../openflow';
import type { Database, Row } from '../ovsdb';
import type { InstalledFlow } from '../vswitch';
import type { Deployment } from './deployment';

/** The whole state: two deployments with equal snapshots cannot be told apart. */
export function snapshot(deployment: Deployment): Readonly<Record<string, unknown>> {
  return {
    now: deployment.now,
    chance: deployment.chance,
    daemons: deployment.daemons,
    next: deployment.next,
    log: deployment.log.map(({ time, daemon, message }) => `${time} ${daemon} ${message}`),
    databases: deployment.databases.map((key) => {
      const database = deployment.database(key);
      return [key, database === undefined ? [] : rowsOf(database)];
    }),
    ...switches(deployment),
  };
}

/**
 * What the daemons are there for: databases and flows, `marked` with the rows that the flows were made from; the flows
 * in the order in which switches try them, or sorted.
 */
export function outcome(
  deployment: Deployment,
  marked = false,
  order: 'tried' | 'sorted' = 'tried',
): Readonly<Record<string, unknown>> {
  return {
    databases: deployment.databases.map((key) => {
      const database = deployment.database(key);
      return [key, database === undefined ? [] : rowsOf(database).sort()];
    }),
    ...switches(deployment, true, marked, order),
  };
}

/** With `anyNumbers`, a datapath goes by its UUID instead of by the number that a controller happened to give it. */
function switches(
  deployment: Deployment,
  anyNumbers = false,
  marked = false,
  order: 'tried' | 'sorted' = 'tried',
): Readonly<Record<string, unknown>> {
  const ordered = (texts: string[]) => (order === 'sorted' ? texts.sort() : texts);
  return {
    machines: Array.from(deployment.machines.values(), ({ name, bridges }) => {
      const numbers = new Map(deployment.datapathNumbers(name).map(([uuid, number]) => [number, uuid]));
      const plain = (text: string) =>
        anyNumbers
          ? text.replace(
              /metadata=0x([0-9a-f]+)|load:0x([0-9a-f]+)->OXM_OF_METADATA/g,
              (found, a?: string, b?: string) =>
                found.replace(/0x[0-9a-f]+/, numbers.get(parseInt(a ?? b ?? '', 16)) ?? '?'),
            )
          : text;
      return [
        name,
        Array.from(bridges.values(), ({ config, flows }) => [
          config,
          ordered(flows.map((flow) => plain(formatFlow(marked ? { ...flow, cookie: markOf(flow) } : flow)))),
        ]),
      ];
    }),
  };
}

/** A flow goes by the row it was made from as well, in the place of its cookie. */
function markOf({ cookie, given }: InstalledFlow): bigint {
  const row = originOf(given)?.pipeline ?? originOf(given)?.binding;
  return row === undefined ? cookie : BigInt(`0x${row.slice(0, 8)}`);
}

/** Tables and their rows in the order in which the database gives them. */
function rowsOf(database: Database): string[] {
  return Array.from(database.schema.tables.keys()).flatMap((table) =>
    Array.from(database.rows(table).values(), (row) => `${table} ${JSON.stringify(row, columnsOf(row))}`),
  );
}

/** Columns that the schema did not have when links were first recorded; empty, they say nothing. */
const LATER_COLUMNS: ReadonlySet<string> = new Set(['controller', 'manager_options']);

function columnsOf(row: Row): string[] {
  const isEmpty = (value: unknown) => Array.isArray(value) && value.length === 0;
  return Object.keys(row)
    .filter((column) => !(LATER_COLUMNS.has(column) && isEmpty(row[column])))
    .sort();
}
