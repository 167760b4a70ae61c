/**
 * Comparisons of a field with constants: which are allowed, and the tests they
 * are. Messages are OVN's, letter for letter.
 */
import type { TextRange } from '../base';
import { andBits, bitLength, maskOf, rangeMask, shiftLeft, type Bits } from './bits';
import type { IntegerConstant } from './constants';
import { constant, numberTest, stringTest, type Expr, type Origin, type Relop } from './expr';
import type { MatchSymbol } from './symbols';

/** A field, or some of its bits, and the tokens that say so. */
export interface FieldReference {
  readonly symbol: MatchSymbol;
  readonly offset: number;
  readonly bits: number;
  readonly range: TextRange;
}

export type Value =
  | {
      readonly kind: 'integer';
      readonly constant: IntegerConstant;
      readonly range: TextRange;
      /** Out of an address set. */
      readonly tracked: boolean;
    }
  | { readonly kind: 'string'; readonly text: string; readonly range: TextRange };

/** One constant, or several in curly braces, or what a named set stands for. */
export interface ValueSet {
  readonly kind: 'integer' | 'string';
  readonly values: readonly Value[];
  readonly inCurlies: boolean;
  readonly range: TextRange;
}

export interface Refusal {
  readonly code: string;
  readonly message: string;
}

/** The tests of `field relop set`, joined: any for `==`, all for everything else. */
export function makeComparison(field: FieldReference, relop: Relop, set: ValueSet, range: TextRange): Expr {
  const equal = relop === '==';
  if (set.values.length === 0) return constant(relop === '!=', range);
  const many = set.values.length > 1;
  const whole = rangeMask(field.offset, field.bits);
  const tests = set.values.map((value): Expr => {
    const origin: Origin = many ? { left: field.range, right: value.range } : range;
    if (value.kind === 'string') return stringTest(field.symbol, equal ? '==' : '!=', value.text, origin);
    const mask = value.constant.mask === undefined ? whole : maskOf(place(value.constant.mask, field));
    const bits = andBits(place(value.constant.value, field), mask);
    return numberTest(field.symbol, relop, bits, mask, origin, value.tracked);
  });
  const only = tests[0];
  return only !== undefined && !many ? only : { kind: equal ? 'or' : 'and', terms: tests, origin: range };
}

/**
 * Why `field relop set` may not be said, looking at types, sets and the symbol's
 * level of measurement; `inverted` inside an odd number of `!`.
 */
export function refuseComparison(
  field: FieldReference,
  relop: Relop,
  set: ValueSet,
  inverted: boolean,
): Refusal | undefined {
  return (
    refuseType(field.symbol, set) ??
    (relop === '==' || relop === '!=' ? undefined : refuseOrder(field.symbol, set)) ??
    (field.symbol.level === 'nominal' ? refuseNominal(field.symbol, relop, set, inverted) : undefined) ??
    refuseActionOnly(field.symbol)
  );
}

function refuseType(symbol: MatchSymbol, set: ValueSet): Refusal | undefined {
  const { name, width } = symbol;
  if (width > 0 !== (set.kind === 'integer')) {
    const message = `${width > 0 ? 'Integer' : 'String'} field ${name} is not compatible with ${set.kind} constant.`;
    return { code: 'type-error', message };
  }
  for (const value of set.values) {
    const needed = value.kind === 'integer' ? constantWidth(value.constant) : 0;
    if (needed > width) {
      return {
        code: 'type-error',
        message: `${needed}-bit constant is not compatible with ${width}-bit field ${name}.`,
      };
    }
  }
  return undefined;
}

function refuseOrder(symbol: MatchSymbol, set: ValueSet): Refusal | undefined {
  const only = (rest: string): Refusal => ({
    code: 'operator',
    message: `Only == and != operators may be used ${rest}`,
  });
  if (set.inCurlies) return only('with value sets.');
  if (symbol.level !== 'ordinal') {
    const level = symbol.level === 'nominal' ? 'nominal' : 'Boolean';
    return { ...only(`with ${level} field ${symbol.name}.`), code: 'level-of-measurement' };
  }
  const first = set.values[0];
  if (first === undefined) return only('to compare a field against an empty value set.');
  if (first.kind === 'integer' && first.constant.mask !== undefined) {
    return only(
      'with masked constants.  Consider using subfields instead (e.g. eth.src[0..15] > 0x1111 in place of eth.src > 00:00:00:00:11:11/00:00:00:00:ff:ff).',
    );
  }
  return undefined;
}

function refuseNominal(symbol: MatchSymbol, relop: Relop, set: ValueSet, inverted: boolean): Refusal | undefined {
  const { name } = symbol;
  const asked = (relop === '!=') === inverted;
  if (symbol.predicate === undefined) {
    if (asked) return undefined;
    return {
      code: 'level-of-measurement',
      message: `Nominal field ${name} may only be tested for equality (taking enclosing \`!' operators into account).`,
    };
  }
  const positive = (value: Value) => value.kind === 'integer' && ((value.constant.value.d & 1) === 1) === asked;
  if (set.values.every(positive)) return undefined;
  return {
    code: 'level-of-measurement',
    message: `Nominal predicate ${name} may only be tested positively, e.g. \`${name}' or \`${name} == 1' but not \`!${name}' or \`${name} == 0'.`,
  };
}

/** A field that no packet header holds in Open vSwitch. Upstream has no words for this: it crashes. */
function refuseActionOnly(symbol: MatchSymbol): Refusal | undefined {
  if (symbol.field !== undefined || symbol.parent !== undefined || symbol.predicate !== undefined) return undefined;
  return { code: 'action-only', message: `Field ${symbol.name} can be set by actions but not be matched.` };
}

/** The low bits of a constant at the place of the field. */
function place(value: Bits, field: FieldReference): Bits {
  return shiftLeft(andBits(value, rangeMask(0, field.bits)), field.offset);
}

/** The least width that a constant can be said to have, in bits. */
function constantWidth(read: IntegerConstant): number {
  if (read.excess !== undefined) return read.excess;
  if (read.mask !== undefined) return bitLength(read.mask);
  switch (read.format) {
    case 'decimal':
    case 'hexadecimal':
      return bitLength(read.value);
    case 'ipv4':
      return 32;
    case 'ipv6':
      return 128;
    case 'ethernet':
      return 48;
  }
}
