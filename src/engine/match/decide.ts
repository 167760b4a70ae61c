/**
 * Exact answers about expressions: equivalent or not, true of every packet or of
 * none, and packets that show it. Each bit of a field is a variable; a string is
 * the number of the name it equals, or 0 for any other.
 *
 * Only packets that can exist count: a VLAN tag has its presence bit, a later
 * fragment is a fragment, and what Open vSwitch keeps in 8 bits has 8 bits.
 */
import type { Result } from '../base';
import { FIELDS } from '../openflow';
import type { Budget } from './budget';
import { testBit } from './bits';
import { withinBudget, type CompileOptions } from './compile';
import { Diagrams, FALSE, TRUE, type Diagram } from './decision';
import type { Expr, NumberTest, StringTest } from './expr';
import type { PacketValues } from './flow-reader';
import type { IsResident } from './simplify';
import type { MatchSymbol } from './symbols';

export type DecideOptions = Pick<CompileOptions, 'limit' | 'shouldStop' | 'budget' | 'isResident'>;

export type Equivalence =
  { readonly equivalent: true } | { readonly equivalent: false; readonly counterexample: PacketValues };

/** Whether two annotated expressions are true of the same packets; a packet that tells them apart if not. */
export function equivalent(a: Expr, b: Expr, options: DecideOptions = {}): Result<Equivalence> {
  return withinBudget(options, (budget): Equivalence => {
    const decider = new Decider([a, b], options.isResident, budget);
    const apart = decider.possible(decider.diagrams.xor(decider.encode(a), decider.encode(b)));
    return apart === FALSE ? { equivalent: true } : { equivalent: false, counterexample: decider.packet(apart) };
  });
}

export type Verdict = 'always' | 'never' | 'sometimes';

/** Whether an annotated expression is true of every packet, of none, or of some. */
export function verdict(expr: Expr, options: DecideOptions = {}): Result<Verdict> {
  return withinBudget(options, (budget): Verdict => {
    const decider = new Decider([expr], options.isResident, budget);
    const meant = decider.encode(expr);
    if (decider.possible(meant) === FALSE) return 'never';
    return decider.possible(decider.diagrams.not(meant)) === FALSE ? 'always' : 'sometimes';
  });
}

/** A packet that an annotated expression is true of: the one with the least values. Undefined when there is none. */
export function findMatching(expr: Expr, options: DecideOptions = {}): Result<PacketValues | undefined> {
  return withinBudget(options, (budget) => {
    const decider = new Decider([expr], options.isResident, budget);
    const meant = decider.possible(decider.encode(expr));
    return meant === FALSE ? undefined : decider.packet(meant);
  });
}

/** A packet that all of `wanted` are true of and none of `unwanted`. Undefined when there is none. */
export function findSeparating(
  wanted: readonly Expr[],
  unwanted: readonly Expr[],
  options: DecideOptions = {},
): Result<PacketValues | undefined> {
  return withinBudget(options, (budget) => {
    const decider = new Decider([...wanted, ...unwanted], options.isResident, budget);
    const parts = [
      ...wanted.map((expr) => decider.encode(expr)),
      ...unwanted.map((expr) => decider.diagrams.not(decider.encode(expr))),
    ];
    const all = decider.possible(parts.reduce((x, y) => decider.diagrams.and(x, y), TRUE));
    return all === FALSE ? undefined : decider.packet(all);
  });
}

interface Variables {
  readonly symbol: MatchSymbol;
  /** The variable of the most significant bit; the others follow. */
  readonly first: number;
  readonly width: number;
  /** For strings: the names that are told apart; the number of a name is its place, from 1. */
  readonly names: readonly string[];
}

class Decider {
  readonly diagrams: Diagrams;
  private readonly variables = new Map<string, Variables>();

  constructor(
    exprs: readonly Expr[],
    private readonly isResident: IsResident = () => true,
    private readonly budget: Budget,
  ) {
    budget.because = () => 'its parts depend on each other in too many ways';
    this.diagrams = new Diagrams(budget);
    const symbols = new Map<string, MatchSymbol>();
    const names = new Map<string, Set<string>>();
    for (const expr of exprs) collect(expr, symbols, names);
    let next = 0;
    for (const symbol of [...symbols.values()].sort(byImportance)) {
      const known = [...(names.get(symbol.name) ?? [])].sort();
      const width = symbol.width > 0 ? symbol.width : 32 - Math.clz32(known.length);
      this.variables.set(symbol.name, { symbol, first: next, width, names: known });
      next += width;
    }
  }

  encode(expr: Expr): Diagram {
    switch (expr.kind) {
      case 'number':
        return this.number(expr);
      case 'string':
        return this.string(expr);
      case 'and':
        return this.reduce(expr.terms, (x, y) => this.diagrams.and(x, y));
      case 'or':
        return this.reduce(expr.terms, (x, y) => this.diagrams.or(x, y));
      case 'constant':
        return expr.value ? TRUE : FALSE;
      case 'resident':
        return this.isResident(expr.port) === expr.negated ? FALSE : TRUE;
    }
  }

