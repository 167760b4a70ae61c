/**
 * What happened to a packet, and why: the OpenFlow trace across hypervisors, the
 * logical trace of the same packet, their agreement, and a verdict in words.
 */
export { actionsExplained, documentedActions } from './action-words';
export { stepsWhere } from './break-points';
export { captureChoices, captureOf } from './capture';
export type { Capture, CaptureChoice } from './capture';
export { compareTraces } from './compare-traces';
export type { ComparedKind, ComparedStep, StepDifference, TraceComparison } from './compare-traces';
export { formatLogicalTrace, formatOpenFlowTrace, formatSummary, formatTraceJson } from './formats';
export { formatOvnTrace } from './ovn-trace-text';
export type { OvnTraceForm } from './ovn-trace-text';
export { packetOfText, textsOfPacket } from './packet-text';
export type { PacketLanguage, PacketText } from './packet-text';
export { logicalPortAt, placeOfPort, portOfDatapath, portsOf } from './places';
export type { Place } from './places';
export { packetBetween, pluggedPorts, probePacket, reachabilityPorts, reachabilityRows } from './reachability';
export type {
  AbsentPort,
  Probe,
  ReachabilityKind,
  ReachabilityPort,
  ReachabilityPorts,
  ReachabilityRow,
} from './reachability';
export type { TraceRelease } from './release';
export { trace, whyNot } from './trace';
export { logicalHalfOf } from './today/halves';
export type { Halves } from './today/halves';
export type { HypervisorNames } from './today/labels';
export type { TracedLanguage } from './today/network';
export { sendTraffic } from './traffic';
export type { TrafficKind, TrafficLine, TrafficOutcome } from './traffic';
export type {
  Agreement,
  Delivery,
  Drop,
  DropReason,
  FieldChange,
  LogicalStep,
  RegisterValue,
  StepKind,
  Trace,
  TraceFlow,
  TraceRequest,
  TraceStep,
  Verdict,
  WhyNot,
} from './types';
