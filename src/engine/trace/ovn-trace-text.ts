/** What ovn-trace(8) prints of a trace: detailed, summary or minimal, as the program has them. */
import { logicalLines, splitActions } from './formats';
import type { Release } from '../releases';
import type { LogicalStep, Trace } from './types';

export type OvnTraceForm = 'detailed' | 'summary' | 'minimal';

export function formatOvnTrace(release: Release, trace: Trace, form: OvnTraceForm): string {
  const [flow = '', ...detailed] = logicalLines(release, trace);
  const body = { detailed: () => detailed, summary: () => summary(trace), minimal: () => minimal(trace) }[form]();
  return `${[flow, ...body].join('\n')}\n`;
}

/** Only actions, in the blocks of the pipelines. */
function summary({ logical }: Trace): readonly string[] {
  const [first] = logical;
  if (!first) return [];
  const lines: string[] = [`ingress(dp=${quoted(first.datapathName)}, inport=${quoted(first.inport)}) {`];
  const add = (step: LogicalStep) => {
    const below = logical.filter(({ parent }) => parent === step.index);
    let led = 0;
    for (const action of actionsOf(step)) {
      lines.push(`    ${action}`);
      if (/^output\b/.test(action)) lines.push(`    ${arrival(step, action)}`);
      const next = /^(next|resubmit)\b/.test(action) ? below[led++] : undefined;
      if (next) add(next);
    }
  };
  add(first);
  return [...lines, '};'];
}

/** Only what leaves: one line for each port, none where the packet is dropped. */
function minimal({ logical }: Trace): readonly string[] {
  return logical.flatMap((step) =>
    actionsOf(step)
      .filter((action) => /^output\b/.test(action) && step.inport !== portOf(step, action))
      .map((action) => `output(${quoted(portOf(step, action))});`),
  );
}

function actionsOf({ match, actions }: LogicalStep): readonly string[] {
  return match === undefined ? ['drop;'] : splitActions(actions ?? '');
}

function arrival(step: LogicalStep, action: string): string {
  const port = portOf(step, action);
  return step.inport === port
    ? '/* omitting output because inport == outport */;'
    : `/* output to ${quoted(port)}, type "" */;`;
}

/** 2015-04 writes `output("port")`, later releases `output;` after `outport = "port"`. */
function portOf({ outport }: LogicalStep, action: string): string {
  return /^output\("((?:[^"\\]|\\.)*)"\)/.exec(action)?.[1] ?? outport;
}

const quoted = (text: string): string => JSON.stringify(text);
