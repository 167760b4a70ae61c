/**
 * The names and addresses that a student has in the place of the task's own. They
 * follow from the student's name and the words alone, so that who grades makes the same:
 *
 *     a name         web                 web-kuma, the same ending for all names of a student
 *     an address     00:00:00:00:00:01   02:…, no two of a student alike
 *     IPv4           10.0.0.7            moves with its /24: 10.83.201.7
 */
import { createRandom, hashText, isRecord } from '../base';
import { encode, fromHex, toHex, toSpecs } from '../../packets';
import type { LayerSpec } from '../../packets';
import { readDocument } from '../scenario';
import type { SavedPacket, ScenarioDocument } from '../scenario';
import type { Task } from './task';

/** What a student has, from what the task says. */
export type Personal = (text: string) => string;

/** Names that differ in white space and in large and small letters only are of one student. */
export function plainName(student: string): string {
  return student.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase();
}

export function personalFor(own: Task['own'], student: string): Personal {
  const name = plainName(student);
  const replacements = new Map<string, string>();
  const patterns: string[] = [];
  for (const word of own.map((one) => one.trim()).filter((one) => one !== '')) {
    if (replacements.has(word.toLowerCase())) continue;
    if (MAC.test(word)) {
      replacements.set(word.toLowerCase(), macOf(name, word.toLowerCase()));
      patterns.push(`(?<![0-9a-fA-F:])(?:${insensitive(word)})(?![0-9a-fA-F:])`);
    } else if (IPV4.test(word)) {
      const net = word.replace(/\.\d+$/, '');
      replacements.set(net, netOf(name, net));
      patterns.push(`(?<![\\d.])${escaped(net)}(?=\\.\\d)`);
    } else {
      replacements.set(word, `${word}-${endingOf(name)}`);
      patterns.push(`(?<![\\w-])(?<!\\w\\.)${escaped(word)}(?![\\w-])(?!\\.\\w)`);
    }
  }
  if (patterns.length === 0) return (text) => text;
  // The longest first, where one begins as another does.
  const all = new RegExp(patterns.toSorted((a, b) => b.length - a.length).join('|'), 'g');
  return (text) =>
    text.replaceAll(all, (found) => replacements.get(found) ?? replacements.get(found.toLowerCase()) ?? found);
}

/** A document with a student's own words in it; undefined where it could not be read any more. */
export function personalDocument(document: ScenarioDocument, personal: Personal): ScenarioDocument | undefined {
  const packets = document.packets.map((packet) => personalPacket(packet, personal));
  const read = readDocument(inTexts({ ...document, packets }, personal));
  return read.ok ? read.value : undefined;
}

const MAC = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i;
const IPV4 = /^(\d{1,3}\.){3}\d{1,3}$/;

function macOf(name: string, word: string): string {
  const random = createRandom(hashText(`${name}\n${word}`));
  const bytes = Array.from({ length: 5 }, () => random.uint32() & 0xff);
  return ['02', ...bytes.map((byte) => byte.toString(16).padStart(2, '0'))].join(':');
}

/** The first part stays, so that a private network stays one. */
function netOf(name: string, net: string): string {
  const random = createRandom(hashText(`${name}\n${net}`));
  const [first = '10', second = '0'] = net.split('.');
  const keeps = first === '192' || first === '172' ? second : String(random.uint32() & 0xff);
  return `${first}.${keeps}.${random.uint32() & 0xff}`;
}

const CONSONANTS = 'bdfgklmnprstvz';
const VOWELS = 'aeiou';

/** Two syllables that can be spoken in a class. */
function endingOf(name: string): string {
  const random = createRandom(hashText(name));
  const one = (letters: string) => letters[random.uint32() % letters.length] ?? '';
  return one(CONSONANTS) + one(VOWELS) + one(CONSONANTS) + one(VOWELS);
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`);
}

function insensitive(mac: string): string {
  return mac.replaceAll(/[a-f]/gi, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`);
}

/** Every text of a JSON value; the keys of objects are the format's own. */
function inTexts(value: unknown, personal: Personal): unknown {
  if (typeof value === 'string') return personal(value);
  if (Array.isArray(value)) return value.map((item: unknown) => inTexts(item, personal));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inTexts(item, personal)]));
}

/** Addresses in a frame are changed where the decoder finds them, with the checksums over them. */
function personalPacket(packet: SavedPacket, personal: Personal): SavedPacket {
  const bytes = fromHex(packet.hex);
  if (bytes === undefined) return packet;
  const specs = toSpecs(bytes).map((spec): LayerSpec => {
    const changed = Object.entries(spec).flatMap(([key, value]): readonly (readonly [string, string])[] =>
      typeof value === 'string' && key !== 'protocol' ? [[key, personal(value)]] : [],
    );
    return { ...spec, ...Object.fromEntries(changed), protocol: spec.protocol };
  });
  const made = encode(specs);
  return made.ok ? { ...packet, hex: toHex(made.value) } : packet;
}
