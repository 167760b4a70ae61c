/**
 * A list of rules as one policy: ACLs of a switch, or the logical flows of a
 * table. Which can never take effect, which repeat others, which overlap and who
 * wins, what each costs in flows and why, and a cheaper form of it.
 *
 * A rule is a match with a priority and an action; of the rules of one scope the
 * highest that matches decides, whatever its action: allow and drop end the
 * question alike, and `pass` hands it to the next tier, which is another scope.
 *
 * Every answer is exact or says that it is none: the questions are those of
 * `../match` (`findSeparating`, `equivalent`), each with a budget. A form is
 * called cheaper only when it was proved to match the same packets.
 *
 * Each question is about one rule, so that a caller can stop between two.
 *
 * Simplified: connections that exist already are let through by OVN before its
 * ACLs are asked; a rule that never takes effect is one for new connections.
 */
export { cheaperThan } from './cheaper';
export type { Cheaper, Search } from './cheaper';
export { costOf } from './cost';
export type { Clause, Cost } from './cost';
export { answerFor } from './decide';
export type { Answer } from './decide';
export { judge } from './judge';
export type { Fate, Judgement } from './judge';
export { overlapsOf } from './overlaps';
export type { Overlap } from './overlaps';
export { optionsOf, Rules } from './rules';
export type { PolicyWorld, Rule } from './rules';
