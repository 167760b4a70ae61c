/** Whatever was pasted, dropped or opened, to what is in it: a text, a capture, a database file, or bytes of no use here. */
import {
  formOf,
  networkOf,
  policyOf,
  readDatabaseFile,
  SetsWritten,
  wrongAcl2015,
  type FileDatabase,
} from '../../engine/database-file';
import { looksLike, recognise, type Item, type Leftover } from '../../engine/recognise';
import { readPcap, toHex } from '../../packets';
import type { DatabaseNetwork, PasteReading, ProjectRule } from './match-protocol';

/** Leftovers, matches and packets that are handed over; the counts are of all. */
const SHOWN = 200;

const NOTHING: PasteReading = {
  rules: [],
  sets: [],
  groups: [],
  templates: [],
  matches: [],
  matchCount: 0,
  packets: [],
  packetCount: 0,
  commands: 0,
  commandLines: '',
  captures: 0,
  scenarios: [],
  left: [],
  leftCount: 0,
  isPlain: false,
  acls: [],
  aclsLeftOut: [],
  network: null,
  looks: null,
};

/** `name` is the file's. */
export function readAnything(pasted: string | Uint8Array, name = 'A database file'): PasteReading {
  if (typeof pasted === 'string')
    return /^OVSDB (?:JSON|CLUSTER) \d/.test(pasted)
      ? readDatabase(new TextEncoder().encode(pasted), name)
      : readText(pasted, undefined);
  const form = formOf(pasted);
  if (form === 'standalone' || form === 'cluster') return readDatabase(pasted, name);
  const frames = readPcap(pasted);
  const looks = frames.ok ? null : looksLike(pasted);
  return looks === null
    ? readText(frames.ok ? pasted : new TextDecoder().decode(pasted), pasted)
    : { ...NOTHING, looks };
}

function readDatabase(bytes: Uint8Array, name: string): PasteReading {
  const read = readDatabaseFile(bytes);
  if (!read.ok) return { ...NOTHING, looks: `a database file, but ${read.error.message.replace(/\.$/, '')}` };
  const { value: file } = read;
  if (file.name !== 'OVN_Northbound')
    return { ...NOTHING, looks: `a database file of ${file.name}: networks are read from OVN_Northbound` };
  const { acls, addressSets, portGroups } = policyOf(file);
  return {
    ...NOTHING,
    rules: acls.map(({ tier, ...acl }): ProjectRule => ({ kind: 'acl', stage: tier, stageName: '', ...acl })),
    sets: addressSets,
    groups: portGroups.map((group) => ({ name: group.name, ports: group.members })),
    network: networkIn(file, name),
  };
}

function networkIn(file: FileDatabase, name: string): DatabaseNetwork {
  const { document, ...counts } = networkOf(file, name.replace(/\.(?:db|ovsdb|log)$/, ''));
  return { json: document, ...counts, damage: damageOf(file) };
}

/** What is missing, and where; null where nothing is. */
function damageOf({ notes }: FileDatabase): string | null {
  const damage = notes.filter(({ kind }) => kind === 'damage');
  return damage.length === 0 ? null : damage.map(({ text }) => text).join(' ');
}

function readText(pasted: string | Uint8Array, bytes: Uint8Array | undefined): PasteReading {
  const { items, left } = recognise(pasted);
  const text = typeof pasted === 'string' ? pasted : '';
  const of = <K extends Item['kind']>(kind: K) =>
    items.filter((item): item is Extract<Item, { kind: K }> => item.kind === kind);
  const matches = of('match');
  const frames = framesOf(bytes, of('capture').length > 0);
  const packets = [
    ...of('packet').map(({ hex }) => ({ kind: 'hex' as const, text: hex })),
    ...of('microflow').map(({ microflow }) => ({ kind: 'microflow' as const, text: microflow.text })),
    ...frames.map((hex) => ({ kind: 'hex' as const, text: hex })),
  ];
  const [only] = items;
  const rules = items.flatMap(ruleFrom);
  const sets = of('address-set').map(({ name, members }) => ({ name, members }));
  const groups = of('port-group').map(({ name, ports }) => ({ name, ports }));
  return {
    rules,
    sets,
    groups,
    templates: of('template').map(({ name, value }) => ({ name, value })),
    matches: matches.slice(0, SHOWN).map(({ match, problem }) => ({ text: match.text, problem })),
    matchCount: matches.length,
    packets: packets.slice(0, SHOWN),
    packetCount: packets.length,
    commands: of('command').length,
    commandLines: of('command')
      .map(({ line }) => line)
      .join('\n'),
    captures: of('capture').length,
    scenarios: of('scenario').map(({ name }) => name),
    left: numbered(text, left.slice(0, SHOWN)),
    leftCount: left.length,
    ...placeable(rules, sets, groups),
    network: null,
    looks: null,
    isPlain: left.length === 0 && items.length === 1 && only?.kind === 'match' && only.match.text === text.trim(),
  };
}

/** The ACLs for a switch of the lab. */
function placeable(
  rules: readonly ProjectRule[],
  sets: PasteReading['sets'],
  groups: PasteReading['groups'],
): Pick<PasteReading, 'acls' | 'aclsLeftOut'> {
  const written = new SetsWritten(
    new Map(sets.map(({ name, members }) => [name ?? '', members])),
    new Map(groups.map(({ name, ports }) => [name, ports])),
  );
  const left = new Map<string, number>();
  const acls = rules.flatMap(({ kind, owner, stage, direction, priority, match, action }) => {
    if (kind !== 'acl') return [];
    const made = written.write(match);
    const wrong =
      wrongAcl2015({ action, priority, direction, tier: stage }) ?? (made.ok ? undefined : made.error.message);
    if (made.ok && wrong === undefined) return [{ owner, priority, match: made.value, action }];
    left.set(wrong ?? '', (left.get(wrong ?? '') ?? 0) + 1);
    return [];
  });
  return { acls, aclsLeftOut: [...left].map(([what, count]) => ({ what, count })) };
}

function framesOf(bytes: Uint8Array | undefined, isCapture: boolean): readonly string[] {
  if (!isCapture || bytes === undefined) return [];
  const frames = readPcap(bytes);
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
