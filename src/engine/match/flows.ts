/**
 * Last pass: the normal form as OpenFlow matches. A conjunction with several
 * disjunctions becomes a conjunctive match (ovs-fields(7)): a flow per
 * alternative that says which clause it satisfies, and one flow that asks for
 * all clauses through `conj_id`.
 *
 * Invariant: a packet satisfies the expression exactly when it matches a flow
 * without conjunctions, given `conj_id` of a conjunction whose clauses it all
 * satisfies. No two flows have the same match.
 */
import {
  FIELDS,
  formatMatch,
  newFlow,
  sameMatch,
  type FieldName,
  type FieldSpec,
  type Flow,
  type Match,
} from '../openflow';
import type { Bits } from './bits';
import type { Budget } from './budget';
import {
  joinOrigins,
  uniqueSymbol,
  type Expr,
  type Junction,
  type NumberTest,
  type Origin,
  type StringTest,
} from './expr';

/** One action `conjunction(id, clause/nClauses)`; clauses count from 0. */
export interface Conjunction {
  readonly id: number;
  readonly clause: number;
  readonly nClauses: number;
}

export interface MatchFlow {
  readonly match: Match;
  /** Empty for a flow that carries the row's actions. */
  readonly conjunctions: readonly Conjunction[];
  /** What sets the flow apart from the others: the alternative that it is for, or all of it where there is no choice. */
  readonly origin: Origin;
  /** What it shares with the flows of its conjunction. */
  readonly context: Origin | undefined;
}

/** The number of a logical port in the port registers; undefined for a port that is not there. */
export type LookupPort = (port: string) => number | undefined;

export interface FlowSet {
  readonly flows: readonly MatchFlow[];
  /** Ids used by conjunctions: 1 to this. */
  readonly nConjunctions: number;
}

/** `expr` must be normalized. */
export function toFlows(expr: Expr, lookupPort: LookupPort, budget: Budget): FlowSet {
  const builder = new FlowBuilder(lookupPort, budget);
  budget.because = () => `it gives more than ${builder.flows.length} flows`;
  switch (expr.kind) {
    case 'number':
    case 'string':
      builder.addTest(expr);
      break;
    case 'and':
      builder.addConjunction(expr);
      break;
    case 'or':
      if (uniqueSymbol(expr) !== undefined) builder.addAlternatives(expr, NONE);
      else {
        for (const term of expr.terms) {
          if (term.kind === 'and') builder.addConjunction(term);
          else if (term.kind === 'number' || term.kind === 'string') builder.addTest(term);
        }
      }
      break;
    case 'constant':
      if (expr.value) builder.addEverything(expr.origin);
      break;
    case 'resident':
      throw new Error('Conditions are decided before flows are made.');
  }
  return { flows: builder.flows, nConjunctions: builder.nConjunctions };
}

/** The match, and after a colon the conjunctions; "" is the match of everything. */
export function printFlow(flow: MatchFlow): string {
  const { conjunctions } = flow;
  const text = formatMatch(flow.match);
  if (conjunctions.length === 0) return text;
  return `${text}: ${conjunctions.map((c) => `conjunction(${c.id}, ${c.clause}/${c.nClauses})`).join(', ')}`;
}

/** One line per flow, sorted; `(no flows)` for none. */
export function printFlows(flows: readonly MatchFlow[]): readonly string[] {
  return flows.length === 0 ? ['(no flows)'] : flows.map(printFlow).sort();
}

/** Work space for the match that is being built: making it anew for every compilation is a tenth of the time. */
const VALUE: Flow = newFlow();
const MASK: Flow = newFlow();
const WORDS: number[] = [];
const MASKS: number[] = [];
const VALUES: number[] = [];

const NONE: readonly Conjunction[] = [];

/** What making a flow costs, and what keeping it does. */
const TRYING = 30;
const KEEPING = 50;

interface MutableFlow {
  match: Match;
  conjunctions: readonly Conjunction[];
  origin: Origin;
  context: Origin | undefined;
}

