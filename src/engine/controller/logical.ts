/**
 * Logical flows to OpenFlow: a Pipeline row's match and actions, the numbers of
 * its datapath and ports put in.
 *
 * The work depends on the row, those numbers and nothing else, so its results
 * are kept and shared by all controllers that are given the same compiler.
 */
import { encodeActions, parseActions } from '../actions';
import type { Problem, Uuid } from '../base';
import { intersectMatches, matchFrom, toOpenFlow10, type FieldName, type OfAction } from '../openflow';
import { getNumber, getString, getUuid, type Row } from '../ovsdb';
import { compileMatch, flowsOfMatch, type CompiledMatch } from './compile-match';
import { cookieOf, makeFlow } from './flow-table';
import type { ControllerRules } from './rules';
import type { KeyOf, OriginFlow } from './types';

/** A row that is not in the flow table because it cannot be compiled. */
export interface RowProblem {
  readonly column: 'match' | 'actions' | 'table_id';
  /** Its range is in the text of that column. */
  readonly problem: Problem;
}

/** A Pipeline row with the names of its columns taken off. */
export interface PipelineRow {
  readonly uuid: Uuid;
  readonly datapath: Uuid;
  readonly tableId: number;
  readonly priority: number;
  readonly match: string;
  readonly actions: string;
}

export interface CompiledRow {
  readonly flows: readonly OriginFlow[];
  readonly problem: RowProblem | undefined;
  /** Fields of the match that the flows do not look at, though the row does. */
  readonly lost: readonly FieldName[];
}

export function readPipelineRow(rules: ControllerRules, row: Row): PipelineRow {
  const { pipeline } = rules;
  return {
    uuid: row._uuid,
    datapath: getUuid(row, pipeline.datapath),
    tableId: getNumber(row, pipeline.tableId),
    priority: getNumber(row, pipeline.priority),
    match: getString(row, pipeline.match),
    actions: getString(row, pipeline.actions),
  };
}

interface Entry {
  readonly row: PipelineRow;
  /** What does not depend on numbers. */
  readonly source: Source;
  /** The keys that `byDatapath` was compiled with. */
  keys: readonly (number | undefined)[];
  /** By the datapath's number. */
  byDatapath: Map<number, CompiledRow>;
  /** How many controllers have the row. */
  users: number;
}

interface Source {
  /** Ports that the row names, in match or actions. */
  readonly ports: readonly string[];
  readonly problem: RowProblem | undefined;
  /** The flows' parts for given keys. */
  readonly translate: (keyOf: KeyOf) => { readonly match: CompiledMatch; readonly actions: readonly OfAction[] };
}

export class LogicalCompiler {
  readonly #entries = new Map<Uuid, Entry>();
  readonly #rowsByPort = new Map<string, Set<Uuid>>();

  constructor(readonly rules: ControllerRules) {}

  /** Rows that name a logical port, also rows of other datapaths and rows that a controller does not have yet. */
  rowsNaming(logicalPort: string): Iterable<Uuid> {
    return this.#rowsByPort.get(logicalPort) ?? [];
  }

  /** A controller has a row that it did not have. */
  acquire(row: PipelineRow): void {
    this.#entry(row).users++;
  }

  /** A controller no longer has a row. */
  release(uuid: Uuid): void {
    const entry = this.#entries.get(uuid);
    if (entry === undefined) return;
    entry.users--;
    if (entry.users <= 0) this.#forget(entry);
  }

  compile(row: PipelineRow, datapath: number, keyOf: KeyOf): CompiledRow {
    const entry = this.#entry(row);
    const keys = entry.source.ports.map(keyOf);
    if (!keys.every((key, i) => key === entry.keys[i])) {
      entry.keys = keys;
      entry.byDatapath = new Map();
    }
    let compiled = entry.byDatapath.get(datapath);
    if (compiled === undefined) {
      compiled = assemble(this.rules, entry, datapath, keyOf);
      entry.byDatapath.set(datapath, compiled);
    }
    return compiled;
  }

