/**
 * Databases of a real deployment, read from files (`../database-file`): a southbound one
 * with the flows of each stage in the order in which they are tried, what in it comes from
 * which northbound row, and both as ovn-nbctl and ovn-sbctl print them.
 *
 * Invariants: nothing here changes a row; whatever the files hold, nothing throws. Any OVN since 20.06:
 * a stage is known by its name, and what a column is called decides what it means.
 */
export { agreement } from './pairs';
export { lflowList } from './lflow-list';
export { printValue } from './print-value';
export { Provenance } from './provenance';
export type { NorthboundRow } from './provenance';
export { compareVersions, releaseOf } from './schema-version';
export type { GuessedRelease } from './schema-version';
export { showNorthbound } from './show-northbound';
export { showSouthbound } from './show-southbound';
export { Southbound } from './southbound';
export type { Datapath, Flow, Pipeline } from './southbound';