class FlowBuilder {
  readonly flows: MutableFlow[] = [];
  nConjunctions = 0;
  /** By hash, the place of the newest flow that has it; and by place, that of the next older one with the same hash. */
  private readonly newest = new Map<number, number>();
  private readonly older: (number | undefined)[] = [];
  private readonly value = VALUE;
  private readonly mask = MASK;
  /** The words with a bit to match, ascending; some may have lost theirs again. */
  private readonly used: number[] = [];

  constructor(
    private readonly lookupPort: LookupPort,
    private readonly budget: Budget,
  ) {
    // A compilation that ran out of budget may have left something.
    VALUE.fill(0);
    MASK.fill(0);
  }

  addEverything(origin: Origin): void {
    this.add(NONE, origin);
  }

  addTest(test: NumberTest | StringTest): void {
    this.clear();
    if (this.constrain(test)) this.add(NONE, test.origin);
  }

  addConjunction(and: Junction): void {
    this.clear();
    const choices: Junction[] = [];
    let shared: Origin | undefined;
    for (const term of and.terms) {
      if (term.kind === 'or') choices.push(term);
      if (term.kind !== 'number' && term.kind !== 'string') continue;
      if (!this.constrain(term)) return;
      shared = shared === undefined ? term.origin : joinOrigins(shared, term.origin);
    }
    const [only] = choices;
    if (only === undefined) this.add(NONE, shared ?? and.origin);
    else if (choices.length === 1) this.addAlternatives(only, NONE, shared);
    else this.addClauses(choices, shared);
  }

  /** A flow per alternative, in addition to what is constrained already. False when there is none. */
  addAlternatives(or: Junction, conjunctions: readonly Conjunction[], context?: Origin): boolean {
    let added = false;
    const [first] = or.terms;
    if (first?.kind !== 'number' && first?.kind !== 'string') return added;
    // All are about one symbol.
    const field = fieldOf(first);
    const saved = this.save(field);
    for (const term of or.terms) {
      if (term.kind !== 'number' && term.kind !== 'string') continue;
      if (this.constrain(term)) {
        this.add(conjunctions, term.origin, context);
        added = true;
      }
      this.restore(field, saved);
    }
    return added;
  }

  private addClauses(choices: readonly Junction[], context: Origin | undefined): void {
    const origin = choices.map((or) => or.origin).reduce(joinOrigins);
    const id = ++this.nConjunctions;
    for (const [clause, or] of choices.entries()) {
      // A clause that nothing satisfies makes the rest pointless; OVN leaves what it has made so far.
      if (!this.addAlternatives(or, [{ id, clause, nClauses: choices.length }], context)) return;
    }
    const { word } = FIELDS.conj_id;
    this.value[word] = id;
    this.mask[word] = 0xffffffff;
    this.use(word);
    this.add(NONE, origin, context);
  }

  private add(conjunctions: readonly Conjunction[], origin: Origin, context?: Origin): void {
    this.budget.spend(TRYING);
    const match = this.current();
    const hash = hashMatch(match);
    const newest = this.newest.get(hash);
    const same = newest === undefined ? undefined : this.find(match, newest);
    if (same !== undefined) {
      // Every packet of the match satisfies the expression as soon as one of the two flows says so.
      const decided = conjunctions.length === 0 || same.conjunctions.length === 0;
      same.conjunctions = decided ? NONE : [...same.conjunctions, ...conjunctions];
      same.origin = joinOrigins(same.origin, origin);
      return;
    }
    const flow: MutableFlow = { match, conjunctions, origin, context };
    this.budget.spend(KEEPING);
    this.newest.set(hash, this.flows.length);
    this.older.push(newest);
    this.flows.push(flow);
  }

  /** The flow of this match among those with the hash of the one at `newest`. */
  private find(match: Match, newest: number): MutableFlow | undefined {
    for (let at: number | undefined = newest; at !== undefined; at = this.older[at]) {
      const flow = this.flows[at];
      if (flow !== undefined && sameMatch(flow.match, match)) return flow;
    }
    return undefined;
  }

  private current(): Match {
    let count = 0;
    for (const word of this.used) {
      const mask = this.mask[word] ?? 0;
      if (mask === 0) continue;
      WORDS[count] = word;
      MASKS[count] = mask;
      VALUES[count] = this.value[word] ?? 0;
      count++;
    }
    const last = this.flows.at(-1)?.match;
    return {
      words: copyOf(WORDS, count, last?.words),
      masks: copyOf(MASKS, count, last?.masks),
      values: VALUES.slice(0, count),
    };
  }

