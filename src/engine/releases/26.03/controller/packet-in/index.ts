/**
 * What ovn-controller of 26.03 does with packets that the switch hands to it (OVN's pinctrl.c): it answers, lets them go
 * on with something changed, or writes rows of the southbound database.
 *
 * - `runPinctrl` is one turn: a packet, or a look at the database and the time (`wake`). What pinctrl remembers goes in
 *   and comes out, as do packets, edits and lines of the log.
 * - A file a family of opcodes; `handlers.ts` is the table of them. Their userdata are read by what writes them
 *   (`actions/today/userdata.ts`).
 *
 * Invariants: the same event, view and state give the same outcome; nothing that was handed in is changed. The edits of
 * a turn are to be committed before the next one, which is to be a `wake` where the southbound database has changed or
 * `wakeAt` has come.
 *
 * Simplified: the log is not limited in how much it writes. Gratuitous ARP is sent when somebody asks for it
 * (`announcements`), and else nothing without a packet: no router advertisements, IGMP queries, BFD and prefix delegation; so nobody waits for the answers to those
 * (`handle_bfd_msg`, `handle_dhcpv6_reply`), and they are dropped. MAC bindings do not age.
 */
export { announcements, type Announcements } from './announcements';
export { runPinctrl } from './pinctrl';
export { newPinctrlState, type PinctrlState } from './state';
export type { PacketIn } from './packet';
export type { PinctrlOut, PinctrlOutcome, PinctrlView } from './run';
