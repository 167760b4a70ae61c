/** Comparisons as people write them: addresses as addresses, ports in decimal. */
import { bitsToBigInt, formatSymbolValue, printExpr, type Expr, type NumberTest } from '../../engine/match';

/** A tree in the words of people; the text parses to the same tree where OVN's own does. */
export function plainExpr(expr: Expr): string {
  if (expr.kind === 'number') return plainTest(expr);
  if (expr.kind !== 'and' && expr.kind !== 'or') return printExpr(expr);
  const joint = expr.kind === 'and' ? ' && ' : ' || ';
  return expr.terms
    .map((term) => (term.kind === 'and' || term.kind === 'or' ? `(${plainExpr(term)})` : plainExpr(term)))
    .join(joint);
}

/** OVN's own form where there is no better one: flags, some bits of a field. */
export function plainTest(test: NumberTest): string {
  const { symbol, relop, value, mask } = test;
  const { name, width } = symbol;
  if (mask.length === 0 || width === 1) return printExpr(test);
  if (mask.count === width) return `${name} ${relop} ${formatSymbolValue(symbol, bitsToBigInt(value))}`;
  // Leading bits of an address are a network.
  const isPrefix = mask.count === mask.length && mask.offset + mask.length === width;
  const network = formatSymbolValue(symbol, bitsToBigInt(value));
  if (isPrefix && ADDRESSES.has(symbol.field ?? '') && mask.length > 1)
    return `${name} ${relop} ${network}/${mask.length}`;
  return printExpr(test);
}

const ADDRESSES: ReadonlySet<string> = new Set([
  'nw_src',
  'nw_dst',
  'ipv6_src',
  'ipv6_dst',
  'arp_spa',
  'arp_tpa',
  'nd_target',
  'ct_nw_src',
  'ct_nw_dst',
  'ct_ipv6_src',
  'ct_ipv6_dst',
]);
