/** The invariants that the passes state, as questions about their results. */
import { honorsInvariants, uniqueSymbol, type Expr } from './expr';

/** After `annotate`: only fields and strings are compared, no subfields and no predicates. */
export function isAnnotated(expr: Expr): boolean {
  return (
    honorsInvariants(expr) &&
    everyNode(expr, (node) => {
      if (node.kind !== 'number' && node.kind !== 'string') return true;
      return node.symbol.parent === undefined && node.symbol.predicate === undefined;
    })
  );
}

/** After `simplify`: numbers are compared by `==` on some bit, nothing depends on the hypervisor, constants stand alone. */
export function isSimplified(expr: Expr): boolean {
  return (
    isAnnotated(expr) &&
    everyNode(expr, (node) => {
      if (node.kind === 'number') return node.relop === '==' && node.mask.count > 0;
      return node.kind !== 'resident' && (node.kind !== 'constant' || node === expr);
    })
  );
}

/** After `normalize`: an OR of ANDs of clauses, each clause on one symbol, each symbol once. */
export function isNormalized(expr: Expr): boolean {
  if (!isSimplified(expr)) return false;
  if (expr.kind === 'and') return isConjunctionOfClauses(expr.terms);
  if (expr.kind !== 'or' || uniqueSymbol(expr) !== undefined) return true;
  return expr.terms.every((term) => (term.kind === 'and' ? isConjunctionOfClauses(term.terms) : isClause(term)));
}

function isConjunctionOfClauses(terms: readonly Expr[]): boolean {
  const symbols = terms.map(uniqueSymbol);
  return (
    terms.every(isClause) &&
    new Set(symbols).size === symbols.length &&
    terms.every((term) => term.kind !== 'or' || uniqueSymbol(term)?.mustCrossProduct === false)
  );
}

function isClause(expr: Expr): boolean {
  if (expr.kind === 'or') return uniqueSymbol(expr) !== undefined && expr.terms.every((term) => term.kind !== 'and');
  return expr.kind === 'number' || expr.kind === 'string';
}

function everyNode(expr: Expr, holds: (node: Expr) => boolean): boolean {
  return (
    holds(expr) && ((expr.kind !== 'and' && expr.kind !== 'or') || expr.terms.every((term) => everyNode(term, holds)))
  );
}
