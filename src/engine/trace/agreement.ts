/**
 * Do the two halves of a trace tell the same story? Logical tables are compared
 * with the OpenFlow tables that carry them out, in the order in which both happen;
 * and every logical output with what the switches made of it.
 */
import type { TraceRelease } from './release';
import type { LogicalTrace } from './logical-trace';
import type { OpenFlowTrace } from './openflow-trace';
import type { Agreement, LogicalStep, TraceStep } from './types';

export interface Correlated {
  readonly logical: readonly LogicalStep[];
  readonly agreement: Agreement;
}

export function correlate(release: TraceRelease, logical: LogicalTrace, openflow: OpenFlowTrace): Correlated {
  const { firstTable, outputTable } = release.controller.openflow;
  const lastTable = firstTable + release.stages.length - 1;
  const carried = openflow.steps.filter(
    ({ kind, table = -1 }) => kind === 'table' && table >= firstTable && table <= lastTable,
  );
  const differences: string[] = [];
  const steps = logical.steps.map((step, index) => {
    const other = carried[index];
    const difference = compareStep(step, other, firstTable);
    if (difference !== undefined) differences.push(difference);
    return { ...step, openflow: other ? [other.index] : [] };
  });
  for (const extra of carried.slice(logical.steps.length)) {
    differences.push(`${extra.machine} went through table ${extra.table ?? ''}, which the logical network did not.`);
  }
  const outputs = openflow.steps.filter(({ kind, table }) => kind === 'table' && table === outputTable);
  logical.outcomes.forEach((outcome, index) => {
    const other = outputs[index];
    const reg7 = other?.registers.find(({ field }) => field === 'reg7')?.meaning;
    const expected = `logical outport "${outcome.outport}"`;
    if (!other) differences.push(`The logical network outputs to ${outcome.outport}; no hypervisor did.`);
    else if (reg7 !== undefined && reg7 !== expected)
      differences.push(`The logical network outputs to ${outcome.outport}; ${other.machine} has ${reg7}.`);
  });
  // A difference early on makes everything after it different too; the first ones say why.
  return { logical: steps, agreement: { agree: differences.length === 0, differences: differences.slice(0, 8) } };
}

function compareStep(step: LogicalStep, other: TraceStep | undefined, firstTable: number): string | undefined {
  const where = `logical table ${step.tableId} of ${step.datapathName}`;
  if (!other)
    return `The packet met ${where} in the logical network, but no hypervisor went through table ${firstTable + step.tableId} for it.`;
  if (other.table !== firstTable + step.tableId) {
    return `The logical network was in ${where} when ${other.machine} was in OpenFlow table ${other.table ?? ''}.`;
  }
  const row = other.flow?.origin?.uuid;
  if (row === step.row) return undefined;
  const met = step.match === undefined ? 'no row' : `“${step.match}”`;
  const did = other.flow === undefined ? 'no flow' : `the flow ${other.flow.match || 'for any packet'}`;
  return `In ${where}, ${met} matched; ${other.machine} matched ${did}.`;
}
