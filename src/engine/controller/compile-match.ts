/**
 * A row's match for the compilers of 2015, on top of the one that all releases
 * share: what they did not know is refused, and conjunctions are multiplied out,
 * as they did, except where that would give more flows than anybody wants.
 */
import { problemOf2015 } from '../actions';
import { err, ok, type Problem, type Result } from '../base';
import {
  annotate,
  combine,
  lex,
  NO_SETS,
  normalize,
  parse,
  simplify,
  toFlows,
  withinBudget,
  type Budget,
  type Expr,
  type Junction,
  type SymbolTable,
} from '../match';
import {
  canonicalMatch,
  matchField,
  matchFromWords,
  matchMask,
  matchValue,
  normalizeMatch,
  sameMatch,
  setField,
  WORD,
  type FieldName,
  type Match,
  type OfAction,
} from '../openflow';
import type { KeyOf } from './types';

/** Ready for flows, whatever the numbers of its ports. */
export interface CompiledMatch {
  readonly normalized: Expr;
  /** The logical ports that it names. */
  readonly ports: readonly string[];
  /** The fields that it tests. */
  readonly fields: ReadonlySet<FieldName>;
}

export interface MatchPart {
  readonly match: Match;
  /** Instead of the row's actions, for a part of a conjunctive match. */
  readonly conjunctions: readonly OfAction[] | undefined;
}

/** `prerequisite` is what the row's actions demand, as parsed. */
export function compileMatch(
  text: string,
  symbols: SymbolTable,
  prerequisite: Expr | undefined,
): Result<CompiledMatch> {
  const parsed = parse(text, lex(text), symbols, NO_SETS);
  const unknown = problemOf2015(text);
  if (!parsed.ok) return unknown === undefined ? parsed : err(earlier(parsed.error, unknown));
  if (unknown !== undefined) return err(unknown);
  const whole =
    prerequisite === undefined ? parsed.value : combine('and', parsed.value, prerequisite, parsed.value.origin);
  const annotated = annotate(whole, symbols);
  if (!annotated.ok) return annotated;
  const normalized = withinBudget({}, (budget) => {
    const simplified = simplify(annotated.value, () => true, budget);
    const all = multipliedOut(normalize(simplified, budget), budget);
    // The flows are made later, and for each number of the datapath anew: whether there may be so many is decided here.
    const flows = flowsFor(all);
    budget.because = () => `it gives ${flows} flows`;
    budget.spend(flows * FLOW);
    return all;
  });
  if (!normalized.ok) return normalized;
  const ports = new Set<string>();
  const fields = new Set<FieldName>();
  collect(normalized.value, ports, fields);
  return ok({ normalized: normalized.value, ports: [...ports], fields });
}

export interface MatchParts {
  readonly parts: readonly MatchPart[];
  /** Fields of the match that not all of its flows look at. */
  readonly lost: readonly FieldName[];
}

/**
 * The matches of a row, where its ports have these keys, as a switch is told them:
 * without `untold` fields, and without those of packets that a match does not ask
 * for, as `!ip.is_frag` has them. Ids of conjunctions count from `idBase`.
 */
export function flowsOfMatch(
  { normalized, fields }: CompiledMatch,
  keyOf: KeyOf,
  idBase: number,
  untold: readonly FieldName[],
): MatchParts {
  const gone = untold.filter((field) => fields.has(field));
  const made = withinBudget({ limit: Infinity }, (budget) => toFlows(normalized, keyOf, budget));
  if (!made.ok) throw new Error(`Flows of a normalized match: ${made.error.message}`);
  const lost = new Set(gone);
  const parts = made.value.flows.map(({ match, conjunctions }): MatchPart => ({
    match: told(without(gone, withOwnId(match, idBase)), fields, lost),
    conjunctions:
      conjunctions.length === 0
        ? undefined
        : conjunctions.map(({ id, clause, nClauses }) => ({
            type: 'conjunction',
            id: ownId(id, idBase),
            clause: clause + 1,
            clauses: nClauses,
          })),
  }));
  return { parts, lost: [...lost] };
}

