/** Reads action lists in the syntax of ovs-actions(7). */
import { err, ok, type Result } from '../base';
import type { OfAction } from './actions';
import { parseLearn } from './learn';
import { parseSubfield, type Subfield } from './subfields';
import { FIELDS, findField } from './fields';
import { onesOf } from './flow';
import { parseEthernet, parseFieldValue, parseInteger, parseIpv4, parsePort, type PortNames } from './parse-values';
import { splitKeyValues, type KeyValue } from './tokens';
import { RESERVED_PORTS } from './values';

export interface ParseActionsOptions {
  /** Resolves port names in `output:NAME` and `resubmit(NAME,…)`. */
  readonly ports?: PortNames;
  /** Added to the ranges of problems, for a list inside a longer text. */
  readonly offset?: number;
}

/** Reads `output:1,drop`-like lists; `drop` and "" are the empty list. Problems have ovs-ofctl's message and a range. */
export function parseActions(text: string, options: ParseActionsOptions = {}): Result<readonly OfAction[]> {
  const actions: OfAction[] = [];
  const pairs = splitKeyValues(text, options.offset ?? 0);
  const drop = pairs.find(({ key }) => key === 'drop');
  for (const pair of pairs) {
    const action = parseAction(pair, options.ports);
    if (!action.ok) {
      const empty = pair.valueRange.start === pair.valueRange.end;
      const range = empty || action.error.startsWith('unknown action') ? pair.keyRange : pair.valueRange;
      return err({ code: 'bad-action', message: action.error, range });
    }
    if (action.value) actions.push(action.value);
  }
  if (drop && actions.length > 0) {
    const message = '"drop" must not be accompanied by any other action or instruction';
    return err({ code: 'bad-action', message, range: drop.keyRange });
  }
  const other = actions.find(({ type }) => type !== 'conjunction' && type !== 'note');
  if (other && actions.some(({ type }) => type === 'conjunction')) {
    const message = `"conjunction" actions may be used along with "note" but not any other kind of action (such as the "${other.type}" action used here)`;
    return err({ code: 'bad-action', message });
  }
  return ok(actions);
}

type Parsed = Result<OfAction | undefined, string>;
type Parser = (value: string, ports: PortNames | undefined) => Parsed;

function parseAction({ key, value }: KeyValue, ports: PortNames | undefined): Parsed {
  const parser = PARSERS.get(key.toLowerCase());
  if (parser) return parser(value, ports);
  const port = parsePort(key, ports);
  if (port === undefined) return err(`unknown action ${key}`);
  if (port !== RESERVED_PORTS.CONTROLLER) return ok({ type: 'output', port });
  return parseController(value);
}

/** Actions of the switch of 2015 that this one does not have; what it never heard of is an unknown action. */
const NOT_PLAYED = [
  'group',
  'enqueue',
  'multipath',
  'bundle',
  'bundle_load',
  'fin_timeout',
  'sample',
  'meter',
  'apply_actions',
  'clear_actions',
  'write_actions',
  'push_mpls',
  'pop_mpls',
  'set_mpls_label',
  'set_mpls_tc',
  'set_mpls_ttl',
  'dec_mpls_ttl',
] as const;

const PARSERS: ReadonlyMap<string, Parser> = new Map<string, Parser>([
  ['drop', () => ok(undefined)],
  ['exit', () => ok({ type: 'exit' })],
  ['strip_vlan', () => ok({ type: 'strip_vlan' })],
  ['pop_vlan', () => ok({ type: 'strip_vlan', pop: true })],
  ['pop_queue', () => ok({ type: 'pop_queue' })],
  ['output', parseOutput],
  ['resubmit', parseResubmit],
  ['goto_table', (text) => number(text, 'table', 0, 254, (table) => ({ type: 'goto_table', table }))],
  ['load', parseLoad],
  ['set_field', parseSetField],
  ['move', parseMove],
  ['push', (text) => withSubfield(text, (subfield) => ({ type: 'push', ...subfield }))],
  ['pop', (text) => withSubfield(text, (subfield) => ({ type: 'pop', ...subfield }))],
  ['push_vlan', parsePushVlan],
  ['mod_vlan_vid', (text) => vlan(text, 'VLAN VID', 0xfff, (value) => ({ type: 'mod_vlan_vid', value }))],
  ['set_vlan_vid', (text) => vlan(text, 'VLAN VID', 0xfff, (value) => ({ type: 'mod_vlan_vid', value }))],
  ['mod_vlan_pcp', (text) => vlan(text, 'VLAN PCP', 7, (value) => ({ type: 'mod_vlan_pcp', value }))],
  ['set_vlan_pcp', (text) => vlan(text, 'VLAN PCP', 7, (value) => ({ type: 'mod_vlan_pcp', value }))],
  ['mod_dl_src', (text) => ethernet(text, (value) => ({ type: 'mod_dl_src', value }))],
  ['mod_dl_dst', (text) => ethernet(text, (value) => ({ type: 'mod_dl_dst', value }))],
  ['mod_nw_src', (text) => ipv4(text, (value) => ({ type: 'mod_nw_src', value }))],
  ['mod_nw_dst', (text) => ipv4(text, (value) => ({ type: 'mod_nw_dst', value }))],
  ['mod_nw_tos', parseTos],
  ['mod_nw_ecn', (text) => number(text, 'ECN', 0, 3, (value) => ({ type: 'mod_nw_ecn', value }))],
  ['mod_nw_ttl', (text) => number(text, 'TTL', 0, 255, (value) => ({ type: 'mod_nw_ttl', value }))],
  ['mod_tp_src', (text) => number(text, 'source port', 0, 65535, (value) => ({ type: 'mod_tp_src', value }))],
  ['mod_tp_dst', (text) => number(text, 'destination port', 0, 65535, (value) => ({ type: 'mod_tp_dst', value }))],
  ['dec_ttl', parseDecTtl],
  ['set_tunnel', (text) => parseTunnel(text, false)],
  ['set_tunnel64', (text) => parseTunnel(text, true)],
  ['set_queue', (text) => number(text, 'queue', 0, 0xffffffff, (queue) => ({ type: 'set_queue', queue }))],
  ['write_metadata', parseWriteMetadata],
  ['conjunction', parseConjunction],
  ['note', parseNote],
  [
    'learn',
    (text) => {
      const learn = parseLearn(text);
      return learn.ok ? ok({ type: 'learn', ...learn.value }) : learn;
    },
  ],
  ...NOT_PLAYED.map((name): [string, Parser] => [name, () => err(`${name}: this switch does not have that action`)]),
]);

