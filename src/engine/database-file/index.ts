/**
 * Files in which ovsdb-server keeps a database, alone or as one server of a cluster
 * (ovsdb(5), "Standalone Format", ovsdb/log.c, ovsdb/raft.c), and the network that a
 * northbound one describes.
 *
 * Invariants: no bytes make it throw, and reading ends: records, rows and what is
 * written out of sets are counted. A record that is damaged ends the reading, as it
 * does for ovsdb-server; what stands before it counts.
 *
 * Simplified: checksums are not compared; what a cluster has not committed yet
 * counts as committed. A release of 2015 knows switches, ports and ACLs on their way
 * to a port: the rest is counted and left out.
 */
export { isDatabaseFile, readDatabaseFile } from './log';
export type { DatabaseFile, FileRow } from './log';
export { SetsWritten } from './written-out';
export { networkOf, wrongAcl2015 } from './network';
export { policyOf } from './policy';
export type { FileAcl, FilePolicy, NamedList } from './policy';
export type { FileNetwork, LeftOut } from './network';
