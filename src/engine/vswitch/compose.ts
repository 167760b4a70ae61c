/**
 * A flow to a packet that has it: what `ovs-ofctl compose-packet` and
 * `ofproto/trace -generate` make. The reverse is `extract`.
 *
 * Fields without a place in the packet (registers, metadata) are left out, and
 * fields that a flow does not have (lengths, sequence numbers, TCP's window) are 0
 * or computed. SCTP's checksum stays 0, as Open vSwitch leaves it.
 */
import { encodeTrusted, type LayerSpec, toHex } from '../../packets';
import { formatEthernet, formatIpv4, formatIpv6, getField, getNumber, type FieldName, type Flow } from '../openflow';

/** Bytes of payload that Open vSwitch's tools add where a protocol carries data. */
const USUAL_PAYLOAD = 64;

/** What eth_type says of a frame that has a length instead of a type (`FLOW_DL_TYPE_NONE`). */
const NO_ETHERTYPE = 0x05ff;

const VLAN_PRESENT = 0x1000;
const VLAN_TYPE = 0x8100;
const MAX_MPLS_LABELS = 3;

const TCP_ENDS_OR_BEGINS = 0x007;

/** `payload` goes into UDP, echoes, and TCP segments that neither begin nor end a connection. */
export function composePacket(flow: Flow, payload: Uint8Array = countingBytes(USUAL_PAYLOAD)): Uint8Array {
  const type = getNumber(flow, 'eth_type');
  const ethernet = { protocol: 'ethernet', src: mac(flow, 'eth_src'), dst: mac(flow, 'eth_dst') } as const;
  // Its length field counts the header too; such a frame gets neither tags nor content.
  if (type === NO_ETHERTYPE) return encodeTrusted([{ ...ethernet, type: 14 }]);
  const tags: readonly LayerSpec[] = [getNumber(flow, 'vlan_tci'), getNumber(flow, 'vlan_tci1')]
    .filter((tci) => (tci & VLAN_PRESENT) !== 0)
    .map((tci) => ({ protocol: 'vlan', pcp: tci >> 13, vid: tci & 0xfff }));
  const types = [...tags.map(() => VLAN_TYPE), type];
  const framing = [ethernet, ...tags].map((layer, index) => ({ ...layer, type: types[index] ?? type }));
  return encodeTrusted([...framing, ...network(flow, type, payload)]);
}

function network(flow: Flow, type: number, payload: Uint8Array): readonly LayerSpec[] {
  switch (type) {
    case 0x0800:
      return [ipv4Header(flow), ...transport(flow, payload)];
    case 0x86dd:
      return [ipv6Header(flow), ...transport(flow, payload)];
    case 0x0806:
      return [{ protocol: 'arp', ...arpValues(flow) }];
    case 0x8035:
      return [{ protocol: 'rarp', ...arpValues(flow) }];
    case 0x8847:
    case 0x8848:
      return mplsLabels(flow);
    default:
      return [];
  }
}

function ipv4Header(flow: Flow): LayerSpec {
  const frag = getNumber(flow, 'ip_frag');
  return {
    protocol: 'ipv4',
    ...ipValues(flow),
    src: formatIpv4(getField(flow, 'ip_src')),
    dst: formatIpv4(getField(flow, 'ip_dst')),
    more: frag !== 0,
    // Any place but the start will do for a later fragment.
    fragment: frag & 2 ? 100 : 0,
  };
}

/** Open vSwitch composes no fragment header, so that an IPv6 fragment comes out whole. */
function ipv6Header(flow: Flow): LayerSpec {
  return {
    protocol: 'ipv6',
    ...ipValues(flow),
    label: getNumber(flow, 'ipv6_label'),
    src: formatIpv6(getField(flow, 'ipv6_src')),
    dst: formatIpv6(getField(flow, 'ipv6_dst')),
  };
}

function ipValues(flow: Flow): {
  readonly dscp: number;
  readonly ecn: number;
  readonly ttl: number;
  readonly proto: number;
} {
  return {
    dscp: getNumber(flow, 'ip_dscp'),
    ecn: getNumber(flow, 'nw_ecn'),
    ttl: getNumber(flow, 'nw_ttl'),
    proto: getNumber(flow, 'nw_proto'),
  };
}

