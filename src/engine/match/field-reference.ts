/** Field references such as `reg0[0..15]`, as actions use them: where they are in a packet, and what they presuppose. */
import { ok, type Result } from '../base';
import type { FieldName } from '../openflow';
import { annotate } from './annotate';
import { NO_SETS } from './constant-sets';
import { combine, type Expr } from './expr';
import { lex } from './lexer';
import type { FieldReference } from './comparison';
import { parse } from './parser';
import type { SymbolTable } from './symbols';

/** Where the bits of a reference are in a packet; undefined for a predicate and for what only actions know. */
export function resolveField(
  reference: FieldReference,
): { readonly field: FieldName; readonly offset: number; readonly bits: number } | undefined {
  const { symbol } = reference;
  const field = (symbol.parent ?? symbol).field;
  if (field === undefined) return undefined;
  return { field, offset: reference.offset + symbol.parentOffset, bits: reference.bits };
}

/** The annotated prerequisites of a field and of the field it is a part of; undefined when there are none. */
export function prerequisitesOf(reference: FieldReference, symbols: SymbolTable): Result<Expr | undefined> {
  let all: Expr | undefined;
  for (const symbol of [reference.symbol, reference.symbol.parent]) {
    if (symbol === undefined || symbol.prerequisites === '') continue;
    const parsed = parse(symbol.prerequisites, lex(symbol.prerequisites), symbols, NO_SETS);
    if (!parsed.ok) return parsed;
    const annotated = annotate(parsed.value, symbols);
    if (!annotated.ok) return annotated;
    all = all === undefined ? annotated.value : combine('and', all, annotated.value, reference.range);
  }
  return ok(all);
}
