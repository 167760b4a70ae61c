/**
 * Logical flows to OpenFlow: a Pipeline row's match and actions, the numbers of
 * its datapath and ports put in.
 *
 * The work depends on the row, those numbers and nothing else, so its results
 * are kept and shared by all controllers that are given the same compiler: 20
 * hypervisors with 50,000 flows each would not fit into a tab otherwise.
 */
import { encodeActions, parseActions, portsNamed, type EncodeContext, type LogicalAction } from '../actions';
import type { Problem, Uuid } from '../base';
import { intersectMatches, matchFrom, toOpenFlow13, type FieldName } from '../openflow';
import type { LogicalFlow } from '../logical';
import type { Row } from '../ovsdb';
import { compileMatch, flowsOfMatch, type CompiledMatch } from './compile-match';
import { makeFlow } from './flow-table';
import { discard, include } from './index-sets';
import { RemoteFlows } from './remote-flows';
import type { ControllerRules } from './rules';
import type { KeyOf, OriginFlow } from './types';

/** A row that is not in the flow table because it cannot be compiled. */
export interface RowProblem {
  readonly column: 'match' | 'actions' | 'table';
  /** Its range is in the text of that column. */
  readonly problem: Problem;
}

/** What a row's flows need of a hypervisor: numbers of datapaths, and of ports in them. */
export interface Numbers {
  readonly datapath: (datapath: Uuid) => number | undefined;
  readonly port: (datapath: Uuid, logicalPort: string) => number | undefined;
}

export interface CompiledRow {
  readonly row: LogicalFlow;
  /** The number of the row's datapath, 0 while it has none. */
  readonly datapath: number;
  readonly flows: readonly OriginFlow[];
  readonly problem: RowProblem | undefined;
  /** Fields of the match that not all of the flows look at, though the row does. */
  readonly lost: readonly FieldName[];
}

interface Entry {
  /** The row as it was last read, which tells quickly that it has not changed. */
  source: Row;
  readonly row: LogicalFlow;
  /** Ports that the row names, in match or actions. */
  readonly ports: readonly string[];
  /** What the texts compile to; let go once flows are made of it, because it is large and seldom needed twice. */
  text: CompiledText | undefined;
  /** The keys that `compiled` was made with. */
  keys: readonly (number | undefined)[];
  /** One for each number that the datapath has on some hypervisor; mostly they agree. */
  compiled: CompiledRow[];
  /** The row in a datapath without ports, which has no flows. */
  readonly idle: CompiledRow;
  /** How many controllers have the row. */
  users: number;
}

export class LogicalCompiler {
  /** Flows towards other hypervisors, which many controllers have alike. */
  readonly remote: RemoteFlows;
  readonly #entries = new Map<Uuid, Entry>();
  readonly #rowsByPort = new Map<string, Set<Uuid>>();
  readonly #rowsByDatapath = new Map<Uuid, Set<Uuid>>();

  constructor(readonly rules: ControllerRules) {
    this.remote = new RemoteFlows(rules);
  }

  /** Rows that name a logical port, also rows of other datapaths and rows that a controller does not have yet. */
  rowsNaming(logicalPort: string): Iterable<Uuid> {
    return this.#rowsByPort.get(logicalPort) ?? [];
  }

  /** Rows of a datapath, also those that a controller does not have yet. */
  rowsOf(datapath: Uuid): Iterable<Uuid> {
    return this.#rowsByDatapath.get(datapath) ?? [];
  }

  /** A controller no longer has a row. */
  release(uuid: Uuid): void {
    const entry = this.#entries.get(uuid);
    if (entry === undefined) return;
    entry.users--;
    if (entry.users <= 0) this.#forget(entry);
  }

  /** What a row becomes where datapaths and ports have these numbers; `isNew` counts one more controller that has it. */
  compile(source: Row, numbers: Numbers, isNew: boolean): CompiledRow {
    const entry = this.#entry(source);
    if (isNew) entry.users++;
    const { datapath: uuid } = entry.row;
    const datapath = numbers.datapath(uuid);
    if (datapath === undefined) return entry.idle;
    if (!entry.ports.every((port, i) => numbers.port(uuid, port) === entry.keys[i])) {
      entry.keys = entry.ports.map((port) => numbers.port(uuid, port));
      entry.compiled = [];
    }
    const known = entry.compiled.find((made) => made.datapath === datapath);
    if (known !== undefined) return known;
    const text = entry.text ?? compileText(this.rules, entry.row);
    const compiled = assemble(this.rules, entry.row, text, datapath, (port) => numbers.port(uuid, port));
    entry.text = undefined;
    entry.compiled.push(compiled);
    return compiled;
  }

