/**
 * What an expression means: its value for one packet. Every stage of a
 * compilation has the same value for every packet.
 */
import { andBits, bitsFromBigInt, compareBits, shiftLeft, shiftRight, type Bits } from './bits';
import type { Expr, NumberTest, Relop, StringTest, Test } from './expr';
import type { MatchSymbol } from './symbols';

/** One packet, as the language sees it. Fields that it does not have read as 0 and "". */
export interface FieldReader {
  /** The value of a field symbol of the table, such as `ip4.src`; never of a subfield or predicate. */
  number(symbol: string): bigint;
  /** `inport` and `outport`. */
  string(symbol: string): string;
  /** Whether the hypervisor hosts a port. Absent: yes, as ovn-trace assumes. */
  isResident?(port: string): boolean;
}

/** The value of an annotated expression or of any stage after it. */
export function evaluate(expr: Expr, reader: FieldReader): boolean {
  switch (expr.kind) {
    case 'number':
    case 'string':
      return evaluateTest(expr, reader);
    case 'and':
      return expr.terms.every((term) => evaluate(term, reader));
    case 'or':
      return expr.terms.some((term) => evaluate(term, reader));
    case 'constant':
      return expr.value;
    case 'resident':
      return (reader.isResident?.(expr.port) ?? true) !== expr.negated;
  }
}

export function evaluateTest(test: Test, reader: FieldReader): boolean {
  return test.kind === 'string' ? evaluateString(test, reader) : evaluateNumber(test, reader);
}

/** The bits that a comparison looks at, at the place of the field. Subfields are read out of their fields. */
export function readMasked(test: NumberTest, reader: FieldReader): Bits {
  return andBits(readSymbol(test.symbol, reader), test.mask);
}

function readSymbol(symbol: MatchSymbol, reader: FieldReader): Bits {
  if (symbol.parent === undefined) return bitsFromBigInt(reader.number(symbol.name));
  const whole = bitsFromBigInt(reader.number(symbol.parent.name));
  return shiftRight(andBits(whole, shiftLeft(ones(symbol.width), symbol.parentOffset)), symbol.parentOffset);
}

function ones(width: number): Bits {
  return bitsFromBigInt((1n << BigInt(width)) - 1n);
}

function evaluateNumber(test: NumberTest, reader: FieldReader): boolean {
  return holds(test.relop, compareBits(readMasked(test, reader), test.value));
}

function evaluateString(test: StringTest, reader: FieldReader): boolean {
  return (reader.string(test.symbol.name) === test.text) === (test.relop === '==');
}

function holds(relop: Relop, order: number): boolean {
  switch (relop) {
    case '==':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}