  private clear(): void {
    for (const word of this.used) this.value[word] = this.mask[word] = 0;
    this.used.length = 0;
  }

  private use(word: number): void {
    const { used } = this;
    let at = used.length;
    while (at > 0 && (used[at - 1] ?? 0) > word) at--;
    if (used[at - 1] !== word) used.splice(at, 0, word);
  }

  /** Adds a comparison to the match that is being built; false when it names a port that is not there. */
  private constrain(test: NumberTest | StringTest): boolean {
    const spec = FIELDS[fieldOf(test)];
    if (test.kind === 'number') {
      if (isExpressible(test, spec)) this.put(spec, test.value, test.mask, test.mask.count === spec.bits);
      return true;
    }
    const port = this.lookupPort(test.text);
    if (port === undefined) return false;
    this.put(spec, { a: 0, b: 0, c: 0, d: port | 0 }, { a: 0, b: 0, c: 0, d: -1 }, true);
    return true;
  }

  private put(spec: FieldSpec, value: Bits, mask: Bits, whole: boolean): void {
    const stored = spec.stored > spec.bits && !whole ? spec.bits : spec.stored;
    const wide = whole && spec.stored > spec.bits;
    for (let i = 0, left = stored; left > 0; i++, left -= 32) {
      const at = spec.word - i;
      const ones = left >= 32 ? -1 : ((1 << left) - 1) | 0;
      const bitsAsked = (wide ? ones : part(mask, i) & ones) << spec.shift;
      if (bitsAsked === 0) continue;
      this.use(at);
      this.mask[at] = (this.mask[at] ?? 0) | bitsAsked;
      this.value[at] = ((this.value[at] ?? 0) & ~bitsAsked) | ((part(value, i) << spec.shift) & bitsAsked);
    }
  }

  private save(field: FieldName): readonly number[] {
    const spec = FIELDS[field];
    const saved: number[] = [];
    for (let at = spec.word; at > spec.word - Math.ceil(spec.stored / 32); at--)
      saved.push(this.value[at] ?? 0, this.mask[at] ?? 0);
    return saved;
  }

  private restore(field: FieldName, saved: readonly number[]): void {
    const { word } = FIELDS[field];
    for (let i = 0; i < saved.length; i += 2) {
      this.value[word - i / 2] = saved[i] ?? 0;
      this.mask[word - i / 2] = saved[i + 1] ?? 0;
    }
  }
}

/**
 * Open vSwitch takes a mask only on maskable fields, and takes a match for exact
 * when the mask fills whole bytes. So a comparison of a field such as ip.ecn,
 * which fills no byte, silently asks nothing.
 */
export function isExpressible(test: NumberTest, spec: FieldSpec): boolean {
  return spec.maskable || test.mask.count === Math.ceil(spec.bits / 8) * 8;
}

function fieldOf(test: NumberTest | StringTest): FieldName {
  const { field, name } = test.symbol;
  if (field === undefined) throw new Error(`${name} is not a field of a packet.`);
  return field;
}

/** The first `count` numbers; `same`, where that has them: most flows of a match look at the same bits. */
function copyOf(numbers: readonly number[], count: number, same: readonly number[] | undefined): readonly number[] {
  if (same?.length !== count) return numbers.slice(0, count);
  for (let i = 0; i < count; i++) if (same[i] !== numbers[i]) return numbers.slice(0, count);
  return same;
}

/** The `i`th 32-bit part, from the least significant. */
function part(x: Bits, i: number): number {
  return i === 0 ? x.d : i === 1 ? x.c : i === 2 ? x.b : x.a;
}

function hashMatch(match: Match): number {
  let hash = 0;
  for (let i = 0; i < match.words.length; i++) {
    hash = Math.imul(hash ^ (match.words[i] ?? 0), 0x9e3779b1);
    hash = Math.imul(hash ^ (match.masks[i] ?? 0), 0x85ebca6b) ^ (hash >>> 15);
    hash = Math.imul(hash ^ (match.values[i] ?? 0), 0xc2b2ae35) ^ (hash >>> 13);
  }
  return hash;
}
