/**
 * OpenFlow as Open vSwitch speaks it: fields, flows, matches, actions, and
 * their text.
 *
 * - `FIELDS` is the table of ovs-fields(7). A `Flow` is the fields of one
 *   packet, in 32-bit words; fields that exclude each other share words.
 * - A `Match` is value and mask for some of those words. It is immutable, and
 *   equal matches have equal words.
 * - `parseFlowKey` reads a packet as matches are read, `parseExactFlow` as ofproto/trace does, `parseDatapathFlow`
 *   as a datapath prints it.
 * - Actions are lists of kinds, a file a family in `actions/`; `actionBytes` is what they are in a message,
 *   and `parseActionBytes` reads that.
 *
 * Invariants: `parseMatch(formatMatch(m))` is `m` for every match whose fields
 * have their prerequisites, which a switch demands anyway. Every flow that
 * `parseFlow` accepts prints as a text that it accepts again: as the same flow
 * with `modern`, else as one that prints the same.
 */
export { FIELDS, FIELD_NAMES, FLOW_WORDS, WORD, findField } from './fields';
export type { FieldForm, FieldName, FieldSpec, Prerequisite } from './fields';
export { cloneFlow, getField, getNumber, newFlow, onesOf, setField, setNumber } from './flow';
export type { Flow, TagReading } from './flow';
export {
  intersectMatches,
  maskKey,
  MATCH_ALL,
  matchCovers,
  matches,
  matchField,
  matchFrom,
  matchFromWords,
  matchKey,
  matchMask,
  matchValue,
  sameMatch,
} from './match';
export type { Match, MatchTerm } from './match';
export { formatFlowKey, formatMatch } from './format-match';
export {
  CT_STATE_FLAGS,
  formatEthernet,
  formatFlagSet,
  formatHex,
  formatIpv4,
  formatIpv6,
  formatMasked,
  formatPort,
  prefixLength,
  RESERVED_PORTS,
  TCP_FLAGS,
} from './values';
export { canonicalMatch, isMatchKeyword, normalizeMatch, parseFlowKey, parseMatch } from './parse-match';
export type { ParseMatchOptions } from './parse-match';
export { parseEthernet, parseFieldValue, parseInteger, parseIpv4, parseIpv6, parsePort } from './parse-values';
export type { MaskedValue, PortNames } from './parse-values';
export { toOpenFlow10, toOpenFlow13 } from './versions';
export { actionBytes } from './wire/actions';
export { ByteReader } from './wire/byte-reader';
export { parseActionBytes } from './wire/read-actions';
export { oxmHeader, readOxmHeader } from './wire/oxm';
export { documentOfAction, formatAction, formatActions, parseActions } from './actions';
export type { OfAction, OfActionOf, OfActionType, ParseActionsOptions } from './actions';
export { formatNat } from './actions/conntrack';
export type { CtAction, Nat, NatRange } from './actions/conntrack';
export { formatGroup, formatMeter, parseGroup, parseMeter } from './groups';
export type { Bucket, Group, Meter } from './groups';
export type { OfActionDocument } from './actions/kind';
export type { LearnAction, LearnSource, LearnSpec } from './actions/learn';
export { formatFieldValue, formatSubfield, parseSubfield, wholeField } from './subfields';
export type { Subfield } from './subfields';
export { parseExactFlow } from './exact-flow';
export { looksLikeDatapathFlow, parseDatapathFlow, withoutStatistics } from './datapath-flow';
export type { DatapathFlow } from './datapath-flow';
export { DEFAULT_PRIORITY, flowKey, formatFlow, formatRule, parseFlow } from './flow-text';
export type { FlowEntry, FlowStats, FormatFlowOptions, ParsedFlow, ParseFlowOptions } from './flow-text';
export { checkActions, hasPrerequisites, hasTransport, needsOpenFlow10 } from './prerequisites';
