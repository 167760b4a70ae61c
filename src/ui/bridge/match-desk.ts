/**
 * The desk of the match lab: what a pasted text holds, and what becomes of a list
 * of rules. Runs in a worker of its own, so that a long list never stands in the
 * way of typing; every call is one question.
 */
import { cheaperThan, costOf, judge, overlapsOf, Rules, type Fate, type Rule } from '../../engine/policy';
import { recognise, type Item, type Leftover } from '../../engine/recognise';
import { symbols2015, symbolsToday } from '../../engine/match';
import { readPcap, toHex } from '../../packets';
import { missingIn } from './match-missing';
import { expandTemplates } from './match-templates';
import type { DeskApi, MatchContext, PasteReading, ProjectRule, RuleCost, RuleFate } from './match-protocol';

/** Leftovers, matches and packets that are handed over; the counts are of all. */
const SHOWN = 200;

export function createDesk(): DeskApi {
  let rules: Rules | undefined;
  let context: MatchContext | undefined;
  const loaded = () => {
    if (rules === undefined || context === undefined) throw new Error('No list of rules was set.');
    return { rules, context };
  };
  return {
    read,
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
  };
}

/** Rules compete in the same switch or group, direction, tier or table, and stage. */
export function scopeOf({ kind, owner, direction, stage, afterLb }: ProjectRule): string {
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
    symbols: context.symbols === '2015' ? symbols2015() : symbolsToday(),
    addressSets: context.addressSets,
    portGroups: context.portGroups,
    lookupPort: keyOf,
  };
}

function fateOf(fate: Fate): RuleFate {
  if (fate.kind !== 'broken') return fate;
  const { message, hint } = fate.problem;
  return { kind: 'broken', message: hint === undefined ? message : `${message} ${hint}` };
}

function read(pasted: string | Uint8Array): PasteReading {
  const { items, left } = recognise(pasted);
  const text = typeof pasted === 'string' ? pasted : '';
  const of = <K extends Item['kind']>(kind: K) =>
    items.filter((item): item is Extract<Item, { kind: K }> => item.kind === kind);
  const matches = of('match');
  const frames = framesOf(pasted, of('capture').length > 0);
  const packets = [
    ...of('packet').map(({ hex }) => ({ kind: 'hex' as const, text: hex })),
    ...of('microflow').map(({ microflow }) => ({ kind: 'microflow' as const, text: microflow.text })),
    ...frames.map((hex) => ({ kind: 'hex' as const, text: hex })),
  ];
  const [only] = items;
  return {
    rules: items.flatMap(ruleFrom),
    sets: of('address-set').map(({ name, members }) => ({ name, members })),
    groups: of('port-group').map(({ name, ports }) => ({ name, ports })),
    templates: of('template').map(({ name, value }) => ({ name, value })),
    matches: matches.slice(0, SHOWN).map(({ match, problem }) => ({ text: match.text, problem })),
    matchCount: matches.length,
    packets: packets.slice(0, SHOWN),
    packetCount: packets.length,
    commands: of('command').length,
    captures: of('capture').length,
    scenarios: of('scenario').map(({ name }) => name),
    left: numbered(text, left.slice(0, SHOWN)),
    leftCount: left.length,
    isPlain: left.length === 0 && items.length === 1 && only?.kind === 'match' && only.match.text === text.trim(),
  };
}

function framesOf(pasted: string | Uint8Array, isCapture: boolean): readonly string[] {
  if (!isCapture || typeof pasted === 'string') return [];
  const frames = readPcap(pasted);
  return frames.ok ? frames.value.map(({ bytes }) => toHex(bytes)) : [];
}

function ruleFrom(item: Item): readonly ProjectRule[] {
  if (item.kind === 'acl') {
    const { entity, direction, tier, priority, match, action, name, afterLb } = item.acl;
    return [
      {
        kind: 'acl',
        owner: entity ?? '',
        direction,
        stage: tier,
        stageName: '',
        afterLb,
        priority,
        match: match.text,
        action,
        name: name ?? '',
      },
    ];
  }
  if (item.kind !== 'flow') return [];
  const { datapath, pipeline, table, stage, priority, match, actions } = item.flow;
  return [
    {
      kind: 'flow',
      owner: datapath ?? '',
      direction: pipeline ?? '',
      stage: table,
      stageName: stage ?? '',
      afterLb: false,
      priority,
      match: match.text,
      action: actions,
      name: '',
    },
  ];
}

function numbered(text: string, left: readonly Leftover[]): PasteReading['left'] {
  let line = 1;
  let at = 0;
  return left.map(({ place, text: said, reason }) => {
    for (let next = text.indexOf('\n', at); next >= 0 && next < place.start; next = text.indexOf('\n', at)) {
      line++;
      at = next + 1;
    }
    return { line, text: said, reason };
  });
}
