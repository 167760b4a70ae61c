/**
 * ovn-controller, one per hypervisor: makes its chassis known, claims the
 * logical ports that are plugged in here, keeps tunnels to the other chassis, and
 * turns logical flows and bindings into the OpenFlow of br-int.
 *
 * - `Controller.run` is a function of the two databases it sees and of what it
 *   remembers: local numbers of datapaths, ports it has held, its registered
 *   name, what it overwrote in its Chassis row. All of that is in `memory()`; a real daemon forgets it at a restart.
 * - What changed only says where to look. A run over changes ends with the flows
 *   that a run over everything would make.
 * - A deployment knows a `ControllerProgram` and who makes it (`MakeController`). `Controller` is the one of 2015, whose
 *   releases differ in `ControllerRules`, which are data and stand in their folders; today's stands in its release's.
 *
 * Invariants: after a run whose edits were committed, a run over the same
 * databases asks for nothing; every flow knows the row it was made from; of rows
 * that ask for the same flow, and of overlapping flows of equal priority, the same
 * one always wins, in whichever order they came (their `rank`); edits and log lines
 * come in an order that depends on databases and memory only.
 *
 * Simplified: the southbound database is reached whenever ovn-remote is set;
 * log lines are not limited in rate; a chassis that changes its name takes the
 * row of its old one away; two chassis with one port, or two hypervisors with one
 * system-id, do not fight for it.
 */
export { Controller, controllersOf } from './controller';
export type { ControllerOptions } from './controller';
export type {
  ControllerProgram,
  ControllerTraits,
  MakeController,
  PacketAnswer,
  PacketState,
  PacketTurn,
} from './program';
export { LogicalCompiler } from './logical';
export type { RowProblem } from './logical';
export type { ControllerRules } from './rules';
export { freshUuid } from './chassis';
export { INTEGRATION_BRIDGE } from './local';
export { originOf, sameOrigin } from './flow-table';
export type {
  ControllerMemory,
  ControllerResult,
  ControllerSeen,
  ControllerView,
  FlowChanges,
  FlowOrigin,
  FlowRule,
  OriginFlow,
  SwitchTables,
} from './types';
