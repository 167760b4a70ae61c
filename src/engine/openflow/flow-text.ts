/** Whole flows: what add-flow reads and dump-flows prints. */
import { err, ok, type Millis, type Problem, type Result, type TextRange } from '../base';
import { formatActions, parseActions, type OfAction, type ParseActionsOptions } from './actions';
import { formatMatch } from './format-match';
import { matchKey, sameMatch, type Match } from './match';
import { canonicalMatch, isMatchKeyword, matchFromPairs, normalizeMatch } from './parse-match';
import { parseInteger, type PortNames } from './parse-values';
import { checkActions } from './prerequisites';
import { splitKeyValues, type KeyValue } from './tokens';
import { toOpenFlow10 } from './versions';

/** The priority of a flow that names none, OFP_DEFAULT_PRIORITY. */
export const DEFAULT_PRIORITY = 32768;

export interface FlowEntry {
  /** 0 to 254. */
  readonly table: number;
  /** 0 to 65535; the highest wins. */
  readonly priority: number;
  readonly match: Match;
  readonly actions: readonly OfAction[];
  /** 64 bits, opaque to the switch. */
  readonly cookie: bigint;
  /** Seconds without a packet before the flow goes; absent or 0: never. */
  readonly idleTimeout?: number;
  /** Seconds of life; absent or 0: for ever. */
  readonly hardTimeout?: number;
  /**
   * Who hands in flows may say which of several with equal priority wins: the one with the lowest rank, and before all
   * that have none. Otherwise OpenFlow leaves that open.
   */
  readonly rank?: string;
}

export interface FlowStats {
  readonly packets: number;
  readonly bytes: number;
  /** When the flow was added. */
  readonly since: Millis;
  /** When it last carried a packet; absent: never, which counts from `since`. */
  readonly used?: Millis;
  /** When its actions were last changed, if ever. */
  readonly modified?: Millis;
}

export interface FormatFlowOptions {
  /** Without stats and `now`, only what add-flow would read is printed, as with `--no-stats`. */
  readonly stats?: FlowStats;
  readonly now?: Millis;
  /** Print actions as the switch has them, and no ages, rather than as dump-flows over OpenFlow 1.0. */
  readonly modern?: boolean;
}

/** One line of ovs-ofctl dump-flows, without the line's end. */
export function formatFlow(entry: FlowEntry, options: FormatFlowOptions = {}): string {
  const { stats, now } = options;
  const head: string[] = [];
  const shown = stats !== undefined && now !== undefined;
  if (shown || entry.cookie !== 0n) head.push(`cookie=0x${entry.cookie.toString(16)}`);
  if (shown) head.push(`duration=${formatSeconds(now - stats.since)}s`);
  if (shown || entry.table !== 0) head.push(`table=${entry.table}`);
  if (shown) head.push(`n_packets=${stats.packets}`, `n_bytes=${stats.bytes}`);
  if (entry.idleTimeout) head.push(`idle_timeout=${entry.idleTimeout}`);
  if (entry.hardTimeout) head.push(`hard_timeout=${entry.hardTimeout}`);
  // Only Open vSwitch's own extension of OpenFlow 1.0 tells ages.
  if (shown && options.modern !== true) head.push(`idle_age=${Math.floor((now - (stats.used ?? stats.since)) / 1000)}`);
  if (shown && options.modern !== true && stats.modified !== undefined)
    head.push(`hard_age=${Math.floor((now - stats.modified) / 1000)}`);
  const rule = formatRule(entry);
  const lead = head.length === 0 ? ' ' : ` ${head.join(', ')}, `;
  const actions = options.modern === true ? entry.actions : toOpenFlow10(entry.actions);
  return `${lead}${rule}${rule === '' ? '' : ' '}actions=${formatActions(actions)}`;
}

/** `priority=100,in_port=1`; the default priority is not shown. */
export function formatRule(entry: Pick<FlowEntry, 'priority' | 'match'>): string {
  const match = formatMatch(entry.match);
  if (entry.priority === DEFAULT_PRIORITY) return match;
  return `priority=${entry.priority}${match === '' ? '' : `,${match}`}`;
}

/** Table, priority and match: what makes two flows the same flow to a switch. */
export function flowKey(entry: Pick<FlowEntry, 'table' | 'priority' | 'match'>): string {
  return `${entry.table}/${entry.priority}/${matchKey(entry.match)}`;
}

export interface ParsedFlow {
  /** Without `table`, 0. Normalized: nothing is matched whose prerequisites are not. */
  readonly entry: FlowEntry;
  /** What the text names itself; del-flows and mod-flows treat what is absent as "any". */
  readonly named: { readonly table: boolean; readonly priority: boolean; readonly cookieMask?: bigint };
  /** The note that ovs-ofctl logs when it drops part of a match. */
  readonly normalization?: { readonly before: string; readonly after: string };
  readonly outPort?: number;
}

export interface ParseFlowOptions extends Pick<ParseActionsOptions, 'asPrinted' | 'refuse'> {
  readonly ports?: PortNames;
  /** `delete` and `filter` (dump-flows) have no actions and may have an out_port. Absent: `add`. */
  readonly command?: 'add' | 'modify' | 'delete' | 'filter';
  /** For modify and delete: the flow of exactly this match and priority, so that `priority` may be given. */
  readonly strict?: boolean;
}

