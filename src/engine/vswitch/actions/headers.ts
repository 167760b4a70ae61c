/** Writing headers one at a time, as OpenFlow 1.0 does, tags, and the TTL. */
import {
  getNumber,
  hasPrerequisites,
  hasTransport,
  type FieldName,
  type OfActionOf,
  type Prerequisite,
} from '../../openflow';
import { changed, decrementTtl, onlyTag, popVlan, pushVlan, setTag } from '../modify';
import { change, deed, type Change } from './kind';

export const modDlSrc = whole<'mod_dl_src'>('eth_src', 'none');
export const modDlDst = whole<'mod_dl_dst'>('eth_dst', 'none');
export const modNwSrc = whole<'mod_nw_src'>('ip_src', 'ipv4');
export const modNwDst = whole<'mod_nw_dst'>('ip_dst', 'ipv4');
export const modNwEcn = whole<'mod_nw_ecn'>('nw_ecn', 'ip', 'nw_tos');
export const modNwTtl = whole<'mod_nw_ttl'>('nw_ttl', 'ip');

export const modNwTos = change<OfActionOf<'mod_nw_tos'>>(
  () => ['nw_tos'],
  ({ value }, flow) => (hasPrerequisites(flow, 'ip') ? changed(flow, 'ip_dscp', BigInt(value >> 2)) : flow),
);

/** The ports of TCP, UDP and SCTP are in one place. */
export const modTpSrc = change<OfActionOf<'mod_tp_src'>>(
  () => ['tcp_src'],
  ({ value }, flow) => (hasTransport(flow) ? changed(flow, 'tcp_src', BigInt(value)) : flow),
);

export const modTpDst = change<OfActionOf<'mod_tp_dst'>>(
  () => ['tcp_dst'],
  ({ value }, flow) => (hasTransport(flow) ? changed(flow, 'tcp_dst', BigInt(value)) : flow),
);

export const stripVlan = change<OfActionOf<'strip_vlan'>>(
  () => ['vlan_tci', 'vlan_tci1'],
  (_, flow) => popVlan(flow),
);

export const pushTag = change<OfActionOf<'push_vlan'>>(
  () => ['vlan_tci', 'vlan_tci1'],
  ({ ethertype }, flow, tags) => (tags === 'one' ? onlyTag(flow) : pushVlan(flow, ethertype)),
);

export const modVlanVid = change<OfActionOf<'mod_vlan_vid'>>(
  () => ['vlan_tci'],
  ({ value }, flow) => setTag(flow, 0xfff, value),
);

export const modVlanPcp = change<OfActionOf<'mod_vlan_pcp'>>(
  () => ['vlan_tci'],
  ({ value }, flow) => setTag(flow, 0xe000, value << 13),
);

/** OFPR_INVALID_TTL */
const INVALID_TTL = 2;

export const decTtl = deed<OfActionOf<'dec_ttl'>>(
  ({ controllers }, run) => {
    run.datapath.touch('nw_ttl', 0xffn);
    const after = decrementTtl(run.flow);
    if (after) return { after };
    const version = getNumber(run.flow, 'eth_type') === 0x0800 ? 'IPv4' : 'IPv6';
    const told = controllers.map((controller) =>
      run.toController({
        reason: INVALID_TTL,
        maxLen: 0xffff,
        controller,
        userdata: [],
        meter: undefined,
        table: run.table,
      }),
    );
    run.remark('warning', `${version} decrement TTL exception`);
    return { after: run.flow, outputs: told, stop: true };
  },
  { fields: () => ['nw_ttl'] },
);

/** Writes all of a field that packets with `needs` have; `shown` is the field in which people see the change. */
function whole<T extends 'mod_dl_src' | 'mod_dl_dst' | 'mod_nw_src' | 'mod_nw_dst' | 'mod_nw_ecn' | 'mod_nw_ttl'>(
  field: FieldName,
  needs: Prerequisite,
  shown = field,
): Change<OfActionOf<T>> {
  return change<{ readonly value: bigint | number }>(
    () => [shown],
    ({ value }, flow) => (hasPrerequisites(flow, needs) ? changed(flow, field, BigInt(value)) : flow),
  );
}
