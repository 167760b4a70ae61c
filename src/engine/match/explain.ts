/** Why an expression is true of a packet or not: every part's truth, and the fewest facts that settle it. */
import type { TextRange } from '../base';
import { annotate } from './annotate';
import { bitsToBigInt, shiftRight } from './bits';
import { evaluate, readMasked, type FieldReader } from './evaluate';
import { joinOrigins, placesOf, rangesOf, uniqueSymbol, type Expr, type Origin } from './expr';
import { formatStringValue, formatSymbolValue } from './format-value';
import { printExpr } from './print';
import type { SymbolTable } from './symbols';

/** The truth of a node and of all below it. */
export interface Truth {
  readonly expr: Expr;
  readonly value: boolean;
  readonly ranges: readonly TextRange[];
  readonly terms: readonly Truth[];
}

/** One fact: what a symbol's value is, and the part of the expression that it settles. */
export interface Reason {
  /** The symbol, or `is_chassis_resident`, or "" for a constant. */
  readonly symbol: string;
  /** The part that it settles, as OVN prints it. */
  readonly part: string;
  /** The value that the packet has, as a constant of the language. */
  readonly met: string;
  readonly ranges: readonly TextRange[];
}

export interface Explanation {
  readonly value: boolean;
  /** The fewest facts that settle the value; for a no, each of them must change. */
  readonly reasons: readonly Reason[];
  /** The reasons as one sentence. */
  readonly text: string;
}

/** Explains an annotated expression, whose comparisons include their prerequisites. */
export function explain(expr: Expr, reader: FieldReader): Explanation {
  const value = evaluate(expr, reader);
  const reasons = settle(expr, value, reader).map((fact) => describe(fact, reader));
  const because = reasons.map((reason) => `${reason.part} is ${value ? 'true' : 'false'}: ${reason.met}`);
  const text = `${value ? 'It matches' : 'It does not match'}${because.length > 0 ? `: ${because.join('; ')}` : ''}.`;
  return { value, reasons, text };
}

/**
 * The truth of every part of an expression as written, that is, parsed: each
 * comparison with its prerequisites, and predicates as what they stand for.
 */
export function sourceTruth(parsed: Expr, symbols: SymbolTable, reader: FieldReader): Truth {
  const ranges = rangesOf(parsed);
  if (parsed.kind !== 'and' && parsed.kind !== 'or') {
    const meant = annotate(parsed, symbols);
    return { expr: parsed, value: meant.ok && evaluate(meant.value, reader), ranges, terms: [] };
  }
  const terms = parsed.terms.map((term) => sourceTruth(term, symbols, reader));
  const value = parsed.kind === 'and' ? terms.every((term) => term.value) : terms.some((term) => term.value);
  return { expr: parsed, value, ranges, terms };
}

/** The fewest parts that settle that `expr` is `value`; parts about one symbol count as one. */
function settle(expr: Expr, value: boolean, reader: FieldReader): readonly Expr[] {
  if (uniqueSymbol(expr) !== undefined || (expr.kind !== 'and' && expr.kind !== 'or')) return [expr];
  const needed = expr.terms.filter((term) => evaluate(term, reader) === value);
  const settled = needed.map((term) => settle(term, value, reader));
  if ((expr.kind === 'and') !== value) {
    return settled.reduce((best, parts) => {
      const better = parts.length - best.length || depthOf(parts) - depthOf(best);
      return better < 0 ? parts : best;
    });
  }
  return mergeParts(settled.flat(), expr.kind, value);
}

/** How much a part presupposes: that a packet is no TCP says more than that its TCP port is 0. */
function depthOf(parts: readonly Expr[]): number {
  const symbol = parts[0] === undefined ? undefined : uniqueSymbol(parts[0]);
  if (symbol === undefined) return 3;
  return symbol.prerequisites === '' ? (symbol.mustCrossProduct ? 0 : 2) : symbol.mustCrossProduct ? 1 : 3;
}

/** Parts about the same symbol as one, repeated ones once. */
function mergeParts(parts: readonly Expr[], kind: 'and' | 'or', value: boolean): readonly Expr[] {
  const bySymbol = new Map<unknown, Expr[]>();
  const known = new Set<string>();
  for (const part of parts) {
    const printed = printExpr(part);
    const key = uniqueSymbol(part) ?? printed;
    const same = bySymbol.get(key) ?? [];
    if (!known.has(printed)) same.push(part);
    known.add(printed);
    bySymbol.set(key, same);
  }
  return [...bySymbol.values()].flatMap((same): Expr[] => {
    const [first, ...others] = same;
    if (first === undefined) return [];
    if (others.length === 0 || (kind === 'or') === value) return same;
    const origin: Origin = others.reduce((all, part) => joinOrigins(all, part.origin), first.origin);
    const terms = same.flatMap((part) => (part.kind === kind ? part.terms : [part]));
    return [{ kind, terms, origin }];
  });
}

function describe(part: Expr, reader: FieldReader): Reason {
  const ranges = placesOf(part);
  const text = printExpr(part);
  const symbol = uniqueSymbol(part);
  if (symbol !== undefined) {
    const met = symbol.width === 0 ? formatStringValue(reader.string(symbol.name)) : metValue(part, reader);
    return { symbol: symbol.name, part: text, met: `${symbol.name} is ${met}`, ranges };
  }
  if (part.kind === 'resident') {
    const here = evaluate(part, reader) !== part.negated;
    return {
      symbol: 'is_chassis_resident',
      part: text,
      met: `the port is ${here ? '' : 'not '}on this hypervisor`,
      ranges,
    };
  }
  return { symbol: '', part: text, met: 'it is a constant', ranges };
}

/** The value of the whole field; of a single comparison of a few bits, those bits too. */
function metValue(part: Expr, reader: FieldReader): string {
  const symbol = uniqueSymbol(part);
  if (symbol === undefined) return '';
  const whole = formatSymbolValue(symbol, reader.number((symbol.parent ?? symbol).name));
  if (part.kind !== 'number' || part.mask.length === 0 || part.mask.length === symbol.width) return whole;
  const { offset, length } = part.mask;
  const met = bitsToBigInt(shiftRight(readMasked(part, reader), offset));
  const name = length === 1 ? `bit ${offset}` : `bits ${offset} to ${offset + length - 1}`;
  return `${whole}, its ${name} ${formatSymbolValue(symbol, met, false)}`;
}
