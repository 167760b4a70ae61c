/**
 * Two traces side by side: which step of one is which step of the other, where
 * they part, and what differs at each step. Pure: traces in, plain data out.
 *
 * Steps are the same when they do the same thing in the same kind of place; of all
 * ways to pair them, in order, the one is taken that pairs most: a flow with the
 * same flow before a table with the same table of another machine.
 */
import { decode } from '../../packets';
import type { Trace, TraceStep } from './types';

export interface TraceComparison {
  readonly steps: readonly ComparedStep[];
  /** The step (of `steps`) at which the packet takes another way, or else at which anything differs. */
  readonly first: number | null;
}

/**
 * `same`: nothing differs. `values`: the same flow or port, with other registers or another packet. `course`:
 * another flow, or another machine. `left` and `right`: only one of the two has it.
 */
export type ComparedKind = 'same' | 'values' | 'course' | 'left' | 'right';

export interface ComparedStep {
  readonly kind: ComparedKind;
  /** Indexes of the steps of either trace. */
  readonly left: number | null;
  readonly right: number | null;
  readonly differences: readonly StepDifference[];
}

export interface StepDifference {
  /** What differs: `match`, `actions`, `reg7`, `eth.dst`. */
  readonly what: string;
  /** Null where that side has no such thing. */
  readonly left: string | null;
  readonly right: string | null;
}

export function compareTraces(left: Trace, right: Trace): TraceComparison {
  const steps = alignSteps(left.steps, right.steps).map(([a, b]) =>
    compared(left.steps[a ?? -1], right.steps[b ?? -1]),
  );
  const parted = steps.findIndex(({ kind }) => kind !== 'same' && kind !== 'values');
  const first = parted >= 0 ? parted : steps.findIndex(({ kind }) => kind !== 'same');
  return { steps, first: first < 0 ? null : first };
}

function compared(left: TraceStep | undefined, right: TraceStep | undefined): ComparedStep {
  const ends = { left: left?.index ?? null, right: right?.index ?? null };
  if (!left || !right) return { ...ends, kind: left ? 'left' : 'right', differences: [] };
  const course = differing(courseOf(left), courseOf(right));
  const differences = [
    ...course,
    ...differing(valuesOf(left, right), valuesOf(right, left)),
    ...packetsDiffer(left, right),
  ];
  return { ...ends, kind: course.length > 0 ? 'course' : differences.length > 0 ? 'values' : 'same', differences };
}

type Facts = ReadonlyMap<string, string>;

/** Where the packet is and what the step does with it. */
function courseOf(step: TraceStep): Facts {
  const facts = new Map([['hypervisor', step.machine]]);
  if (step.kind === 'table') {
    facts.set('match', step.flow ? step.flow.match || 'any packet' : 'no flow matches');
    if (step.flow) facts.set('priority', String(step.flow.priority)).set('actions', step.flow.actions);
  }
  if (step.port) facts.set('port', step.port.name);
  if (step.tunnel) facts.set('tunnel', `${step.tunnel.type} key ${step.tunnel.key} ${step.tunnel.peer}`);
  if (step.reason !== undefined) facts.set('reason', step.reason);
  if (step.logicalPort !== undefined) facts.set('logical port', step.logicalPort);
  return facts;
}

/** Registers on entry and what the actions changed. Numbers of a machine's own are compared by what they stand for. */
function valuesOf(step: TraceStep, other: TraceStep): Facts {
  const foreign = step.machine !== other.machine;
  const facts = new Map<string, string>();
  for (const { field, value, meaning } of step.registers) {
    const words = meaning === undefined ? value : `${value} (${meaning})`;
    facts.set(field, foreign ? (meaning ?? value) : words);
  }
  for (const { field, before, after, meaning } of step.changes) {
    const words = meaning === undefined ? after : `${after} (${meaning})`;
    facts.set(`changes ${field}`, foreign ? (meaning ?? after) : `${before} → ${words}`);
  }
  return facts;
}

function differing(left: Facts, right: Facts): readonly StepDifference[] {
  return Array.from(new Set([...left.keys(), ...right.keys()])).flatMap((what) => {
    const [a, b] = [left.get(what) ?? null, right.get(what) ?? null];
    return a === b ? [] : [{ what, left: a, right: b }];
  });
}

