/** What ovn-trace(8) prints of a trace: detailed, summary or minimal, as the program has them. */
import { logicalLines } from './formats';
import { actionsOf } from './step-actions';
import type { Release } from '../releases';
import type { LogicalStep, Trace } from './types';

export type OvnTraceForm = 'detailed' | 'summary' | 'minimal';

export function formatOvnTrace(release: Release, trace: Trace, form: OvnTraceForm): string {
  const [flow = '', ...detailed] = logicalLines(release, trace);
  const body = {
    detailed: () => detailed,
    summary: () => summary(release, trace),
    minimal: () => minimal(release, trace),
  }[form]();
  return `${[flow, ...body].join('\n')}\n`;
}

/** Only actions, in the blocks of the pipelines. */
function summary(release: Release, { logical }: Trace): readonly string[] {
  const [first] = logical;
  if (!first) return [];
  const lines: string[] = [`ingress(dp=${quoted(first.datapathName)}, inport=${quoted(first.inport)}) {`];
  const add = (step: LogicalStep) => {
    const below = logical.filter(({ parent }) => parent === step.index);
    let led = 0;
    for (const { text, outputs, goesOn } of actionsOf(release, step)) {
      lines.push(`    ${text}`);
      if (outputs !== undefined) lines.push(`    ${arrival(step, outputs)}`);
      const next = goesOn ? below[led++] : undefined;
      if (next) add(next);
    }
  };
  add(first);
  return [...lines, '};'];
}

/** Only what leaves: one line for each port, none where the packet is dropped. */
function minimal(release: Release, { logical }: Trace): readonly string[] {
  return logical.flatMap((step) =>
    actionsOf(release, step).flatMap(({ outputs }) =>
      outputs === undefined || outputs === step.inport ? [] : [`output(${quoted(outputs)});`],
    ),
  );
}

function arrival(step: LogicalStep, port: string): string {
  return step.inport === port
    ? '/* omitting output because inport == outport */;'
    : `/* output to ${quoted(port)}, type "" */;`;
}

const quoted = (text: string): string => JSON.stringify(text);
