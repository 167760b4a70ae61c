/** The order in which OVN asks rules, and how a rule's fate is said. */
import type { ProjectRule, RuleFate, RuleJudgement } from '../bridge';

/** Owner, direction, stage, then from the highest priority down; equal ones as they were pasted. */
export function orderOf(rules: readonly ProjectRule[]): readonly number[] {
  const compare = (x: string, y: string) => (x < y ? -1 : x > y ? 1 : 0);
  return [...rules.entries()]
    .sort(
      ([i, a], [j, b]) =>
        compare(a.owner, b.owner) ||
        compare(a.direction, b.direction) ||
        Number(a.afterLb) - Number(b.afterLb) ||
        a.stage - b.stage ||
        b.priority - a.priority ||
        i - j,
    )
    .map(([index]) => index);
}

/** Where rules compete with each other, in words: `sw0 to-lport, tier 1`. */
export function placeOf(rule: ProjectRule): string {
  const { kind, owner, direction, stage, stageName, afterLb } = rule;
  const where =
    kind === 'flow' ? `table ${stage}${stageName === '' ? '' : ` ${stageName}`}` : stage > 0 ? `tier ${stage}` : '';
  return [owner, direction, where, afterLb ? 'after load balancing' : ''].filter((part) => part !== '').join(' · ');
}

export interface Remark {
  readonly tone: 'bad' | 'warn' | 'neutral';
  readonly text: string;
}

/** What there is to say about a rule; nothing about one that simply acts. */
export function remarksOf(
  judgement: RuleJudgement | undefined,
  rules: readonly ProjectRule[],
  index: number,
): readonly Remark[] {
  if (judgement === undefined) return [];
  const remarks: Remark[] = [];
  const fate = remarkOf(judgement.fate, rules, index);
  if (fate !== undefined) remarks.push(fate);
  const [first] = judgement.conflicts;
  if (first !== undefined) {
    const more = judgement.conflicts.length > 1 ? ` and ${judgement.conflicts.length - 1} more` : '';
    remarks.push({ tone: 'warn', text: `not decided by OVN: ${named(rules, first)}${more} has the same priority` });
  }
  const { flows } = judgement;
  if (flows !== null && flows > COSTLY) remarks.push({ tone: 'warn', text: 'cost' });
  return remarks;
}

/** Flows from which on a rule is worth a look. */
const COSTLY = 128;

function remarkOf(fate: RuleFate, rules: readonly ProjectRule[], index: number): Remark | undefined {
  switch (fate.kind) {
    case 'acts':
      return undefined;
    case 'empty':
      return { tone: 'bad', text: 'never takes effect: no packet can match' };
    case 'shadowed': {
      const [first] = fate.by;
      if (fate.alone && first !== undefined)
        return { tone: 'bad', text: `never takes effect: ${named(rules, first)} is before it` };
      return { tone: 'bad', text: `never takes effect: ${fate.by.length} rules before it decide all of it together` };
    }
    case 'repeats': {
      const above = orderOf(rules).indexOf(index) - 1 === orderOf(rules).indexOf(fate.of);
      const which = above ? 'the one above' : named(rules, fate.of);
      return { tone: 'neutral', text: fate.same ? `repeats ${which}` : `repeats a part of ${which}` };
    }
    case 'broken':
      return { tone: 'bad', text: fate.message };
    case 'undecided':
      return { tone: 'neutral', text: 'not decided: too much work to say whether it takes effect' };
  }
}

/** A rule by what it is called, or its priority and action. */
export function named(rules: readonly ProjectRule[], index: number): string {
  const rule = rules[index];
  if (rule === undefined) return 'another rule';
  return rule.name === '' ? `${rule.priority} ${shortAction(rule)}` : `${rule.priority} ${rule.name}`;
}

export function shortAction({ action }: ProjectRule): string {
  return action.length > 40 ? `${action.slice(0, 39)}…` : action;
}
