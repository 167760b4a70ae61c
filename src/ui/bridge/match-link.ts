/**
 * The whole state of the match lab as the text of a link: JSON, its checksum,
 * deflated, base64url. Every problem with what a link says is a sentence that names
 * the place, e.g. `packets[1].kind`.
 */
import {
  allOk,
  err,
  isRecord,
  JsonReader,
  ok,
  optional,
  orNull,
  parseJson,
  utf8Decode,
  utf8Encode,
  type Problem,
  type Result,
} from '../../engine/base';
import { seal, unseal } from '../../engine/scenario';
import { platformCompression } from './compression';
import { SYMBOL_CHOICES, type LabPort, type ProjectRule, type SymbolChoice, type TestPacket } from './match-protocol';

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

const DAMAGED: Problem = {
  code: 'damaged-link',
  message: 'This link is damaged: a part of it is missing or was changed on the way.',
  hint: 'Copy the whole link again, from its first to its last character.',
};

export async function encodeMatchLink(state: MatchState): Promise<string> {
  const json = utf8Encode(JSON.stringify({ v: VERSION, ...state }));
  const deflated = await platformCompression.deflate(json);
  return seal(json, deflated);
}

export async function decodeMatchLink(text: string): Promise<Result<MatchState>> {
  try {
    const json = await unseal(text, (deflated) => platformCompression.inflate(deflated, LIMIT));
    const parsed = json && parseJson(utf8Decode(json));
    return parsed === undefined ? err(DAMAGED) : readMatchState(parsed.json);
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
  const state = new JsonReader(value, invalid);
  const fields = allOk({
    text: state.field('text').string(),
    symbols: state.field('symbols').oneOf(SYMBOL_CHOICES),
    addressSets: state.field('addressSets').list(readSet),
    portGroups: state.field('portGroups').list(readSet),
    ports: orNull(state.field('ports'), (ports) => ports.list(readPort)),
    packets: state.field('packets').list(readTestPacket),
    focus: orNull(state.field('focus'), (focus) => focus.string()),
    other: state.field('other').string(),
    // Links of before there were lists have none.
    templates: optional(state.field('templates'), (templates) => templates.list(readSet)),
    rules: optional(state.field('rules'), (rules) => rules.list(readRule)),
  });
  if (!fields.ok) return fields;
  const { rules = [], templates = [] } = fields.value;
  const rule = typeof value.rule === 'number' && rules[value.rule] !== undefined ? value.rule : null;
  return ok({ ...fields.value, templates, rules, rule });
}

export function matchStateJson(state: MatchState): string {
  return JSON.stringify({ v: VERSION, ...state });
}

function invalid(path: string): Problem {
  return { code: 'invalid-link', message: `This link is damaged: its “${path}” is not what it should be.` };
}

function readSet(set: JsonReader): Result<NamedSet> {
  return allOk({ name: set.field('name').string(), members: set.field('members').string() });
}

function readPort(port: JsonReader): Result<LabPort> {
  return allOk({ name: port.field('name').string(), key: port.field('key').integer(1, 65_535) });
}

function readRule(rule: JsonReader): Result<ProjectRule> {
  return allOk({
    kind: rule.field('kind').oneOf(['acl', 'flow'] as const),
    owner: rule.field('owner').string(),
    direction: rule.field('direction').string(),
    stage: rule.field('stage').number(),
    stageName: rule.field('stageName').string(),
    afterLb: rule.field('afterLb').boolean(),
    priority: rule.field('priority').number(),
    match: rule.field('match').string(),
    action: rule.field('action').string(),
    name: rule.field('name').string(),
  });
}

function readTestPacket(packet: JsonReader): Result<TestPacket> {
  return allOk({
    id: packet.field('id').string(),
    name: packet.field('name').string(),
    kind: packet.field('kind').oneOf(['microflow', 'hex'] as const),
    text: packet.field('text').string(),
    inport: packet.field('inport').string(),
    outport: packet.field('outport').string(),
  });
}
