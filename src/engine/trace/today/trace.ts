/** A packet of today's OVN, traced in both languages. */
import type { PacketRun } from '../../sim';
import { namesOf } from '../names';
import { traceOpenFlow } from '../openflow-trace';
import type { Deployment } from '../release';
import type { Trace, TraceRequest } from '../types';
import { judge } from '../verdict';
import { chassisOf, hypervisorNames } from './deployment';
import { todayLabels } from './labels';
import { logicalHalf } from './logical-steps';
import type { TodayNetwork } from './network';
import { questionsToday } from './questions';

export function traceToday(
  deployment: Deployment,
  network: TodayNetwork,
  request: TraceRequest,
  run: PacketRun,
): Trace {
  const openflow = traceOpenFlow(todayLabels(network, hypervisorNames(deployment)), run);
  const chassis = (machine: string) => chassisOf(deployment, machine);
  const { steps: logical, agreement } = logicalHalf(network, openflow, chassis);
  const asks = questionsToday(network, openflow, chassis);
  const verdict = judge({ deployment, names: namesOf(deployment), steps: openflow.steps, logical, asks });
  return { request, steps: openflow.steps, logical, verdict, agreement };
}
