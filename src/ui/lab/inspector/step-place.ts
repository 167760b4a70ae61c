/** Where a step stands, in words and among the others. */
import type { Trace, TraceStep } from '../../bridge';

/** The table behind a step: itself, or the one whose actions ended in it. A packet that has just come in has none. */
export function tableOf(trace: Trace, step: TraceStep): TraceStep | undefined {
  let at: TraceStep | undefined = step;
  while (at && at.kind !== 'table') {
    if (at.kind === 'inject' || at.kind === 'tunnel-in') return undefined;
    at = at.parent === null ? undefined : trace.steps[at.parent];
  }
  return at;
}

/** A few words beside the number of a step. */
export function placeOf(trace: Trace, step: TraceStep): string {
  const logical = trace.logical.find(({ openflow }) => openflow.includes(step.index));
  if (logical) return `${logical.datapathName} ${logical.tableId}, ${logical.stage}`;
  return step.kind === 'table' ? `${step.machine} table ${step.table ?? ''}` : step.machine;
}
