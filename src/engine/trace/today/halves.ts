/** Both halves of a trace of today, out of what the switches did with a packet. */
import type { SouthboundTables } from '../../ovn-trace';
import type { PacketRun } from '../../sim';
import { traceOpenFlow, type OpenFlowTrace } from '../openflow-trace';
import { todayLabels, type HypervisorNames } from './labels';
import { logicalHalf, type LogicalHalf } from './logical-steps';
import { TodayNetwork, type TracedLanguage } from './network';

export interface Halves extends LogicalHalf {
  readonly openflow: OpenFlowTrace;
}

const NOBODY: HypervisorNames = { ifaceId: () => undefined, portNumbered: () => undefined, zone: () => undefined };

/** Of switches of which only the southbound database is known, whose machines are called as their chassis. */
export function logicalHalfOf(
  tables: SouthboundTables,
  language: TracedLanguage,
  run: PacketRun,
  names: HypervisorNames = NOBODY,
): Halves {
  const network = new TodayNetwork(tables, language);
  const openflow = traceOpenFlow(todayLabels(network, names), run);
  return { ...logicalHalf(network, openflow, (machine) => machine), openflow };
}
