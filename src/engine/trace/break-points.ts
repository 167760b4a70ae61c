/** Where in a trace an expression over the packet holds: breakpoints in the match language. */
import { ok } from '../base';
import type { Result } from '../base';
import { compile, evaluate, flowReader } from '../match';
import type { Deployment } from './release';
import { labelsOf } from './labels';
import { namesOf } from './names';
import { traceOpenFlow } from './openflow-trace';
import type { TraceRequest } from './types';

/**
 * The `table` steps of the request's trace before which the expression is true,
 * by index. `inport` and `outport` are read from the registers.
 */
export function stepsWhere(
  deployment: Deployment,
  request: TraceRequest,
  expression: string,
): Result<readonly number[]> {
  const { symbols } = deployment.release;
  const compiled = compile(expression, { symbols });
  if (!compiled.ok) return compiled;
  const run = deployment.inject(request.machine, request.iface, request.bytes, { live: false });
  if (!run.ok) return run;
  const names = namesOf(deployment);
  const { steps, visits } = traceOpenFlow(labelsOf(deployment, names), run.value);
  const { annotated } = compiled.value;
  return ok(
    Array.from(visits).flatMap(([index, { before }]) => {
      const machine = steps[index]?.machine ?? '';
      const portName = (key: number) => names.portOfKey(machine, before, key) ?? '';
      return evaluate(annotated, flowReader(before, symbols, portName)) ? [index] : [];
    }),
  );
}