function parseOutput(text: string, ports: PortNames | undefined): Parsed {
  if (text.includes('[') || (findField(text) !== undefined && parsePort(text, ports) === undefined)) {
    return withSubfield(text, (source) => ({ type: 'output_reg', source }));
  }
  const port = parsePort(text, ports);
  return port === undefined ? err(`${text}: output to unknown port`) : ok({ type: 'output', port });
}

function parseController(text: string): Parsed {
  const maxLen = text === '' ? 65535 : parseInteger(text.replace(/^max_len=/, ''));
  if (maxLen === undefined || maxLen > 65535n) return err(`${text}: unknown key for controller action`);
  return ok({ type: 'output', port: RESERVED_PORTS.CONTROLLER, maxLen: Number(maxLen) });
}

function parseResubmit(text: string, ports: PortNames | undefined): Parsed {
  const [portText = '', tableText = ''] = text.split(',').map((part) => part.trim());
  const port = portText === '' ? RESERVED_PORTS.IN_PORT : parsePort(portText, ports);
  if (port === undefined) return err(`${portText}: resubmit to unknown port`);
  const table = tableText === '' ? 255n : parseInteger(tableText);
  if (table === undefined || table > 255n) return err(`${tableText}: resubmit to unknown table`);
  if (port === RESERVED_PORTS.IN_PORT && table === 255n) {
    return err('at least one "in_port" or "table" must be specified on resubmit');
  }
  return ok({
    type: 'resubmit',
    ...(port === RESERVED_PORTS.IN_PORT ? {} : { port }),
    ...(table === 255n ? {} : { table: Number(table) }),
  });
}

function parseLoad(text: string): Parsed {
  const arrow = splitArrow(text);
  if (!arrow.ok) return arrow;
  const value = parseInteger(arrow.value.left);
  if (value === undefined) return err(`${text}: cannot parse integer value`);
  return withSubfield(arrow.value.right, (target) => {
    if (value >= 1n << BigInt(target.bits))
      return `${text}: value ${arrow.value.left} does not fit into ${target.bits} bits`;
    return FIELDS[target.field].writable ? { type: 'load', value, ...target } : `${target.field} is read-only`;
  });
}

function parseSetField(text: string): Parsed {
  const arrow = splitArrow(text);
  if (!arrow.ok) return arrow;
  const { left, right } = arrow.value;
  const field = findField(right);
  if (field === undefined) return err(`${right} is not a valid OXM field name`);
  if (!FIELDS[field].writable) return err(`${field} is read-only`);
  if (left === '') return err(`: bad syntax for ${field} value`);
  const parsed = parseFieldValue(field, left);
  if (!parsed.ok) return parsed;
  // Setting no bit is no action, as in the tool.
  if (parsed.value.mask === 0n) return ok(undefined);
  const ones = onesOf(field);
  const value = parsed.value.value & ones;
  const { mask } = parsed.value;
  // Masking with a prefix does not clear the host bits of an address here, as in the tool.
  return ok({ type: 'set_field', field, value: value & mask, ...(mask === ones ? {} : { mask }) });
}

function parseMove(text: string): Parsed {
  const arrow = splitArrow(text);
  if (!arrow.ok) return arrow;
  const source = parseSubfield(arrow.value.left);
  if (!source.ok) return source;
  return withSubfield(arrow.value.right, (target) => {
    if (target.bits !== source.value.bits) {
      return `${text}: source field is ${source.value.bits} bits wide but destination is ${target.bits} bits wide`;
    }
    return FIELDS[target.field].writable
      ? { type: 'move', source: source.value, target }
      : `${target.field} is read-only`;
  });
}

