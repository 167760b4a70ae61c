/** What the fields that actions write demand of a packet. */
import {
  annotate,
  combine,
  lex,
  negate,
  NO_SETS,
  parse,
  printExpr,
  type Expr,
  type MatchSymbol,
  type SymbolTable,
} from '../match';

/** What a symbol demands, as parsed; undefined when nothing. */
export function prerequisitesOf(symbol: MatchSymbol, symbols: SymbolTable): Expr | undefined {
  return symbol.prerequisites === '' ? undefined : parsed(symbol.prerequisites, symbols);
}

/** Both, in order. */
export function conjoin(a: Expr | undefined, b: Expr | undefined): Expr | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return combine('and', a, b, a.origin);
}

/** Parsed prerequisites as OVN of 2015 printed them, annotated; `1` for none. */
export function formatPrerequisites(prerequisites: Expr | undefined, symbols: SymbolTable): string {
  return prerequisites === undefined ? '1' : printExpr(annotated(prerequisites, symbols));
}

/**
 * Annotation of 2015, which added a field's own prerequisites to each comparison
 * with it, where today's adds them once to comparisons that share a field.
 */
function annotated(expr: Expr, symbols: SymbolTable): Expr {
  if (expr.kind === 'and' || expr.kind === 'or') {
    const { kind, origin } = expr;
    return expr.terms.map((term) => annotated(term, symbols)).reduce((all, term) => combine(kind, all, term, origin));
  }
  if (expr.kind === 'number' && expr.symbol.predicate !== undefined) {
    const meant = annotated(parsed(expr.symbol.predicate, symbols), symbols);
    const positive = ((expr.value.d & 1) === 1) !== (expr.relop === '!=');
    return positive ? meant : negate(meant);
  }
  const done = annotate(expr, symbols);
  if (!done.ok) throw new Error(done.error.message);
  return done.value;
}

function parsed(text: string, symbols: SymbolTable): Expr {
  const result = parse(text, lex(text), symbols, NO_SETS);
  if (!result.ok) throw new Error(`Prerequisite ${text}: ${result.error.message}`);
  return result.value;
}
