/**
 * Tuple space search, as in Open vSwitch's classifier: rules that look at the
 * same bits share a subtable, which finds a rule by one hash over those bits;
 * subtables are tried from the highest priority down until none can win.
 *
 * Where rules of equal priority overlap, OpenFlow leaves the choice open. Here
 * the rule with the lowest rank wins, then the one that was added first, always.
 */
import { compareText } from '../base';
import { cloneFlow, maskKey, matchKey, setNumber, type Flow, type Match } from '../openflow';

export interface Clause {
  readonly id: number;
  /** From 1. */
  readonly clause: number;
  readonly clauses: number;
}

/** What the classifier needs to know of a flow; the rest is the caller's. */
export interface Rule {
  readonly match: Match;
  readonly priority: number;
  /** Not empty: the rule is part of conjunctive matches and is no result itself (ovs-fields(7), conj_id). */
  readonly clauses: readonly Clause[];
  /** Of rules of equal priority that match, the one of the lowest rank wins, and before all that have none. */
  readonly rank?: string | undefined;
  /** Without a rank, the one with the lowest number wins: that which was added first. No two have the same. */
  readonly sequence: number;
}

type Precedence = Omit<Rule, 'clauses'>;

/** How rules are tried: by falling priority, then by rank, then by age. It does not depend on when those with a rank were added. */
export function byPrecedence(a: Precedence, b: Precedence): number {
  if (a.priority !== b.priority) return b.priority - a.priority;
  if (a.rank === undefined || b.rank === undefined || a === b) {
    return a.rank === b.rank ? a.sequence - b.sequence : a.rank === undefined ? 1 : -1;
  }
  return compareText(a.rank, b.rank) || compareText(matchKey(a.match), matchKey(b.match));
}

export interface Lookup<R extends Rule> {
  readonly rule: R;
  /** When the rule matched through its conj_id: the rules that fulfilled each clause, by clause. */
  readonly conjunction?: { readonly id: number; readonly by: readonly R[] };
}

export class Classifier<R extends Rule> {
  private readonly byMask = new Map<string, Subtable<R>>();
  /** By falling highest priority. */
  private order: Subtable<R>[] = [];
  private conjunctive = 0;
  private count = 0;

  get size(): number {
    return this.count;
  }

  /** The number of different masks; a lookup costs at most one hash for each. */
  get masks(): number {
    return this.byMask.size;
  }

  /** Adds a rule. Its match and priority must not be there yet. */
  add(rule: R): void {
    const key = maskKey(rule.match);
    let subtable = this.byMask.get(key);
    if (!subtable) {
      subtable = new Subtable(rule.match);
      this.byMask.set(key, subtable);
      this.order.push(subtable);
    }
    if (subtable.add(rule)) this.sort();
    if (rule.clauses.length > 0) this.conjunctive += 1;
    this.count += 1;
  }

  /** Removes a rule that was added. */
  remove(rule: R): void {
    const key = maskKey(rule.match);
    const subtable = this.byMask.get(key);
    if (!subtable) return;
    const highest = subtable.highest;
    if (!subtable.remove(rule)) return;
    if (rule.clauses.length > 0) this.conjunctive -= 1;
    this.count -= 1;
    if (subtable.size === 0) {
      this.byMask.delete(key);
      this.order = this.order.filter((other) => other !== subtable);
    } else if (subtable.highest !== highest) this.sort();
  }

  /** The rule of exactly this match and priority. */
  find(match: Match, priority: number): R | undefined {
    return this.byMask.get(maskKey(match))?.find(match, priority);
  }

  /** The rule that a packet hits. */
  lookup(flow: Flow): Lookup<R> | undefined {
    if (this.conjunctive > 0) return this.lookupConjunctive(flow);
    const rule = this.best(flow);
    return rule && { rule };
  }

  /** Every rule that matches, best first; conjunctive parts included. */
  all(flow: Flow): R[] {
    const found: R[] = [];
    for (const subtable of this.order) subtable.collect(flow, found);
    return found.sort(byPrecedence);
  }

  *[Symbol.iterator](): Iterator<R> {
    for (const subtable of this.byMask.values()) yield* subtable.rules();
  }

  private best(flow: Flow): R | undefined {
    let best: R | undefined;
    for (const subtable of this.order) {
      if (best && best.priority > subtable.highest) break;
      const rule = subtable.best(flow);
      if (!rule) continue;
      if (!best || byPrecedence(rule, best) < 0) best = rule;
    }
    return best;
  }

  /**
   * A conjunctive match of a priority counts only above the best plain rule;
   * when all its clauses match, the packet is looked up again with that conj_id.
   */
  private lookupConjunctive(flow: Flow): Lookup<R> | undefined {
    const matching = this.all(flow);
    const hard = matching.find((rule) => rule.clauses.length === 0);
    const soft = matching.filter((rule) => rule.clauses.length > 0 && rule.priority > (hard?.priority ?? -1));
    for (let start = 0; start < soft.length;) {
      const priority = soft[start]?.priority;
      let end = start;
      while (end < soft.length && soft[end]?.priority === priority) end += 1;
      const fulfilled = fulfilledConjunction(soft.slice(start, end));
      if (fulfilled) {
        const tagged = cloneFlow(flow);
        setNumber(tagged, 'conj_id', fulfilled.id);
        const rule = this.all(tagged).find((candidate) => candidate.clauses.length === 0);
        if (rule) return { rule, conjunction: fulfilled };
      }
      start = end;
    }
    return hard && { rule: hard };
  }

