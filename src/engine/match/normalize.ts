/**
 * Fifth pass: a disjunction of conjunctions, in which a clause is a comparison
 * or a disjunction of comparisons on one symbol: the form that conjunctive
 * matches can express (ovs-fields(7), "Conjunctive Match Fields").
 *
 * Invariant: the result is a constant, a clause, a conjunction of clauses on
 * different symbols, or a disjunction of those. Fields that must be multiplied
 * out are never a clause with alternatives inside a conjunction.
 */
import { Alternatives } from './alternatives';
import { compatible } from './bits';
import type { Budget } from './budget';
import { crush, type Reused } from './crush';
import { appendTerm, constant, uniqueSymbol, type Expr, type Junction, type NumberTest } from './expr';
import type { MatchSymbol } from './symbols';

/** `expr` must be simplified. */
export function normalize(expr: Expr, budget: Budget): Expr {
  if (expr.kind !== 'and' && expr.kind !== 'or') return expr;
  return new Normalizer(budget).normalize(expr);
}

/** Multiplying out recurses once per disjunction; more than this many is beyond any budget. */
const MAX_DEPTH = 1500;

class Normalizer {
  private readonly reused = new Map<Expr, Reused>();
  private readonly alternatives: Alternatives;

  constructor(private readonly budget: Budget) {
    budget.because = () => 'what it says about one field takes very many masks';
    this.alternatives = new Alternatives(budget);
  }

  normalize(whole: Junction): Expr {
    this.reuseAll(whole);
    if (whole.kind === 'and') {
      const sorted = this.crushTerms(whole);
      const clause = sorted.kind === 'and' ? sorted.terms.find((term) => this.mustMultiply(term)) : undefined;
      if (sorted.kind !== 'and' || clause === undefined) return sorted;
    }
    const always = whole.kind === 'and' ? this.addAnd(whole, 0) : this.addAll(whole);
    if (always !== undefined) return always;
    const { terms } = this.alternatives;
    const [only] = terms;
    if (only === undefined) return constant(false, whole.origin);
    return terms.length === 1 ? only : { kind: 'or', terms, origin: whole.origin };
  }

  /** Adds the alternatives of a disjunction; or is the constant that one of them is. */
  private addAll(or: Junction): Expr | undefined {
    for (const term of or.terms) {
      const always = term.kind === 'and' ? this.addAnd(term, 0) : this.addTerm(term);
      if (always !== undefined) return always;
    }
    return undefined;
  }

  private addTerm(term: Expr): Expr | undefined {
    if (term.kind === 'constant') return term.value ? term : undefined;
    this.alternatives.add(term);
    return undefined;
  }

  /** The same for a conjunction, which is multiplied out until every disjunction is on one symbol. */
  private addAnd(and: Junction, depth: number): Expr | undefined {
    if (depth > MAX_DEPTH) throw this.budget.exceeded();
    const sorted = this.crushTerms(and);
    if (sorted.kind !== 'and') return this.addTerm(sorted);
    const clauses = sorted.terms.filter((term) => this.mustMultiply(term));
    const [clause] = clauses;
    if (clause === undefined) return this.addTerm(sorted);
    if (depth === 0) this.budget.because = () => whatMultiplies(clauses);
    // Looked up by node, so those of alternatives are not kept any longer than they are of use.
    const mine = sorted.terms.filter((term) => term.kind === 'or' && !this.reused.has(term));
    for (const term of mine) this.reuse(term);
    const decided = sorted.terms.filter((term) => term.kind === 'number');
    for (const alternative of clause.terms) {
      this.budget.spend(1 + decided.length);
      // Most of what negated predicates multiply out is this, and it is seen before anything is made.
      if (alternative.kind === 'number' && decided.some((test) => contradicts(test, alternative))) continue;
      this.budget.spend(sorted.terms.length * KEEPING);
      const terms: Expr[] = [];
      for (const term of sorted.terms) appendTerm(terms, 'and', term === clause ? alternative : term);
      const origin = { left: alternative.origin, right: sorted.origin };
      const always = this.addAnd({ kind: 'and', terms, origin }, depth + 1);
      if (always !== undefined) return always;
    }
    for (const term of mine) this.reused.delete(term);
    return undefined;
  }

  /** `reuse` for every disjunction in `expr`. */
  private reuseAll(expr: Expr): void {
    if (expr.kind !== 'and' && expr.kind !== 'or') return;
    for (const term of expr.terms) this.reuseAll(term);
    if (expr.kind === 'or') this.reuse(expr);
  }

  private reuse(or: Expr): void {
    this.reused.set(or, { symbol: uniqueSymbol(or), crushed: undefined });
  }

  /** A disjunction over several symbols, or over one that conjunctive matches may not use. */
  private mustMultiply(term: Expr): term is Junction {
    return term.kind === 'or' && (this.symbolOf(term)?.mustCrossProduct ?? true);
  }

  /** `uniqueSymbol`, which reads all of a disjunction, once for each. */
  private symbolOf(expr: Expr): MatchSymbol | undefined {
    const again = expr.kind === 'or' ? this.reused.get(expr) : undefined;
    return again === undefined ? uniqueSymbol(expr) : again.symbol;
  }

  /** The conjunction with everything about one symbol in one term: those first, by name, then the disjunctions of several symbols, short ones first. */
  private crushTerms(and: Junction): Expr {
    const items = and.terms.map((expr): Sortable => ({ expr, symbol: this.symbolOf(expr) }));
    this.budget.spend(items.length * SORTING);
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
      const all: Expr = about.length === 1 ? item.expr : { kind: 'and', terms: about, origin: and.origin };
      const crushed = crush(all, symbol, this.reused, this.budget);
      if (crushed.kind !== 'constant') appendTerm(terms, 'and', crushed);
      else if (!crushed.value) return crushed;
    }
    const [only] = terms;
    if (only === undefined) return constant(true, and.origin);
    return terms.length === 1 ? only : { kind: 'and', terms, origin: and.origin };
  }
}

function contradicts(x: NumberTest, y: NumberTest): boolean {
  return x.symbol === y.symbol && !compatible(x.value, x.mask, y.value, y.mask);
}

/** The end of a sentence on what takes the work. */
function whatMultiplies(clauses: readonly Junction[]): string {
  const sizes = clauses.map((clause) => clause.terms.length);
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  const each = least === most ? `${most} alternatives each` : `${least} to ${most} alternatives each`;
  const product = sizes.length > 6 ? '' : `, ${sizes.join(' times ')}`;
  return sizes.length === 1
    ? `a condition that mixes fields has ${most} alternatives, and each becomes a part of its own`
    : `${sizes.length} conditions that mix fields, of ${each}, are multiplied out${product}`;
}

/** What it costs to put a term into its place, and to copy it. */
const SORTING = 4;
const KEEPING = 2;

interface Sortable {
  readonly expr: Expr;
  readonly symbol: MatchSymbol | undefined;
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
