/**
 * The whole state of the match lab as the text of a link: JSON, its checksum,
 * deflated, base64url. What a link says is checked by hand; every problem is a
 * sentence.
 */
import { err, ok, utf8Decode, utf8Encode, type Problem, type Result } from '../../engine/base';
import { crc32c } from '../../packets';
import { platformCompression } from './compression';
import { isSymbolChoice, type LabPort, type ProjectRule, type SymbolChoice, type TestPacket } from './match-protocol';

export interface NamedSet {
  readonly name: string;
  /** Members as typed: separated by white space or commas. */
  readonly members: string;
}

/** Everything that the lab shows is computed from this. */
export interface MatchState {
  readonly text: string;
  readonly symbols: SymbolChoice;
  readonly addressSets: readonly NamedSet[];
  readonly portGroups: readonly NamedSet[];
  /** The ports that exist; null for those of the scenario that is open in the lab. */
  readonly ports: readonly LabPort[] | null;
  readonly packets: readonly TestPacket[];
  readonly focus: string | null;
  readonly other: string;
  /** Template values: what `^name` stands for. */
  readonly templates: readonly NamedSet[];
  /** The list of rules that the expression is one of. */
  readonly rules: readonly ProjectRule[];
  /** The rule whose match is in the editor. */
  readonly rule: number | null;
}

const VERSION = 1;
/** Bytes of JSON; far more than anybody types. */
const LIMIT = 4 * 1024 * 1024;
const CHECKSUM_BYTES = 4;

const DAMAGED: Problem = {
  code: 'damaged-link',
  message: 'This link is damaged: a part of it is missing or was changed on the way.',
  hint: 'Copy the whole link again, from its first to its last character.',
};

export async function encodeMatchLink(state: MatchState): Promise<string> {
  const json = utf8Encode(JSON.stringify({ v: VERSION, ...state }));
  const deflated = await platformCompression.deflate(json);
  const bytes = new Uint8Array(CHECKSUM_BYTES + deflated.length);
  new DataView(bytes.buffer).setUint32(0, crc32c(json));
  bytes.set(deflated, CHECKSUM_BYTES);
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  return base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

export async function decodeMatchLink(text: string): Promise<Result<MatchState>> {
  if (!/^[\w-]+$/.test(text)) return err(DAMAGED);
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
    if (bytes.length <= CHECKSUM_BYTES) return err(DAMAGED);
    const json = await platformCompression.inflate(bytes.subarray(CHECKSUM_BYTES), LIMIT);
    if (crc32c(json) !== new DataView(bytes.buffer).getUint32(0)) return err(DAMAGED);
    return readMatchState(JSON.parse(utf8Decode(json)));
  } catch {
    return err(DAMAGED);
  }
}

/** Checks what JSON says; also used for what the browser kept. */
export function readMatchState(value: unknown): Result<MatchState> {
  if (!isRecord(value)) return err(DAMAGED);
  if (value.v !== VERSION) {
    const message =
      typeof value.v === 'number' && value.v > VERSION
        ? `This link was made by a newer version of the page (${value.v}; this one reads ${VERSION}).`
        : 'This link does not say which version it is.';
    return err({ code: 'unknown-version', message, hint: 'Reload the page to get its newest version.' });
  }
  const { text, symbols, focus, other } = value;
  const addressSets = readList(value.addressSets, readSet);
  const portGroups = readList(value.portGroups, readSet);
  const packets = readList(value.packets, readTestPacket);
  const ports = value.ports === null ? null : readList(value.ports, readPort);
  if (typeof text !== 'string') return wrong('text');
  if (!isSymbolChoice(symbols)) return wrong('symbols');
  if (addressSets === undefined) return wrong('addressSets');
  if (portGroups === undefined) return wrong('portGroups');
  if (ports === undefined) return wrong('ports');
  if (packets === undefined) return wrong('packets');
  if (focus !== null && typeof focus !== 'string') return wrong('focus');
  if (typeof other !== 'string') return wrong('other');
  // Links of before there were lists have none.
  const templates = value.templates === undefined ? [] : readList(value.templates, readSet);
  const rules = value.rules === undefined ? [] : readList(value.rules, readRule);
  if (templates === undefined) return wrong('templates');
  if (rules === undefined) return wrong('rules');
  const rule = typeof value.rule === 'number' && rules[value.rule] !== undefined ? value.rule : null;
  return ok({ text, symbols, addressSets, portGroups, ports, packets, focus, other, templates, rules, rule });
}

export function matchStateJson(state: MatchState): string {
  return JSON.stringify({ v: VERSION, ...state });
}

function wrong(field: string) {
  return err<Problem>({
    code: 'invalid-link',
    message: `This link is damaged: its “${field}” is not what it should be.`,
  });
}

function readSet(value: unknown): NamedSet | undefined {
  if (!isRecord(value)) return undefined;
  const { name, members } = value;
  return typeof name === 'string' && typeof members === 'string' ? { name, members } : undefined;
}

function readPort(value: unknown): LabPort | undefined {
  if (!isRecord(value)) return undefined;
  const { name, key } = value;
  return typeof name === 'string' && typeof key === 'number' && Number.isInteger(key) && key > 0 && key < 65536
    ? { name, key }
    : undefined;
}

function readRule(value: unknown): ProjectRule | undefined {
  if (!isRecord(value)) return undefined;
  const { kind, owner, direction, stage, stageName, afterLb, priority, match, action, name } = value;
  if (kind !== 'acl' && kind !== 'flow') return undefined;
  if (typeof stage !== 'number' || typeof priority !== 'number' || typeof afterLb !== 'boolean') return undefined;
  if (typeof owner !== 'string' || typeof direction !== 'string' || typeof stageName !== 'string') return undefined;
  if (typeof match !== 'string' || typeof action !== 'string' || typeof name !== 'string') return undefined;
  return { kind, owner, direction, stage, stageName, afterLb, priority, match, action, name };
}

function readTestPacket(value: unknown): TestPacket | undefined {
  if (!isRecord(value)) return undefined;
  const { id, name, kind, text, inport, outport } = value;
  if (typeof id !== 'string' || typeof name !== 'string' || typeof text !== 'string') return undefined;
  if (kind !== 'microflow' && kind !== 'hex') return undefined;
  if (typeof inport !== 'string' || typeof outport !== 'string') return undefined;
  return { id, name, kind, text, inport, outport };
}

function readList<T>(value: unknown, read: (item: unknown) => T | undefined): readonly T[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const items: T[] = [];
  for (const item of value) {
    const found = read(item);
    if (found === undefined) return undefined;
    items.push(found);
  }
  return items;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