function parsePushVlan(text: string): Parsed {
  const ethertype = parseInteger(text);
  if (ethertype === undefined || ethertype > 0xffffn) return err(`invalid ethertype "${text}"`);
  if (ethertype !== 0x8100n && ethertype !== 0x88a8n) return err(`${text}: not a valid VLAN ethertype`);
  return ok({ type: 'push_vlan', ethertype: Number(ethertype) });
}

function parseTos(text: string): Parsed {
  const value = parseInteger(text);
  if (value === undefined || value > 255n) return err(`invalid TOS "${text}"`);
  return (value & 3n) !== 0n ? err(`${text}: not a valid TOS`) : ok({ type: 'mod_nw_tos', value: Number(value) });
}

function parseDecTtl(text: string): Parsed {
  const words = text.split(/[,\s]+/).filter((word) => word !== '');
  const controllers = words.map((word) => parseInteger(word));
  const bad = controllers.findIndex((id) => id === undefined || id > 0xffffn);
  if (bad >= 0) return err(`dec_ttl_cnt_ids: invalid controller id "${words[bad] ?? ''}"`);
  return ok({ type: 'dec_ttl', controllers: words.length === 0 ? [0] : controllers.map(Number) });
}

function parseTunnel(text: string, wide: boolean): Parsed {
  const value = parseInteger(text);
  if (value === undefined || value >= 1n << 64n) return err(`invalid numeric format ${text}`);
  return ok({ type: 'set_tunnel', value, wide: wide || value > 0xffffffffn });
}

function parseWriteMetadata(text: string): Parsed {
  const parsed = parseFieldValue('metadata', text);
  return parsed.ok ? ok({ type: 'write_metadata', ...parsed.value }) : parsed;
}

function parseConjunction(text: string): Parsed {
  const found = /^\s*(0x[0-9a-f]+|\d+)\s*,\s*(\d+)\s*\/\s*(\d+)\s*$/i.exec(text);
  if (!found) return err('"conjunction" syntax is "conjunction(id,i/n)"');
  // The tool reads an id of 32 bits and drops what is above them.
  const id = Number(BigInt.asUintN(32, BigInt(found[1] ?? '')));
  const [clause, clauses] = [Number(found[2]), Number(found[3])];
  if (clauses < 2) return err('conjunction must have at least 2 clauses');
  if (clauses > 64) return err('conjunction must have at most 64 clauses');
  if (clause < 1) return err('clause index must be positive');
  if (clause > clauses) return err('clause index must be less than or equal to number of clauses');
  return ok({ type: 'conjunction', id, clause, clauses });
}

/** A note's bytes fill its action up to a multiple of eight bytes, of which ten are header. */
function parseNote(text: string): Parsed {
  const words = text.split('.').filter((word) => word !== '');
  if (!words.every((word) => /^[0-9a-f]{2}$/i.test(word))) return err("bad hex digit in `note' argument");
  const bytes = words.map((word) => Number.parseInt(word, 16));
  while ((bytes.length + 10) % 8 !== 0 || bytes.length === 0) bytes.push(0);
  return ok({ type: 'note', bytes });
}

/** `build` gives the action, or the message of what is wrong with it. */
function withSubfield(text: string, build: (subfield: Subfield) => OfAction | string): Parsed {
  const subfield = parseSubfield(text);
  if (!subfield.ok) return subfield;
  const built = build(subfield.value);
  return typeof built === 'string' ? err(built) : ok(built);
}

function splitArrow(text: string): Result<{ readonly left: string; readonly right: string }, string> {
  const at = text.indexOf('->');
  if (at < 0) return err(`${text}: missing \`->'`);
  if (at + 2 === text.length) return err(`${text}: missing field name following \`->'`);
  return ok({ left: text.slice(0, at), right: text.slice(at + 2) });
}

function number(text: string, what: string, min: number, max: number, build: (value: number) => OfAction): Parsed {
  const value = parseInteger(text);
  const fits = value !== undefined && value >= BigInt(min) && value <= BigInt(max);
  return fits ? ok(build(Number(value))) : err(`invalid ${what} "${text}"`);
}

function vlan(text: string, what: string, max: number, build: (value: number) => OfAction): Parsed {
  const value = parseInteger(text);
  if (value === undefined || value > 0xffffn) return err(`invalid ${what} "${text}"`);
  return value > BigInt(max) ? err(`${text}: not a valid ${what}`) : ok(build(Number(value)));
}

function ethernet(text: string, build: (value: bigint) => OfAction): Parsed {
  const value = parseEthernet(text);
  return value === undefined ? err(`invalid mac address ${text}`) : ok(build(value));
}

function ipv4(text: string, build: (value: bigint) => OfAction): Parsed {
  const value = parseIpv4(text);
  return value === undefined ? err(`${text}: invalid IP address`) : ok(build(value));
}
