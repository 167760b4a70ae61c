/** What an expression demands of a packet before anything else: by this, many expressions can be kept in order. */
import { FIELDS } from '../openflow';
import { bitsToBigInt } from './bits';
import type { Expr, NumberTest } from './expr';

/** Where the field does not have the value, the expression is false. */
export interface Requirement {
  /** A field symbol, such as `inport` or `eth.dst`; never a subfield. */
  readonly symbol: string;
  readonly value: string | bigint;
}

/**
 * The clause of an annotated expression that tells the fewest packets apart from
 * all others: a port if it names one, else the widest whole field. Undefined when
 * every clause leaves a choice.
 */
export function requirementOf(expr: Expr): Requirement | undefined {
  let best: { readonly requirement: Requirement; readonly width: number } | undefined;
  for (const term of expr.kind === 'and' ? expr.terms : [expr]) {
    if ((term.kind !== 'string' && term.kind !== 'number') || term.relop !== '==') continue;
    const { symbol } = term;
    if (term.kind === 'number' && !testsWholeField(term)) continue;
    const width = term.kind === 'string' ? Infinity : symbol.width;
    if (best !== undefined && width <= best.width) continue;
    const value = term.kind === 'string' ? term.text : bitsToBigInt(term.value);
    best = { requirement: { symbol: symbol.name, value }, width };
  }
  return best?.requirement;
}

function testsWholeField({ symbol, mask }: NumberTest): boolean {
  const { field, width } = symbol;
  return mask.count === width && field !== undefined && FIELDS[field].bits === width;
}
