/** From what each rule says of a packet to who decides about it, place by place. */
import type { ProjectRule, RuleAnswers } from '../bridge';
import { placeOf } from './project-order';

export interface Decision {
  /** `sw0 · to-lport`. */
  readonly place: string;
  /** Who decides; null where no rule matches. */
  readonly winner: number | null;
  /** Others of the same priority that match too: OVN does not say which of them decides. */
  readonly rivals: readonly number[];
  /** Asked before, each with the part at which it fails. */
  readonly earlier: readonly { readonly index: number; readonly at: string }[];
}

type Answers = Extract<RuleAnswers, { kind: 'answers' }>['answers'];

/** `order` is the one in which OVN asks; those places that decide come first. */
export function decisionsOf(
  rules: readonly ProjectRule[],
  order: readonly number[],
  answers: Answers,
): readonly Decision[] {
  interface Open {
    winner: number | null;
    readonly rivals: number[];
    readonly earlier: { readonly index: number; readonly at: string }[];
  }
  const places = new Map<string, Open>();
  for (const [at, index] of order.entries()) {
    const rule = rules[index];
    const answer = answers[at];
    if (rule === undefined || answer === undefined) continue;
    const place = placeOf(rule);
    const open = places.get(place) ?? { winner: null, rivals: [], earlier: [] };
    places.set(place, open);
    const { winner } = open;
    if (answer.kind === 'matches') {
      if (winner === null) open.winner = index;
      else if (rules[winner]?.priority === rule.priority && rules[winner].action !== rule.action)
        open.rivals.push(index);
    } else if (winner === null)
      open.earlier.push({ index, at: answer.kind === 'fails' ? answer.at : 'it does not compile' });
  }
  return [...places]
    .map(([place, open]) => ({ place, ...open }))
    .sort((a, b) => Number(a.winner === null) - Number(b.winner === null));
}
