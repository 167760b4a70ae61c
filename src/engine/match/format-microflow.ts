/** The reverse of `microflow`: a packet's values as an expression that describes it. */
import { evaluate, type FieldReader } from './evaluate';
import { prerequisitesOf } from './field-reference';
import { valuesReader, type PacketValues } from './flow-reader';
import { formatStringValue, formatSymbolValue } from './format-value';
import type { MatchSymbol, SymbolTable } from './symbols';

/**
 * Fields that the packet cannot have, because their prerequisites do not hold, are left out, and so are zeros that
 * say nothing.
 */
export function formatMicroflow(values: PacketValues, symbols: SymbolTable): string {
  const reader = valuesReader(values);
  const parts: string[] = [];
  for (const [name, text] of values.strings) if (text !== '') parts.push(`${name} == ${formatStringValue(text)}`);
  const known = [...values.numbers].flatMap(([name, value]) => {
    const symbol = symbols.symbols.get(name);
    return symbol === undefined ? [] : [{ symbol, value }];
  });
  for (const { symbol, value } of known.toSorted((a, b) => symbolRank(a.symbol) - symbolRank(b.symbol))) {
    const says = value !== 0n || symbol.prerequisites !== '';
    if (says && holds(symbol, symbols, reader)) parts.push(`${symbol.name} == ${formatSymbolValue(symbol, value)}`);
  }
  return parts.join(' && ') || '1';
}

function holds(symbol: MatchSymbol, symbols: SymbolTable, reader: FieldReader): boolean {
  const needed = prerequisitesOf({ symbol, offset: 0, bits: symbol.width, range: { start: 0, end: 0 } }, symbols);
  return needed.ok && (needed.value === undefined || evaluate(needed.value, reader));
}

/** What others hang on comes first. */
export function symbolRank(symbol: MatchSymbol): number {
  if (symbol.width === 0) return 0;
  return symbol.prerequisites === '' ? 1 : symbol.mustCrossProduct ? 2 : 3;
}
