/**
 * The Pipeline as the logical trace reads it: rows of one table of one datapath,
 * each compiled when it is first looked at. Kept in step with its deployment, so
 * that a change costs as much as the rows that it touches.
 */
import type { Deployment } from './release';
import { parseActions } from '../actions';
import type { LogicalAction } from '../actions';
import type { Uuid } from '../base';
import { annotate, combine, lex, NO_SETS, parse, requirementOf } from '../match';
import type { Expr, FieldReader } from '../match';
import type { Direction, LogicalFlow } from '../logical';
import type { Row } from '../ovsdb';
import type { TraceRelease } from './release';
import { SOUTHBOUND } from '../sim';
import type { Update } from '../sim';

/** What a row means; undefined for a row that does not compile, which no packet ever meets. */
export interface RowMeaning {
  /** Over fields only, with the prerequisites of match and actions. */
  readonly expr: Expr;
  readonly steps: readonly LogicalAction[];
}

export class LogicalRow {
  readonly flow: LogicalFlow;
  readonly #release: TraceRelease;
  #compiled: { readonly meaning: RowMeaning | undefined } | undefined;

  constructor(release: TraceRelease, flow: LogicalFlow) {
    this.flow = flow;
    this.#release = release;
  }

  get meaning(): RowMeaning | undefined {
    this.#compiled ??= { meaning: meaningOfRow(this.#release, this.flow) };
    return this.#compiled.meaning;
  }
}

/** The rows of one table of one datapath. */
export class LogicalTable {
  readonly #rows = new Map<Uuid, LogicalRow>();
  /** Made when a packet first comes by after a change. */
  #files: Files | undefined;

  put(row: LogicalRow): void {
    this.#rows.set(row.flow.uuid, row);
    this.#files = undefined;
  }

  delete(uuid: Uuid): void {
    this.#rows.delete(uuid);
    this.#files = undefined;
  }

  /** By falling priority. */
  rows(): readonly LogicalRow[] {
    return Array.from(this.#rows.values()).sort((a, b) => (isBefore(a, b) ? -1 : 1));
  }

  /** Every row that the packet may match, in no order; the others have a clause that fails. */
  candidates(packet: FieldReader): readonly LogicalRow[] {
    const { rest, filed } = (this.#files ??= file(this.#rows.values()));
    const found = [...rest];
    for (const [symbol, { isString, rows }] of filed) {
      const here = rows.get(isString ? packet.string(symbol) : packet.number(symbol));
      if (here !== undefined) found.push(...here);
    }
    return found;
  }
}

/** Rows by what they demand of a packet; the `rest` demand nothing in particular. */
interface Files {
  readonly rest: readonly LogicalRow[];
  readonly filed: ReadonlyMap<
    string,
    { readonly isString: boolean; readonly rows: Map<string | bigint, LogicalRow[]> }
  >;
}

function file(rows: Iterable<LogicalRow>): Files {
  const rest: LogicalRow[] = [];
  const filed = new Map<string, { readonly isString: boolean; readonly rows: Map<string | bigint, LogicalRow[]> }>();
  for (const row of rows) {
    if (row.meaning === undefined) continue;
    const required = requirementOf(row.meaning.expr);
    if (required === undefined) {
      rest.push(row);
      continue;
    }
    const { symbol, value } = required;
    let under = filed.get(symbol);
    if (under === undefined) filed.set(symbol, (under = { isString: typeof value === 'string', rows: new Map() }));
    const others = under.rows.get(value);
    if (others === undefined) under.rows.set(value, [row]);
    else others.push(row);
  }
  return { rest, filed };
}

/** Higher priorities come first; which of two equal ones wins OVN does not define, and here the UUID does. */
export function isBefore({ flow: a }: LogicalRow, { flow: b }: LogicalRow): boolean {
  return a.priority !== b.priority ? a.priority > b.priority : a.uuid < b.uuid;
}

/** The tables of one datapath, by number. */
type Pipelines = Readonly<Record<Direction, Map<number, LogicalTable>>>;

export class LogicalRows {
  readonly #release: TraceRelease;
  readonly #datapaths = new Map<Uuid, Pipelines>();

  constructor(deployment: Deployment) {
    this.#release = deployment.release;
    for (const row of deployment.sb.rows(this.#release.logical.flows.table).values()) this.#put(row);
    deployment.subscribe((update) => {
      this.#follow(update);
    });
  }

  table(datapath: Uuid, direction: Direction, number: number): LogicalTable | undefined {
    return this.#datapaths.get(datapath)?.[direction].get(number);
  }

  #follow(update: Update): void {
    for (const { db, changes } of update.databases) {
      if (db !== SOUTHBOUND) continue;
      const { flows } = this.#release.logical;
      for (const { table, before, after } of changes) {
        if (table !== flows.table) continue;
        if (before !== undefined) {
          const old = flows.read(before);
          this.table(old.datapath, old.direction, old.table)?.delete(old.uuid);
        }
        if (after !== undefined) this.#put(after);
      }
    }
  }

  #put(row: Row): void {
    const flow = this.#release.logical.flows.read(row);
    let pipelines = this.#datapaths.get(flow.datapath);
    if (pipelines === undefined) {
      pipelines = { ingress: new Map<number, LogicalTable>(), egress: new Map<number, LogicalTable>() };
      this.#datapaths.set(flow.datapath, pipelines);
    }
    const tables = pipelines[flow.direction];
    let table = tables.get(flow.table);
    if (table === undefined) tables.set(flow.table, (table = new LogicalTable()));
    table.put(new LogicalRow(this.#release, flow));
  }
}

const kept = new WeakMap<Deployment, LogicalRows>();

/** The deployment's Pipeline, as it is at any time. */
export function logicalRowsOf(deployment: Deployment): LogicalRows {
  let rows = kept.get(deployment);
  if (rows === undefined) kept.set(deployment, (rows = new LogicalRows(deployment)));
  return rows;
}

function meaningOfRow({ actions, symbols }: TraceRelease, row: LogicalFlow): RowMeaning | undefined {
  if (actions === undefined) return undefined;
  const steps = parseActions(row.actions, { dialect: actions, symbols, nextAllowed: true });
  const parsed = parse(row.match, lex(row.match), symbols, NO_SETS);
  if (!steps.ok || !parsed.ok) return undefined;
  const { prerequisites } = steps.value;
  const whole =
    prerequisites === undefined ? parsed.value : combine('and', parsed.value, prerequisites, parsed.value.origin);
  const annotated = annotate(whole, symbols);
  return annotated.ok ? { expr: annotated.value, steps: steps.value.actions } : undefined;
}
