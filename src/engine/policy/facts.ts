/**
 * What an expression plainly demands: by this, most pairs of rules are known to
 * have no packet in common without any further question.
 */
import { bitsToBigInt, type Expr } from '../match';

/** By symbol, the only values that a packet may have. */
export type Facts = ReadonlyMap<string, ReadonlySet<string>>;

/** Values of one symbol that are kept. */
const KEPT = 4000;

export function factsOf(annotated: Expr): Facts {
  const facts = new Map<string, ReadonlySet<string>>();
  for (const term of annotated.kind === 'and' ? annotated.terms : [annotated]) {
    const found = valuesOf(term);
    if (found === undefined) continue;
    const known = facts.get(found.symbol);
    // Both must hold: the values that are in both.
    const both = known === undefined ? found.values : new Set([...found.values].filter((value) => known.has(value)));
    facts.set(found.symbol, both);
  }
  return facts;
}

/** True when no packet can satisfy both; false says nothing. */
export function areDisjoint(a: Facts, b: Facts): boolean {
  for (const [symbol, values] of a) {
    const others = b.get(symbol);
    if (others === undefined) continue;
    const [few, many] = values.size < others.size ? [values, others] : [others, values];
    let common = false;
    for (const value of few) {
      common = many.has(value);
      if (common) break;
    }
    if (!common) return true;
  }
  return false;
}

function valuesOf(term: Expr): { readonly symbol: string; readonly values: ReadonlySet<string> } | undefined {
  const tests = term.kind === 'or' ? term.terms : [term];
  if (tests.length > KEPT) return undefined;
  const values = new Set<string>();
  let symbol: string | undefined;
  for (const test of tests) {
    if ((test.kind !== 'number' && test.kind !== 'string') || test.relop !== '==') return undefined;
    if (symbol !== undefined && symbol !== test.symbol.name) return undefined;
    symbol = test.symbol.name;
    if (test.kind === 'string') values.add(test.text);
    else if (test.mask.count === test.symbol.width) values.add(bitsToBigInt(test.value).toString(16));
    else return undefined;
  }
  return symbol === undefined ? undefined : { symbol, values };
}
