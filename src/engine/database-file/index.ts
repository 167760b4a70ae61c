/**
 * Files in which the databases of OVN and Open vSwitch are found in the field, to
 * rows with typed values: what ovsdb-server keeps, alone or as one server of a cluster
 * (ovsdb(5); ovsdb/log.c, ovsdb/raft.c), what `ovsdb-client backup` and `dump` write, and
 * what `list` and `lflow-list` print. Also the network that a northbound one describes.
 *
 * Invariants: no bytes make it throw, and reading ends: records, rows and lengths are
 * bounded, and there is a rest after each piece. The schema is the file's own, of whatever
 * release. A record that is damaged ends the reading, as it does for ovsdb-server; what
 * stands before it counts, and a note says where that was.
 *
 * Simplified: integers are exact within ±(2^53 - 1) only; a release of 2015 knows switches,
 * ports and ACLs on their way to a port: of a network the rest is counted and left out.
 */
export { rowsOf } from './file-database';
export type { ClusterFacts, DatabaseForm, FileDatabase, FileTable, Note } from './file-database';
export { formOf, LOOKED_AT } from './forms';
export type { OtherForm } from './forms';
export { isDatabaseForm, readDatabaseFile, readDatabaseInPieces } from './read';
export { entryIn, numberIn, pairsIn, textIn, textsIn } from './columns';
export { SetsWritten } from './written-out';
export { networkOf, wrongAcl2015 } from './network';
export { policyOf } from './policy';
export type { FileAcl, FilePolicy, NamedList } from './policy';
export type { FileNetwork, LeftOut } from './network';
