/** What an embedded page tells the page around it of the trace and of the match that it shows. */
import type { Trace, TraceStep } from '../bridge';

export interface Told {
  readonly say: 'verdict' | 'step' | 'changed';
  readonly [key: string]: unknown;
}

export function verdictOf({ verdict, steps }: Trace): Told {
  return {
    say: 'verdict',
    kind: verdict.kind,
    sentence: verdict.sentence,
    detail: verdict.detail,
    steps: steps.length,
    delivered: verdict.deliveries.map(({ step, machine, iface, logicalPort }) => ({
      step: step + 1,
      machine,
      interface: iface,
      port: logicalPort,
    })),
    dropped: verdict.drops
      .filter((drop) => !drop.expected)
      .map(({ step, reason, sentence }) => ({
        step: step + 1,
        machine: steps[step]?.machine ?? '',
        table: steps[step]?.table ?? null,
        reason,
        sentence,
      })),
  };
}

export function stepOf(trace: Trace, step: TraceStep, playing: boolean): Told {
  const logical = trace.logical.find(({ openflow }) => openflow.includes(step.index));
  return {
    say: 'step',
    step: step.index + 1,
    of: trace.steps.length,
    kind: step.kind,
    machine: step.machine,
    table: step.table ?? null,
    stage: logical?.stage ?? null,
    text: step.text,
    playing,
  };
}
