/**
 * OVN 26.03 in parts that are not a `Release` yet, so that it cannot be played: schemas,
 * ovn-nbctl and ovn-sbctl (`nbctl/`, `sbctl/`), ovn-northd (`northd/`) and ovn-controller
 * (`controller/`), each on databases that are handed to it. This door runs the tools, with
 * nobody or ovn-northd behind them.
 */
export { followWithNorthd } from './northd-follower';
export { runCommands } from './run-commands';
export type { CommandsRun } from './run-commands';
export { SCHEMAS } from './schemas';
export { toolHost } from './tool-host';
export type { Databases, Follower, ToolHost } from './tool-host';
export { TOOLS } from './tools';
