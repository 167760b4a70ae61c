/**
 * What happened to a packet, and why: the OpenFlow trace across hypervisors, the
 * logical trace of the same packet, their agreement, and a verdict in words.
 */
export { stepsWhere } from './break-points';
export { captureChoices, captureOf } from './capture';
export type { Capture, CaptureChoice } from './capture';
export { formatLogicalTrace, formatOpenFlowTrace, formatSummary, formatTraceJson } from './formats';
export { ofFlow, ofMicroflow, packetOfText, textsOfPacket } from './packet-text';
export type { PacketLanguage, PacketText } from './packet-text';
export { logicalPortAt, placeOfPort, portsOf } from './places';
export type { Place } from './places';
export { MOST_PORTS, packetBetween, pluggedPorts, pingScript, reachability } from './reachability';
export type { Exchange, Reachability, ReachabilityKind, ReachabilityPort } from './reachability';
export { trace, whyNot } from './trace';
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
