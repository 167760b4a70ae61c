/**
 * The alternatives of a normal form, in order. From the thousandth on, nobody
 * reads them; repeated ones are dropped then, because multiplying out negated
 * predicates gives most of them many times, and the flows are the same.
 */
import { sameBits, type Bits } from './bits';
import type { Budget } from './budget';
import { joinOrigins, type Expr, type Junction, type Test } from './expr';
import type { MatchSymbol } from './symbols';

/** Alternatives that are kept as OVN prints them. */
const AS_PRINTED = 1000;

/** What finding out about an alternative costs, and what keeping it does. */
const TRYING = 20;
const KEEPING = 60;

export class Alternatives {
  readonly terms: Expr[] = [];
  /** Where alternatives are kept, by what they ask; made once it is needed. */
  private places: Map<number, number[]> | undefined;
  private readonly numbers = new Map<MatchSymbol, number>();

  constructor(private readonly budget: Budget) {}

  /** Adds an alternative, or those that a disjunction has. */
  add(expr: Expr): void {
    if (expr.kind !== 'or') this.addOne(expr);
    else for (const term of expr.terms) this.addOne(term);
  }

  private addOne(expr: Expr): void {
    this.budget.spend(TRYING);
    if (this.terms.length < AS_PRINTED || !isPlain(expr)) {
      this.keep(expr);
      return;
    }
    this.places ??= this.placesSoFar();
    const hash = this.hash(expr);
    const places = this.places.get(hash);
    for (const place of places ?? []) {
      const before = this.terms[place];
      if (before === undefined || !isSame(before, expr)) continue;
      this.terms[place] = joined(before, expr);
      return;
    }
    if (places === undefined) this.places.set(hash, [this.terms.length]);
    else places.push(this.terms.length);
    this.keep(expr);
  }

  private keep(expr: Expr): void {
    this.budget.spend(KEEPING);
    this.terms.push(expr);
  }

  private placesSoFar(): Map<number, number[]> {
    const found = new Map<number, number[]>();
    for (const [place, term] of this.terms.entries()) {
      if (!isPlain(term)) continue;
      const hash = this.hash(term);
      const places = found.get(hash);
      if (places === undefined) found.set(hash, [place]);
      else places.push(place);
    }
    return found;
  }

  private hash(expr: Expr): number {
    if (expr.kind === 'number') {
      const { value, mask } = expr;
      return mix(mix(this.numberOf(expr.symbol), hashBits(value)), hashBits(mask));
    }
    if (expr.kind === 'string') {
      let hash = this.numberOf(expr.symbol);
      for (let i = 0; i < expr.text.length; i++) hash = mix(hash, expr.text.charCodeAt(i));
      return hash;
    }
    if (expr.kind !== 'and' && expr.kind !== 'or') return 0;
    let hash = expr.terms.length;
    for (const term of expr.terms) hash = mix(hash, this.hash(term));
    this.budget.spend(expr.terms.length);
    return hash;
  }

  private numberOf(symbol: MatchSymbol): number {
    const known = this.numbers.get(symbol);
    if (known !== undefined) return known;
    this.numbers.set(symbol, this.numbers.size);
    return this.numbers.size - 1;
  }
}

/** What becomes flows without a conjunctive match, whose id makes every one its own. */
function isPlain(expr: Expr): boolean {
  if (expr.kind !== 'and') return true;
  let choices = 0;
  for (const term of expr.terms) if (term.kind === 'or') choices++;
  return choices < 2;
}

function isSame(x: Expr, y: Expr): boolean {
  if (x.kind === 'number' && y.kind === 'number') {
    return x.symbol === y.symbol && sameBits(x.value, y.value) && sameBits(x.mask, y.mask);
  }
  if (x.kind === 'string' && y.kind === 'string') return x.symbol === y.symbol && x.text === y.text;
  if (!isJunction(x) || !isJunction(y) || x.kind !== y.kind || x.terms.length !== y.terms.length) return false;
  return x.terms.every((term, i) => {
    const other = y.terms[i];
    return other !== undefined && isSame(term, other);
  });
}

/** `before`, said to come also from where the same `again` comes from. */
function joined(before: Expr, again: Expr): Expr {
  if ((before.kind === 'number' || before.kind === 'string') && before.kind === again.kind)
    return joinedTest(before, again);
  if (!isJunction(before) || !isJunction(again)) return before;
  let changed = false;
  const terms = before.terms.map((term, i) => {
    const other = again.terms[i];
    const both = other === undefined ? term : joined(term, other);
    changed ||= both !== term;
    return both;
  });
  return changed ? { kind: before.kind, terms, origin: before.origin } : before;
}

function joinedTest(before: Test, again: Expr): Expr {
  const origin = joinOrigins(before.origin, again.origin);
  return origin === before.origin ? before : { ...before, origin };
}

function isJunction(expr: Expr): expr is Junction {
  return expr.kind === 'and' || expr.kind === 'or';
}

function hashBits({ a, b, c, d }: Bits): number {
  return mix(mix(a, b), mix(c, d));
}

function mix(x: number, y: number): number {
  const mixed = Math.imul(x ^ (y + 0x7f4a7c15), 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}
