/**
 * The Pipeline as the logical trace reads it: rows of one table of one datapath by
 * falling priority, each compiled when it is first looked at.
 */
import { parseActions } from '../actions';
import type { LogicalAction } from '../actions';
import type { Uuid } from '../base';
import { annotate, combine, lex, NO_SETS, parse } from '../match';
import type { Expr } from '../match';
import { getNumber, getString, getUuid } from '../ovsdb';
import type { Row } from '../ovsdb';
import type { Release } from '../releases';
import type { Deployment } from '../sim';

export interface LogicalRow {
  readonly uuid: Uuid;
  readonly datapath: Uuid;
  readonly tableId: number;
  readonly priority: number;
  readonly match: string;
  readonly actions: string;
}

/** What a row means; undefined for a row that does not compile, which no packet ever meets. */
export interface RowMeaning {
  /** Over fields only, with the prerequisites of match and actions. */
  readonly expr: Expr;
  readonly steps: readonly LogicalAction[];
}

export class LogicalRows {
  readonly #release: Release;
  readonly #tables = new Map<string, LogicalRow[]>();
  readonly #byUuid = new Map<Uuid, LogicalRow>();
  readonly #meanings: Map<string, RowMeaning | undefined>;

  /** `meanings` outlive the rows: the same text means the same. */
  constructor(deployment: Deployment, meanings: Map<string, RowMeaning | undefined>) {
    this.#release = deployment.release;
    this.#meanings = meanings;
    for (const row of deployment.sb.rows(deployment.release.tables.pipeline.table).values()) {
      const logical = readRow(row);
      const key = `${logical.datapath} ${logical.tableId}`;
      const table = this.#tables.get(key);
      if (table) table.push(logical);
      else this.#tables.set(key, [logical]);
      this.#byUuid.set(logical.uuid, logical);
    }
    for (const table of this.#tables.values()) table.sort((a, b) => b.priority - a.priority);
  }

  /** By falling priority. */
  table(datapath: Uuid, tableId: number): readonly LogicalRow[] {
    return this.#tables.get(`${datapath} ${tableId}`) ?? [];
  }

  row(uuid: Uuid): LogicalRow | undefined {
    return this.#byUuid.get(uuid);
  }

  meaning(row: LogicalRow): RowMeaning | undefined {
    const key = `${row.actions}\n${row.match}`;
    if (!this.#meanings.has(key)) this.#meanings.set(key, meaningOfRow(this.#release, row));
    return this.#meanings.get(key);
  }
}

function readRow(row: Row): LogicalRow {
  return {
    uuid: row._uuid,
    datapath: getUuid(row, 'logical_datapath'),
    tableId: getNumber(row, 'table_id'),
    priority: getNumber(row, 'priority'),
    match: getString(row, 'match'),
    actions: getString(row, 'actions'),
  };
}

function meaningOfRow({ actions, symbols }: Release, row: LogicalRow): RowMeaning | undefined {
  const steps = parseActions(row.actions, { dialect: actions, symbols, nextAllowed: true });
  const parsed = parse(row.match, lex(row.match), symbols, NO_SETS);
  if (!steps.ok || !parsed.ok) return undefined;
  const { prerequisites } = steps.value;
  const whole =
    prerequisites === undefined ? parsed.value : combine('and', parsed.value, prerequisites, parsed.value.origin);
  const annotated = annotate(whole, symbols);
  return annotated.ok ? { expr: annotated.value, steps: steps.value.actions } : undefined;
}
