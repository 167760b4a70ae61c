/**
 * Do the two halves of a trace tell the same story? Both are trees: a table leads
 * to the tables that its actions go on to, once for each copy of the packet. Both
 * are walked at once, and of the branches at a fork those belong together that
 * come from the same row for the same logical port, whatever their order.
 */
import type { Uuid } from '../base';
import { getNumber } from '../openflow';
import type { FieldName } from '../openflow';
import type { LogicalOutcome, LogicalTrace } from './logical-trace';
import type { Names } from './names';
import type { OpenFlowTrace } from './openflow-trace';
import { grouped, pairUp } from './pair-up';
import type { Agreement, LogicalStep, TraceStep } from './types';

export interface Correlated {
  readonly logical: readonly LogicalStep[];
  readonly agreement: Agreement;
}

/** A difference early on makes everything after it different too; the first ones say why. */
const MOST_DIFFERENCES = 8;

export function correlate(names: Names, logical: LogicalTrace, openflow: OpenFlowTrace): Correlated {
  const { tables, differences } = new Correlation(names, logical, openflow);
  return {
    logical: logical.steps.map((step) => ({ ...step, openflow: tables.get(step) ?? [] })),
    agreement: { agree: differences.length === 0, differences: differences.slice(0, MOST_DIFFERENCES) },
  };
}

/** A table of a switch that carries out a logical table, and what its actions lead to. */
interface Carrier {
  readonly step: TraceStep;
  /** The tables on the way that belong to it: its own, and helpers that its actions call. */
  readonly tables: number[];
  readonly outputs: TraceStep[];
  readonly next: Carrier[];
}

class Correlation {
  /** The OpenFlow steps that carried out a logical step. */
  readonly tables = new Map<LogicalStep, readonly number[]>();
  readonly #names: Names;
  readonly #openflow: OpenFlowTrace;
  readonly #next: ReadonlyMap<number | null, readonly LogicalStep[]>;
  readonly #outcomes: ReadonlyMap<number, readonly LogicalOutcome[]>;
  readonly #met: string[] = [];
  readonly #extra: string[] = [];
  readonly #output: string[] = [];

  constructor(names: Names, logical: LogicalTrace, openflow: OpenFlowTrace) {
    this.#names = names;
    this.#openflow = openflow;
    this.#next = grouped(logical.steps, ({ parent }) => parent);
    this.#outcomes = grouped(logical.outcomes, ({ step }) => step);
    this.#enter(carriersOf(names, openflow.steps));
  }

  /** First what was met, then what was met besides, then where copies were sent. */
  get differences(): readonly string[] {
    return [...this.#met, ...this.#extra, ...this.#output];
  }

  #enter(carriers: readonly Carrier[]): void {
    const [step, ...more] = this.#next.get(null) ?? [];
    const [carrier] = carriers;
    if (step && carrier && more.length === 0) {
      const { inport } = this.#names.logical.registers;
      if (this.#keyIn(carrier.step, inport) !== this.#keyOf(step.datapath, step.inport)) {
        const has = this.#portIn(carrier.step, inport);
        this.#met.push(`The packet enters the logical network at ${step.inport}; ${carrier.step.machine} has ${has}.`);
      }
    }
    this.#follow(null, carriers, false);
  }

  /** `strayed`: that the copies are for different ports was said already. */
  #follow(from: number | null, carriers: readonly Carrier[], strayed: boolean): void {
    const steps = this.#next.get(from) ?? [];
    if (steps.length === carriers.length && steps.every((step, at) => this.#agrees(step, carriers[at]))) {
      // Nearly always both list the same copies in the same order, and there is nothing to look for.
      for (const [at, carrier] of carriers.entries()) {
        const step = steps[at];
        if (step) this.#compare(step, carrier, strayed);
      }
      return;
    }
    const { pairs, rest } = pairUp(steps, carriers, [
      [
        (step) => `${this.#placeOf(step)} ${rowOf(step)} ${this.#keyOf(step.datapath, step.outport)}`,
        (carrier) => `${this.#tableOf(carrier)} ${rowMet(carrier)} ${this.#outportOf(carrier.step)}`,
      ],
      [(step) => `${this.#placeOf(step)} ${rowOf(step)}`, (carrier) => `${this.#tableOf(carrier)} ${rowMet(carrier)}`],
      [
        (step) => `${this.#placeOf(step)} ${this.#keyOf(step.datapath, step.outport)}`,
        (carrier) => `${this.#tableOf(carrier)} ${this.#outportOf(carrier.step)}`,
      ],
      [(step) => `${this.#placeOf(step)}`, (carrier) => `${this.#tableOf(carrier)}`],
    ]);
    for (const step of steps) {
      const carrier = pairs.get(step);
      if (carrier) this.#compare(step, carrier, strayed);
      else this.#missed(step);
    }
    for (const carrier of rest) this.#besides(carrier);
  }

