/** Actions with actions in them: clones, groups, the test of a packet's length (ofproto-dpif-xlate.c). */
import {
  cloneFlow,
  getField,
  type Bucket,
  type Group,
  type OfAction,
  type OfActionOf,
  type OfActionType,
} from '../../openflow';
import { bestBucket, firstLiveBucket, hashFields } from '../buckets';
import { changed } from '../modify';
import { deed, type ActionRun } from './kind';

export const clone = deed<OfActionOf<'clone'>>(({ actions }, run) => {
  const body = (last: boolean) => run.apart(() => run.nested(actions, run.flow, last));
  if (run.last || isReversible(actions)) body(run.last);
  else run.cloned(() => body(true));
  return { after: run.flow };
});

/** Whether what the datapath does with a packet can be undone, so that it need not make a copy. */
export function isReversible(actions: readonly OfAction[]): boolean {
  return actions.every(({ type }) => !IRREVERSIBLE.has(type));
}

const IRREVERSIBLE: ReadonlySet<OfActionType> = new Set(['ct', 'meter']);

/**
 * A packet has a length, of which a trace without a packet knows nothing: the rest of the list is then done twice, as
 * for a packet that is longer and as for one that is not.
 */
export const checkPktLarger = deed<OfActionOf<'check_pkt_larger'>>(
  ({ length, target }, run) => {
    const { datapath, conntracked, flow } = run;
    const bit = 1n << BigInt(target.offset);
    const marked = (larger: boolean) => {
      const rest = getField(flow, target.field) & ~bit;
      return changed(flow, target.field, larger ? rest | bit : rest);
    };
    if (run.packetLength !== undefined) return { after: marked(run.packetLength > length) };
    datapath.commit(flow);
    const base = datapath.base;
    const branch = (larger: boolean) => {
      datapath.base = cloneFlow(base);
      run.setConntracked(conntracked);
      return datapath.nested(() => run.apart(() => run.nested(run.rest, marked(larger), true)));
    };
    const greater = branch(true);
    const ended = run.takeEnd();
    const lessEqual = branch(false);
    run.takeEnd();
    if (ended) run.exit();
    datapath.add({ type: 'check_pkt_len', length, greater, lessEqual });
    datapath.base = base;
    run.setConntracked(conntracked);
    return { after: flow, stop: true };
  },
  { fields: ({ target }) => [target.field] },
);

export const group = deed<OfActionOf<'group'>>((action, run) => {
  if (!run.mayGoOn()) return { after: run.flow };
  const found = run.group(action.group);
  if (found === undefined) {
    run.remark('warning', `output to nonexistent group ${action.group}`);
    return { after: run.flow, stop: true };
  }
  if (found.type === 'all' || found.type === 'indirect') {
    run.countBucket(found, undefined);
    for (const [i, bucket] of found.buckets.entries())
      runBucket(run, bucket, run.last && i === found.buckets.length - 1);
    return { after: run.flow };
  }
  const picked = pick(run, found);
  if (picked === 'frozen') return { after: run.flow, again: true };
  if (picked === undefined) run.remark('detail', 'no live bucket');
  else {
    run.remark('detail', `using bucket ${picked.id}`);
    run.countBucket(found, picked);
    runBucket(run, picked, run.last);
  }
  return { after: run.flow };
});

/** What is said of a group that waits for a hash. */
export const HASHING = 'selection method in use: dp_hash, recirculating';

function pick(run: ActionRun, group: Group): Bucket | undefined | 'frozen' {
  const live = { group: (id: number) => run.group(id), isUp: (port: number) => run.isUp(port) };
  if (group.type === 'ff') return firstLiveBucket(group, live);
  if (group.method === 'hash' && group.fields !== undefined) {
    return bestBucket(group, hashFields(group, run.flow), live, (bucket, score) =>
      run.remark('detail', `bucket ${bucket.id}: ${score === undefined ? 'not live' : `score ${score}`}`),
    );
  }
  // A live packet need not go round for its hash.
  const hash = run.packetLength === undefined ? Number(getField(run.flow, 'dp_hash')) : hashFields(group, run.flow);
  if (hash !== 0) return bestBucket(group, hash, live);
  const parameter = group.method === undefined ? SYMMETRIC : (group.parameter ?? 0n);
  run.remark('detail', HASHING);
  run.freeze({
    type: 'hash',
    algorithm: parameter >> 32n === 1n ? 'sym_l4' : 'l4',
    basis: Number(parameter & 0xffffffffn),
  });
  return 'frozen';
}

/** The switch's own choice of a method: a hash that both directions of a connection share. */
const SYMMETRIC = 1n << 32n;

/** Each bucket has a copy of the packet, and what ends it ends nothing else. */
function runBucket(run: ActionRun, bucket: Bucket, last: boolean): void {
  run.deeper(() => run.bucket(() => run.nested(inOrder(bucket.actions), run.flow, last, `bucket ${bucket.id}`)));
}

/** The order of OpenFlow 1.1's action sets, and of the actions that end one only the strongest. */
function inOrder(actions: readonly OfAction[]): readonly OfAction[] {
  const first = FIRST.flatMap((type) => actions.filter((action) => action.type === type).slice(-1));
  const strongest = FINAL.find((type) => actions.some((action) => action.type === type));
  const final = actions.filter((action) => action.type === strongest).slice(-1);
  if (final.length === 0) return [];
  const rest = actions.filter(({ type }) => !FIRST.includes(type) && !FINAL.includes(type));
  return [...first, ...rest, ...final];
}

const FIRST: readonly OfActionType[] = ['strip_vlan', 'pop_mpls', 'push_mpls', 'push_vlan', 'dec_ttl', 'dec_mpls_ttl'];
const FINAL: readonly OfActionType[] = ['group', 'output', 'resubmit', 'ct_clear', 'ct'];
