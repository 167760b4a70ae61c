/**
 * The action `learn`, with which a flow makes other flows out of the packets that
 * it matches (ovs-actions(7); lib/learn.c): what it says, and its text.
 */
import { err, ok, type Result } from '../../base';
import { FIELDS, findField } from '../fields';
import { formatFieldValue, formatSubfield, parseSubfield, type Subfield } from '../subfields';
import { parseFieldValue, parseInteger } from '../parse-values';
import { splitKeyValues } from '../tokens';
import { formatHex } from '../values';
import type { OfActionKind } from './kind';

export interface LearnAction {
  readonly type: 'learn';
  /** 0 to 254. */
  readonly table: number;
  readonly priority: number;
  readonly cookie: bigint;
  /** Seconds; 0: never. */
  readonly idleTimeout: number;
  readonly hardTimeout: number;
  /** What a packet with FIN or RST makes of the timeouts; kept and shown. */
  readonly finIdleTimeout: number;
  readonly finHardTimeout: number;
  readonly sendFlowRemoved: boolean;
  /** The flows go when the one that learned them goes. */
  readonly deleteLearned: boolean;
  /** How many flows it may have learned at a time; 0: as many as it likes. */
  readonly limit: number;
  /** Becomes 1 when a flow was learned, 0 when the limit forbade it. */
  readonly result?: Subfield;
  readonly specs: readonly LearnSpec[];
}

/** What a part of the new flow is taken from: a field of the packet, or a value. */
export type LearnSource = { readonly from: Subfield } | { readonly value: bigint };

export type LearnSpec =
  | ({ readonly kind: 'match'; readonly to: Subfield } & LearnSource)
  | ({ readonly kind: 'load'; readonly to: Subfield } & LearnSource)
  | { readonly kind: 'output'; readonly from: Subfield };

export const learn: OfActionKind<LearnAction> = {
  document: {
    form: 'learn(table=N,FIELD[]=FIELD[],load:FIELD[]->FIELD[],…)',
    text: 'Puts a flow into a table, with a match and actions made out of the packet.',
  },
  words: { learn: parseLearn },
  format: formatLearn,
};

/** Reads what stands in the parentheses; the error is a message. */
function parseLearn(text: string): Result<LearnAction, string> {
  const read: { -readonly [Key in keyof LearnAction]: LearnAction[Key] } = {
    type: 'learn',
    table: 1,
    priority: 32768,
    cookie: 0n,
    idleTimeout: 0,
    hardTimeout: 0,
    finIdleTimeout: 0,
    finHardTimeout: 0,
    sendFlowRemoved: false,
    deleteLearned: false,
    limit: 0,
    specs: [],
  };
  const specs: LearnSpec[] = [];
  for (const { key, value } of splitKeyValues(text)) {
    const number = NUMBERS[key];
    if (key === 'cookie') read.cookie = parseInteger(value) ?? 0n;
    else if (key === 'send_flow_rem') read.sendFlowRemoved = true;
    else if (key === 'delete_learned') read.deleteLearned = true;
    else if (key === 'limit') read.limit = Number(parseInteger(value) ?? 0n);
    else if (key === 'result_dst') {
      const result = parseSubfield(value);
      if (!result.ok) return result;
      if (result.value.bits !== 1) return err("result_dst in 'learn' action must be a single bit");
      read.result = result.value;
    } else if (number !== undefined) {
      const given = parseInteger(value) ?? 0n;
      if (key === 'table' && given >= 255n) return err(`${text}: table id ${given} not valid for \`learn\' action`);
      if (given > 0xffffn) return err(`${text}: ${value} is not valid for ${key}`);
      read[number] = Number(given);
    } else {
      const spec = parseSpec(text, key, value);
      if (!spec.ok) return spec;
      specs.push(spec.value);
    }
  }
  return ok({ ...read, specs });
}

