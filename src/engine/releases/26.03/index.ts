/**
 * OVN 26.03: the `Release`, and its parts: schemas, ovn-nbctl and ovn-sbctl (`nbctl/`, `sbctl/`), ovn-northd (`northd/`) and
 * ovn-controller (`controller/`), each on databases that are handed to it. This door also runs the tools alone, with nobody
 * or ovn-northd behind them.
 */
export { release26_03 } from './release';
export { followWithNorthd } from './northd-follower';
export { runCommands } from './run-commands';
export type { CommandsRun } from './run-commands';
export { SCHEMAS } from './schemas';
export { toolHost } from './tool-host';
export type { Databases, Follower, ToolHost } from './tool-host';
export { TOOLS } from './tools';
