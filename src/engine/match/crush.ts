/**
 * Everything that an expression says about one symbol, as one comparison, a
 * disjunction of comparisons, or a constant.
 */
import type { Budget } from './budget';
import { compareText } from '../base';
import { rangeMask, ZERO, type Bits, type Mask } from './bits';
import {
  dropRepeated,
  intersectCubes,
  multiplyCubes,
  multiplyPrefixSets,
  narrow,
  NARROWING,
  prefixTop,
  SORTING,
  widestCubes,
} from './cubes';
import {
  appendTerm,
  constant,
  fixJunction,
  joinOrigins,
  numberTest,
  type Expr,
  type Junction,
  type NumberTest,
  type Origin,
  type StringTest,
} from './expr';
import { intersectStrings } from './string-order';
import type { MatchSymbol } from './symbols';

/** A disjunction that multiplying out asks for again for every alternative of all others. */
export interface Reused {
  readonly symbol: MatchSymbol | undefined;
  /** What it is crushed, once it has been. */
  crushed: Expr | undefined;
}

/** `expr` must be simplified and about `symbol` only. */
export function crush(expr: Expr, symbol: MatchSymbol, reused: ReadonlyMap<Expr, Reused>, budget: Budget): Expr {
  switch (expr.kind) {
    case 'or': {
      const again = reused.get(expr);
      if (again === undefined) return crushOr(expr, symbol, reused, budget);
      again.crushed ??= crushOr(expr, symbol, reused, budget);
      return again.crushed;
    }
    case 'and':
      return symbol.width > 0 ? crushNumbers(expr, symbol, reused, budget) : crushStrings(expr, symbol, reused, budget);
    case 'number':
    case 'string':
    case 'constant':
    case 'resident':
      return expr;
  }
}

function crushOr(or: Junction, symbol: MatchSymbol, reused: ReadonlyMap<Expr, Reused>, budget: Budget): Expr {
  const terms: Expr[] = [];
  budget.spend(4 + or.terms.length * 2);
  for (const term of or.terms) appendTerm(terms, 'or', crush(term, symbol, reused, budget));
  const fixed = fixJunction('or', terms, or.origin);
  return fixed.kind === 'or' ? tidyOr(fixed, symbol, budget) : fixed;
}

/** Sorts a disjunction of comparisons and drops what others already say. */
function tidyOr(or: Junction, symbol: MatchSymbol, budget: Budget): Expr {
  budget.spend(or.terms.length * SORTING);
  if (symbol.width === 0) {
    const strings = or.terms.filter((term) => term.kind === 'string').sort((x, y) => compareText(x.text, y.text));
    return fixJunction(
      'or',
      strings.filter((test, i) => test.text !== strings[i - 1]?.text),
      or.origin,
    );
  }
  const cubes = or.terms.filter((term) => term.kind === 'number');
  // An address set keeps all its members, so that a change of the set is a change of a few flows.
  const keepAll = symbol.level !== 'ordinal' || cubes.some((cube) => cube.tracked);
  return fixJunction('or', keepAll ? dropRepeated(cubes) : widestCubes(cubes, budget), or.origin);
}

function crushStrings(and: Junction, symbol: MatchSymbol, reused: ReadonlyMap<Expr, Reused>, budget: Budget): Expr {
  budget.spend(4 + and.terms.length * 2);
  let single: StringTest | undefined;
  const choices: (readonly string[])[] = [];
  for (const term of and.terms) {
    const crushed = crush(term, symbol, reused, budget);
    if (crushed.kind === 'constant' && !crushed.value) return crushed;
    if (crushed.kind === 'or') {
      budget.spend(crushed.terms.length * SORTING);
      choices.push(crushed.terms.flatMap((test) => (test.kind === 'string' ? [test.text] : [])));
    }
    if (crushed.kind !== 'string') continue;
    if (single !== undefined && single.text !== crushed.text) return constant(false, and.origin);
    single ??= crushed;
  }
  if (single !== undefined) {
    const { text } = single;
    return choices.every((choice) => choice.includes(text)) ? single : constant(false, and.origin);
  }
  const common = intersectStrings(choices).map((text): StringTest => ({
    kind: 'string',
    symbol,
    relop: '==',
    text,
    origin: and.origin,
  }));
  return fixJunction('or', common, and.origin);
}

