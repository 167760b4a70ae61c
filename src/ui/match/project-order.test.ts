import { describe, expect, it } from 'vitest';
import type { ProjectRule } from '../bridge';
import { named, orderOf, placeOf, remarksOf } from './project-order';

const acl = (priority: number, more: Partial<ProjectRule> = {}): ProjectRule => ({
  kind: 'acl',
  owner: '',
  direction: 'to-lport',
  stage: 0,
  stageName: '',
  afterLb: false,
  priority,
  match: 'ip4',
  action: 'drop',
  name: '',
  ...more,
});

describe('a list of rules', () => {
  it('is in the order in which OVN asks', () => {
    const rules = [acl(1), acl(9, { direction: 'from-lport' }), acl(5), acl(7, { stage: 1 }), acl(5, { match: 'ip6' })];
    expect(orderOf(rules)).toEqual([1, 2, 4, 0, 3]);
  });

  it('says where a rule stands', () => {
    expect(placeOf(acl(1, { owner: 'sw0', stage: 2, afterLb: true }))).toBe(
      'sw0 · to-lport · tier 2 · after load balancing',
    );
    expect(placeOf(acl(1, { kind: 'flow', direction: 'ingress', stage: 8, stageName: 'ls_in_acl_eval' }))).toBe(
      'ingress · table 8 ls_in_acl_eval',
    );
  });

  it('remarks in words', () => {
    const rules = [acl(9), acl(9), acl(5, { name: 'late' })];
    const remarks = (index: number, fate: Parameters<typeof remarksOf>[0]) =>
      remarksOf(fate, rules, index).map(({ text }) => text);
    const acts = { conflicts: [], incomplete: false, flows: 1 };
    expect(remarks(1, { ...acts, fate: { kind: 'repeats', of: 0, same: true } })).toEqual(['repeats the one above']);
    expect(remarks(2, { ...acts, fate: { kind: 'shadowed', by: [0], alone: true } })).toEqual([
      'never takes effect: 9 drop is before it',
    ]);
    expect(remarks(0, { ...acts, fate: { kind: 'acts' }, conflicts: [1], flows: 500 })).toEqual([
      'not decided by OVN: 9 drop has the same priority',
      'cost',
    ]);
    expect(named(rules, 2)).toBe('5 late');
  });
});
