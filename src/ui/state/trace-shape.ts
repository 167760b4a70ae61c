/** The tree that a trace's flat steps make, worked out once per trace. */
import type { Trace, TraceStep } from '../bridge';

/** Everything by the index of a step. Steps stand in the order of a walk from the root, so a subtree is one range. */
export interface TraceShape {
  /** The step after the last one below this one. */
  readonly ends: readonly number[];
  readonly children: readonly number[];
  /** 1 for the first child of its parent. */
  readonly places: readonly number[];
  /** 1 at the root. */
  readonly levels: readonly number[];
}

const shapes = new WeakMap<Trace, TraceShape>();

export function shapeOf(trace: Trace): TraceShape {
  const known = shapes.get(trace);
  if (known) return known;
  const { steps } = trace;
  const ends = steps.map((_, index) => index + 1);
  const children = steps.map(() => 0);
  const places = steps.map(() => 1);
  const levels = steps.map(() => 1);
  for (const { index, parent } of steps) {
    if (parent === null) continue;
    children[parent] = (children[parent] ?? 0) + 1;
    places[index] = children[parent];
    levels[index] = (levels[parent] ?? 0) + 1;
  }
  for (const { index, parent } of steps.toReversed()) {
    if (parent !== null) ends[parent] = Math.max(ends[parent] ?? 0, ends[index] ?? 0);
  }
  const shape = { ends, children, places, levels };
  shapes.set(trace, shape);
  return shape;
}

/** What a person wants to get to next. */
export type StopKind = 'table' | 'tunnel' | 'hypervisor' | 'drop' | 'delivery';

export function isStop(trace: Trace, step: TraceStep, kind: StopKind): boolean {
  switch (kind) {
    case 'table':
      return step.kind === 'table';
    case 'tunnel':
      return step.kind === 'tunnel-out';
    case 'hypervisor':
      return step.index > 0 && trace.steps[step.index - 1]?.machine !== step.machine;
    case 'drop':
      return step.kind === 'drop';
    case 'delivery':
      return step.kind === 'deliver';
  }
}

/** Where `n` and `p` stop besides breakpoints. */
export function isTurningPoint(step: TraceStep): boolean {
  return step.kind === 'drop' || step.kind === 'deliver' || step.kind === 'tunnel-out';
}