function crushNumbers(and: Junction, symbol: MatchSymbol, reused: ReadonlyMap<Expr, Reused>, budget: Budget): Expr {
  budget.spend(4 + and.terms.length * 4);
  let value: Bits = ZERO;
  let mask: Mask = rangeMask(0, 0);
  let origin: Origin | undefined;
  let choices: Junction[] = [];
  // Members of an address set that stand for several are ordinary from then on, so crushing again may shrink the set.
  const stale = new Set<Junction>();
  const add = (test: NumberTest) => {
    const both = intersectCubes(value, mask, test.value, test.mask);
    if (both === undefined) return false;
    ({ value, mask } = both);
    origin = origin === undefined ? test.origin : joinOrigins(origin, test.origin);
    return true;
  };

  for (const term of and.terms) {
    const crushed = crush(term, symbol, reused, budget);
    if (crushed.kind === 'constant' && !crushed.value) return crushed;
    if (crushed.kind === 'or') choices.push(crushed);
    if (crushed.kind === 'or' && term.kind === 'or' && hasTracked(term) && !hasTracked(crushed)) stale.add(crushed);
    if (crushed.kind === 'number' && !add(crushed)) return constant(false, and.origin);
  }

  if (choices.length > 2 && symbol.level === 'ordinal' && arePrefixSets(choices)) {
    const product = fixJunction('or', multiplyPrefixSets(choices.map(cubesOf), budget), and.origin);
    if (product.kind === 'constant') return product;
    if (product.kind === 'number' && !add(product)) return constant(false, and.origin);
    choices = product.kind === 'or' ? [product] : [];
  }

  // Two disjunctions become one, until there is one.
  for (let [first, second] = choices; first !== undefined && second !== undefined; [first, second] = choices) {
    const base = narrowAll(cubesOf(first), value, mask, origin, budget);
    const product = fixJunction('or', multiplyCubes(base, cubesOf(second), budget), and.origin);
    const rest = choices.slice(2);
    if (product.kind === 'constant') return product;
    value = ZERO;
    mask = rangeMask(0, 0);
    origin = undefined;
    const tidy = product.kind === 'or' ? tidyOr(product, symbol, budget) : product;
    if (tidy.kind === 'number' && !add(tidy)) return constant(false, and.origin);
    if (rest.length === 0 && tidy.kind === 'or') return tidy;
    const again = rest.map((or) => (stale.delete(or) ? tidyOr(or, symbol, budget) : or));
    choices = [];
    for (const left of [tidy, ...again]) if (left.kind === 'or') choices.push(left);
    for (const single of again) if (single.kind === 'number' && !add(single)) return constant(false, and.origin);
  }

  const [only] = choices;
  if (only === undefined) {
    return mask.count === 0 ? constant(true, and.origin) : numberTest(symbol, '==', value, mask, origin ?? and.origin);
  }
  const narrowed = fixJunction('or', narrowAll(cubesOf(only), value, mask, origin, budget), and.origin);
  return narrowed.kind === 'or' ? tidyOr(narrowed, symbol, budget) : narrowed;
}

/** Sets of prefixes of the same field part, without members of address sets: their product does not depend on the order. */
function arePrefixSets(choices: readonly Junction[]): boolean {
  const [first] = choices;
  const top = first === undefined ? undefined : prefixTop(cubesOf(first));
  return top !== undefined && choices.every((or) => !hasTracked(or) && prefixTop(cubesOf(or)) === top);
}

function hasTracked(or: Junction): boolean {
  return or.terms.some((term) => term.kind === 'number' && term.tracked);
}

function cubesOf(or: Junction): readonly NumberTest[] {
  return or.terms.filter((term) => term.kind === 'number');
}

/** The cubes that agree with `value` on `mask`, each with that added. */
function narrowAll(
  cubes: readonly NumberTest[],
  value: Bits,
  mask: Mask,
  origin: Origin | undefined,
  budget: Budget,
): readonly NumberTest[] {
  if (mask.count === 0) return cubes;
  budget.spend(cubes.length);
  const kept: NumberTest[] = [];
  for (const cube of cubes) {
    const both = intersectCubes(value, mask, cube.value, cube.mask);
    if (both === undefined) continue;
    budget.spend(NARROWING);
    const joined = origin === undefined ? cube.origin : joinOrigins(cube.origin, origin);
    kept.push({ ...narrow(cube, both.value, both.mask, joined), tracked: cube.tracked });
  }
  return kept;
}
