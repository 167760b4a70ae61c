/** One packet at one VIF, traced in both languages at once. */
import { ok } from '../base';
import type { Result } from '../base';
import { cloneFlow, getNumber, setField, WORD } from '../openflow';
import type { Flow } from '../openflow';
import type { PacketRun } from '../sim';
import type { Deployment } from './release';
import { extract } from '../vswitch';
import { correlate } from './agreement';
import { labelsOf } from './labels';
import { questionsToRows } from './logical-questions';
import { logicalRowsOf } from './logical-rows';
import type { LogicalRows } from './logical-rows';
import { traceLogical } from './logical-trace';
import type { LogicalTrace } from './logical-trace';
import { namesOf } from './names';
import type { Names } from './names';
import { traceOpenFlow } from './openflow-trace';
import type { OpenFlowTrace } from './openflow-trace';
import { chassisOf, hypervisorNames, todayNetworkOf } from './today/deployment';
import { todayLabels } from './today/labels';
import { traceToday } from './today/trace';
import { rowsThatNearlyMatched } from './today/why-not';
import type { Trace, TraceRequest, WhyNot } from './types';
import { judge } from './verdict';
import { flowsThatNearlyMatched } from './why-not';

/**
 * Sends the packet (counters count it) and tells what happened to it.
 *
 * Errors: `no-such-machine`, `not-plugged`.
 */
export function trace(
  deployment: Deployment,
  request: TraceRequest,
  options: {
    readonly live?: boolean;
    /** Flows that actions `learn` make of the packet are added, which is an entry of history. */
    readonly learns?: boolean;
  } = {},
): Result<Trace> {
  const run = deployment.inject(request.machine, request.iface, request.bytes, { live: options.live ?? true });
  if (!run.ok) return run;
  const network = todayNetworkOf(deployment);
  const traced =
    network === undefined
      ? trace2015(deployment, request, run.value)
      : traceToday(deployment, network, request, run.value);
  if (options.learns) learnFrom(deployment, run.value);
  return ok(traced);
}

function trace2015(deployment: Deployment, request: TraceRequest, run: PacketRun): Trace {
  const names = namesOf(deployment);
  const rows = logicalRowsOf(deployment);
  const openflow = traceOpenFlow(labelsOf(deployment, names), run);
  const logical = logicalTrace(deployment, names, rows, request, openflow);
  const { logical: steps, agreement } = correlate(names, logical, openflow);
  const verdict = judge({
    deployment,
    names,
    steps: openflow.steps,
    logical: steps,
    asks: questionsToRows(deployment, rows),
  });
  return { request, steps: openflow.steps, logical: steps, verdict, agreement };
}

function learnFrom(deployment: Deployment, { hops }: PacketRun): void {
  for (const { machine, execution } of hops) {
    for (const { bridge, flow } of execution.learned)
      deployment.changeFlows(machine, bridge, { added: [flow], removed: [] }, 'learns from a packet');
  }
}

/**
 * The flows of a step's table that were not taken, the nearest first, with the clause that failed; of today's OVN, where the
 * table carries out a stage, the stage's rows. Of a table with very many, the nearest. `filter` keeps those in whose text it occurs.
 */
export function whyNot(deployment: Deployment, request: TraceRequest, step: number, filter = ''): readonly WhyNot[] {
  const run = deployment.inject(request.machine, request.iface, request.bytes, { live: false });
  if (!run.ok) return [];
  const network = todayNetworkOf(deployment);
  const labels =
    network === undefined
      ? labelsOf(deployment, namesOf(deployment))
      : todayLabels(network, hypervisorNames(deployment));
  const { steps, visits } = traceOpenFlow(labels, run.value);
  const visit = visits.get(step);
  const machine = steps[step]?.machine;
  if (visit === undefined || machine === undefined) return [];
  const rows = network && rowsThatNearlyMatched(network, visit, chassisOf(deployment, machine), filter);
  return rows ?? flowsThatNearlyMatched(deployment, labels, machine, visit, filter);
}

/** Nothing logical happens to a packet of an interface that stands for no logical port. */
function logicalTrace(
  deployment: Deployment,
  names: Names,
  rows: LogicalRows,
  request: TraceRequest,
  openflow: OpenFlowTrace,
): LogicalTrace {
  const entry = logicalEntry(deployment, names, request);
  if (!entry) return { steps: [], outcomes: [] };
  const preferred = new Set(openflow.steps.flatMap((step) => (step.flow?.origin ? [step.flow.origin.uuid] : [])));
  return traceLogical(deployment.release, rows, names, { ...entry, preferred });
}

/** The logical port that the packet comes from: the interface's own, or a container's behind it, by its VLAN tag. */
function logicalEntry(deployment: Deployment, names: Names, { machine, iface, bytes }: TraceRequest) {
  const ifaceId = names.ifaceId(machine, iface);
  const own = ifaceId === undefined ? undefined : names.binding(ifaceId);
  const flow = withoutPortsOfFragment(extract(bytes, 0, deployment.release.vswitch.tags));
  const tag = tagOf(flow);
  if (tag !== undefined && deployment.release.controller.claimsContainers) {
    for (const binding of names.bindings()) {
      if (binding.parent !== ifaceId || binding.tag !== tag) continue;
      const untagged = cloneFlow(flow);
      setField(untagged, 'vlan_tci', 0n);
      return { datapath: binding.datapath, inport: binding.logicalPort, flow: untagged };
    }
  }
  return own && { datapath: own.datapath, inport: own.logicalPort, flow };
}

/** The packet as a switch's tables see it: in fragment mode "normal", a fragment has no ports. */
function withoutPortsOfFragment(flow: Flow): Flow {
  if (getNumber(flow, 'ip_frag') === 0) return flow;
  const portless = cloneFlow(flow);
  portless[WORD.ports] = 0;
  return portless;
}

function tagOf(flow: Flow): number | undefined {
  const tci = getNumber(flow, 'vlan_tci');
  return (tci & 0x1000) === 0 ? undefined : tci & 0xfff;
}