/** Reads the flow syntax of ovs-ofctl(8). A line of formatFlow reads too: its statistics are skipped. */
export function parseFlow(text: string, options: ParseFlowOptions = {}): Result<ParsedFlow> {
  const command = options.command ?? 'add';
  const found = /(^|[\s,])actions?\s*=/.exec(text);
  const wantsActions = command === 'add' || command === 'modify';
  const end = { start: text.length, end: text.length };
  if (!found && wantsActions) return problem('missing-actions', 'must specify an action', end);
  const head = found && wantsActions ? text.slice(0, found.index) : text;
  const state: Draft = { table: 0, priority: DEFAULT_PRIORITY, cookie: 0n, idleTimeout: 0, hardTimeout: 0 };
  const named = { table: false, priority: false };
  const matchWords: KeyValue[] = [];
  for (const pair of splitKeyValues(head)) {
    const wrong = readWord(pair, state, named, matchWords, options);
    if (wrong) return err(wrong);
  }
  if (command === 'add' && state.cookieMask !== undefined) {
    return problem('bad-value', 'flow additions cannot use a cookie mask', { start: 0, end: head.length });
  }
  const match = matchFromPairs(matchWords, options.ports ? { ports: options.ports } : {});
  if (!match.ok) return match;
  const normal = normalizeMatch(match.value);
  const actionsAt = found && wantsActions ? found.index + found[0].length : text.length;
  const actions = parseActions(text.slice(actionsAt), { ...options, offset: actionsAt });
  if (!actions.ok) return actions;
  const consistent = checkActions(normal, actions.value);
  if (!consistent.ok) return err({ ...consistent.error, range: { start: actionsAt, end: text.length } });
  const { cookieMask, outPort, idleTimeout, hardTimeout, ...rest } = state;
  return ok({
    entry: {
      ...rest,
      match: normal,
      actions: actions.value,
      ...(idleTimeout > 0 ? { idleTimeout } : {}),
      ...(hardTimeout > 0 ? { hardTimeout } : {}),
    },
    named: { ...named, ...(cookieMask === undefined ? {} : { cookieMask }) },
    ...(sameMatch(normal, canonicalMatch(match.value))
      ? {}
      : { normalization: { before: formatMatch(match.value), after: formatMatch(normal) } }),
    ...(outPort === undefined ? {} : { outPort }),
  });
}

interface Draft {
  table: number;
  priority: number;
  cookie: bigint;
  cookieMask?: bigint;
  outPort?: number;
  idleTimeout: number;
  hardTimeout: number;
}

/** What dump-flows prints and add-flow skips, and flags without effect here. */
const IGNORED = new Set([
  'duration',
  'n_packets',
  'n_bytes',
  'idle_age',
  'hard_age',
  'send_flow_rem',
  'check_overlap',
  'reset_counts',
  'no_packet_counts',
  'no_byte_counts',
]);

function readWord(
  pair: KeyValue,
  state: Draft,
  named: { table: boolean; priority: boolean },
  matchWords: KeyValue[],
  options: ParseFlowOptions,
): Problem | undefined {
  const { key, value, valueRange } = pair;
  const command = options.command ?? 'add';
  const bad = (message: string): Problem => ({ code: 'bad-value', message, range: valueRange });
  if (IGNORED.has(key)) return undefined;
  if (isMatchKeyword(key)) {
    matchWords.push(pair);
    return undefined;
  }
  if (value === '' && FLOW_WORDS_OF_ADD.has(key)) {
    return { code: 'missing-value', message: `field ${key} missing value`, range: pair.keyRange };
  }
  const number = parseInteger(value);
  switch (key) {
    case 'table':
      if (number === undefined || number > 255n) return bad(`unknown table "${value}"`);
      state.table = Number(number);
      named.table = number !== 255n;
      return undefined;
    case 'priority':
      if (command !== 'add' && command !== 'modify' && options.strict !== true) break;
      if (number === undefined || number > 65535n) return bad(`invalid priority "${value}"`);
      state.priority = Number(number);
      named.priority = true;
      return undefined;
    case 'idle_timeout':
    case 'hard_timeout':
      if (number === undefined || number > 65535n) return bad(`invalid ${key} "${value}"`);
      if (key === 'idle_timeout') state.idleTimeout = Number(number);
      else state.hardTimeout = Number(number);
      return undefined;
    case 'cookie': {
      const [head = '', mask] = value.split('/');
      const cookie = parseInteger(head);
      const bits = mask === undefined ? undefined : parseInteger(mask);
      if (cookie === undefined) return bad(`invalid numeric format ${head}`);
      if (mask !== undefined && bits === undefined) return bad(`invalid numeric format ${mask}`);
      state.cookie = cookie;
      if (bits !== undefined) state.cookieMask = bits;
      else if (command === 'delete' || command === 'filter') {
        return bad('cannot set cookie (to match on a cookie, specify a mask, e.g. cookie=5/-1)');
      }
      return undefined;
    }
    case 'out_port': {
      if (command !== 'delete' && command !== 'filter') break;
      const port = number === undefined ? options.ports?.(value) : Number(number);
      if (port === undefined) return bad(`${value} is not a valid OpenFlow port`);
      state.outPort = port;
      return undefined;
    }
  }
  return { code: 'unknown-keyword', message: `unknown keyword ${key}`, range: pair.keyRange };
}

const FLOW_WORDS_OF_ADD = new Set(['table', 'priority', 'cookie', 'idle_timeout', 'hard_timeout', 'out_port']);

function problem(code: string, message: string, range: TextRange): Result<never> {
  return err({ code, message, range });
}

/** `1.234` as ovs-ofctl prints a duration: up to three decimals, none when they are zero. */
function formatSeconds(millis: number): string {
  const seconds = Math.floor(millis / 1000);
  const rest = Math.floor(millis % 1000);
  return rest === 0 ? String(seconds) : `${seconds}.${String(rest).padStart(3, '0')}`;
}