/** Open vSwitch does not mind ICMP over IPv6, or ICMPv6 over IPv4. */
function transport(flow: Flow, payload: Uint8Array): readonly LayerSpec[] {
  if (getNumber(flow, 'ip_frag') & 2) return [];
  const src = getNumber(flow, 'tcp_src');
  const dst = getNumber(flow, 'tcp_dst');
  switch (getNumber(flow, 'nw_proto')) {
    case 6: {
      const flags = getNumber(flow, 'tcp_flags');
      return [{ protocol: 'tcp', src, dst, flags, window: 0 }, ...(flags & TCP_ENDS_OR_BEGINS ? [] : [data(payload)])];
    }
    case 17:
      return [{ protocol: 'udp', src, dst }, data(payload)];
    case 132:
      return [{ protocol: 'sctp', src, dst, checksum: 0 }];
    case 1:
      return icmpBody('icmp', src, dst, [0, 8], payload);
    case 2:
      return [{ protocol: 'igmp', type: src & 0xff, code: dst & 0xff }];
    case 58:
      if ((src === 135 || src === 136) && dst === 0) return neighborDiscovery(flow, src);
      return icmpBody('icmpv6', src, dst, [128, 129], payload);
    default:
      return [];
  }
}

function icmpBody(
  protocol: 'icmp' | 'icmpv6',
  type: number,
  code: number,
  echoes: readonly number[],
  payload: Uint8Array,
): readonly LayerSpec[] {
  const header = { protocol, type: type & 0xff, code: code & 0xff };
  if (echoes.includes(type) && code === 0) return [header, { protocol: 'echo', id: 0, seq: 0 }, data(payload)];
  return [header, { protocol: 'payload', data: '00000000' }];
}

function neighborDiscovery(flow: Flow, type: number): readonly LayerSpec[] {
  const option = (name: string, value: string) => (value === '00:00:00:00:00:00' ? [] : [{ type: name, value }]);
  const options = [...option('sll', mac(flow, 'nd_sll')), ...option('tll', mac(flow, 'nd_tll'))];
  const target = formatIpv6(getField(flow, 'nd_target'));
  const body: LayerSpec =
    type === 135
      ? { protocol: 'nd-ns', target, options }
      : { protocol: 'nd-na', target, options, solicited: false, override: false };
  return [{ protocol: 'icmpv6', type }, body];
}

/** Only requests and replies carry their addresses, since a flow has them for no other operation. */
function arpValues(flow: Flow): Readonly<Record<string, string | number>> {
  const op = getNumber(flow, 'arp_op');
  if (op !== 1 && op !== 2) return { op };
  return {
    op,
    sha: mac(flow, 'arp_sha'),
    spa: formatIpv4(getField(flow, 'arp_spa')),
    tha: mac(flow, 'arp_tha'),
    tpa: formatIpv4(getField(flow, 'arp_tpa')),
  };
}

/** The labels down to the bottom of the stack; all that a flow can hold when there is no bottom among them. */
function mplsLabels(flow: Flow): readonly LayerSpec[] {
  const first =
    getNumber(flow, 'mpls_label') * 0x1000 +
    (getNumber(flow, 'mpls_tc') << 9) +
    (getNumber(flow, 'mpls_bos') << 8) +
    getNumber(flow, 'mpls_ttl');
  const entries = [first, getNumber(flow, 'mpls_lse1'), getNumber(flow, 'mpls_lse2')];
  const bottom = entries.findIndex((entry) => (entry & 0x100) !== 0);
  const count = bottom >= 0 ? bottom + 1 : MAX_MPLS_LABELS;
  return entries.slice(0, count).map((entry) => ({
    protocol: 'mpls',
    label: entry >>> 12,
    tc: (entry >>> 9) & 7,
    bos: (entry & 0x100) !== 0,
    ttl: entry & 0xff,
  }));
}

function mac(flow: Flow, field: FieldName): string {
  return formatEthernet(getField(flow, field));
}

function data(payload: Uint8Array): LayerSpec {
  return { protocol: 'payload', data: toHex(payload) };
}

/** 0, 1, 2 and so on. */
function countingBytes(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => index);
}
