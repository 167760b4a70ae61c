/**
 * The match lab, a page of its own: regex101 for OVN's matches.
 *
 * - `store.ts` holds one immutable `MatchState` with its history; all else is
 *   computed from it, in a worker of its own (`../bridge`, `MatchClient`).
 * - Everything that is shown carries the places of the source that it comes from;
 *   `highlight.ts` says what lights up together.
 * - The address holds the whole state (`#/match?m=…`); `#/match?x=EXPRESSION`
 *   opens an expression with the symbols of 2015 and the scenario's ports.
 *
 * Simplified: long lists and trees show their beginning and count the rest.
 */
export { MatchLab } from './match-lab';
export { MatchDetails } from './match-details';
export { createView } from './view';
export type { MatchView } from './view';
