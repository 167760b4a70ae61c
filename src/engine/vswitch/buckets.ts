/** Which bucket of a group a packet goes to (ofproto-dpif-xlate.c, group_best_live_bucket). */
import {
  FIELDS,
  FIELD_NAMES,
  findField,
  getField,
  hasPrerequisites,
  parseInteger,
  RESERVED_PORTS,
  type Bucket,
  type Flow,
  type Group,
  type OfActionOf,
} from '../openflow';
import { hashBytes, hashInt, hashLong } from './hash';

export interface Liveness {
  readonly group: (id: number) => Group | undefined;
  readonly isUp: (port: number) => boolean;
}

const MAX_CHAIN = 128;

export function firstLiveBucket(group: Group, live: Liveness, depth = 0): Bucket | undefined {
  return group.buckets.find((bucket) => isLive(group, bucket, live, depth));
}

/** The live bucket with the highest score for this hash; of equal ones the last. */
export function bestBucket(
  group: Group,
  basis: number,
  live: Liveness,
  tell: (bucket: Bucket, score: number | undefined) => void = () => undefined,
): Bucket | undefined {
  let best: { readonly bucket: Bucket; readonly score: number } | undefined;
  for (const bucket of group.buckets) {
    const score = isLive(group, bucket, live, 0) ? (hashInt(bucket.id, basis) & 0xffff) * bucket.weight : undefined;
    tell(bucket, score);
    if (score !== undefined && score >= (best?.score ?? 0)) best = { bucket, score };
  }
  return best?.bucket;
}

function isLive(group: Group, bucket: Bucket, live: Liveness, depth: number): boolean {
  if (depth >= MAX_CHAIN || (group.type === 'select' && bucket.weight === 0)) return false;
  const { watchPort, watchGroup } = bucket;
  if (watchPort === undefined && watchGroup === undefined) return true;
  if (watchPort !== undefined && watchPort !== RESERVED_PORTS.CONTROLLER && live.isUp(watchPort)) return true;
  const watched = watchGroup === undefined ? undefined : live.group(watchGroup);
  return watched !== undefined && firstLiveBucket(watched, live, depth + 1) !== undefined;
}

/** A hash of the fields that the group names; without any, of what makes a connection. */
export function hashFields(group: Group, flow: Flow): number {
  let basis = hashLong(group.parameter ?? 0n);
  const asked = (group.fields ?? CONNECTION).replace(/^\(|\)$/g, '').split(',');
  const masks = new Map(
    asked.map((word) => [findField(word.split('=')[0] ?? ''), parseInteger(word.split('=')[1] ?? '')]),
  );
  for (const field of FIELD_NAMES) {
    if (!masks.has(field) || !hasPrerequisites(flow, FIELDS[field].needs)) continue;
    const value = getField(flow, field) & (masks.get(field) ?? -1n);
    basis = hashBytes(bytesOf(value, Math.ceil(FIELDS[field].bits / 8)), basis);
  }
  return basis;
}

const CONNECTION = 'eth_type,ip_src,ip_dst,ipv6_src,ipv6_dst,nw_proto,tcp_src,tcp_dst,udp_src,udp_dst';

/** The member of a bundle that a packet goes to; undefined when none is up. */
export function bundleMember(
  { algorithm, basis, fields, members }: OfActionOf<'bundle'>,
  flow: Flow,
  isUp: (port: number) => boolean,
): number | undefined {
  const up = members.filter((port) => isUp(port));
  if (algorithm === 'active_backup') return up[0];
  const hash =
    fields === 'eth_src' ? hashBytes(bytesOf(getField(flow, 'eth_src'), 6), basis) : hashConnection(flow, basis);
  const scores = up.map((port) => hashInt(members.indexOf(port), hash));
  return up[scores.indexOf(Math.max(...scores))];
}

function hashConnection(flow: Flow, basis: number): number {
  return hashFields({ id: 0, type: 'select', buckets: [] }, flow) ^ basis;
}

function bytesOf(value: bigint, count: number): Uint8Array {
  return Uint8Array.from({ length: count }, (_, i) => Number((value >> BigInt(8 * (count - 1 - i))) & 0xffn));
}
