/** Groups and meters: what `ovs-ofctl add-group` and `add-meter` read, and what `dump-groups` and `dump-meters` print. */
import { err, ok, type Problem, type Result } from '../base';
import { formatActions, parseActions, type OfAction, type ParseActionsOptions } from './actions';
import { parseInteger, parsePort } from './parse-values';
import { formatPort, RESERVED_PORTS } from './values';

export interface Group {
  readonly id: number;
  readonly type: 'all' | 'select' | 'indirect' | 'ff';
  /** Of a `select` group; absent: the switch's own choice. */
  readonly method?: 'dp_hash' | 'hash';
  /** What the method is told besides: for dp_hash the algorithm (upper 32 bits, 1 is symmetric) and the basis. */
  readonly parameter?: bigint;
  /** The fields that `hash` looks at, as they are written. */
  readonly fields?: string;
  readonly buckets: readonly Bucket[];
}

export interface Bucket {
  readonly id: number;
  readonly weight: number;
  /** The bucket is used while this port is up. */
  readonly watchPort?: number;
  /** The bucket is used while this group has a bucket in use. */
  readonly watchGroup?: number;
  readonly actions: readonly OfAction[];
}

export interface Meter {
  readonly id: number;
  /** In the order in which they are printed: kbps or pktps, burst, stats. */
  readonly flags: readonly string[];
  readonly bands: readonly { readonly type: 'drop'; readonly rate: number; readonly burst?: number }[];
}

const TYPES: ReadonlySet<string> = new Set(['all', 'select', 'indirect', 'ff']);

