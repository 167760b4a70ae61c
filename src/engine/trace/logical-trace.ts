/**
 * The logical half of a trace: the packet on the Pipeline's rows, without any
 * hypervisor. It knows matches and actions of rows and nothing of flows, so that
 * the two halves can be compared.
 */
import { executeAction } from '../actions';
import type { LogicalAction, LogicalPacket } from '../actions';
import type { Uuid } from '../base';
import { stageTitle } from '../logical';
import type { Direction } from '../logical';
import { evaluate } from '../match';
import type { FieldReader, SymbolTable } from '../match';
import { cloneFlow, getField } from '../openflow';
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
  walk.table('ingress', 0, new Packet(walk, entry), null, 0);
  return walk;
}

/** Where a packet is: what its actions lead to comes after that. */
interface Position {
  readonly direction: Direction;
  readonly number: number;
  readonly step: number;
  readonly depth: number;
}

/** Fields that actions write live on through the tables below, as registers do. */
class Packet implements LogicalPacket {
  readonly flow: Flow;
  inport: string;
  outport = '';
  #at: Position = { direction: 'ingress', number: 0, step: 0, depth: 0 };
  readonly #walk: Walk;

  constructor(walk: Walk, { flow, inport }: LogicalEntry) {
    this.#walk = walk;
    this.flow = cloneFlow(flow);
    this.inport = inport;
  }

  meet(at: Position, actions: readonly LogicalAction[]): void {
    const before = this.#at;
    this.#at = at;
    for (const action of actions) executeAction(action, this);
    this.#at = before;
  }

  next(): void {
    const { direction, number, step, depth } = this.#at;
    this.#walk.table(direction, number + 1, this, step, depth + 1);
  }

  output(): void {
    this.#walk.outcomes.push({ step: this.#at.step, inport: this.inport, outport: this.outport });
  }
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

  table(direction: Direction, number: number, packet: Packet, parent: number | null, depth: number): void {
    if (depth > MAX_DEPTH || this.steps.length >= MAX_STEPS) return;
    const found = this.#lookUp(direction, number, packet);
    const met = found?.flow;
    const index = this.steps.length;
    const { datapath } = this.#entry;
    const { inport, outport } = packet;
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
      outport,
      text: met ? `${stage}: ${met.match}, then ${met.actions || 'drop'}.` : `${stage}: no row matches.`,
      openflow: [],
    });
    if (found?.meaning) packet.meet({ direction, number, step: index, depth }, found.meaning.steps);
  }

  #lookUp(direction: Direction, number: number, packet: Packet): LogicalRow | undefined {
    const reader = readerOf(this.#release.symbols, packet.flow, packet.inport, packet.outport);
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
