/**
 * The logical action language: what a Pipeline row does to a packet that matches.
 *
 * - `parseActions` reads a text in one of two dialects and gives steps on logical
 *   fields (for the logical trace, with their places in the text) and what they
 *   demand of the packet, to be ANDed to the row's match.
 * - `encodeActions` makes OpenFlow actions of the steps, given the numbers of
 *   tables and ports on one hypervisor.
 *
 * Invariants: every text gives steps or one problem in OVN's words, the first
 * that OVN would report; steps depend on the text only, never on a hypervisor.
 *
 * Simplified: the registers are fields of their own, not halves of xregs as in
 * the releases of 2015, which comes to the same packets.
 */
export { actions2015_04, actions2015_08 } from './dialect';
export type { ActionDialect } from './dialect';
export { parseActions } from './parse';
export type { ParseContext, ParsedActions } from './parse';
export { encodeActions } from './encode';
export type { EncodeContext } from './encode';
export type { LogicalAction, NextAction, OutputAction, SetAction, SetPortAction } from './logical';
export { formatPrerequisites } from './prerequisites';
export { problemOf2015 } from './tokens';
