/** A field, or some of its bits, as actions name it. */
import { ok, type Result, type TextRange } from '../base';
import { bitsToBigInt, type MatchSymbol, type SymbolTable } from '../match';
import type { Cursor } from './cursor';

/** Bits `offset` to `offset + bits - 1` of a symbol; no bits for a string. */
export interface Place {
  readonly symbol: MatchSymbol;
  readonly offset: number;
  readonly bits: number;
  readonly range: TextRange;
}

export function parseField(cursor: Cursor, symbols: SymbolTable): Result<Place> {
  const { start, text } = cursor.token;
  const symbol = cursor.token.type === 'id' ? symbols.symbols.get(text) : undefined;
  if (symbol === undefined) return cursor.syntaxError('expecting field name');
  cursor.take();
  const whole = { symbol, offset: 0, bits: symbol.width };
  if (!cursor.accept('[')) return ok({ ...whole, range: { start, end: cursor.previousEnd } });

  const fail = (message: string) => cursor.error(message, 'bad-subfield', { start, end: cursor.previousEnd });
  if (symbol.width === 0) return fail(`Cannot select subfield of string field ${symbol.name}.`);
  const low = parseBitNumber(cursor);
  if (!low.ok) return low;
  const high = cursor.accept('..') ? parseBitNumber(cursor) : low;
  if (!high.ok) return high;
  if (!cursor.accept(']')) return cursor.syntaxError("expecting `]'");
  if (low.value > high.value) return fail(`Invalid bit range ${low.value} to ${high.value}.`);
  if (high.value >= symbol.width) {
    return fail(`Cannot select bits ${low.value} to ${high.value} of ${symbol.width}-bit field ${symbol.name}.`);
  }
  const isWhole = low.value === 0 && high.value === symbol.width - 1;
  if (symbol.level === 'nominal' && !isWhole) return fail(`Cannot select subfield of nominal field ${symbol.name}.`);
  const bits = high.value - low.value + 1;
  return ok({ symbol, offset: low.value, bits, range: { start, end: cursor.previousEnd } });
}

/** OVN takes decimal numbers that fit a C int. */
export function parseBitNumber(cursor: Cursor): Result<number> {
  const { constant, type } = cursor.token;
  if (type !== 'integer' || constant?.format !== 'decimal') return cursor.syntaxError('expecting small integer');
  const value = bitsToBigInt(constant.value);
  if (value > 0x7fffffffn) return cursor.syntaxError('expecting small integer');
  cursor.take();
  return ok(Number(value));
}
