/**
 * The logical trace of today's OVN: ovn-trace(8) on a southbound database, from
 * wherever its rows come.
 *
 * A `LogicalNetwork` reads datapaths, ports, groups and logical flows; `traceLogical`
 * sends a packet through them and gives a tree of nodes; `printTrace` prints it as
 * the program does, detailed, as a summary or minimal; `traceMicroflow` is the
 * program with its arguments.
 *
 * Invariants: the database is never changed, and two traces with the same choices
 * are the same. A flow whose match or actions do not compile is met by no packet.
 *
 * As in the real program: no hypervisor is looked at, every port counts as
 * resident; connection tracking says what it is told to (`--ct`), else
 * "established"; DNS is not answered, and time-outs, meters and queues mean
 * nothing. What OVN leaves open (which of two flows of one priority, which member
 * of a load balancer) is the caller's choice.
 */
export { traceLogical, traceMicroflow, FIRST } from './trace';
export type { LogicalTrace, ProgramOutput } from './trace';
export { LogicalNetwork } from './logical-network';
export type { NetworkLanguage } from './logical-network';
export type { SouthboundTables } from './tables';
export type { MulticastGroup, TracedDatapath, TracedPort } from './datapaths';
export { FlowProgram } from './flow-program';
export type { FlowMeaning, LogicalFlowRow } from './flow-program';
export type { FlowTable } from './flow-table';
export type { Met, NodeKind, TraceNode } from './nodes';
export { NO_OPTIONS, parseCtState, readTraceArguments } from './options';
export type { Backend, TraceArguments, TraceOptions } from './options';
export { printTrace } from './print';
export type { OvnTraceForm } from './print';
export type { Choices } from './walk';