  private sort(): void {
    this.order.sort((a, b) => b.highest - a.highest);
  }
}

function fulfilledConjunction<R extends Rule>(
  rules: readonly R[],
): { readonly id: number; readonly by: readonly R[] } | undefined {
  const found = new Map<number, (R | undefined)[]>();
  for (const rule of rules) {
    for (const { id, clause, clauses } of rule.clauses) {
      const slots = found.get(id) ?? Array.from({ length: clauses }, () => undefined);
      // A rule that disagrees about the number of clauses has no part in it.
      if (slots.length !== clauses) continue;
      slots[clause - 1] ??= rule;
      found.set(id, slots);
      const by = slots.filter((slot) => slot !== undefined);
      if (by.length === clauses) return { id, by };
    }
  }
  return undefined;
}

/**
 * The rules of one mask, by a hash of their values. Nearly every hash has one
 * rule, which is then kept without a list: a switch holds hundreds of thousands,
 * and what a lookup costs is the memory that it has to fetch.
 */
class Subtable<R extends Rule> {
  readonly words: readonly number[];
  readonly masks: readonly number[];
  highest = -1;
  size = 0;
  /** Of several rules with one hash, those with higher priorities come first. */
  private readonly buckets = new Map<number, R | R[]>();
  private readonly perPriority = new Map<number, number>();

  constructor(match: Match) {
    this.words = match.words;
    this.masks = match.masks;
  }

  /** Adds, and says whether the highest priority rose. */
  add(rule: R): boolean {
    const hash = hashValues(rule.match.values);
    const others = this.bucket(hash);
    if (others.length === 0) this.buckets.set(hash, rule);
    else
      this.buckets.set(
        hash,
        [...others, rule].sort((a, b) => b.priority - a.priority),
      );
    this.size += 1;
    this.perPriority.set(rule.priority, (this.perPriority.get(rule.priority) ?? 0) + 1);
    if (rule.priority <= this.highest) return false;
    this.highest = rule.priority;
    return true;
  }

  remove(rule: R): boolean {
    const hash = hashValues(rule.match.values);
    const before = this.bucket(hash);
    const rest = before.filter((other) => other !== rule);
    if (rest.length === before.length) return false;
    const [only] = rest;
    if (!only) this.buckets.delete(hash);
    else this.buckets.set(hash, rest.length === 1 ? only : rest);
    this.size -= 1;
    const left = (this.perPriority.get(rule.priority) ?? 1) - 1;
    if (left > 0) this.perPriority.set(rule.priority, left);
    else {
      this.perPriority.delete(rule.priority);
      if (rule.priority === this.highest) this.highest = Math.max(-1, ...this.perPriority.keys());
    }
    return true;
  }

  find(match: Match, priority: number): R | undefined {
    const { values } = match;
    const found = this.buckets.get(hashValues(values));
    if (found === undefined) return undefined;
    if (isList(found)) return found.find((rule) => rule.priority === priority && sameValues(rule, values));
    return found.priority === priority && sameValues(found, values) ? found : undefined;
  }

  /** Of the rules whose values the flow has, the one with the highest priority. */
  best(flow: Flow): R | undefined {
    const found = this.buckets.get(this.hash(flow));
    if (found === undefined) return undefined;
    if (isList(found)) return found.find((rule) => this.matches(rule, flow));
    return this.matches(found, flow) ? found : undefined;
  }

  /** Adds the rules whose values the flow has to `into`. */
  collect(flow: Flow, into: R[]): void {
    for (const rule of this.bucket(this.hash(flow))) if (this.matches(rule, flow)) into.push(rule);
  }

  *rules(): Iterable<R> {
    for (const found of this.buckets.values()) {
      if (isList(found)) yield* found;
      else yield found;
    }
  }

  private bucket(hash: number): readonly R[] {
    const found = this.buckets.get(hash);
    if (found === undefined) return [];
    return isList(found) ? found : [found];
  }

  private hash(flow: Flow): number {
    const { words, masks } = this;
    let hash = HASH_START;
    for (let i = 0; i < words.length; i++) hash = mix(hash, (flow[words[i] ?? 0] ?? 0) & (masks[i] ?? 0));
    return hash;
  }

  private matches(rule: R, flow: Flow): boolean {
    const { words, masks } = this;
    const { values } = rule.match;
    for (let i = 0; i < words.length; i++) {
      if (((flow[words[i] ?? 0] ?? 0) & (masks[i] ?? 0)) >>> 0 !== values[i]) return false;
    }
    return true;
  }
}

function isList<R>(found: R | R[]): found is R[] {
  return Array.isArray(found);
}

const HASH_START = 0x9e3779b9 | 0;

function hashValues(values: readonly number[]): number {
  let hash = HASH_START;
  for (const value of values) hash = mix(hash, value);
  return hash;
}

function mix(hash: number, value: number): number {
  let h = Math.imul(value, 0x85ebca6b);
  h = hash ^ Math.imul(h ^ (h >>> 15), 0xc2b2ae35);
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0x5bd1e995) | 0;
}

function sameValues(rule: Rule, values: readonly number[]): boolean {
  const own = rule.match.values;
  for (let i = 0; i < values.length; i++) if (own[i] !== values[i]) return false;
  return true;
}
