/**
 * ovn-controller of OVN 26.03: the southbound database and what is plugged into one hypervisor, as the
 * OpenFlow of its br-int.
 *
 * - `Controller.run` follows changes of both databases. Everything is derived from tracked reads (`derive/`), so one more
 *   port costs what it touches.
 * - `facts/` are rows reduced to what counts; `bindings.ts`, `local-datapaths.ts` and `zones.ts` say what is here;
 *   `logical/` makes logical flows into OpenFlow, `physical/` and `helpers/` the tables that they look up.
 * - Rows that want one flow of the switch are sorted out in `desired.ts`; what is written into Port_Binding is in `claims.ts`.
 * - `program.ts` is the daemon of a hypervisor; `chassis/` has what it does beside flows: br-int, the rows of its chassis,
 *   tunnels and patch ports.
 *
 * Invariants: after a run whose edits were committed, another changes nothing; the flows are those that a new controller
 * would make of the same databases, but for the numbers of groups and meters, which stay as they were given.
 *
 * Simplified: times of day are not written, and BFD is not set up. A port is up as soon as it is claimed, and two hypervisors that have one port claim it in turn. The numbers of
 * conjunctions are spread over 32 bits by the UUID of their row and not looked after. DHCP's options are those that northd
 * writes. EVPN, flow-based tunnels and limits of zones are not there.
 */
export { Controller } from './controller';
export type { ControllerOptions, ControllerOutput, ControllerSeen, ControllerView, Group } from './controller';
export type { FlowDifference } from './desired';
export { strength } from './desired';
export type { WantedFlow } from './flows';
export { controllersOfToday, datapathNumbers } from './program';
export { LogicalCompiler } from './logical/compile';
export type { Meter } from './meters';
export { announcements, newPinctrlState, runPinctrl } from './packet-in';
export type { PacketIn, PinctrlOut, PinctrlOutcome, PinctrlState, PinctrlView } from './packet-in';
