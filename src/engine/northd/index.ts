/**
 * ovn-northd: reads the northbound database, in which an administrator says what
 * networks there are, and keeps the southbound database equal to what a release
 * makes of it.
 *
 * - `Northd` is the daemon. What it asks for depends only on the two databases;
 *   what changed since its last run only says where to look.
 * - A release gives it `NorthdRules`. Both releases of 2015 are made with
 *   `switchNorthd` from a layout of the northbound database, a layout of the
 *   bindings and a dialect in which rows are written. What a stage is, its rows
 *   with their reasons, and why it drops, stand in one file of `stages-2015/`.
 *
 * Invariants:
 * - A run after a run whose edits were committed asks for nothing.
 * - What a run asks for, and in which order, depends on the two databases only: a
 *   deployment that was reopened or taken back goes on exactly as it would have.
 * - Runs that follow changes one by one end with the rows that one run over the
 *   final databases wants; only tunnel keys depend on history.
 * - A row that is still wanted is never deleted, whatever else changes.
 * - Each Pipeline row knows the northbound rows behind it and the rule.
 *
 * Simplified: log messages are not limited in rate; routers are not compiled,
 * as in 2015.
 */
export { Northd } from './northd';
export { switchNorthd } from './switch-northd';
export type { SwitchNorthdOptions } from './switch-northd';
export type { PortFacts, SwitchDialect } from './switch-stage';
export { quote as quotePortName } from './switch-stage';
export type { DroppedCopy, Explain, Explanation, Provenance, Remedy, StageDrops } from './explanation';
export type { BindingLayout } from './bindings';
export { TunnelKeys } from './tunnel-keys';
export type { MembershipColumn } from './membership';
export type { NorthboundLayout } from './topology';
export { parsePortSecurity } from './addresses';
export type { PortSecurityMember } from './addresses';
export type { NorthdCompiler, NorthdOutput, NorthdRules, NorthdSeen, NorthdView } from './types';
