/** Each stage's rows, reasons and explanations, as texts. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { uuidFromContent } from '../../base';
import { DIALECT as DIALECT_04 } from '../../releases/2015-04/northd-rules';
import { DIALECT as DIALECT_08 } from '../../releases/2015-08/northd-rules';
import type { DroppedCopy, Remedy } from '../explanation';
import type { WantedRow } from '../pipeline';
import { quote, type PortFacts, type SwitchStage } from '../switch-stage';
import { SWITCH_PIPELINE } from './switch-pipeline';

const FILES = ['port-security-ingress', 'destination-lookup', 'acls', 'port-security-egress'] as const;
const DIALECTS = { '2015-04': DIALECT_04, '2015-08': DIALECT_08 };

const ref = (table: string, name: string) => ({ db: 'OVN_Northbound', table, uuid: uuidFromContent(table, name) });
const SW = { ref: ref('Logical_Switch', 'sw0'), name: 'sw0' };

/** `p secured=ADDRESS mac=ADDRESS disabled` */
function port(name: string, words: readonly string[]): PortFacts {
  return {
    ref: ref('Logical_Port', name),
    name,
    quoted: quote(name),
    macs: valuesOf(words, 'mac'),
    portSecurity: valuesOf(words, 'secured'),
    enabled: !words.includes('disabled'),
  };
}

const valuesOf = (words: readonly string[], key: string) =>
  words.filter((word) => word.startsWith(`${key}=`)).map((word) => word.slice(key.length + 1));

function rowsOf(stage: SwitchStage, release: keyof typeof DIALECTS, [what, ...words]: readonly string[]) {
  const dialect = DIALECTS[release];
  switch (what) {
    case 'switch':
      return stage.switchRows?.(dialect, SW) ?? [];
    case 'flood': {
      const ports = words.map((word) => port(word.replace('*', ''), word.endsWith('*') ? ['mac=unknown'] : []));
      return stage.floodRows?.(dialect, SW, ports) ?? [];
    }
    case 'port':
      return stage.portRows?.(dialect, SW, port('p', words)) ?? [];
    case 'acl': {
      const [priority = '', action = '', ...match] = words;
      const acl = { ref: ref('ACL', 'acl'), priority: Number(priority), action, match: match.join(' ') };
      return stage.aclRows?.(dialect, SW, acl) ?? [];
    }
    default:
      throw new Error(`What is ${what ?? ''}?`);
  }
}

function rowText(stage: SwitchStage, { row, rule, why }: WantedRow): string {
  expect([row.direction, row.table]).toEqual([stage.place.direction, stage.place.number]);
  return `${row.priority} ${row.match} -> ${row.actions} | ${rule}: ${why().text}`;
}

function explanation(stage: SwitchStage, [rule = '', ...words]: readonly string[]): string {
  const [secured, met, acl] = [valuesOf(words, 'secured'), valuesOf(words, 'met')[0], valuesOf(words, 'acl')[0]];
  const reason = { rule, text: 'A reason.', nb: [ref('ACL', acl ?? 'gone')] };
  const copy: DroppedCopy = {
    where: `Dropped by hv1 in table ${stage.place.number}`,
    reason: rule === 'unmatched' ? undefined : reason,
    datapath: SW.ref.uuid,
    datapathName: 'sw0',
    inport: valuesOf(words, 'in')[0] ?? '',
    outport: valuesOf(words, 'out')[0] ?? '',
    ethSrc: '00:00:00:00:00:99',
    ethDst: valuesOf(words, 'dst')[0] ?? '00:00:00:00:00:98',
    port: (name) => (name === 'p' ? { uuid: ref('Logical_Port', 'p').uuid, portSecurity: secured } : undefined),
    acl: () => (acl === undefined ? undefined : { priority: 7, match: acl, action: 'drop' }),
    failedClause: (northbound, symbols) =>
      northbound === ref('Logical_Port', 'p').uuid && met?.startsWith(symbols) === true
        ? met.replaceAll('_', ' ')
        : undefined,
    value: () => undefined,
    crossed: () => undefined,
  };
  const explain = rule === 'unmatched' ? stage.drops.unmatched : stage.drops.byRule[rule];
  if (!explain) throw new Error(`${stage.place.name} does not explain ${rule}.`);
  const { sentence, causes = [], remedies = [] } = explain(copy);
  for (const cause of causes) expect(cause.db).toBe('OVN_Northbound');
  return [sentence, ...remedies.map((remedy) => `[${remedyText(remedy, acl ?? '')}]`)].join(' ');
}

function remedyText(remedy: Remedy, acl: string): string {
  switch (remedy.kind) {
    case 'allow-address':
      return `${remedy.kind} ${remedy.port} ${remedy.address}`;
    case 'lift-port-security':
    case 'enable-port':
      return `${remedy.kind} ${remedy.port}`;
    case 'give-address':
      return `${remedy.kind} ${remedy.datapath === SW.ref.uuid ? 'sw0' : '?'} ${remedy.address}`;
    case 'allow-above':
    case 'delete-acl':
      return `${remedy.kind} ${remedy.acl === ref('ACL', acl).uuid ? acl : '?'}`;
    case 'commands':
      return `${remedy.kind} ${remedy.label}`;
  }
}

/** Lines that begin at the left ask; the indented ones after them are the answer. */
function cases(file: string): readonly (readonly [question: string, answer: readonly string[]])[] {
  const found: [string, string[]][] = [];
  for (const line of readFileSync(new URL(`${file}.cases.txt`, import.meta.url), 'utf8').split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    if (line.startsWith('    ')) found.at(-1)?.[1].push(line.slice(4));
    else found.push([line, []]);
  }
  return found;
}

describe.each(FILES.map((file, number) => [file, number] as const))('%s', (file, number) => {
  const stage = SWITCH_PIPELINE[number]!;
  it.each(cases(file))('%s', (question, answer) => {
    const [release = '', ...words] = question.split(' ');
    if (release !== '2015-04' && release !== '2015-08') throw new Error(`There is no release ${release}.`);
    const ours =
      words[0] === 'drop'
        ? [explanation(stage, words.slice(1))]
        : rowsOf(stage, release, words).map((row) => rowText(stage, row));
    expect(ours).toEqual(answer);
  });
});