  #entry(row: PipelineRow): Entry {
    const known = this.#entries.get(row.uuid);
    if (known !== undefined && isSameRow(known.row, row)) return known;
    if (known !== undefined) this.#forget(known);
    const source = readSource(this.rules, row);
    const entry: Entry = { row, source, keys: [], byDatapath: new Map(), users: known?.users ?? 0 };
    this.#entries.set(row.uuid, entry);
    for (const port of source.ports) {
      const rows = this.#rowsByPort.get(port);
      if (rows === undefined) this.#rowsByPort.set(port, new Set([row.uuid]));
      else rows.add(row.uuid);
    }
    return entry;
  }

  #forget({ row, source }: Entry): void {
    this.#entries.delete(row.uuid);
    for (const port of source.ports) {
      const rows = this.#rowsByPort.get(port);
      rows?.delete(row.uuid);
      if (rows?.size === 0) this.#rowsByPort.delete(port);
    }
  }
}

function isSameRow(a: PipelineRow, b: PipelineRow): boolean {
  return (
    a === b ||
    (a.match === b.match &&
      a.actions === b.actions &&
      a.datapath === b.datapath &&
      a.tableId === b.tableId &&
      a.priority === b.priority)
  );
}

function readSource(rules: ControllerRules, row: PipelineRow): Source {
  const { openflow, dialect, symbols } = rules;
  if (row.tableId >= openflow.tables) {
    const message = `Logical table ${row.tableId} has no OpenFlow table: the last one is ${openflow.tables - 1}.`;
    return failedSource('table_id', { code: 'no-table', message });
  }
  const nextAllowed = row.tableId < openflow.tables - 1;
  const actions = parseActions(row.actions, { dialect, symbols, nextAllowed });
  if (!actions.ok) return failedSource('actions', actions.error);
  const match = compileMatch(row.match, symbols, actions.value.prerequisites);
  if (!match.ok) return failedSource('match', match.error);
  const context = { nextTable: openflow.firstTable + row.tableId + 1, outputTable: openflow.outputTable };
  const named = actions.value.actions.flatMap((action) => {
    const port = action.kind === 'set-port' || action.kind === 'output' ? action.port : undefined;
    return port === undefined ? [] : [port];
  });
  return {
    ports: [...new Set([...match.value.ports, ...named])],
    problem: undefined,
    translate: (lookupPort) => ({
      match: match.value,
      actions: toOpenFlow10(encodeActions(actions.value.actions, { ...context, lookupPort })),
    }),
  };
}

function failedSource(column: RowProblem['column'], problem: Problem): Source {
  const translate = () => {
    throw new Error('A row with a problem has no flows');
  };
  return { ports: [], problem: { column, problem }, translate };
}

function assemble(rules: ControllerRules, { row, source }: Entry, datapath: number, keyOf: KeyOf): CompiledRow {
  if (source.problem !== undefined) return { flows: [], problem: source.problem, lost: [] };
  const { match, actions } = source.translate(keyOf);
  const table = rules.openflow.firstTable + row.tableId;
  const cookie = cookieOf(row.uuid);
  const origin = { rule: 'logical', pipeline: row.uuid } as const;
  const metadata = matchFrom([{ field: 'metadata', value: BigInt(datapath) }]);
  // Conjunction ids must differ between rows; a row's UUID makes them so without a count to keep.
  const idBase = Number(cookie);
  const flows = new Map<string, OriginFlow>();
  for (const part of flowsOfMatch(match, keyOf, idBase, rules.lostFields)) {
    const full = intersectMatches(metadata, part.match);
    if (full === undefined) continue;
    const flow = makeFlow(table, row.priority, full, part.conjunctions ?? actions, cookie, origin, row.uuid);
    if (!flows.has(flow.key)) flows.set(flow.key, flow);
  }
  const lost = rules.lostFields.filter((field) => match.fields.has(field));
  return { flows: [...flows.values()], problem: undefined, lost };
}
