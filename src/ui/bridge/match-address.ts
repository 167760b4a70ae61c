/**
 * The match lab's readable address, which other tools can write by hand
 * (docs/links.md has examples):
 *
 *     #/match?e=ip4.src==$office&symbols=2015&set.office=10.0.0.1,10.0.0.2
 *
 * What it says is checked; every problem is a sentence. What it cannot say, such as a
 * list of rules, needs the other form (`match-link.ts`).
 */
import { err, ok, type Problem, type Result } from '../../engine/base';
import type { MatchState, NamedSet } from './match-link';
import { isSymbolChoice, type LabPort, type TestPacket } from './match-protocol';

/** The words before the point of what has a name. */
const NAMED = ['set', 'group', 'value', 'packet', 'hex', 'in', 'out'] as const;
const PLAIN = ['e', 'symbols', 'ports', 'focus', 'other'] as const;
const KNOWN = [...PLAIN, ...NAMED.map((word) => `${word}.NAME`)].join(', ');

/** The readable form, where it opens to the same; else undefined. */
export function writeMatchAddress(state: MatchState): string | undefined {
  const { text, symbols, ports, packets, focus, other } = state;
  const words: [string, string][] = [['e', text]];
  if (symbols !== 'today') words.push(['symbols', symbols]);
  for (const [word, sets] of [
    ['set', state.addressSets],
    ['group', state.portGroups],
    ['value', state.templates],
  ] as const) {
    for (const { name, members } of sets) words.push([`${word}.${name}`, members]);
  }
  if (ports !== null) words.push(['ports', portWords(ports)]);
  for (const { name, kind, text: own, inport, outport } of packets) {
    words.push([`${kind === 'hex' ? 'hex' : 'packet'}.${name}`, own]);
    if (inport !== '') words.push([`in.${name}`, inport]);
    if (outport !== '') words.push([`out.${name}`, outport]);
  }
  const focused = packets.findIndex(({ id }) => id === focus);
  if (focused !== (packets.length > 0 ? 0 : -1)) words.push(['focus', packets[focused]?.name ?? '']);
  if (other !== '') words.push(['other', other]);
  const address = words.map(([key, value]) => `${readable(key).replaceAll('=', '%3D')}=${readable(value)}`).join('&');
  const read = readMatchAddress(new Map(new URLSearchParams(address)));
  const same = read.ok && JSON.stringify(withoutIds(read.value)) === JSON.stringify(withoutIds(state));
  return same ? address : undefined;
}

/** What an address with `e` says. */
export function readMatchAddress(params: ReadonlyMap<string, string>): Result<MatchState> {
  const sets: Record<'set' | 'group' | 'value', NamedSet[]> = { set: [], group: [], value: [] };
  const packets: TestPacket[] = [];
  const places: (readonly [word: 'inport' | 'outport', name: string, port: string])[] = [];
  let ports: readonly LabPort[] | null = null;
  for (const [key, value] of params) {
    const [word, name] = splitKey(key);
    if (name === undefined) {
      if (PLAIN.every((known) => known !== word)) return wrong(`it has “${key}”, which means nothing here`);
      if (word !== 'ports') continue;
      const read = readPorts(value);
      if (!read.ok) return read;
      ports = read.value;
    } else if (name === '') return wrong(`“${key}=” names nothing`, `Write ${key}NAME=…`);
    else if (word === 'set' || word === 'group' || word === 'value') sets[word].push({ name, members: value });
    else if (word === 'packet' || word === 'hex') {
      const kind = word === 'hex' ? 'hex' : 'microflow';
      packets.push({ id: `p${packets.length + 1}`, name, kind, text: value, inport: '', outport: '' });
    } else if (word === 'in' || word === 'out') places.push([`${word}port`, name, value]);
    else return wrong(`it has “${key}”, which means nothing here`);
  }
  for (const [word, name, port] of places) {
    const index = packets.findIndex((packet) => packet.name === name);
    const packet = packets[index];
    if (packet === undefined) return wrong(`it says the ${word} of a packet “${name}” that it does not have`);
    packets[index] = { ...packet, [word]: port };
  }
  const text = params.get('e');
  if (text === undefined) return wrong('it has no expression', 'Write e=EXPRESSION.');
  const symbols = params.get('symbols') ?? 'today';
  if (!isSymbolChoice(symbols)) return wrong(`symbols=${symbols} is neither 2015 nor today nor acl`);
  const focus = params.get('focus') ?? packets[0]?.name ?? '';
  const focused = packets.find(({ name }) => name === focus);
  if (focus !== '' && focused === undefined) return wrong(`focus=${focus} is no packet of it`);
  return ok({
    text,
    symbols,
    addressSets: sets.set,
    portGroups: sets.group,
    ports,
    packets,
    focus: focused?.id ?? null,
    other: params.get('other') ?? '',
    templates: sets.value,
    rules: [],
    rule: null,
  });
}

/** `set.office` as its two parts; what has no name has no second. */
function splitKey(key: string): readonly [word: string, name: string | undefined] {
  const point = key.indexOf('.');
  return point < 0 ? [key, undefined] : [key.slice(0, point), key.slice(point + 1)];
}

/** Names of ports, with `:` and the number of a port that is not the one after the greatest so far. */
function portWords(ports: readonly LabPort[]): string {
  let greatest = 0;
  return ports
    .map(({ name, key }) => {
      const word = key === greatest + 1 ? name : `${name}:${key}`;
      greatest = Math.max(greatest, key);
      return word;
    })
    .join(',');
}

function readPorts(text: string): Result<readonly LabPort[]> {
  const ports: LabPort[] = [];
  let greatest = 0;
  for (const word of text.split(/[\s,]+/).filter((part) => part !== '')) {
    const [, name = word, number] = /^(.+):(\d+)$/.exec(word) ?? [];
    const key = number === undefined ? greatest + 1 : Number(number);
    if (key < 1 || key > 65535) return wrong(`the port “${word}” has no number from 1 to 65535`);
    if (ports.some((port) => port.name === name)) return wrong(`it has the port “${name}” twice`);
    ports.push({ name, key });
    greatest = Math.max(greatest, key);
  }
  return ok(ports);
}

/** Only what would be read as something else is escaped, so that a person can read the rest. */
function readable(text: string): string {
  // Half a character has no code of its own: the address is then not the same, and not given.
  const whole = text.replace(/[\ud800-\udfff]/gu, '\ufffd');
  return encodeURIComponent(whole).replace(/%(?:20|3D|24|2C|2F|3A|3B|40)/g, (code) =>
    code === '%20' ? '+' : decodeURIComponent(code),
  );
}

/** The numbers of packets name them to the page alone. */
function withoutIds({ packets, focus, ...rest }: MatchState): unknown {
  const focused = packets.findIndex(({ id }) => id === focus);
  return [
    [rest.text, rest.symbols, rest.addressSets, rest.portGroups, rest.ports, rest.other, rest.templates],
    [rest.rules, rest.rule, focused],
    packets.map(({ name, kind, text, inport, outport }) => [name, kind, text, inport, outport]),
  ];
}

function wrong(what: string, hint = `It can say ${KNOWN}.`): Result<never> {
  return err<Problem>({ code: 'invalid-link', message: `This link cannot be read: ${what}.`, hint });
}
