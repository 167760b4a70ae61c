/** What was understood, in words. */
import type { PastedThings, PasteReading } from '../bridge';
import { countedList } from '../kit';

type Kind = PastedThings['kinds'][number]['kind'];

const NAMES = {
  acl: ['ACL', 'ACLs'],
  flow: ['logical flow', 'logical flows'],
  'address-set': ['address set', 'address sets'],
  'port-group': ['port group', 'port groups'],
  template: ['template value', 'template values'],
  match: ['match', 'matches'],
  microflow: ['packet as an expression', 'packets as expressions'],
  packet: ['packet', 'packets'],
  capture: ['capture', 'captures'],
  scenario: ['scenario', 'scenarios'],
  command: ['command', 'commands'],
} as const satisfies Record<Kind, readonly [one: string, many: string]>;

type Counts = readonly (readonly [kind: Kind, count: number])[];

/** `1 match, 2 address sets`, without what there is none of. */
export function kindsCounted(counts: Counts): string {
  return countedList(counts.map(([kind, count]) => [count, ...NAMES[kind]]));
}

/** `23 ACLs, 2 address sets`; empty where nothing was understood. */
export function understoodWords(reading: PasteReading): string {
  const { network } = reading;
  const acls = reading.rules.filter(({ kind }) => kind === 'acl').length;
  const things = kindsCounted([
    ['acl', acls],
    ['flow', reading.rules.length - acls],
    ['address-set', reading.sets.length],
    ['port-group', reading.groups.length],
    ['template', reading.templates.length],
    ['match', reading.matchCount],
    ['packet', reading.packetCount],
    ['capture', reading.packetCount === 0 ? reading.captures : 0],
    ['scenario', reading.scenarios.length],
    ['command', reading.commands],
  ]);
  return [...(network === null ? [] : ['a northbound database', networkWords(network)]), things]
    .filter((words) => words !== '')
    .join(', ');
}

/** `1 switch, 4 ports`. */
function networkWords({ switches, ports }: NonNullable<PasteReading['network']>): string {
  return countedList([
    [switches, 'switch', 'switches'],
    [ports, 'port'],
  ]);
}
