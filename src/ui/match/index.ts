/**
 * The match lab, a page of its own: regex101 for OVN's matches.
 *
 * - `store.ts` holds one immutable `MatchState` with its history; all else is
 *   computed from it, in a worker of its own (`../bridge`, `MatchClient`).
 * - Everything that is shown carries the places of the source that it comes from;
 *   `highlight.ts` says what lights up together.
 * - The address holds the whole state, readable where that says all of it
 *   (`#/match?e=…`, docs/links.md), else packed (`#/match?m=…`); `#/match?x=EXPRESSION`
 *   opens an expression with the symbols of 2015 and the scenario's ports.
 * - What is pasted is read by the recogniser (`engine/recognise`) in a worker and
 *   shown in `paste-panel.tsx`, which offers a place for each thing. A plain match
 *   goes into the editor as it always did.
 * - `state.rules` is a list of ACLs or flows beside the editor; `project-store.ts`
 *   asks the worker about one rule after the other (`engine/policy`), and gives up
 *   when the list changes.
 *
 * Simplified: long lists and trees show their beginning and count the rest.
 */
export { MatchLab } from './match-lab';
export { MatchDetails } from './match-details';
export { matchAddress } from './store';
export { createView } from './view';
export type { MatchView } from './view';
export { addressSetNames } from './store';
