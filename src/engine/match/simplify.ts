/**
 * Fourth pass: numbers are compared by `==` only. Ranges and `!=` become sets of
 * masks that no packet satisfies two of; what compares no bit becomes a constant;
 * conditions on the hypervisor are decided.
 *
 * Invariant: numeric comparisons are `==` on at least one bit, there is no
 * `is_chassis_resident`, and a constant is the whole expression or nowhere.
 */
import { maskFrom, testBit, toggleLowest } from './bits';
import type { Budget } from './budget';
import { appendTerm, constant, fixJunction, numberTest, type Expr, type NumberTest, type Test } from './expr';

/** Whether this hypervisor hosts a logical port. */
export type IsResident = (port: string) => boolean;

export function simplify(expr: Expr, isResident: IsResident, budget: Budget): Expr {
  budget.because = () => 'its ranges and inequalities take very many masks';
  return decideConditions(simplifyTests(expr, budget), isResident);
}

function simplifyTests(expr: Expr, budget: Budget): Expr {
  budget.spend(4);
  switch (expr.kind) {
    case 'number':
      return simplifyNumber(expr, budget);
    case 'and':
    case 'or': {
      const terms: Expr[] = [];
      for (const term of expr.terms) appendTerm(terms, expr.kind, simplifyTests(term, budget));
      return fixJunction(expr.kind, terms, expr.origin);
    }
    case 'string':
    case 'constant':
    case 'resident':
      return expr;
  }
}

function decideConditions(expr: Expr, isResident: IsResident): Expr {
  switch (expr.kind) {
    case 'resident':
      return constant(isResident(expr.port) !== expr.negated, expr.origin);
    case 'and':
    case 'or': {
      if (!hasCondition(expr)) return expr;
      const terms: Expr[] = [];
      for (const term of expr.terms) appendTerm(terms, expr.kind, decideConditions(term, isResident));
      return fixJunction(expr.kind, terms, expr.origin);
    }
    case 'number':
    case 'string':
    case 'constant':
      return expr;
  }
}

function hasCondition(expr: Expr): boolean {
  return expr.kind === 'resident' || ((expr.kind === 'and' || expr.kind === 'or') && expr.terms.some(hasCondition));
}

function simplifyNumber(test: NumberTest, budget: Budget): Expr {
  switch (test.relop) {
    case '==':
      return test.mask.count === 0 ? constant(true, test.origin) : test;
    case '!=':
      return simplifyUnequal(test, budget);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return simplifyOrder(test, budget);
  }
}

/** What a mask costs. */
const MAKING = 10;

/** One mask per bit: that bit differs, and all higher ones agree. */
function simplifyUnequal(test: NumberTest, budget: Budget): Expr {
  const { mask } = test;
  const terms: Test[] = [];
  budget.spend(mask.count * MAKING);
  for (let i = mask.offset; terms.length < mask.count; i++) {
    if (testBit(mask, i)) terms.push(differing(test, i, false));
  }
  // `x == 0/0` is true of every packet, so `x != 0/0` is true of none.
  return fixJunction('or', terms, test.origin);
}

/**
 * One mask per bit that can decide: for `<` each 1 of the constant, which must
 * be 0 with all higher bits equal; for `>` each 0, which must be 1.
 */
function simplifyOrder(test: NumberTest, budget: Budget): Expr {
  const { relop, mask, value } = test;
  const less = relop === '<' || relop === '<=';
  const orEqual = relop === '<=' || relop === '>=';
  const end = mask.offset + mask.length;
  let atBound = true;
  for (let i = mask.offset; atBound && i < end; i++) atBound = testBit(value, i) === less;
  // The constant is the least or the greatest number: the order says no more than `!=`, or nothing at all.
  if (atBound) return orEqual ? constant(true, test.origin) : simplifyUnequal(test, budget);
  budget.spend(mask.length * MAKING);
  const terms: Test[] = orEqual ? [{ ...test, relop: '==' }] : [];
  for (let i = mask.offset; i < end; i++) {
    if (testBit(value, i) === less) terms.push(differing(test, i, test.tracked));
  }
  return fixJunction('or', terms, test.origin);
}

/** The mask of those that agree with the constant above bit `i`, and differ there. */
function differing({ symbol, value, mask, origin }: NumberTest, i: number, tracked: boolean): NumberTest {
  return numberTest(symbol, '==', toggleLowest(value, i), maskFrom(mask, i), origin, tracked);
}