  /** The same row for the same logical port. */
  #agrees(step: LogicalStep, carrier: Carrier | undefined): boolean {
    return (
      carrier !== undefined &&
      rowOf(step) === rowMet(carrier) &&
      this.#placeOf(step) === this.#tableOf(carrier) &&
      this.#keyOf(step.datapath, step.outport) === this.#outportOf(carrier.step)
    );
  }

  #compare(step: LogicalStep, carrier: Carrier, strayed: boolean): void {
    this.tables.set(step, carrier.tables);
    const { machine, flow } = carrier.step;
    if (rowOf(step) !== rowMet(carrier)) {
      const met = step.match === undefined ? 'no row' : `“${step.match}”`;
      const did = flow === undefined ? 'no flow' : `the flow ${flow.match || 'for any packet'}`;
      this.#met.push(`In ${placeOf(step)}, ${met} matched; ${machine} matched ${did}.`);
    }
    const astray = this.#keyOf(step.datapath, step.outport) !== this.#outportOf(carrier.step);
    if (astray && !strayed) {
      const { outport } = this.#names.logical.registers;
      const has = this.#portIn(carrier.step, outport);
      this.#met.push(`In ${placeOf(step)}, the copy is for ${step.outport || 'no port yet'}; ${machine} has ${has}.`);
    }
    this.#compareOutputs(step, carrier);
    this.#follow(step.index, carrier.next, strayed || astray);
  }

  #compareOutputs(step: LogicalStep, carrier: Carrier): void {
    const outcomes = this.#outcomes.get(step.index) ?? [];
    const { pairs, rest } = pairUp(outcomes, carrier.outputs, [
      [({ outport }) => `${this.#keyOf(step.datapath, outport)}`, (output) => `${this.#outportOf(output)}`],
      [() => '', () => ''],
    ]);
    for (const outcome of outcomes) {
      const output = pairs.get(outcome);
      const what = `The logical network outputs to ${outcome.outport}`;
      if (!output) this.#output.push(`${what}; no hypervisor did.`);
      else if (this.#outportOf(output) !== this.#keyOf(step.datapath, outcome.outport))
        this.#output.push(
          `${what}; ${output.machine} has ${this.#portIn(output, this.#names.logical.registers.outport)}.`,
        );
    }
    for (const output of rest) this.#outputBesides(output);
  }

  #missed(step: LogicalStep): void {
    const table = this.#names.logical.tables.tableOf(step.direction, step.tableId) ?? '';
    this.#met.push(
      `The packet met ${placeOf(step)} in the logical network, but no hypervisor went through table ${table} for it.`,
    );
    for (const { outport } of this.#outcomes.get(step.index) ?? [])
      this.#output.push(`The logical network outputs to ${outport}; no hypervisor did.`);
    for (const next of this.#next.get(step.index) ?? []) this.#missed(next);
  }

  #besides({ step, outputs, next }: Carrier): void {
    this.#extra.push(`${step.machine} went through table ${step.table ?? ''}, which the logical network did not.`);
    for (const output of outputs) this.#outputBesides(output);
    for (const carrier of next) this.#besides(carrier);
  }

  #outputBesides(output: TraceStep): void {
    const { machine, outport } = output;
    this.#output.push(`${machine} outputs to ${outport ?? 'no port'}, which the logical network does not.`);
  }

  /** The OpenFlow table that should carry out a step. */
  #placeOf({ direction, tableId }: LogicalStep): number | undefined {
    return this.#names.logical.tables.tableOf(direction, tableId);
  }

  #tableOf({ step }: Carrier): number | undefined {
    return step.table;
  }

  /** The key of a logical port in a datapath; 0 for none and for ports of other datapaths. */
  #keyOf(datapath: Uuid, port: string): number {
    const binding = port === '' ? undefined : this.#names.binding(port);
    return binding?.datapath === datapath ? binding.tunnelKey : 0;
  }

  #outportOf(step: TraceStep): number {
    return this.#keyIn(step, this.#names.logical.registers.outport);
  }

  /** What a register holds as the packet enters a table. */
  #keyIn({ index }: TraceStep, field: FieldName): number {
    const visit = this.#openflow.visits.get(index);
    return visit ? getNumber(visit.before, field) : 0;
  }

  /** E.g. `logical outport "sw0-port2"`. */
  #portIn({ registers }: TraceStep, field: FieldName): string {
    const register = registers.find((candidate) => candidate.field === field);
    if (register?.meaning !== undefined) return register.meaning;
    const words = this.#names.logical.registers.meanings.find((candidate) => candidate.field === field)?.words ?? field;
    const value = register?.value ?? '0x0';
    return value === '0x0' ? `no ${words}` : `${words} ${value}, which no port has`;
  }
}

/** The tables that carry out the logical network, the first ones of all copies. */
function carriersOf(names: Names, steps: readonly TraceStep[]): readonly Carrier[] {
  const { tables } = names.logical;
  const first: Carrier[] = [];
  /** By step: the carrier that led there. */
  const within: (Carrier | undefined)[] = [];
  for (const step of steps) {
    const { index, kind, parent, table } = step;
    const above = parent === null ? undefined : within[parent];
    within[index] = above;
    if (kind !== 'table' || table === undefined) continue;
    if (tables.logicalAt(table) !== undefined) {
      const carrier: Carrier = { step, tables: [index], outputs: [], next: [] };
      (above?.next ?? first).push(carrier);
      within[index] = carrier;
    } else if (table === tables.output) above?.outputs.push(step);
    else if (tables.physicalAt(table)?.role === 'helper') above?.tables.push(index);
  }
  return first;
}

function placeOf({ tableId, datapathName }: LogicalStep): string {
  return `logical table ${tableId} of ${datapathName}`;
}

/** The row that the logical half met; empty for none. */
function rowOf({ row }: LogicalStep): string {
  return row ?? '';
}

/** The row that the switch's flow was made from; empty for no flow, and `foreign` for a flow of somebody else. */
function rowMet({ step: { flow } }: Carrier): string {
  return flow === undefined ? '' : (flow.origin?.uuid ?? 'foreign');
}
