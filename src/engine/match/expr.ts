/**
 * The trees that all passes read and write. Nodes are never changed; a pass
 * makes new ones and shares what stays. Every node knows the source that it
 * came from.
 *
 * Invariant of all trees: a junction has at least two terms, none of its own
 * kind; a comparison's value has no bit outside its mask.
 */
import type { TextRange } from '../base';
import { isZero, andBits, type Bits, type Mask } from './bits';
import type { MatchSymbol } from './symbols';

export type Relop = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** Where a node came from: one place of the source, or two joined ones. */
export type Origin = TextRange | { readonly left: Origin; readonly right: Origin };

/** A number compared with a constant, on the bits of the mask. */
export interface NumberTest {
  readonly kind: 'number';
  readonly symbol: MatchSymbol;
  readonly relop: Relop;
  readonly value: Bits;
  readonly mask: Mask;
  /** The constant came out of an address set, which keeps its members apart to the end. */
  readonly tracked: boolean;
  readonly origin: Origin;
}

/** A string compared with a constant. */
export interface StringTest {
  readonly kind: 'string';
  readonly symbol: MatchSymbol;
  readonly relop: '==' | '!=';
  readonly text: string;
  readonly origin: Origin;
}

export interface Junction {
  readonly kind: 'and' | 'or';
  readonly terms: readonly Expr[];
  readonly origin: Origin;
}

export interface Constant {
  readonly kind: 'constant';
  readonly value: boolean;
  readonly origin: Origin;
}

/** `is_chassis_resident("port")`: true or false of a hypervisor, not of a packet. */
export interface Residency {
  readonly kind: 'resident';
  readonly port: string;
  readonly negated: boolean;
  readonly origin: Origin;
}

export type Expr = NumberTest | StringTest | Junction | Constant | Residency;
export type Test = NumberTest | StringTest;

export function constant(value: boolean, origin: Origin): Constant {
  return { kind: 'constant', value, origin };
}

export function numberTest(
  symbol: MatchSymbol,
  relop: Relop,
  value: Bits,
  mask: Mask,
  origin: Origin,
  tracked = false,
): NumberTest {
  return { kind: 'number', symbol, relop, value, mask, tracked, origin };
}

export function stringTest(symbol: MatchSymbol, relop: '==' | '!=', text: string, origin: Origin): StringTest {
  return { kind: 'string', symbol, relop, text, origin };
}

/** The junction of two expressions, flattened. */
export function combine(kind: 'and' | 'or', a: Expr, b: Expr, origin: Origin): Expr {
  const terms: Expr[] = [];
  appendTerm(terms, kind, a);
  appendTerm(terms, kind, b);
  return { kind, terms, origin };
}

/** Adds `term` to the terms of a junction of `kind`, or its terms when it is one itself. */
export function appendTerm(terms: Expr[], kind: 'and' | 'or', term: Expr): void {
  if (term.kind !== kind) terms.push(term);
  else for (const inner of term.terms) terms.push(inner);
}

/**
 * The junction of `terms` without its constants: a deciding one decides, a
 * neutral one disappears, and one term stands for itself.
 */
export function fixJunction(kind: 'and' | 'or', terms: readonly Expr[], origin: Origin): Expr {
  const deciding = kind === 'or';
  let constants = 0;
  for (const term of terms) {
    if (term.kind !== 'constant') continue;
    if (term.value === deciding) return constant(deciding, origin);
    constants++;
  }
  const rest = constants === 0 ? terms : terms.filter((term) => term.kind !== 'constant');
  const only = rest[0];
  if (only === undefined) return constant(!deciding, origin);
  return rest.length === 1 ? only : { kind, terms: rest, origin };
}

const INVERSE = { '==': '!=', '!=': '==', '<': '>=', '<=': '>', '>': '<=', '>=': '<' } as const satisfies Record<
  Relop,
  Relop
