/**
 * The logical action language: what a Pipeline row does to a packet that matches.
 *
 * - `parseActions` reads a text in a release's dialect and gives steps on logical
 *   fields (with their places in the text) and what they demand of the packet, to
 *   be ANDed to the row's match.
 * - `encodeActions` makes OpenFlow actions of the steps, given the numbers of
 *   tables and ports on one hypervisor; `executeAction` does one of them to a
 *   packet in the logical network; `formatLogicalActions` writes their text.
 * - All of a kind of action stands in `kinds/`, in one file for each family.
 * - `today/` is the language since 2023, with kinds of its own: `parseTodayActions`, `formatTodayActions` and
 *   `encodeTodayActions` (no execution). An `ActionLanguage` says what a release has of it.
 *
 * Invariants: every text gives steps or one problem in OVN's words, the first
 * that OVN would report; steps depend on the text only, never on a hypervisor.
 *
 * Simplified: the registers are fields of their own, not halves of xregs as in
 * the releases of 2015, which comes to the same packets. Of today's language
 * `ct_commit(…)` with arguments in parentheses is not read, which no northd has
 * written since 2020.
 */
export { actions2015_04, actions2015_08, documentActions } from './dialect';
export type { ActionDialect } from './dialect';
export { explainActions } from './explain';
export { parseActions } from './parse';
export type { ActionsContext, ParsedActions } from './parse';
export { encodeActions, executeAction, formatLogicalActions, portsNamed } from './kinds';
export type { ActionName, LogicalAction } from './kinds';
export type { ActionDocument, EncodeContext, LogicalPacket } from './kind';
export { formatPrerequisites } from './prerequisites';
export { problemOf2015 } from './tokens';
export {
  ACTION_NAMES,
  documentTodayActions,
  encodeTodayActions,
  explainTodayActions,
  formatTodayAction,
  formatTodayActions,
  parseTodayActions,
  printPrerequisites,
} from './today/actions';
export type { ActionName as TodayActionName, ParsedTodayActions, TodayAction } from './today/actions';
export { formatField, placeOf } from './today/kind';
export type { DatapathFeatures, EncodingContext } from './today/kind';
export type { ActionLanguage, LogicalRegisters, OpenFlowTables, Pipeline } from './today/language';
export { DHCPV4_OPTIONS, DHCPV6_OPTIONS } from './today/option-tables';
export type { OptionForm, OptionSpec } from './today/option-tables';
export type { ReadingContext } from './today/reader';
export { OPCODE_NAMES, OPCODES, readData, readOpcode, writeUserdata } from './today/userdata';
export type { ControllerData, Opcode, OptionBytes, RelayData, ResultBit } from './today/userdata';