function formatLearn(action: LearnAction): string {
  const words = [`table=${action.table}`];
  const add = (name: string, value: number, usual: number) => {
    if (value !== usual) words.push(`${name}=${value}`);
  };
  add('idle_timeout', action.idleTimeout, 0);
  add('hard_timeout', action.hardTimeout, 0);
  add('fin_idle_timeout', action.finIdleTimeout, 0);
  add('fin_hard_timeout', action.finHardTimeout, 0);
  add('priority', action.priority, 32768);
  if (action.sendFlowRemoved) words.push('send_flow_rem');
  if (action.deleteLearned) words.push('delete_learned');
  if (action.cookie !== 0n) words.push(`cookie=${formatHex(action.cookie)}`);
  add('limit', action.limit, 0);
  if (action.result) words.push(`result_dst=${formatSubfield(action.result)}`);
  return `learn(${[...words, ...action.specs.map(formatSpec)].join(',')})`;
}

type NumberKey = 'table' | 'priority' | 'idleTimeout' | 'hardTimeout' | 'finIdleTimeout' | 'finHardTimeout';

const NUMBERS: Readonly<Record<string, NumberKey | undefined>> = {
  table: 'table',
  priority: 'priority',
  idle_timeout: 'idleTimeout',
  hard_timeout: 'hardTimeout',
  fin_idle_timeout: 'finIdleTimeout',
  fin_hard_timeout: 'finHardTimeout',
};

type ParsedSpec = Result<LearnSpec, string>;

function parseSpec(whole: string, key: string, value: string): ParsedSpec {
  const field = findField(key);
  if (field !== undefined) {
    const read = parseFieldValue(field, value);
    if (!read.ok) return read;
    const { bits } = FIELDS[field];
    if (read.value.mask !== (1n << BigInt(bits)) - 1n) return err(`${value}: wildcards not allowed here`);
    return ok({ kind: 'match', to: { field, offset: 0, bits }, value: read.value.value });
  }
  if (key.includes('[')) return parseMatchOf(whole, key, value);
  if (key === 'load') return parseLoadSpec(whole, value);
  if (key === 'output') {
    const from = parseSubfield(value);
    return from.ok ? ok({ kind: 'output', from: from.value }) : from;
  }
  return err(`${whole}: unknown keyword ${key}`);
}

/** `FIELD[]` alone: the same field of the packet. */
function parseMatchOf(whole: string, key: string, value: string): ParsedSpec {
  const to = parseSubfield(key);
  if (!to.ok) return to;
  const from = value === '' ? to : parseSubfield(value);
  if (!from.ok) return from;
  if (from.value.bits !== to.value.bits)
    return err(`${whole}: bit widths of ${key} (${from.value.bits}) and ${value} (${to.value.bits}) differ`);
  return ok({ kind: 'match', to: to.value, from: from.value });
}

function parseLoadSpec(whole: string, text: string): ParsedSpec {
  const [left = '', right] = text.split('->');
  if (right === undefined) return err(`load: missing \`->' in \`${text}'`);
  const to = parseSubfield(right);
  if (!to.ok) return to;
  if (left.includes('[')) {
    const from = parseSubfield(left);
    if (!from.ok) return from;
    if (from.value.bits === to.value.bits) return ok({ kind: 'load', to: to.value, from: from.value });
    return err(`${whole}: source field is ${from.value.bits} bits wide but destination is ${to.value.bits} bits wide`);
  }
  const value = parseInteger(left);
  if (value === undefined) return err(`${text}: missing \`->' following value`);
  if (value >= 1n << BigInt(to.value.bits)) return err(`${text}: value does not fit into ${to.value.bits} bits`);
  return ok({ kind: 'load', to: to.value, value });
}

function formatSpec(spec: LearnSpec): string {
  switch (spec.kind) {
    case 'output':
      return `output:${formatSubfield(spec.from)}`;
    case 'load':
      return `load:${'from' in spec ? formatSubfield(spec.from) : formatHex(spec.value)}->${formatSubfield(spec.to)}`;
    case 'match':
      return formatMatchOf(spec);
  }
}

function formatMatchOf(spec: Extract<LearnSpec, { kind: 'match' }>): string {
  const { to } = spec;
  if ('from' in spec) {
    const same = spec.from.field === to.field && spec.from.offset === to.offset;
    return same ? formatSubfield(to) : `${formatSubfield(to)}=${formatSubfield(spec.from)}`;
  }
  const whole = to.bits === FIELDS[to.field].bits;
  return whole
    ? `${to.field}=${formatFieldValue(to.field, spec.value)}`
    : `${formatSubfield(to)}=${formatHex(spec.value)}`;
}
