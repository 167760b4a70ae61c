/** Which clauses of a match a packet failed, and what they met instead. */
import { evaluate, printExpr } from '../match';
import type { Expr, FieldReader, MatchSymbol } from '../match';
import { formatFieldValue } from '../openflow';

export interface FailedClause {
  /** As the match language writes it. */
  readonly clause: string;
  /** The symbols it asks about. */
  readonly symbols: readonly string[];
  /** What the packet has there, e.g. `eth.src is 00:00:00:00:00:99`. */
  readonly met: string;
}

export interface ClauseCount {
  readonly held: number;
  readonly of: number;
  readonly failed: readonly FailedClause[];
}

/** The terms of the outermost AND, counted. */
export function failedClauses(expr: Expr, reader: FieldReader): ClauseCount {
  const terms = expr.kind === 'and' ? expr.terms : [expr];
  const failed = terms.filter((term) => !evaluate(term, reader)).map((term) => describe(term, reader));
  return { held: terms.length - failed.length, of: terms.length, failed };
}

function describe(term: Expr, reader: FieldReader): FailedClause {
  const symbols = new Map<string, MatchSymbol>();
  collect(term, symbols);
  const met = Array.from(symbols.values(), (symbol) => `${symbol.name} is ${valueText(symbol, reader)}`);
  return { clause: printExpr(term), symbols: Array.from(symbols.keys()), met: met.join(', ') };
}

function valueText(symbol: MatchSymbol, reader: FieldReader): string {
  if (symbol.width === 0) return JSON.stringify(reader.string(symbol.name));
  return symbol.field === undefined ? '?' : formatFieldValue(symbol.field, reader.number(symbol.name));
}

function collect(expr: Expr, into: Map<string, MatchSymbol>): void {
  switch (expr.kind) {
    case 'number':
    case 'string':
      into.set(expr.symbol.name, expr.symbol);
      break;
    case 'and':
    case 'or':
      for (const term of expr.terms) collect(term, into);
      break;
    case 'constant':
    case 'resident':
      break;
  }
}
