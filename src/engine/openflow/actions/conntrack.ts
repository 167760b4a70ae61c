/** Connection tracking with its address translation. */
import { err, ok, type Result } from '../../base';
import { formatSubfield, parseSubfield, type Subfield } from '../subfields';
import { parseInteger, parseIpv4, parseIpv6 } from '../parse-values';
import { splitKeyValues } from '../tokens';
import { formatIpv4, formatIpv6 } from '../values';
import type { ActionBase, ActionLists, OfActionKind, ReadContext } from './kind';
import { readNumber } from './reading';

/** Asks the connection tracker, and may commit the connection. */
export interface CtAction<A> {
  readonly type: 'ct';
  readonly commit?: true;
  readonly force?: true;
  /** Where a copy of the packet goes on when the tracker has answered; absent: nowhere. */
  readonly table?: number;
  /** Absent: zone 0. */
  readonly zone?: number | Subfield;
  readonly nat?: Nat;
  /** What is written into ct_mark and ct_label of a committed connection. */
  readonly exec: readonly A[];
  readonly alg?: 'ftp' | 'tftp';
}

/** Without a type: as the connection says. */
export interface Nat {
  readonly type?: 'src' | 'dst';
  readonly range?: NatRange;
  readonly flags: readonly NatFlag[];
}

/** Of a range of one, `max` is absent. */
export interface NatRange {
  readonly version: 4 | 6;
  readonly min: bigint;
  readonly max?: bigint;
  readonly minPort?: number;
  readonly maxPort?: number;
}

/** In the order in which they are printed. */
const NAT_FLAGS = ['persistent', 'hash', 'random'] as const;
export type NatFlag = (typeof NAT_FLAGS)[number];

export function ctKind<A extends ActionBase>(lists: ActionLists<A>): OfActionKind<CtAction<A>> {
  return {
    document: {
      form: 'ct(commit,table=N,zone=ZONE,nat(src=ADDRESS),exec(…))',
      text: 'Sends the packet through the connection tracker of a zone; a copy goes on in the table, with its state in ct_state.',
    },
    words: { ct: (text, context) => readCt(text, context, lists) },
    format({ commit, force, table, zone, nat, exec, alg }) {
      const words = [
        ...(commit ? ['commit'] : []),
        ...(force ? ['force'] : []),
        ...(table === undefined ? [] : [`table=${table}`]),
        ...(zone === undefined ? [] : [`zone=${typeof zone === 'number' ? zone : formatSubfield(zone)}`]),
        ...(nat === undefined ? [] : [formatNat(nat)]),
        ...(exec.length === 0 ? [] : [`exec(${lists.format(exec)})`]),
        ...(alg === undefined ? [] : [`alg=${alg}`]),
      ];
      return words.length === 0 ? 'ct' : `ct(${words.join(',')})`;
    },
  };
}

function readCt<A extends ActionBase>(
  text: string,
  context: ReadContext,
  lists: ActionLists<A>,
): Result<CtAction<A>, string> {
  const read: { -readonly [Key in keyof CtAction<A>]: CtAction<A>[Key] } = { type: 'ct', exec: [] };
  for (const { key, value } of splitKeyValues(text)) {
    if (key === 'commit') read.commit = true;
    else if (key === 'force') read.force = true;
    else if (key === 'table') {
      const table = readNumber(value, 'recirculate table', 254);
      if (!table.ok) return table;
      read.table = table.value;
    } else if (key === 'zone') {
      const zone = readZone(value);
      if (!zone.ok) return zone;
      read.zone = zone.value;
    } else if (key === 'nat') {
      const nat = readNat(value);
      if (!nat.ok) return nat;
      read.nat = nat.value;
    } else if (key === 'exec') {
      const exec = lists.read(value, context);
      if (!exec.ok) return exec;
      const stray = exec.value.find(({ type }) => type !== 'set_field' && type !== 'load' && type !== 'move');
      if (stray) return err(`"ct" action doesn't support nested action "${stray.type}"`);
      read.exec = exec.value;
    } else if (key === 'alg') {
      if (value !== 'ftp' && value !== 'tftp') return err(`invalid alg "${value}"`);
      read.alg = value;
    } else return err(`invalid argument to "ct" action: \`${key}'`);
  }
  return read.force && !read.commit ? err('"force" flag requires "commit" flag.') : ok(read);
}

