/**
 * The switch of one chassis, as ovs-vswitchd is: bridges with ports, flow
 * tables, and packets that are bytes before and after.
 *
 * - `createSwitch` has the bridges; `receive` runs a packet and counts it, `preview` shows what that would do, and
 *   `trace` runs it as ofproto/trace does. Neither of these leaves a mark.
 *   `packetOut` and `resume` are what a controller does with packets.
 * - What its connection tracker knows is a `ConnectionTable` of plain data (`conntrack/`).
 * - A `Bridge` has ports, flow tables changed by OpenFlow commands, and the
 *   learning table behind NORMAL.
 * - An `Execution` is the whole story of a packet as an immutable tree, from
 *   which the texts of ofproto/trace are printed.
 *
 * Invariants: the classifier finds what a linear search by priority (then rank, then age)
 * would; a trace changes nothing; the same calls give the same answers, since
 * time is handed in.
 *
 * - What a translation asks of the datapath is data (`DatapathAction`), composed and printed as Open vSwitch of today does. A packet that went to the connection tracker
 *   comes back as a further `Pass` of the execution.
 *
 * Simplified: no datapath cache and thus no megaflows; mirrors choose by port alone; ports carry all VLANs; MPLS is matched but not
 * pushed or popped, and IPFIX samples are passed over. What a switch of
 * 2015 lacks (`notExecuted`) is refused by who gives it flows. OVN's databases are unknown here.
 */
export { createSwitch } from './switch';
export {
  ConnectionTable,
  CT_STATE,
  formatConnection,
  formatConnectionCounts,
  formatZoneLimits,
  identityOf,
  isExpired,
} from './conntrack';
export type { Connection, ConnectionChange, ProtocolState, TrackedState, Tuple, ZoneLimits } from './conntrack';
export type { ReceiveOptions, SendOptions, Switch, SwitchOptions } from './switch';
export type { PacketOut, Resumed } from './options';
export { Bridge } from './bridge';
export type { FailMode, FlowListener, GroupCounters, Mirror } from './bridge';
export type { MeterState } from './meters';
export { byPrecedence } from './classifier';
export { sameFlow } from './flow-table';
export type { FlowChanges, FlowFilter, FlowMod, InstalledFlow } from './flow-table';
export { isTunnel } from './ports';
export type { Port, PortSpec, TunnelMetadata } from './ports';
export type { MacEntry } from './mac-learning';
export { readSubfield } from './modify';
export { notExecuted } from './actions';
export { changesOf } from './changes';
export { tableVisits } from './record';
export type {
  BridgeVisit,
  Continuation,
  ControllerRequest,
  Execution,
  ExecutionError,
  FieldChange,
  LearnedFlow,
  Output,
  OutputFate,
  Pass,
  Remark,
  Step,
  StepPart,
  TableVisit,
} from './record';
export { extract, extractWithOffsets } from './extract';
export type { Extracted, HeaderOffsets } from './extract';
export { rewrite } from './rewrite';
export { composePacket } from './compose';
export { formatDatapathActions } from './datapath-actions';
export type { DatapathPort } from './datapath-actions';
export { formatTrace, formatTrace2015 } from './trace-text';
export type { TraceTextOptions, TraceWords } from './trace-text';
export { datapathNumbers, datapathPorts } from './datapath-ports';
export type { NativeRoute, NativeTunnels } from './native-tunnels';
export type { DatapathAction } from './datapath/actions';
export type { DatapathPlace, DatapathPorts } from './datapath-ports';
export { formatDatapath, formatMacTable, formatPortsDesc, formatShow } from './show';
export type { IsUp } from './show';
export { formatGroups, formatGroupStats, formatMeters, formatMeterStats } from './show-groups';