  /** `x`, of packets that can exist. */
  possible(x: Diagram): Diagram {
    let all = x;
    for (const variables of this.variables.values()) {
      if (all !== FALSE) all = this.diagrams.and(all, this.sense(variables));
    }
    return all;
  }

  /** A packet of `x`, which is not false. */
  packet(x: Diagram): PacketValues {
    const bits = this.diagrams.satisfy(x);
    const numbers = new Map<string, bigint>();
    const strings = new Map<string, string>();
    for (const { symbol, first, width, names } of this.variables.values()) {
      let value = 0n;
      for (let i = 0; i < width; i++) value = (value << 1n) | (bits.get(first + i) === true ? 1n : 0n);
      if (symbol.width > 0) numbers.set(symbol.name, value);
      else strings.set(symbol.name, names[Number(value) - 1] ?? '');
    }
    return { numbers, strings };
  }

  /** Pairwise, so that a long list costs little more than its result. */
  private reduce(terms: readonly Expr[], join: (x: Diagram, y: Diagram) => Diagram): Diagram {
    let left = terms.map((term) => this.encode(term));
    while (left.length > 1) {
      const next: Diagram[] = [];
      for (let i = 0; i < left.length; i += 2) {
        const [x, y] = [left[i] ?? FALSE, left[i + 1]];
        next.push(y === undefined ? x : join(x, y));
      }
      left = next;
    }
    return left[0] ?? FALSE;
  }

  /** From the least significant bit up: what is left to ask once all higher bits equal the constant's. */
  private number(test: NumberTest): Diagram {
    const { first, width } = this.of(test.symbol);
    const { relop } = test;
    this.budget.spend(width);
    const less = relop === '<' || relop === '<=';
    let rest: Diagram = relop === '==' || relop === '<=' || relop === '>=' ? TRUE : FALSE;
    for (let i = 0; i < width; i++) {
      if (!testBit(test.mask, i)) continue;
      const one = testBit(test.value, i);
      // A bit that differs decides: the value is less where the constant has a 1, greater where it has a 0.
      const decided = relop === '==' ? false : relop === '!=' ? true : one === less;
      const other: Diagram = decided ? TRUE : FALSE;
      const variable = first + width - 1 - i;
      rest = one ? this.diagrams.node(variable, other, rest) : this.diagrams.node(variable, rest, other);
    }
    return rest;
  }

  private string(test: StringTest): Diagram {
    const variables = this.of(test.symbol);
    const same = this.equals(variables, variables.names.indexOf(test.text) + 1);
    return test.relop === '==' ? same : this.diagrams.not(same);
  }

  private equals({ first, width }: Variables, value: number): Diagram {
    let below: Diagram = TRUE;
    for (let i = 0; i < width; i++) {
      const variable = first + width - 1 - i;
      below =
        ((value >> i) & 1) === 1
          ? this.diagrams.node(variable, FALSE, below)
          : this.diagrams.node(variable, below, FALSE);
    }
    return below;
  }

  /** What every packet's value of the symbol obeys. */
  private sense(variables: Variables): Diagram {
    const { symbol, first, width, names } = variables;
    const { diagrams } = this;
    if (symbol.width === 0) {
      let known: Diagram = FALSE;
      for (let value = 0; value <= names.length; value++) known = diagrams.or(known, this.equals(variables, value));
      return known;
    }
    const zeros = (from: number, to: number) => {
      let all: Diagram = TRUE;
      for (let i = from; i < to; i++) all = diagrams.node(first + width - 1 - i, all, FALSE);
      return all;
    };
    const bit = (i: number) => diagrams.node(first + width - 1 - i, FALSE, TRUE);
    if (symbol.field === 'vlan_tci') return diagrams.or(bit(12), zeros(0, width));
    if (symbol.field === 'ip_frag') return diagrams.or(bit(0), zeros(0, width));
    const { stored } = symbol.field === undefined ? { stored: width } : FIELDS[symbol.field];
    return stored < width ? zeros(stored, width) : TRUE;
  }

  private of(symbol: MatchSymbol): Variables {
    const known = this.variables.get(symbol.name);
    if (known === undefined) throw new Error(`${symbol.name} was not collected.`);
    return known;
  }
}

function collect(expr: Expr, symbols: Map<string, MatchSymbol>, names: Map<string, Set<string>>): void {
  if (expr.kind === 'and' || expr.kind === 'or') for (const term of expr.terms) collect(term, symbols, names);
  if (expr.kind !== 'number' && expr.kind !== 'string') return;
  symbols.set(expr.symbol.name, expr.symbol);
  if (expr.kind !== 'string') return;
  const known = names.get(expr.symbol.name) ?? new Set();
  known.add(expr.text);
  names.set(expr.symbol.name, known);
}

/** Types and protocols first: most other fields hang on them, and the diagrams stay small. */
function byImportance(x: MatchSymbol, y: MatchSymbol): number {
  const rank = (symbol: MatchSymbol) => (symbol.mustCrossProduct ? 0 : symbol.width === 0 ? 2 : 1);
  return rank(x) - rank(y) || x.width - y.width || (x.name < y.name ? -1 : 1);
}
