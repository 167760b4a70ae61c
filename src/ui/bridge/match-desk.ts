/**
 * The desk of the match lab: what a pasted text holds, and what becomes of a list
 * of rules. Runs in a worker of its own, so that a long list never stands in the
 * way of typing; every call is one question.
 */
import { answerFor, cheaperThan, costOf, judge, overlapsOf, Rules, type Fate, type Rule } from '../../engine/policy';
import { createConstantSets } from '../../engine/match';
import { readAnything } from './paste-reading';
import { missingIn } from './match-missing';
import { readPacket } from './match-packets';
import { noPortIn, symbolsOf, withNoPort } from './match-tables';
import { expandTemplates } from './match-templates';
import type { DeskApi, MatchContext, ProjectRule, RuleCost, RuleFate } from './match-protocol';

export function createDesk(): DeskApi {
  let rules: Rules | undefined;
  let context: MatchContext | undefined;
  const loaded = () => {
    if (rules === undefined || context === undefined) throw new Error('No list of rules was set.');
    return { rules, context };
  };
  return {
    read: readAnything,
    setRules(list, means) {
      context = means;
      rules = new Rules(
        list.map((rule) => ruleOf(rule, means)),
        worldOf(means),
      );
      return missingIn(
        list.map((rule) => rule.match),
        means,
      );
    },
    judge(index) {
      const { rules: known } = loaded();
      const { fate, conflicts, incomplete } = judge(known, index);
      const cost = costOf(known.list[index]?.match ?? '', known.options);
      return { fate: fateOf(fate), conflicts, incomplete, flows: cost.ok ? cost.value.flows : null };
    },
    explain(index) {
      const { rules: known } = loaded();
      const cost = costOf(known.list[index]?.match ?? '', known.options);
      const { overlaps, more } = overlapsOf(known, index);
      return { cost: cost.ok ? (cost.value satisfies RuleCost) : null, overlaps, more };
    },
    cheaper(index) {
      const { rules: known } = loaded();
      const found = cheaperThan(known.list[index]?.match ?? '', known.world);
      return { form: found.kind === 'found' ? { kind: 'found', ...found.cheaper } : found };
    },
    answers(packet, indices) {
      const { rules: known, context: means } = loaded();
      const { symbols, sets } = known.options;
      const { ports } = means;
      const noPort = noPortIn(means.symbols);
      const read = readPacket(packet, { symbols, sets: sets ?? createConstantSets({}, {}), ports, noPort });
      if (!read.ok) return { said: { kind: 'problem', message: read.error.message } };
      const { reader } = read.value;
      return { said: { kind: 'answers', answers: indices.map((index) => answerFor(known, index, reader)) } };
    },
  };
}

/** Rules compete in the same switch or group, direction, tier or table, and stage. */
function scopeOf({ kind, owner, direction, stage, afterLb }: ProjectRule): string {
  return JSON.stringify([kind, owner, direction, stage, afterLb]);
}

function ruleOf(rule: ProjectRule, context: MatchContext): Rule {
  const match = expandTemplates(rule.match, context.templates ?? {}).text;
  return { scope: scopeOf(rule), priority: rule.priority, action: rule.action, match };
}

function worldOf(context: MatchContext) {
  const keys = new Map(context.ports.map((port) => [port.name, port.key]));
  // A list comes from a place that has its ports: what a rule costs is what it costs there.
  const keyOf = (name: string) => {
    const key = keys.get(name) ?? keys.size + 1;
    keys.set(name, key);
    return key;
  };
  return {
    symbols: symbolsOf(context.symbols),
    addressSets: context.addressSets,
    portGroups: context.portGroups,
    lookupPort: withNoPort(context.symbols, keyOf),
  };
}

function fateOf(fate: Fate): RuleFate {
  if (fate.kind !== 'broken') return fate;
  const { message, hint } = fate.problem;
  return { kind: 'broken', message: hint === undefined ? message : `${message} ${hint}` };
}