function readZone(text: string): Result<number | Subfield, string> {
  if (parseInteger(text) !== undefined) return readNumber(text, 'zone', 0xffff);
  const zone = parseSubfield(text);
  if (zone.ok && zone.value.bits !== 16) return err(`${text}: zone must be 16 bits wide`);
  return zone;
}

function readNat(text: string): Result<Nat, string> {
  const read: { -readonly [Key in keyof Nat]: Nat[Key] } = { flags: [] };
  const flags: NatFlag[] = [];
  for (const { key, value } of splitKeyValues(text)) {
    const flag = NAT_FLAGS.find((name) => name === key);
    if (flag !== undefined) flags.push(flag);
    else if (key === 'src' || key === 'dst') {
      if (read.type !== undefined) return err('May only specify one of "src" or "dst".');
      read.type = key;
      if (value === '') continue;
      const range = readRange(value);
      if (!range.ok) return range;
      read.range = range.value;
    } else return err(`invalid key "${key}" in "nat" argument`);
  }
  return ok({ ...read, flags: NAT_FLAGS.filter((name) => flags.includes(name)) });
}

/** `ADDRESS[-ADDRESS][:PORT[-PORT]]`; IPv6 addresses with ports stand in brackets. */
function readRange(text: string): Result<NatRange, string> {
  const wrong = () => err(`invalid nat range "${text}"`);
  const six = /^\[([0-9a-f:.]+)\](?:-\[([0-9a-f:.]+)\])?(?::(\d+)(?:-(\d+))?)?$/i.exec(text);
  const bare = text.includes('.') && !/:.*:/.test(text) ? null : /^([0-9a-f:.]+)(?:-([0-9a-f:.]+))?$/i.exec(text);
  const four = /^([\d.]+)(?:-([\d.]+))?(?::(\d+)(?:-(\d+))?)?$/.exec(text);
  const [version, found] = six || bare ? ([6, six ?? bare] as const) : ([4, four] as const);
  if (!found) return wrong();
  const read = version === 6 ? parseIpv6 : parseIpv4;
  const min = read(found[1] ?? '');
  const max = found[2] === undefined ? undefined : read(found[2]);
  if (min === undefined || (found[2] !== undefined && max === undefined)) return wrong();
  if (max !== undefined && max < min) return wrong();
  const [minPort, maxPort] = [found[3], found[4]].map((port) => (port === undefined ? undefined : Number(port)));
  if ((minPort ?? 0) > 65535 || (maxPort ?? 0) > 65535 || (maxPort ?? minPort ?? 0) < (minPort ?? 0)) return wrong();
  return ok({
    version,
    min,
    ...(max === undefined || max === min ? {} : { max }),
    ...(minPort === undefined || minPort === 0 ? {} : { minPort }),
    ...(maxPort === undefined || maxPort === minPort ? {} : { maxPort }),
  });
}

/** `nat(src=ADDRESS)` */
export function formatNat({ type, range, flags }: Nat): string {
  if (type === undefined) return flags.length === 0 ? 'nat' : `nat(${flags.join(',')})`;
  const head = range === undefined ? type : `${type}=${formatRange(range)}`;
  return `nat(${[head, ...flags].join(',')})`;
}

function formatRange({ version, min, max, minPort, maxPort }: NatRange): string {
  const bracket = version === 6 && minPort !== undefined;
  const address = (value: bigint) => {
    const text = version === 6 ? formatIpv6(value) : formatIpv4(value);
    return bracket ? `[${text}]` : text;
  };
  const addresses = max === undefined ? address(min) : `${address(min)}-${address(max)}`;
  if (minPort === undefined) return addresses;
  return `${addresses}:${minPort}${maxPort === undefined ? '' : `-${maxPort}`}`;
}

/** Forgets what the tracker said of the packet. */
export interface CtClearAction {
  readonly type: 'ct_clear';
}

export const ctClear: OfActionKind<CtClearAction> = {
  document: { form: 'ct_clear', text: 'Forgets what the connection tracker said of the packet.' },
  words: { ct_clear: () => ok({ type: 'ct_clear' }) },
  format: () => 'ct_clear',
};
