import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cloneFlow,
  matches,
  matchFrom,
  matchKey,
  newFlow,
  setField,
  type FieldName,
  type Flow,
  type MatchTerm,
} from '../openflow';
import { Classifier, type Clause, type Rule } from './classifier';

const FIELDS: readonly FieldName[] = ['in_port', 'metadata', 'reg6', 'eth_dst', 'ip_dst'];

/** Few values and masks, so that rules overlap often. */
const small = fc.constantFrom(0n, 1n, 2n, 3n);
const term = fc
  .record({ field: fc.constantFrom(...FIELDS), value: small, mask: fc.constantFrom(1n, 2n, 3n, undefined) })
  .map(({ field, value, mask }): MatchTerm => ({ field, value, ...(mask === undefined ? {} : { mask }) }));
const match = fc.uniqueArray(term, { maxLength: 3, selector: ({ field }) => field }).map(matchFrom);
const priority = fc.integer({ min: 0, max: 3 });
const clause: fc.Arbitrary<Clause> = fc
  .record({ id: fc.integer({ min: 1, max: 2 }), clause: fc.integer({ min: 1, max: 2 }) })
  .map((part) => ({ ...part, clauses: 2 }));
const clauses = fc.oneof(
  { weight: 3, arbitrary: fc.constant<readonly Clause[]>([]) },
  { weight: 1, arbitrary: fc.array(clause, { minLength: 1, maxLength: 2 }) },
);
const flow = fc.tuple(small, small, small, small, small).map((values) => {
  const packet = newFlow();
  for (const [i, field] of FIELDS.entries()) setField(packet, field, values[i] ?? 0n);
  return packet;
});
const conjunctionRule = fc.record({ priority, id: fc.integer({ min: 1, max: 2 }) }).map((part) => ({
  priority: part.priority,
  match: matchFrom([{ field: 'conj_id', value: BigInt(part.id) }]),
  clauses: [],
}));
const rule = fc.oneof(
  { weight: 6, arbitrary: fc.record({ match, priority, clauses, rank: fc.constantFrom(undefined, 'a', 'b') }) },
  { weight: 1, arbitrary: conjunctionRule },
);

/** By priority, rank and match where both have a rank, those that have none last and by age. */
function precedence(a: Rule, b: Rule): number {
  const text = ({ rank, match, sequence }: Rule) =>
    rank === undefined ? `2 ${`${sequence}`.padStart(9, '0')}` : `1 ${rank} ${matchKey(match)}`;
  return b.priority - a.priority || (text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0);
}

/** The definition: look at every rule. */
function linear(rules: readonly Rule[], packet: Flow): Rule | undefined {
  const sorted = rules.filter((candidate) => matches(candidate.match, packet)).sort(precedence);
  const hard = sorted.find((candidate) => candidate.clauses.length === 0);
  for (const level of [3, 2, 1, 0]) {
    if (hard && level <= hard.priority) break;
    const soft = sorted.filter((candidate) => candidate.priority === level && candidate.clauses.length > 0);
    const id = firstFulfilled(soft);
    if (id === undefined) continue;
    const tagged = cloneFlow(packet);
    setField(tagged, 'conj_id', BigInt(id));
    const plain = rules.filter((candidate) => candidate.clauses.length === 0 && matches(candidate.match, tagged));
    const best = plain.sort(precedence)[0];
    if (best) return best;
  }
  return hard;
}

function firstFulfilled(soft: readonly Rule[]): number | undefined {
  const seen = new Set<string>();
  for (const { clauses: parts } of soft) {
    for (const part of parts) {
      seen.add(`${part.id}/${part.clause}`);
      if (seen.has(`${part.id}/1`) && seen.has(`${part.id}/2`)) return part.id;
    }
  }
  return undefined;
}

describe('the classifier', () => {
  it('finds what a linear search finds, whatever is added and removed', () => {
    const step = fc.record({ rule, remove: fc.boolean(), pick: fc.nat() });
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.array(step, { maxLength: 40 }),
        fc.array(flow, { minLength: 1, maxLength: 8 }),
        // A single conjunctive rule sends every lookup another way, so half of the classifiers have none.
        (plain, steps, packets) => {
          const classifier = new Classifier<Rule>();
          let rules: Rule[] = [];
          for (const [sequence, { rule: parts, remove, pick }] of steps.entries()) {
            const victim = remove ? rules[pick % Math.max(rules.length, 1)] : undefined;
            if (victim) {
              classifier.remove(victim);
              rules = rules.filter((other) => other !== victim);
              continue;
            }
            const added = { ...parts, clauses: plain ? [] : parts.clauses, sequence };
            if (classifier.find(added.match, added.priority)) continue;
            classifier.add(added);
            rules.push(added);
          }
          expect(classifier.size).toBe(rules.length);
          expect(classifier.masks).toBe(new Set(rules.map((r) => matchKey(r.match).split('=')[0])).size);
          for (const packet of packets) expect(classifier.lookup(packet)?.rule).toBe(linear(rules, packet));
        },
      ),
      { numRuns: 300 },
    );
  });
});
