/**
 * What happened to a packet, and why: the OpenFlow trace across hypervisors, the
 * logical trace of the same packet, their agreement, and a verdict in words.
 */
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