  #entry(source: Row): Entry {
    const known = this.#entries.get(source._uuid);
    if (known?.source === source) return known;
    const row = this.rules.logical.flows.read(source);
    if (known !== undefined && isSameRow(known.row, row)) {
      known.source = source;
      return known;
    }
    if (known !== undefined) this.#forget(known);
    const text = compileText(this.rules, row);
    const idle = { row, datapath: 0, flows: [], problem: undefined, lost: [] };
    const users = known?.users ?? 0;
    const { ports } = text;
    const entry: Entry = { source, row, ports, text, keys: [], compiled: [], idle, users };
    this.#entries.set(row.uuid, entry);
    include(this.#rowsByDatapath, row.datapath, row.uuid);
    for (const port of ports) include(this.#rowsByPort, port, row.uuid);
    return entry;
  }

  #forget({ row, ports }: Entry): void {
    this.#entries.delete(row.uuid);
    discard(this.#rowsByDatapath, row.datapath, row.uuid);
    for (const port of ports) discard(this.#rowsByPort, port, row.uuid);
  }
}

function isSameRow(a: LogicalFlow, b: LogicalFlow): boolean {
  return (
    a === b ||
    (a.match === b.match &&
      a.actions === b.actions &&
      a.datapath === b.datapath &&
      a.table === b.table &&
      a.direction === b.direction &&
      a.priority === b.priority)
  );
}

/** A row's texts, compiled as far as that goes without numbers. */
type CompiledText =
  | { readonly ports: readonly string[]; readonly problem: RowProblem }
  | {
      readonly ports: readonly string[];
      readonly problem: undefined;
      readonly match: CompiledMatch;
      readonly actions: readonly LogicalAction[];
    };

function compileText(rules: ControllerRules, row: LogicalFlow): CompiledText {
  const { dialect, symbols } = rules;
  const { tables } = rules.logical;
  if (tables.tableOf(row.direction, row.table) === undefined) {
    const last = tables.countOf(row.direction) - 1;
    const message = `Logical table ${row.table} has no OpenFlow table: the last one is ${last}.`;
    return failed('table', { code: 'no-table', message });
  }
  const nextAllowed = tables.tableOf(row.direction, row.table + 1) !== undefined;
  const actions = parseActions(row.actions, { dialect, symbols, nextAllowed });
  if (!actions.ok) return failed('actions', actions.error);
  const match = compileMatch(row.match, symbols, actions.value.prerequisites);
  if (!match.ok) return failed('match', match.error);
  const ports = new Set([...match.value.ports, ...portsNamed(actions.value.actions)]);
  return { ports: [...ports], problem: undefined, match: match.value, actions: actions.value.actions };
}

function failed(column: RowProblem['column'], problem: Problem): CompiledText {
  return { ports: [], problem: { column, problem } };
}

function assemble(
  rules: ControllerRules,
  row: LogicalFlow,
  text: CompiledText,
  datapath: number,
  keyOf: KeyOf,
): CompiledRow {
  if (text.problem !== undefined) return { row, datapath, flows: [], problem: text.problem, lost: [] };
  const { match } = text;
  const { tables, registers } = rules.logical;
  const table = tables.tableOf(row.direction, row.table);
  if (table === undefined) throw new Error(`Logical table ${row.table} was compiled and has no OpenFlow table`);
  const context: EncodeContext = {
    // The last table has no `next`, which the parser has seen to.
    nextTable: tables.tableOf(row.direction, row.table + 1) ?? table,
    outputTable: tables.output,
    outport: registers.outport,
    lookupPort: keyOf,
  };
  const actions = toOpenFlow13(encodeActions(text.actions, context));
  const origin = { rule: 'logical', pipeline: row.uuid } as const;
  const metadata = matchFrom([{ field: registers.datapath, value: BigInt(datapath) }]);
  // Conjunction ids must differ between rows; a row's UUID makes them so without a count to keep.
  const idBase = Number.parseInt(row.uuid.slice(0, 8), 16);
  const flows = new Map<string, OriginFlow>();
  const { parts, lost } = flowsOfMatch(match, keyOf, idBase, rules.lostFields);
  for (const part of parts) {
    const full = intersectMatches(metadata, part.match);
    if (full === undefined) continue;
    const flow = makeFlow(table, row.priority, full, part.conjunctions ?? actions, origin, row.uuid);
    if (!flows.has(flow.key)) flows.set(flow.key, flow);
  }
  return { row, datapath, flows: [...flows.values()], problem: undefined, lost };
}
