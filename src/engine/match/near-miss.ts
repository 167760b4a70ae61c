/** A packet that matches, and one beside it that does not: they differ in one field, by as little as possible. */
import { ok, type Result } from '../base';
import type { FieldName } from '../openflow';
import { bitsToBigInt } from './bits';
import type { Budget } from './budget';
import { withinBudget } from './compile';
import { findMatching, type DecideOptions } from './decide';
import { evaluate } from './evaluate';
import type { Expr, Test } from './expr';
import { valuesReader, type PacketValues } from './flow-reader';
import type { MatchSymbol } from './symbols';

export interface NearMiss {
  readonly matching: PacketValues;
  readonly failing: PacketValues;
  /** The symbol in which they differ. */
  readonly symbol: string;
}

/**
 * Undefined when every packet matches, or none does. `ports` are names to try
 * where the expression asks for a port.
 */
export function findNearMiss(
  expr: Expr,
  ports: readonly string[] = [],
  options: DecideOptions = {},
): Result<NearMiss | undefined> {
  const done = withinBudget(options, (budget) => searchNearMiss(expr, ports, { ...options, budget }, budget));
  return done.ok ? done.value : done;
}

/** What evaluating one comparison costs. */
const EVALUATING = 8;

function searchNearMiss(
  expr: Expr,
  ports: readonly string[],
  options: DecideOptions,
  budget: Budget,
): Result<NearMiss | undefined> {
  const found = findMatching(expr, options);
  if (!found.ok) return found;
  const matching = found.value;
  if (matching === undefined) return ok(undefined);
  const asked = new Map<MatchSymbol, Test[]>();
  collect(expr, asked);
  let tests = 0;
  for (const about of asked.values()) tests += about.length;
  budget.because = () => `it has ${tests} comparisons, each of which may be the one that fails`;
  for (const symbol of [...asked.keys()].sort(byInterest)) {
    for (const failing of neighbors(symbol, asked.get(symbol) ?? [], matching, ports)) {
      budget.spend(tests * EVALUATING);
      if (!evaluate(expr, valuesReader(failing))) return ok({ matching, failing, symbol: symbol.name });
    }
  }
  return ok(undefined);
}

/** The packet with another value of `symbol`, the nearest first. */
function neighbors(
  symbol: MatchSymbol,
  tests: readonly Test[],
  packet: PacketValues,
  ports: readonly string[],
): readonly PacketValues[] {
  if (symbol.width === 0) {
    const names = new Set([...ports, ...tests.map((test) => (test.kind === 'string' ? test.text : '')), '']);
    names.delete(packet.strings.get(symbol.name) ?? '');
    return [...names].map((name) => ({ ...packet, strings: new Map([...packet.strings, [symbol.name, name]]) }));
  }
  const withValue = (value: bigint) => ({ ...packet, numbers: new Map([...packet.numbers, [symbol.name, value]]) });
  const now = packet.numbers.get(symbol.name) ?? 0n;
  const distance = (value: bigint) => (value > now ? value - now : now - value);
  const values = [...candidates(symbol, tests, now)].filter((value) => value !== now && isPossible(symbol, value));
  const usual = symbol.field === undefined ? undefined : USUAL[symbol.field];
  if (usual !== undefined) return [...usual, ...values].filter((value) => value !== now).map(withValue);
  values.sort((x, y) => (distance(x) < distance(y) ? -1 : distance(x) > distance(y) ? 1 : x < y ? 1 : -1));
  return values.map(withValue);
}

/** Other protocols are nearer to a protocol than its number plus one. */
const USUAL: Partial<Readonly<Record<FieldName, readonly bigint[]>>> = {
  eth_type: [0x0806n, 0x86ddn, 0x0800n],
  nw_proto: [17n, 6n, 1n],
};

/** Values at which a comparison may change its mind: beside every constant, and one bit from here. */
function candidates(symbol: MatchSymbol, tests: readonly Test[], now: bigint): ReadonlySet<bigint> {
  const limit = 1n << BigInt(symbol.width);
  const found = new Set<bigint>();
  for (const test of tests) {
    if (test.kind !== 'number' || test.mask.count === 0) continue;
    const mask = bitsToBigInt(test.mask);
    const lowest = mask & -mask;
    const kept = now & ~mask;
    const constant = bitsToBigInt(test.value);
    for (const value of [constant, constant + lowest, constant - lowest, now ^ lowest, now + lowest, now - lowest]) {
      if (value >= 0n && value < limit) found.add((value & mask) | kept);
    }
  }
  for (let i = 0n; i < symbol.width; i++) found.add(now ^ (1n << i));
  return found;
}

/** The same as `decide.ts` asks of packets. */
function isPossible(symbol: MatchSymbol, value: bigint): boolean {
  switch (symbol.field) {
    case 'vlan_tci':
      return value === 0n || (value & 0x1000n) !== 0n;
    case 'ip_frag':
      return value !== 2n;
    case 'arp_op':
    case 'ct_state':
      return value < 256n;
    default:
      return true;
  }
}

function collect(expr: Expr, asked: Map<MatchSymbol, Test[]>): void {
  if (expr.kind === 'and' || expr.kind === 'or') for (const term of expr.terms) collect(term, asked);
  if (expr.kind !== 'number' && expr.kind !== 'string') return;
  const tests = asked.get(expr.symbol) ?? [];
  tests.push(expr);
  asked.set(expr.symbol, tests);
}

/** A port that is one too high says more than a packet of another protocol. */
function byInterest(x: MatchSymbol, y: MatchSymbol): number {
  const rank = (symbol: MatchSymbol) =>
    symbol.mustCrossProduct ? 3 : symbol.width === 0 ? 2 : symbol.prerequisites === '' ? 1 : 0;
  return rank(x) - rank(y);
}
