/**
 * The terminal's programs: text in; text, status and what changed out.
 *
 * - `runCommand` runs a text as a shell would (see `shell`); `startScript` runs it
 *   piece by piece. The programs are those of the release: ovn-nbctl, ovn-sbctl,
 *   ovs-vsctl, ovsdb-client, ovs-ofctl, ovs-appctl, each with its own words and
 *   errors; `sim_add` and `as` come from OVS' own test suite.
 * - `performEdit` runs a drawn edit as the lines that do it: drawing and typing are
 *   one model.
 * - A release brings its own programs (`ToolRelease`), made of the frames `Ctl` and
 *   `Cmdl`; those of Open vSwitch are here.
 *
 * Invariants: a line that fails changes nothing (of several commands joined with
 * `--`, all happen or none); what a program prints depends on the deployment and
 * the line alone; programs see the world through `CommandHost` only.
 *
 * What is simplified: programs never wait for what will not come, and say so; a
 * server is reached whatever its address says; help texts are our own.
 */
import { completionsOn, type Completion } from './completions';
import { deploymentHost } from './deployment-host';
import type { Deployment } from './release';
import { runOn, type CommandResult } from './run-command';
import type { Environment } from './shell';

export { completionsOn as completionsOnHost } from './completions';
export type { Candidate, Completion } from './completions';
export { deploymentHost } from './deployment-host';
export { describeCommands } from './describe-commands';
export { describeCmdl, parseCall } from './cmdl';
export type { CmdlProgram, CommandSyntax } from './cmdl';
export { describeCtl, runCtl } from './ctl';
export type { CtlCommand, CtlContext, CtlOutput, CtlProgram } from './ctl';
export { setColumns } from './ctl-changes';
export { DIALECT_2015, DIALECT_TODAY } from './ctl-dialect';
export type { GivenOption, LongOption } from './getopt';
export { findRecord, findTable } from './ctl-values';
export type { CtlTable, RowName } from './ctl-values';
export type { ShowFilters, ShowTable } from './ctl-show';
export { DATABASE_COMMANDS } from './ctl-database';
export { showRows } from './ctl-show';
export { logLine } from './log-line';
export { fail } from './outcome';
export type { Outcome } from './outcome';
export type {
  CommandDescription,
  CommandHost,
  MonitoredTable,
  MonitorRequest,
  Program,
  ProgramDescription,
  ProgramResult,
  ToolRelease,
} from './host';
export type { CommandRelease } from './release';
export { monitorText } from './monitor-text';
export { namesHere } from './names/names-here';
export type { NameHere } from './names/names-here';
export { performEdit, performEdits } from './perform-edit';
export type { EditOutcome } from './perform-edit';
export { runOn as runOnHost, startScript } from './run-command';
export type { Around, CommandResult } from './run-command';
export { isUnfinished, NOTHING_SET, parseShell, SHELL_WORDS } from './shell';
export type { Environment, LineOutcome, LineUnderWay, ShellRun } from './shell';
export { whatIf } from './what-if';
export type { Supposition, WhatIf } from './what-if';

/**
 * Runs one line as one user action; the daemons have settled when it returns.
 * `machine` is where local tools run; `result.machine` is where later lines are to.
 */
export function runCommand(
  deployment: Deployment,
  machine: string | undefined,
  line: string,
  environment?: Environment,
): CommandResult {
  return deployment.action(() => runOn(deploymentHost(deployment), machine, line, environment));
}

/** What Tab offers for the word that ends at `cursor`. */
export function completions(
  deployment: Deployment,
  machine: string | undefined,
  line: string,
  cursor: number,
): Completion {
  return completionsOn(deploymentHost(deployment), machine, line, cursor);
}
export { plannedCall } from './openstack';
export type { Lookup, PlannedCall } from './openstack';
