/**
 * Fifth pass: a disjunction of conjunctions, in which a clause is a comparison
 * or a disjunction of comparisons on one symbol: the form that conjunctive
 * matches can express (ovs-fields(7), "Conjunctive Match Fields").
 *
 * Invariant: the result is a constant, a clause, a conjunction of clauses on
 * different symbols, or a disjunction of those. Fields that must be multiplied
 * out are never a clause with alternatives inside a conjunction.
 */
import type { Budget } from './budget';
import { OutOfBudget } from './budget';
import { crush } from './crush';
import { appendTerm, constant, uniqueSymbol, type Expr, type Junction } from './expr';
import type { MatchSymbol } from './symbols';

/** `expr` must be simplified. */
export function normalize(expr: Expr, budget: Budget): Expr {
  if (expr.kind === 'and') return normalizeAnd(expr, budget, 0);
  return expr.kind === 'or' ? normalizeOr(expr, budget, 0) : expr;
}

/** Multiplying out recurses once per disjunction; more than this many is beyond any budget. */
const MAX_DEPTH = 1500;

function normalizeOr(or: Junction, budget: Budget, depth: number): Expr {
  const terms: Expr[] = [];
  for (const term of or.terms) {
    const done = term.kind === 'and' ? normalizeAnd(term, budget, depth) : term;
    if (done.kind !== 'constant') appendTerm(terms, 'or', done);
    else if (done.value) return done;
  }
  const [only] = terms;
  if (only === undefined) return constant(false, or.origin);
  return terms.length === 1 ? only : { kind: 'or', terms, origin: or.origin };
}

function normalizeAnd(and: Junction, budget: Budget, depth: number): Expr {
  if (depth > MAX_DEPTH) throw new OutOfBudget('too-complex');
  const sorted = crushTerms(and, budget);
  if (sorted.kind !== 'and') return sorted;
  const clause = sorted.terms.find(mustMultiply);
  if (clause?.kind !== 'or') return sorted;

  const alternatives = clause.terms.map((alternative): Junction => {
    budget.spend(sorted.terms.length);
    const terms: Expr[] = [];
    for (const term of sorted.terms) appendTerm(terms, 'and', term === clause ? alternative : term);
    return { kind: 'and', terms, origin: { left: alternative.origin, right: sorted.origin } };
  });
  return normalizeOr({ kind: 'or', terms: alternatives, origin: sorted.origin }, budget, depth + 1);
}

/** A disjunction over several symbols, or over one that conjunctive matches may not use. */
function mustMultiply(term: Expr): boolean {
  return term.kind === 'or' && (uniqueSymbol(term)?.mustCrossProduct ?? true);
}

interface Sortable {
  readonly expr: Expr;
  readonly symbol: MatchSymbol | undefined;
}

/** The conjunction with everything about one symbol in one term: those first, by name, then the disjunctions of several symbols, short ones first. */
function crushTerms(and: Junction, budget: Budget): Expr {
  budget.spend(and.terms.length);
  const items = and.terms.map((expr): Sortable => ({ expr, symbol: uniqueSymbol(expr) }));
  items.sort(compareItems);
  const terms: Expr[] = [];
  for (let i = 0; i < items.length;) {
    const item = items[i++];
    if (item === undefined) break;
    const { symbol } = item;
    if (symbol === undefined) {
      appendTerm(terms, 'and', item.expr);
      continue;
    }
    const about: Expr[] = [item.expr];
    for (let other = items[i]; other?.symbol === symbol; other = items[++i]) appendTerm(about, 'and', other.expr);
    const crushed = crush(
      about.length === 1 ? item.expr : { kind: 'and', terms: about, origin: and.origin },
      symbol,
      budget,
    );
    if (crushed.kind !== 'constant') appendTerm(terms, 'and', crushed);
    else if (!crushed.value) return crushed;
  }
  const [only] = terms;
  if (only === undefined) return constant(true, and.origin);
  return terms.length === 1 ? only : { kind: 'and', terms, origin: and.origin };
}

function compareItems(x: Sortable, y: Sortable): number {
  if (x.symbol !== undefined && y.symbol !== undefined) {
    return x.symbol === y.symbol ? 0 : x.symbol.name < y.symbol.name ? -1 : 1;
  }
  if (x.symbol !== undefined) return -1;
  if (y.symbol !== undefined) return 1;
  return lengthOf(x.expr) - lengthOf(y.expr);
}

function lengthOf(expr: Expr): number {
  return expr.kind === 'and' || expr.kind === 'or' ? expr.terms.length : 0;
}
