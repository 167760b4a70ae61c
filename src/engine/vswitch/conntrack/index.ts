/**
 * Connection tracking, as the datapath of ovs-vswitchd in userspace does it: which connection a packet belongs to, how
 * that stands, address translation, marks and labels, by zones.
 *
 * - A `ConnectionTable` is what one switch knows. Its connections are plain data; changes of it are values too, which
 *   `apply` makes and `revert` takes back.
 * - `track` sends one packet through a `Draft` of the table; what it changed becomes true when somebody applies it.
 *
 * Invariants: no two connections of a zone share a tuple of either direction, so that a reply belongs to one of them;
 * the same packets at the same times give the same tables, whatever the real tracker leaves to chance; time is handed
 * in, and a connection whose time has run out is not found, whether or not anybody has swept it out.
 *
 * Simplified: fragments are not put together (later ones are invalid, of IPv6 all); helpers for FTP and TFTP are noted
 * with a connection and expect nothing; there are no policies for time-outs; the whole table has no limit.
 */
export { identityOf, isExpired } from './connection';
export type { Connection } from './connection';
export { ConnectionTable, Draft } from './table';
export type { ConnectionChange, ZoneLimits } from './table';
export { track } from './track';
export type { Tracked, TrackRequest } from './track';
export { formatConnection, formatConnectionCounts, formatZoneLimits } from './text';
export type { ConnectionTextOptions } from './text';
export { CT_STATE } from './state';
export type { TrackedState } from './state';
export type { ProtocolState } from './protocols';
export type { Tuple } from './tuple';
