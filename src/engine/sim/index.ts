/**
 * A deployment: two common databases and ovn-northd; neutron-server and Nova with
 * theirs, where somebody started them; machines, each with its own
 * database, ovs-vswitchd and ovn-controller; and the underlay between them.
 *
 * - Programs are run one at a time, by an event queue on a virtual clock. A commit
 *   wakes whoever watches the database; a program acts a fixed time after it was
 *   woken, or later where a delay was asked for. Equal times go by the order of
 *   waking, so that everything that happens is determined by what users do.
 * - Everything that happens is one `HistoryEntry`: a user's commit, or one run of
 *   one daemon with the rows, flows and log lines it made, and the entry that woke
 *   it. `goTo` makes the state exactly what it was after any entry, with all that
 *   was about to happen; acting there begins a new branch.
 * - Nothing here is a special case for a database or a daemon of the page's making:
 *   a daemon sees databases, writes databases, and talks to its switch in flows.
 *
 * Invariants: a settled deployment has no event left but time-outs, which pass when
 * somebody lets time pass (`wait`); databases and flows of a
 * settled deployment are what freshly started daemons would make of them; chance
 * comes from the seed alone.
 *
 * What is simplified: ovsdb-servers never fail; a commit is seen by its watchers
 * at once (their delay is in acting); a killed ovs-vswitchd stops all forwarding
 * at once; the underlay loses nothing and keeps order.
 */
export { Deployment } from './deployment';
export type { DeploymentOptions, Mark } from './deployment';
export type { SimRelease } from './release';
export { isTunnel } from './bridges';
export type { BridgeConfig, PortConfig } from './bridges';
export { millis } from './clock';
export type { BranchDifference, FlowDifference, RowDifference } from './compare';
export type { Hop, HopPort, LossReason, OutputOutcome, PacketRun, TunnelHop } from './hops';
export type { InjectOptions } from './inject';
export { Mover } from './mover';
export type { Arrival } from './mover';
export type { PacketAnswer, Plant } from './plant';
export type { Station } from './station';
export { PhysicalNetwork } from './physical-network';
export type { Junction, NetworkEnd } from './physical-network';
export { Machine, SwitchBridge } from './machine';
export type { FlowDelta, FlowMod, PortCounters, SwitchMessage } from './machine';
export type {
  BridgeStanding,
  DaemonStanding,
  ForeignStanding,
  MachineStanding,
  ResumedMachine,
  Resumption,
  Standing,
} from './standing';
export { configureBridges } from './bridges';
export { INTEGRATION_BRIDGE } from '../controller';
export { daemonName, localDatabase, machineOfDatabase, NEUTRON, NORTHBOUND, NOVA, SOUTHBOUND } from './names';
export { decapsulate, encapsulate } from './underlay';
export type { GeneveOption, TunnelPacket, TunnelType } from './underlay';
export { plugEdits } from './provision';
export type { MachineSettings } from './provision';
export type {
  BranchInfo,
  CutOff,
  DaemonKind,
  DaemonName,
  DaemonState,
  DaemonStatus,
  DatabaseChange,
  DatabaseKey,
  FlowChange,
  HistoryEntry,
  LogEntry,
  Update,
} from './types';