>;
const TURNED = { '==': '==', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const satisfies Record<
  Relop,
  Relop
>;

/** The operator with its operands turned around. */
export function turnRelop(relop: Relop): Relop {
  return TURNED[relop];
}

/** The opposite: the `!` goes down to the comparisons (De Morgan). */
export function negate(expr: Expr): Expr {
  switch (expr.kind) {
    case 'number':
      return { ...expr, relop: INVERSE[expr.relop] };
    case 'string':
      return { ...expr, relop: expr.relop === '==' ? '!=' : '==' };
    case 'and':
    case 'or':
      return { kind: expr.kind === 'and' ? 'or' : 'and', terms: expr.terms.map(negate), origin: expr.origin };
    case 'constant':
      return constant(!expr.value, expr.origin);
    case 'resident':
      return { ...expr, negated: !expr.negated };
  }
}

/**
 * The only symbol of an expression: of a comparison its own, of a junction that
 * of all its terms when it is the same; undefined otherwise.
 */
export function uniqueSymbol(expr: Expr): MatchSymbol | undefined {
  switch (expr.kind) {
    case 'number':
    case 'string':
      return expr.symbol;
    case 'and':
    case 'or': {
      let found: MatchSymbol | undefined;
      for (const term of expr.terms) {
        const symbol = uniqueSymbol(term);
        if (symbol === undefined || (found !== undefined && symbol !== found)) return undefined;
        found = symbol;
      }
      return found;
    }
    case 'constant':
    case 'resident':
      return undefined;
  }
}

export function joinOrigins(left: Origin, right: Origin): Origin {
  return left === right ? left : { left, right };
}

/** The places of the source that a node came from: in order, apart, none twice. */
export function rangesOf(node: { readonly origin: Origin }): readonly TextRange[] {
  return collectRanges(node.origin, Infinity);
}

/** Joined places that `placesOf` follows, and ranges that it keeps apart. */
const FOLLOWED = 600;
const KEPT_APART = 40;

/**
 * `rangesOf` for showing, at a bounded cost: a mask that hundreds of addresses
 * gave comes from one stretch of the source, from the first to the last of those
 * that are looked at.
 */
export function placesOf(node: { readonly origin: Origin }): readonly TextRange[] {
  const ranges = collectRanges(node.origin, FOLLOWED);
  const [first, last] = [ranges[0], ranges.at(-1)];
  if (ranges.length <= KEPT_APART || first === undefined || last === undefined) return ranges;
  return [{ start: first.start, end: last.end }];
}

function collectRanges(from: Origin, limit: number): readonly TextRange[] {
  const found: TextRange[] = [];
  const seen = new Set<Origin>();
  const open: Origin[] = [from];
  for (let origin = open.pop(); origin !== undefined && seen.size < limit; origin = open.pop()) {
    if (seen.has(origin)) continue;
    seen.add(origin);
    if ('start' in origin) found.push(origin);
    else open.push(origin.left, origin.right);
  }
  found.sort((x, y) => x.start - y.start || y.end - x.end);
  const ranges: TextRange[] = [];
  for (const range of found) {
    const last = ranges.at(-1);
    if (last === undefined || range.start > last.end || (range.start === last.end && range.end > last.end))
      ranges.push(range);
    else if (range.end > last.end) ranges[ranges.length - 1] = { start: last.start, end: range.end };
  }
  return ranges;
}

/** True when the whole tree keeps the invariant of this file. */
export function honorsInvariants(expr: Expr): boolean {
  switch (expr.kind) {
    case 'number': {
      const inside = andBits(expr.value, expr.mask);
      return isZero({
        a: inside.a ^ expr.value.a,
        b: inside.b ^ expr.value.b,
        c: inside.c ^ expr.value.c,
        d: inside.d ^ expr.value.d,
      });
    }
    case 'and':
    case 'or':
      return expr.terms.length >= 2 && expr.terms.every((term) => term.kind !== expr.kind && honorsInvariants(term));
    case 'string':
    case 'constant':
    case 'resident':
      return true;
  }
}
