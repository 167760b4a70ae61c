/**
 * The action `learn`, with which a flow makes other flows out of the packets that
 * it matches (ovs-actions(7); lib/learn.c): what it says, and its text.
 */
import { err, ok, type Result } from '../base';
import { FIELDS, findField } from './fields';
import { formatFieldValue, formatSubfield, parseSubfield, type Subfield } from './subfields';
import { parseFieldValue, parseInteger } from './parse-values';
import { splitKeyValues } from './tokens';
import { formatHex } from './values';

export interface Learn {
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
  readonly specs: readonly LearnSpec[];
}

/** What a part of the new flow is taken from: a field of the packet, or a value. */
export type LearnSource = { readonly from: Subfield } | { readonly value: bigint };

export type LearnSpec =
  | ({ readonly kind: 'match'; readonly to: Subfield } & LearnSource)
  | ({ readonly kind: 'load'; readonly to: Subfield } & LearnSource)
  | { readonly kind: 'output'; readonly from: Subfield };

/** Reads what stands in the parentheses; the error is a message. */
export function parseLearn(text: string): Result<Learn, string> {
  const learn: { -readonly [Key in keyof Learn]: Learn[Key] } = {
    table: 1,
    priority: 32768,
    cookie: 0n,
    idleTimeout: 0,
    hardTimeout: 0,
    finIdleTimeout: 0,
    finHardTimeout: 0,
    sendFlowRemoved: false,
    specs: [],
  };
  const specs: LearnSpec[] = [];
  for (const { key, value } of splitKeyValues(text)) {
    const number = NUMBERS[key];
    if (key === 'cookie') learn.cookie = parseInteger(value) ?? 0n;
    else if (key === 'send_flow_rem') learn.sendFlowRemoved = true;
    else if (key === 'delete_learned')
      return err(`${text}: learned flows stay when the flow that learned them goes; delete_learned is not offered`);
    else if (number !== undefined) {
      const read = parseInteger(value) ?? 0n;
      if (key === 'table' && read >= 255n) return err(`${text}: table id ${read} not valid for \`learn\' action`);
      if (read > 0xffffn) return err(`${text}: ${value} is not valid for ${key}`);
      learn[number] = Number(read);
    } else {
      const spec = parseSpec(text, key, value);
      if (!spec.ok) return spec;
      specs.push(spec.value);
    }
  }
  return ok({ ...learn, specs });
}

/** `learn(table=10,NXM_OF_VLAN_TCI[0..11],…)` */
export function formatLearn(learn: Learn): string {
  const words = [`table=${learn.table}`];
  const add = (name: string, value: number, usual: number) => {
    if (value !== usual) words.push(`${name}=${value}`);
  };
  add('idle_timeout', learn.idleTimeout, 0);
  add('hard_timeout', learn.hardTimeout, 0);
  add('fin_idle_timeout', learn.finIdleTimeout, 0);
  add('fin_hard_timeout', learn.finHardTimeout, 0);
  add('priority', learn.priority, 32768);
  if (learn.sendFlowRemoved) words.push('send_flow_rem');
  if (learn.cookie !== 0n) words.push(`cookie=${formatHex(learn.cookie)}`);
  return `learn(${[...words, ...learn.specs.map(formatSpec)].join(',')})`;
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
