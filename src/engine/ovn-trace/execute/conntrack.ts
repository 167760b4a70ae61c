/**
 * Connection tracking, of which a trace has none: what it says is chosen with
 * `--ct`, and a packet that was never translated stays as it is.
 */
import {
  cloneFlow,
  CT_STATE_FLAGS,
  formatIpv4,
  formatIpv6,
  getField,
  getNumber,
  setField,
  setNumber,
  type Flow,
} from '../../openflow';
import { DESTINATION_NAT, SOURCE_NAT, TRACKED, type Backend } from '../options';
import type { Here, TrackedState } from '../walk';

const IPV4 = 0x0800;
const IPV6 = 0x86dd;

/** Goes on in `table` with what connection tracking made of the packet; the packet itself stays. */
function recirculate(
  { walk, datapath, direction, flow, node }: Here,
  title: string,
  tracked: Flow,
  table: number,
  asked: number | undefined,
): void {
  rememberOriginal(tracked, flow);
  const next = node.add('transformation', title, asked === undefined ? {} : { tracked: asked });
  walk.enter(datapath, direction, table, tracked, next);
}

/** The addresses and ports of the connection's first packet: here those of this one. */
function rememberOriginal(tracked: Flow, original: Flow): void {
  setField(tracked, 'ct_nw_proto', getField(original, 'nw_proto'));
  const type = getNumber(original, 'eth_type');
  if (type === IPV4) {
    setField(tracked, 'ct_nw_src', getField(original, 'ip_src'));
    setField(tracked, 'ct_nw_dst', getField(original, 'ip_dst'));
  } else if (type === IPV6) {
    setField(tracked, 'ct_ipv6_src', getField(original, 'ipv6_src'));
    setField(tracked, 'ct_ipv6_dst', getField(original, 'ipv6_dst'));
  }
  setField(tracked, 'ct_tp_src', getField(original, 'tcp_src'));
  setField(tracked, 'ct_tp_dst', getField(original, 'tcp_dst'));
}

export function ctNext(here: Here, table: number): void {
  const { state, remark, asked } = here.walk.nextCtState();
  const tracked = cloneFlow(here.flow);
  setNumber(tracked, 'ct_state', state);
  recirculate(here, `ct_next(ct_state=${flagNames(state)}${remark})`, tracked, table, asked);
}

function flagNames(state: number): string {
  return CT_STATE_FLAGS.filter((_, bit) => (state & (1 << bit)) !== 0).join('|') || '0';
}

export interface Translation {
  readonly direction: 'src' | 'dst';
  readonly commonZone: boolean;
  /** Undefined undoes the translation of a connection that has one. */
  readonly to: { readonly family: 4 | 6; readonly address: bigint } | undefined;
  readonly table: number;
}

export function translate(here: Here, { direction, commonZone, to, table }: Translation): void {
  // "ct_snat;" has no visible effect in a gateway router.
  if (direction === 'src' && here.datapath.gateway && to === undefined) return;
  const tracked = cloneFlow(here.flow);
  const initial = direction.charAt(0);
  let title = `ct_${initial}nat${commonZone ? 'in_czone' : ''}`;
  if (to === undefined) title += ` /* assuming no un-${initial}nat entry, so no change */`;
  else {
    const { family, address } = to;
    title += `(ip${family}.${direction}=${family === 4 ? formatIpv4(address) : formatIpv6(address)})`;
    setField(tracked, family === 4 ? `ip_${direction}` : `ipv6_${direction}`, address);
    addState(tracked, direction === 'dst' ? DESTINATION_NAT : SOURCE_NAT);
  }
  const { remark, asked } = track(here, tracked);
  recirculate(here, title + remark, tracked, table, asked);
}

/** To translate a packet is to track it, unless that was done. */
function track({ walk }: Here, tracked: Flow): { readonly remark: string; readonly asked: number | undefined } {
  if ((getNumber(tracked, 'ct_state') & TRACKED) !== 0) return { remark: '', asked: undefined };
  const next = walk.nextCtState();
  addState(tracked, next.state);
  return next;
}

function addState(flow: Flow, bits: number): void {
  setNumber(flow, 'ct_state', getNumber(flow, 'ct_state') | bits);
}

export function commitNat(here: Here, table: number): void {
  const tracked = cloneFlow(here.flow);
  const { remark, asked } = track(here, tracked);
  recirculate(here, `ct_commit_nat /* assuming no un-nat entry, so no change */${remark}`, tracked, table, asked);
}

export function commitToZone(here: Here, zone: 'dnat' | 'snat' | undefined, table: number): void {
  const tracked = cloneFlow(here.flow);
  const { remark, asked } = track(here, tracked);
  recirculate(here, `ct_commit_to_zone(${zone ?? 'dnat'})${remark}`, tracked, table, asked);
}

/** A load balancer: to one of its backends, or to where the connection already goes. */
export function balance(here: Here, name: string, backends: readonly Backend[], table: number): void {
  const { walk, flow, node } = here;
  const tracked = cloneFlow(flow);
  const type = getNumber(flow, 'eth_type');
  const family = type === IPV4 ? 4 : type === IPV6 ? 6 : undefined;
  let next: TrackedState | undefined;
  if (family !== undefined) {
    const backend = chooseBackend(here, backends, family);
    if (backend === undefined && backends.length > 0) {
      node.add('error', '*** no load balancing destination (use --lb-dst)');
    }
    if (backend !== undefined) {
      setField(tracked, family === 4 ? 'ip_dst' : 'ipv6_dst', backend.address);
      if (backend.port !== 0) setNumber(tracked, 'tcp_dst', backend.port);
      addState(tracked, DESTINATION_NAT);
    }
    next = walk.nextCtState();
    addState(tracked, next.state);
  }
  recirculate(here, name + (next?.remark ?? ''), tracked, table, next?.asked);
}

/** The one that the person asked for, once; else any. */
function chooseBackend({ walk }: Here, backends: readonly Backend[], family: 4 | 6): Backend | undefined {
  const wanted = walk.backend?.family === family ? walk.backend : undefined;
  if (backends.length === 0) return wanted;
  const able = backends.filter((backend) => backend.family === family);
  const asked = wanted && able.find(({ address }) => address === wanted.address);
  if (asked !== undefined) {
    walk.backend = undefined;
    return asked;
  }
  return able.length === 0 ? undefined : able[walk.choose('backend', able.length)];
}

const CT_FIELDS = [
  'ct_state',
  'ct_zone',
  'ct_mark',
  'ct_label',
  'ct_nw_src',
  'ct_nw_dst',
  'ct_ipv6_src',
  'ct_ipv6_dst',
  'ct_nw_proto',
  'ct_tp_src',
  'ct_tp_dst',
] as const;

export function clear({ flow }: Here): void {
  for (const field of CT_FIELDS) setField(flow, field, 0n);
}