/** The match without tests of fields that the packets it asks for may not have; those go to `lost`. */
function told(match: Match, fields: ReadonlySet<FieldName>, lost: Set<FieldName>): Match {
  // Without a test beyond Ethernet there is nothing to lose.
  if ((match.words.at(-1) ?? 0) < WORD.nwSrc) return match;
  const normal = normalizeMatch(match);
  if (sameMatch(normal, canonicalMatch(match))) return normal;
  for (const field of fields)
    if (matchField(match, field).mask !== 0n && matchField(normal, field).mask === 0n) lost.add(field);
  return normal;
}

function ownId(id: number, idBase: number): number {
  return (idBase + id) >>> 0;
}

function without(fields: readonly FieldName[], match: Match): Match {
  if (fields.length === 0) return match;
  const mask = matchMask(match);
  for (const field of fields) setField(mask, field, 0n);
  return matchFromWords(matchValue(match), mask);
}

/** The match with its conjunction id, if it asks for one, counted from `idBase`. */
function withOwnId(match: Match, idBase: number): Match {
  const at = match.words.indexOf(WORD.conjId);
  if (at < 0) return match;
  return { ...match, values: match.values.map((value, i) => (i === at ? ownId(value, idBase) : value)) };
}

/** Beyond this many flows from one conjunction it stays a conjunctive match. */
const MAX_PRODUCT = 4096;

/** Units of work that a flow costs, and an alternative that is multiplied out. */
const FLOW = 100;
const ALTERNATIVE = 40;

/** How many flows a normal form gives at most. */
function flowsFor(expr: Expr): number {
  if (expr.kind === 'or') return expr.terms.reduce((sum, term) => sum + flowsFor(term), 0);
  if (expr.kind !== 'and') return 1;
  return expr.terms.reduce((sum, term) => sum + (term.kind === 'or' ? term.terms.length : 0), 1);
}

/** `a && (b || c) && (d || e)` as `(a && b && d) || …`. `expr` is in normal form and so is the result. */
function multipliedOut(expr: Expr, budget: Budget): Expr {
  budget.because = () => 'its alternatives are multiplied out';
  if (expr.kind === 'and') return multipliedAnd(expr.terms, expr, budget);
  if (expr.kind !== 'or') return expr;
  const terms: Expr[] = [];
  for (const term of expr.terms) {
    const done = term.kind === 'and' ? multipliedAnd(term.terms, term, budget) : term;
    if (done.kind !== 'or') terms.push(done);
    else for (const alternative of done.terms) terms.push(alternative);
  }
  return { ...expr, terms };
}

function multipliedAnd(terms: readonly Expr[], whole: Expr, budget: Budget): Expr {
  const choices = terms.filter((term): term is Junction => term.kind === 'or');
  const product = choices.reduce((count, choice) => count * choice.terms.length, 1);
  if (choices.length < 2 || product > MAX_PRODUCT) return whole;
  budget.spend(product * ALTERNATIVE);
  const fixed = terms.filter((term) => term.kind !== 'or');
  let rows: (readonly Expr[])[] = [fixed];
  for (const { terms: alternatives } of choices)
    rows = rows.flatMap((row) => alternatives.map((term) => [...row, term]));
  const { origin } = whole;
  return { kind: 'or', terms: rows.map((row): Expr => ({ kind: 'and', terms: row, origin })), origin };
}

function collect(expr: Expr, ports: Set<string>, fields: Set<FieldName>): void {
  if (expr.kind === 'and' || expr.kind === 'or') for (const term of expr.terms) collect(term, ports, fields);
  if (expr.kind === 'string') ports.add(expr.text);
  if ((expr.kind === 'string' || expr.kind === 'number') && expr.symbol.field !== undefined)
    fields.add(expr.symbol.field);
}

/** A compiler of 2015 stops at the first thing that it does not understand. */
function earlier(a: Problem, b: Problem): Problem {
  return (b.range?.start ?? Infinity) <= (a.range?.start ?? 0) ? b : a;
}
