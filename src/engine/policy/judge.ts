/** What becomes of one rule among the others. */
import { findSeparating, verdict, type DecideOptions } from '../match';
import type { Problem, Result } from '../base';
import { areDisjoint } from './facts';
import type { Rules } from './rules';

export type Fate =
  /** It decides about some packet. */
  | { readonly kind: 'acts' }
  /** No packet can match it. */
  | { readonly kind: 'empty' }
  /** Every packet that it matches is decided before; `alone` when the first of `by` does so by itself. */
  | { readonly kind: 'shadowed'; readonly by: readonly number[]; readonly alone: boolean }
  /** Another one does the same to every packet that it matches. */
  | { readonly kind: 'repeats'; readonly of: number; readonly same: boolean }
  /** It does not compile, so that ovn-controller leaves it out. */
  | { readonly kind: 'broken'; readonly problem: Problem }
  | { readonly kind: 'undecided'; readonly reason: string };

export interface Judgement {
  readonly fate: Fate;
  /** Rules of the same priority that do something else to a packet that both match: nobody knows which wins. */
  readonly conflicts: readonly number[];
  /** Some pair was too much work to compare, so that `conflicts` may lack some. */
  readonly incomplete: boolean;
}

/** Units of work for one question, some tenths of a second; see `Budget` in `../match`. */
const LIMIT = 6_000_000;
/** Rules of the same priority that are compared with one. */
const COMPARED = 200;

export function judge(rules: Rules, index: number): Judgement {
  const none: Pick<Judgement, 'conflicts' | 'incomplete'> = { conflicts: [], incomplete: false };
  const mine = rules.read(index);
  if (!mine.ok) return { fate: { kind: 'broken', problem: mine.error }, ...none };
  const found = verdict(mine.value.annotated, limits(rules));
  if (found.ok && found.value === 'never') return { fate: { kind: 'empty' }, ...none };
  const fate = fateOf(rules, index);
  return { fate, ...conflictsOf(rules, index) };
}

export function limits(rules: Rules): DecideOptions {
  const { shouldStop } = rules.options;
  return { limit: LIMIT, ...(shouldStop === undefined ? {} : { shouldStop }) };
}

function fateOf(rules: Rules, index: number): Fate {
  const touching = rules.competing(index).filter((other) => other !== index && !apart(rules, index, other));
  const before = touching.filter((other) => rules.priority(other) > rules.priority(index));
  const beside = touching.filter((other) => rules.priority(other) === rules.priority(index));
  const all = before.length === 0 ? undefined : covers(rules, before, index);
  if (all?.ok === true && all.value) {
    const alone = before.find((other) => isCovered(rules, other, index));
    if (alone !== undefined && sameAction(rules, alone, index))
      return { kind: 'repeats', of: alone, same: isSame(rules, alone, index) };
    return alone === undefined
      ? { kind: 'shadowed', by: before, alone: false }
      : { kind: 'shadowed', by: [alone], alone: true };
  }
  for (const other of beside.slice(0, COMPARED)) {
    if (!sameAction(rules, other, index) || !isCovered(rules, other, index)) continue;
    const same = isSame(rules, other, index);
    // Of two that say the same the later one is the repetition.
    if (!same || other < index) return { kind: 'repeats', of: other, same };
  }
  if (all !== undefined && !all.ok) {
    const alone = before.find((other) => isCovered(rules, other, index));
    return alone === undefined
      ? { kind: 'undecided', reason: all.error.message }
      : { kind: 'shadowed', by: [alone], alone: true };
  }
  return { kind: 'acts' };
}

function conflictsOf(rules: Rules, index: number): Pick<Judgement, 'conflicts' | 'incomplete'> {
  const conflicts: number[] = [];
  let incomplete = false;
  let compared = 0;
  for (const other of rules.competing(index)) {
    if (other === index || rules.priority(other) !== rules.priority(index)) continue;
    if (sameAction(rules, other, index) || apart(rules, index, other)) continue;
    if (++compared > COMPARED) return { conflicts, incomplete: true };
    const meet = meeting(rules, index, other);
    if (!meet.ok) incomplete = true;
    else if (meet.value) conflicts.push(other);
  }
  return { conflicts, incomplete };
}

/** Whether some packet matches both. */
export function meeting(rules: Rules, a: number, b: number): Result<boolean> {
  const [x, y] = [rules.read(a), rules.read(b)];
  if (!x.ok || !y.ok) return { ok: true, value: false };
  const found = findSeparating([x.value.annotated, y.value.annotated], [], limits(rules));
  return found.ok ? { ok: true, value: found.value !== undefined } : found;
}

/** True when it is plain that no packet matches both, or one of them does not compile. */
export function apart(rules: Rules, a: number, b: number): boolean {
  const [x, y] = [rules.read(a), rules.read(b)];
  return !x.ok || !y.ok || areDisjoint(x.value.facts, y.value.facts);
}

/** Whether every packet of `index` matches one of `others`. */
function covers(rules: Rules, others: readonly number[], index: number): Result<boolean> {
  const mine = rules.read(index);
  if (!mine.ok) return mine;
  const theirs = others.flatMap((other) => {
    const read = rules.read(other);
    return read.ok ? [read.value.annotated] : [];
  });
  const left = findSeparating([mine.value.annotated], theirs, limits(rules));
  return left.ok ? { ok: true, value: left.value === undefined } : left;
}

function isCovered(rules: Rules, by: number, index: number): boolean {
  const found = covers(rules, [by], index);
  return found.ok && found.value;
}

/** `a` is known to cover `b`. */
function isSame(rules: Rules, a: number, b: number): boolean {
  return rules.list[a]?.match === rules.list[b]?.match || isCovered(rules, b, a);
}

function sameAction(rules: Rules, a: number, b: number): boolean {
  return rules.list[a]?.action === rules.list[b]?.action;
}