/** One line of `dump-groups`, or what `add-group` takes. */
export function parseGroup(text: string, options: ParseActionsOptions = {}): Result<Group> {
  const [head = '', ...buckets] = text.trim().split(/,?\s*\bbucket\s*=\s*/);
  const said = new Map<string, string>();
  for (const pair of head.matchAll(/([a-z_]+)(?:=|(?=\())([^,(]*(?:\([^)]*\))?)/g))
    said.set(pair[1] ?? '', pair[2] ?? '');
  const id = parseInteger(said.get('group_id') ?? '');
  if (!said.has('group_id')) return bad('must specify a group_id');
  if (id === undefined || id > 0xffffff00n) return bad(`invalid group id in "${text}"`);
  const type = said.get('type') ?? '';
  if (!isType(type)) return bad(`invalid group type ${type}`);
  if (type === 'indirect' && buckets.length > 1) return bad('Indirect groups can have at most one bucket.');
  const method = said.get('selection_method');
  if (method !== undefined && method !== 'dp_hash' && method !== 'hash')
    return bad(`${method}: unknown selection method`);
  const parameter = parseInteger(said.get('selection_method_param') ?? '');
  const fields = said.get('fields');
  const read: Bucket[] = [];
  for (const [index, bucket] of buckets.entries()) {
    const one = parseBucket(bucket, index, type, options);
    if (!one.ok) return one;
    if (type === 'ff' && one.value.watchPort === undefined && one.value.watchGroup === undefined)
      return bad('fast failover bucket requires watch_port or watch_group');
    read.push(one.value);
  }
  return ok({
    id: Number(id),
    type,
    ...(method === undefined ? {} : { method }),
    ...(parameter === undefined ? {} : { parameter }),
    ...(fields === undefined ? {} : { fields }),
    buckets: read,
  });
}

function isType(text: string): text is Group['type'] {
  return TYPES.has(text);
}

function parseBucket(text: string, index: number, type: Group['type'], options: ParseActionsOptions): Result<Bucket> {
  const at = /(^|,)actions=/.exec(text);
  const words = (at ? text.slice(0, at.index) : text).split(',').filter((word) => word !== '');
  const loose: string[] = [];
  let [id, weight] = [index, type === 'select' ? 1 : 0];
  let watchPort: number | undefined;
  let watchGroup: number | undefined;
  for (const word of words) {
    const found = /^(bucket_id|weight|watch_port|watch_group):(.*)$/.exec(word);
    const number = Number(parseInteger(found?.[2] ?? '') ?? -1n);
    if (found?.[1] === 'bucket_id') id = number;
    else if (found?.[1] === 'weight') weight = number;
    else if (found?.[1] === 'watch_port') watchPort = parsePort(found[2] ?? '', options.ports) ?? -1;
    else if (found?.[1] === 'watch_group') watchGroup = number;
    else loose.push(word);
  }
  if ([id, weight, watchPort ?? 0, watchGroup ?? 0].some((number) => number < 0))
    return bad(`invalid bucket "${text}"`);
  const actions = parseActions(at ? text.slice(at.index + at[0].length) : loose.join(','), options);
  if (!actions.ok) return actions;
  return ok({
    id,
    weight,
    ...(watchPort === undefined || watchPort === RESERVED_PORTS.ANY ? {} : { watchPort }),
    ...(watchGroup === undefined ? {} : { watchGroup }),
    actions: actions.value,
  });
}

/** The line of `dump-groups`, without what goes before it. */
export function formatGroup({ id, type, method, parameter, fields, buckets }: Group): string {
  const head = [
    `group_id=${id}`,
    `type=${type}`,
    ...(method === undefined ? [] : [`selection_method=${method}`]),
    ...(parameter === undefined || parameter === 0n ? [] : [`selection_method_param=${parameter}`]),
    ...(fields === undefined ? [] : [`fields${fields.startsWith('(') ? fields : `=${fields}`}`]),
  ];
  return [...head, ...buckets.map((bucket) => formatBucket(bucket, type))].join(',');
}

function formatBucket({ id, weight, watchPort, watchGroup, actions }: Bucket, type: Group['type']): string {
  const words = [
    `bucket_id:${id}`,
    ...(type === 'select' && weight !== 1 ? [`weight:${weight}`] : []),
    ...(watchPort === undefined ? [] : [`watch_port:${formatPort(watchPort)}`]),
    ...(watchGroup === undefined ? [] : [`watch_group:${watchGroup}`]),
    `actions=${formatActions(actions)}`,
  ];
  return `bucket=${words.join(',')}`;
}

/** A meter of `dump-meters`: the line that begins with it and those of its bands. */
export function parseMeter(lines: readonly string[]): Result<Meter> {
  const text = lines.join(' ').trim();
  const found = /^meter=(\S+)\s+(.*?)\s*bands?=\s*(.*)$/.exec(text.replace(/,/g, ' '));
  const id = METER_IDS.get(found?.[1] ?? '') ?? Number(parseInteger(found?.[1] ?? '') ?? -1n);
  if (!found || id < 0) return bad(`invalid meter "${text}"`);
  const bands: { type: 'drop'; rate: number; burst?: number }[] = [];
  for (const band of (found[3] ?? '').split(/type=/).slice(1)) {
    const [, rate] = /\brate=(\d+)/.exec(band) ?? [];
    const [, burst] = /\bburst_size=(\d+)/.exec(band) ?? [];
    if (!band.startsWith('drop') || rate === undefined) return bad(`invalid band "type=${band}"`);
    bands.push({ type: 'drop', rate: Number(rate), ...(burst === undefined ? {} : { burst: Number(burst) }) });
  }
  return ok({ id, flags: (found[2] ?? '').split(/\s+/).filter((word) => word !== ''), bands });
}

/** Reserved numbers, OpenFlow 1.3 table 7.3.4.5. */
const METER_IDS: ReadonlyMap<string, number> = new Map([
  ['slowpath', 0xfffffffd],
  ['controller', 0xfffffffe],
]);

/** As `dump-meters` prints it, a band a line. */
export function formatMeter({ id, flags, bands }: Meter): string {
  const name = Array.from(METER_IDS).find(([, number]) => number === id)?.[0] ?? String(id);
  const lines = bands.map(
    ({ type, rate, burst }) => `type=${type} rate=${rate}${burst === undefined ? '' : ` burst_size=${burst}`}`,
  );
  return [`meter=${[name, ...flags].join(' ')} bands=`, ...lines].join('\n');
}

function bad(message: string): Result<never> {
  const error: Problem = { code: 'bad-group', message };
  return err(error);
}
