/**
 * Trees as text, letter for letter as OVN prints them. The text parses again to
 * an equivalent expression, unless it was cut off after `limit` characters.
 */
import { formatBits, shiftRight, testBit } from './bits';
import type { Expr, NumberTest } from './expr';
import { quoteString } from './json-string';

export function printExpr(expr: Expr, limit = Infinity): string {
  const text = print(expr, limit);
  return text.length > limit ? `${text.slice(0, limit)} …` : text;
}

/** At least the first `limit` characters. */
function print(expr: Expr, limit: number): string {
  switch (expr.kind) {
    case 'number':
      return printNumberTest(expr);
    case 'string':
      return `${expr.symbol.name} ${expr.relop} ${quoteString(expr.text)}`;
    case 'and':
    case 'or': {
      const operator = expr.kind === 'and' ? ' && ' : ' || ';
      let text = '';
      for (const term of expr.terms) {
        if (text !== '') text += operator;
        text += term.kind === 'and' || term.kind === 'or' ? `(${print(term, limit)})` : print(term, limit);
        if (text.length > limit) break;
      }
      return text;
    }
    case 'constant':
      return expr.value ? '1' : '0';
    case 'resident':
      return `${expr.negated ? '!' : ''}is_chassis_resident(${quoteString(expr.port)})`;
  }
}

/** A single bit is written as a flag, a run of bits as a subfield, anything else with its mask. */
function printNumberTest(test: NumberTest): string {
  const { symbol, relop, value, mask } = test;
  const { offset, length } = mask;
  const { name, width } = symbol;
  if (length === 1 && (relop === '==' || relop === '!=')) {
    const positive = testBit(value, offset) === (relop === '==');
    const bit = width > 1 ? `${name}[${offset}]` : name;
    return positive ? bit : `!${bit}`;
  }
  if (length === 0) return `${name} ${relop} ${formatBits(value)}/${formatBits(mask)}`;
  const part = length === width ? '' : length === 1 ? `[${offset}]` : `[${offset}..${offset + length - 1}]`;
  return `${name}${part} ${relop} ${formatBits(shiftRight(value, offset))}`;
}