function packetsDiffer({ bytes: left }: TraceStep, { bytes: right }: TraceStep): readonly StepDifference[] {
  if (left.length === right.length && left.every((byte, index) => byte === right[index])) return [];
  const fields = differing(fieldsOf(left), fieldsOf(right));
  return fields.length > 0
    ? fields
    : [{ what: 'packet', left: `${left.length} bytes`, right: `${right.length} bytes` }];
}

/** By name; a second header of a kind has its number behind it. */
function fieldsOf(bytes: Uint8Array): Facts {
  const facts = new Map<string, string>();
  for (const layer of decode(bytes)) {
    for (const { name, label, text, computed } of layer.fields) {
      // A checksum follows from the rest; it is no news.
      if (computed) continue;
      const base = name === '' ? `${layer.title} ${label}` : name;
      let key = base;
      for (let n = 2; facts.has(key); n++) key = `${base} (${n})`;
      facts.set(key, text);
    }
  }
  return facts;
}

type Pair = readonly [left: number | null, right: number | null];

/** Beyond this many pairs to weigh, the rest is paired as it comes. */
const MOST_PAIRS = 4_000_000;

function alignSteps(left: readonly TraceStep[], right: readonly TraceStep[]): readonly Pair[] {
  let start = 0;
  while (alike(left[start], right[start]) === SAME) start += 1;
  let end = 0;
  const room = Math.min(left.length, right.length) - start;
  while (end < room && alike(left.at(-1 - end), right.at(-1 - end)) === SAME) end += 1;
  const middle = pairs(left.slice(start, left.length - end), right.slice(start, right.length - end));
  return [
    ...Array.from({ length: start }, (_, index): Pair => [index, index]),
    ...middle.map(([a, b]): Pair => [a === null ? null : a + start, b === null ? null : b + start]),
    ...Array.from({ length: end }, (_, index): Pair => [left.length - end + index, right.length - end + index]),
  ];
}

/** The heaviest common subsequence. */
function pairs(left: readonly TraceStep[], right: readonly TraceStep[]): readonly Pair[] {
  const width = right.length + 1;
  if (left.length * right.length > MOST_PAIRS) return asTheyCome(left, right);
  // best[a, b]: the weight of pairing what comes from a and b on.
  const best = new Uint32Array((left.length + 1) * width);
  const at = (a: number, b: number) => best[a * width + b] ?? 0;
  for (let a = left.length - 1; a >= 0; a--) {
    for (let b = right.length - 1; b >= 0; b--) {
      const weight = alike(left[a], right[b]);
      const paired = weight === 0 ? 0 : weight + at(a + 1, b + 1);
      best[a * width + b] = Math.max(paired, at(a + 1, b), at(a, b + 1));
    }
  }
  const result: Pair[] = [];
  let [a, b] = [0, 0];
  while (a < left.length && b < right.length) {
    const weight = alike(left[a], right[b]);
    if (weight > 0 && at(a, b) === weight + at(a + 1, b + 1)) result.push([a++, b++]);
    else if (at(a, b) === at(a + 1, b)) result.push([a++, null]);
    else result.push([null, b++]);
  }
  while (a < left.length) result.push([a++, null]);
  while (b < right.length) result.push([null, b++]);
  return result;
}

function asTheyCome(left: readonly TraceStep[], right: readonly TraceStep[]): readonly Pair[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index): readonly Pair[] => {
    const [a, b] = [index < left.length ? index : null, index < right.length ? index : null];
    return alike(left[index], right[index]) > 0 || a === null || b === null
      ? [[a, b]]
      : [
          [a, null],
          [null, b],
        ];
  }).flat();
}

const SAME = 5;

/** 0 for steps that have nothing to do with each other, `SAME` for the same flow or port of the same machine. */
function alike(left: TraceStep | undefined, right: TraceStep | undefined): number {
  if (!left || left.kind !== right?.kind || left.table !== right.table) return 0;
  const where = left.machine === right.machine ? 2 : 0;
  const what = left.kind === 'table' ? left.flow?.id === right.flow?.id : left.port?.name === right.port?.name;
  return 1 + where + (what ? 2 : 0);
}
