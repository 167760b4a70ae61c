/**
 * What upstream leaves open, and a recording therefore decides. Two containers
 * behind one port with one tag ask for the same flow, and whichever row comes
 * first gets it; of flows with one priority that match the same packet, a switch
 * may take any.
 */
import type { Deployment } from '../../engine/releases';
import { flowKey, toOpenFlow10, type FlowEntry, type OfAction } from '../../engine/openflow';
import { INTEGRATION_BRIDGE } from '../../engine/sim';
import { tableVisits, type Execution } from '../../engine/vswitch';
import { translateEntry, type RecordedFlow, type Renumbering } from './flow-sets';
import type { SwitchBridge } from '../../engine/sim';

/** Gives the flow that two containers compete for to the one that has it in the recording. */
export function adoptContainers(
  deployment: Deployment,
  machine: string,
  bridge: SwitchBridge,
  recorded: readonly RecordedFlow[],
  numbers: Renumbering,
): void {
  const { registers, tables } = deployment.release.logical;
  const bindings = deployment.release.southbound.bindings(deployment.sb);
  const placeOf = (actions: readonly OfAction[]) => {
    const key = toOpenFlow10(actions).find((action) => action.type === 'load' && action.field === registers.inport);
    const binding = bindings.find(({ tunnelKey }) => key?.type === 'load' && BigInt(tunnelKey) === key.value);
    return binding?.parent === undefined ? undefined : `${binding.parent} ${binding.tag ?? ''}`;
  };
  for (const flow of recorded) {
    const theirs = translateEntry(flow, numbers);
    const ours = bridge.given(theirs);
    if (ours === undefined || theirs.table !== tables.enter) continue;
    const place = placeOf(ours.actions);
    if (place === undefined || place !== placeOf(theirs.actions)) continue;
    replace(deployment, machine, [{ ...theirs, cookie: ours.cookie }], [ours]);
  }
}

/**
 * Runs a packet; where it meets several flows of one priority and the recording
 * took another one than we did, runs it again without ours.
 */
export function runAsRecorded(
  deployment: Deployment,
  machine: string,
  bridge: SwitchBridge,
  recorded: ReadonlySet<string>,
  run: () => Execution,
): Execution {
  const removed: FlowEntry[] = [];
  let execution = run();
  for (let other = passedOver(bridge, execution, recorded); other !== undefined && removed.length < MANY;) {
    removed.push(other);
    replace(deployment, machine, [], [other]);
    execution = run();
    other = passedOver(bridge, execution, recorded);
  }
  replace(deployment, machine, removed, []);
  return execution;
}

const MANY = 32;

/** A flow that we took and the recording did not, although it took one that matches just as well. */
function passedOver(bridge: SwitchBridge, { root }: Execution, recorded: ReadonlySet<string>): FlowEntry | undefined {
  for (const { table, entry, lookedUp } of tableVisits(root)) {
    if (entry === undefined || recorded.has(flowKey(entry))) continue;
    const rivals = bridge.inner.matching(table, lookedUp).filter(({ priority }) => priority === entry.priority);
    if (rivals.some((rival) => recorded.has(flowKey(rival)))) return bridge.given(entry);
  }
  return undefined;
}

function replace(
  deployment: Deployment,
  machine: string,
  added: readonly FlowEntry[],
  removed: readonly FlowEntry[],
): void {
  if (added.length + removed.length === 0) return;
  const done = deployment.changeFlows(machine, INTEGRATION_BRIDGE, { added, removed }, 'chooses as recorded');
  if (!done.ok) throw new Error(done.error.message);
}
