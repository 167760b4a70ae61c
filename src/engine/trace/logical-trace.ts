/**
 * The logical half of a trace: the packet on the Pipeline's rows, without any
 * hypervisor. It knows matches and actions of rows and nothing of flows, so that
 * the two halves can be compared.
 */
import type { Uuid } from '../base';
import { stageTitle } from '../logical';
import type { Direction } from '../logical';
import { evaluate } from '../match';
import type { FieldReader, SymbolTable } from '../match';
import { cloneFlow, getField, setField } from '../openflow';
import type { Flow } from '../openflow';
import type { Release } from '../releases';
import { isBefore } from './logical-rows';
import type { LogicalRow, LogicalRows } from './logical-rows';
import type { Names } from './names';
import type { LogicalStep } from './types';

/** What the logical network does with one copy in the end. */
export interface LogicalOutcome {
  /** The step that output it. */
  readonly step: number;
  readonly inport: string;
  readonly outport: string;
}

export interface LogicalTrace {
  readonly steps: readonly LogicalStep[];
  readonly outcomes: readonly LogicalOutcome[];
}

export interface LogicalEntry {
  readonly datapath: Uuid;
  readonly inport: string;
  /** The packet's fields as the logical network sees them. */
  readonly flow: Flow;
  /** Of rows with equal priority that all match, the one that is in here is taken: which one wins is not defined. */
  readonly preferred: ReadonlySet<Uuid>;
}

/** A packet may go through this many tables, as in a switch. */
const MAX_STEPS = 4096;
const MAX_DEPTH = 64;

export function traceLogical(release: Release, rows: LogicalRows, names: Names, entry: LogicalEntry): LogicalTrace {
  const walk = new Walk(release, rows, names, entry);
  walk.table('ingress', 0, { flow: cloneFlow(entry.flow), outport: '' }, null, 0);
  return walk;
}

/** Fields that actions write live on through the tables below, as registers do. */
interface State {
  readonly flow: Flow;
  outport: string;
}

class Walk {
  readonly steps: LogicalStep[] = [];
  readonly outcomes: LogicalOutcome[] = [];
  readonly #release: Release;
  readonly #rows: LogicalRows;
  readonly #names: Names;
  readonly #entry: LogicalEntry;

  constructor(release: Release, rows: LogicalRows, names: Names, entry: LogicalEntry) {
    this.#release = release;
    this.#rows = rows;
    this.#names = names;
    this.#entry = entry;
  }

  table(direction: Direction, number: number, state: State, parent: number | null, depth: number): void {
    if (depth > MAX_DEPTH || this.steps.length >= MAX_STEPS) return;
    const found = this.#lookUp(direction, number, state);
    const met = found?.flow;
    const index = this.steps.length;
    const { datapath, inport } = this.#entry;
    const { logical, stages } = this.#release;
    const stage = stageTitle(stages.find(logical.kindOf(datapath), direction, number), number);
    this.steps.push({
      index,
      parent,
      depth,
      datapath,
      datapathName: this.#names.switchName(datapath),
      direction,
      tableId: number,
      stage,
      ...(met ? { row: met.uuid, priority: met.priority, match: met.match, actions: met.actions } : {}),
      inport,
      outport: state.outport,
      text: met ? `${stage}: ${met.match}, then ${met.actions || 'drop'}.` : `${stage}: no row matches.`,
      openflow: [],
    });
    for (const step of found?.meaning?.steps ?? []) {
      switch (step.kind) {
        case 'next':
          this.table(direction, number + 1, state, index, depth + 1);
          break;
        case 'output':
          if (step.port !== undefined) state.outport = step.port;
          this.outcomes.push({ step: index, inport, outport: state.outport });
          break;
        case 'set-port':
          if (step.symbol === 'outport') state.outport = step.port;
          break;
        case 'set': {
          const kept = getField(state.flow, step.field) & ~step.mask;
          setField(state.flow, step.field, kept | (step.value & step.mask));
          break;
        }
      }
    }
  }

  #lookUp(direction: Direction, number: number, state: State): LogicalRow | undefined {
    const reader = readerOf(this.#release.symbols, state.flow, this.#entry.inport, state.outport);
    let best: LogicalRow | undefined;
    for (const row of this.#rows.table(this.#entry.datapath, direction, number)?.candidates(reader) ?? []) {
      if (best !== undefined && !this.#wins(row, best)) continue;
      if (row.meaning !== undefined && evaluate(row.meaning.expr, reader)) best = row;
    }
    return best;
  }

  #wins(row: LogicalRow, other: LogicalRow): boolean {
    const { priority, uuid } = row.flow;
    if (priority !== other.flow.priority) return priority > other.flow.priority;
    const { preferred } = this.#entry;
    return preferred.has(uuid) === preferred.has(other.flow.uuid) ? isBefore(row, other) : preferred.has(uuid);
  }
}

/** The packet as matches read it. */
export function readerOf({ symbols }: SymbolTable, flow: Flow, inport: string, outport: string): FieldReader {
  return {
    number(name) {
      const field = symbols.get(name)?.field;
      return field === undefined ? 0n : getField(flow, field);
    },
    string: (name) => (name === 'inport' ? inport : outport),
  };
}
