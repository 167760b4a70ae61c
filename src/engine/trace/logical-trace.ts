/**
 * The logical half of a trace: the packet on the Pipeline's rows, without any
 * hypervisor. It knows matches and actions of rows and nothing of flows, so that
 * the two halves can be compared.
 */
import type { Uuid } from '../base';
import { evaluate } from '../match';
import type { FieldReader, SymbolTable } from '../match';
import { cloneFlow, getField, setField } from '../openflow';
import type { Flow } from '../openflow';
import type { Release } from '../releases';
import type { LogicalRow, LogicalRows, RowMeaning } from './logical-rows';
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
  walk.table(0, { flow: cloneFlow(entry.flow), outport: '' }, null, 0);
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

  table(tableId: number, state: State, parent: number | null, depth: number): void {
    if (depth > MAX_DEPTH || this.steps.length >= MAX_STEPS) return;
    const found = this.#lookUp(tableId, state);
    const index = this.steps.length;
    const stage = this.#release.stages.find((candidate) => candidate.tableId === tableId)?.name ?? `table ${tableId}`;
    const { datapath, inport } = this.#entry;
    this.steps.push({
      index,
      parent,
      depth,
      datapath,
      datapathName: this.#names.switchByUuid.get(datapath)?.name ?? datapath,
      tableId,
      stage,
      ...(found
        ? { row: found.row.uuid, priority: found.row.priority, match: found.row.match, actions: found.row.actions }
        : {}),
      inport,
      outport: state.outport,
      text: found ? `${stage}: ${found.row.match}, then ${found.row.actions || 'drop'}.` : `${stage}: no row matches.`,
      openflow: [],
    });
    if (!found) return;
    for (const step of found.meaning.steps) {
      switch (step.kind) {
        case 'next':
          this.table(tableId + 1, state, index, depth + 1);
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

  #lookUp(tableId: number, state: State): { row: LogicalRow; meaning: RowMeaning } | undefined {
    const reader = readerOf(this.#release.symbols, state.flow, this.#entry.inport, state.outport);
    let best: { row: LogicalRow; meaning: RowMeaning } | undefined;
    for (const row of this.#rows.table(this.#entry.datapath, tableId)) {
      if (best && row.priority < best.row.priority) break;
      const meaning = this.#rows.meaning(row);
      if (!meaning || !evaluate(meaning.expr, reader)) continue;
      if (this.#entry.preferred.has(row.uuid)) return { row, meaning };
      best ??= { row, meaning };
    }
    return best;
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
