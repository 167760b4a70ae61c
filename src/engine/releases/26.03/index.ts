/**
 * OVN 26.03: its databases and its tools. It cannot be played yet; what is here runs
 * the tools on databases that nobody follows, or ovn-northd alone.
 */
export { followWithNorthd } from './northd-follower';
export { runCommands } from './run-commands';
export type { CommandsRun } from './run-commands';
export { SCHEMAS } from './schemas';
export { toolHost } from './tool-host';
export type { Databases, Follower, ToolHost } from './tool-host';
export { TOOLS } from './tools';
