/** Comparisons as people write them: addresses as addresses, ports in decimal. */
import { bitsToBigInt, formatSymbolValue, printExpr, type Expr, type NumberTest } from '../../engine/match';
import { FIELDS } from '../../engine/openflow';

/** A tree in the words of people, cut off after `limit` characters; it parses to the same tree where OVN's own does. */
export function plainExpr(expr: Expr, limit = Infinity): string {
  const text = plain(expr, limit);
  return text.length > limit ? `${text.slice(0, limit)} …` : text;
}

function plain(expr: Expr, limit: number): string {
  if (expr.kind === 'number') return plainTest(expr);
  if (expr.kind !== 'and' && expr.kind !== 'or') return printExpr(expr);
  const joint = expr.kind === 'and' ? ' && ' : ' || ';
  let text = '';
  for (const term of expr.terms) {
    if (text !== '') text += joint;
    text += term.kind === 'and' || term.kind === 'or' ? `(${plain(term, limit)})` : plain(term, limit);
    if (text.length > limit) break;
  }
  return text;
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
  if (isPrefix && isAddress(symbol) && mask.length > 1) return `${name} ${relop} ${network}/${mask.length}`;
  return printExpr(test);
}

function isAddress({ field }: NumberTest['symbol']): boolean {
  const form = field && FIELDS[field].form;
  return form === 'ipv4' || form === 'ipv6';
}
