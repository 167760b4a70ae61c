/**
 * The match language of OVN: what `ovn-sb`(5) describes under Logical_Flow,
 * column match (in 2015: Pipeline), compiled to OpenFlow matches.
 *
 * A match goes through passes, each a pure function with its own invariant:
 *
 *     text -lex-> tokens -parse-> tree as written -annotate-> tree over fields
 *          -simplify-> only `==` -normalize-> OR of ANDs -toFlows-> matches
 *
 * `compile` runs them all and keeps every stage; `printExpr` and `printFlow`
 * print stages as OVN does. Nodes and flows know the source they came from
 * (`rangesOf`). The language is one for all releases; a `SymbolTable` says what
 * a release knows.
 *
 * Invariants: no text makes a pass throw; every pass keeps the meaning, which
 * `evaluate` defines. Work is bounded by a budget.
 *
 * As in OVN, and kept: tests of ip.ecn and today's ip.dscp give flows that do
 * not look at them, and Open vSwitch sees only the low 8 bits of arp.op and
 * ct_state.
 *
 * Simplified: to `evaluate` and `decide`, `__inport`, `__outport` and reg1 are
 * fields of their own, although the names of ports lie over them.
 */
export { annotate } from './annotate';
export { Budget, DEFAULT_LIMIT } from './budget';
export { bitsToBigInt } from './bits';
export type { Bits, Mask } from './bits';
export { compile, withinBudget } from './compile';
export type { Compilation, CompileOptions } from './compile';
export type { Format, IntegerConstant } from './constants';
export { createConstantSets, NO_SETS } from './constant-sets';
export type { ConstantSets } from './constant-sets';
export { combine, constant, negate, placesOf, rangesOf, uniqueSymbol } from './expr';
export type { Constant, Expr, Junction, NumberTest, Origin, Relop, Residency, StringTest, Test } from './expr';
export { equivalent, findMatching, findSeparating, verdict } from './decide';
export type { DecideOptions, Equivalence, Verdict } from './decide';
export { completionsAt, documentSymbol, OPERATORS, RESIDENCE_MEANING } from './documentation';
export type { Completion, CompletionContext, SymbolDocumentation } from './documentation';
export { evaluate } from './evaluate';
export type { FieldReader } from './evaluate';
export { explain } from './explain';
export type { Explanation, Reason, Truth } from './explain';
export { flowReader, valuesReader } from './flow-reader';
export type { PacketValues } from './flow-reader';
export { formatMicroflow, symbolRank } from './format-microflow';
export { formatStringValue, formatSymbolValue } from './format-value';
export { withHint } from './hints';
export type { HintContext } from './hints';
export { microflow } from './microflow';
export type { Assignment, Microflow } from './microflow';
export { findNearMiss } from './near-miss';
export type { NearMiss } from './near-miss';
export { conjunctiveMatches } from './references';
export type { ConjunctiveMatch } from './references';
export { warningsOf } from './warnings';
export { prerequisitesOf, resolveField } from './field-reference';
export { printFlow, printFlows, toFlows } from './flows';
export type { Conjunction, FlowSet, LookupPort, MatchFlow } from './flows';
export { lex } from './lexer';
export type { Punctuation, Token, TokenType } from './lexer';
export { normalize } from './normalize';
export { parse, parseField } from './parser';
export type { FieldReference } from './comparison';
export { printExpr } from './print';
export { requirementOf } from './requirement';
export type { Requirement } from './requirement';
export { simplify } from './simplify';
export type { IsResident } from './simplify';
export type { Level, MatchSymbol, PortRegisters, SymbolSpec, SymbolTable } from './symbols';
export { symbols2015, symbolsAcl, symbolsToday } from './tables';
