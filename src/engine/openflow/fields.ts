/**
 * The fields of ovs-fields(7) as data: width, place in a `Flow`, text form,
 * what must hold before the field means anything, and every name it goes by.
 *
 * The places follow Open vSwitch: TCP, UDP, SCTP and ICMP share the transport
 * words, ARP shares addresses and protocol with IPv4, ND link-layer addresses
 * share those of ARP, and xreg/xxreg are views of the 32-bit registers.
 */

/** How a value is written. `be16` is decimal unless masked; `hex` is C's `%#x`, so that 0 has no prefix. */
export type FieldForm =
  | 'decimal'
  | 'be16'
  | 'hex'
  | 'hex4'
  | 'hex5'
  | 'ethernet'
  | 'ipv4'
  | 'ipv6'
  | 'of_port'
  | 'frag'
  | 'tcp_flags'
  | 'ct_state';

/** What a packet must be for the field to exist in it. */
export type Prerequisite =
  | 'none'
  | 'vlan'
  | 'mpls'
  | 'arp'
  | 'ipv4'
  | 'ipv6'
  | 'ip'
  | 'tcp'
  | 'udp'
  | 'sctp'
  | 'icmpv4'
  | 'icmpv6'
  | 'nd'
  | 'nd_solicit'
  | 'nd_advert'
  | 'ct';

export interface FieldSpec {
  /** Width of the value in bits. */
  readonly bits: number;
  /** Index of the word with the least significant bits; more significant words precede it. */
  readonly word: number;
  /** Where the value's bit 0 is in that word; 0 for values of more than 32 bits. */
  readonly shift: number;
  /** Bits that a match on the whole field covers, when Open vSwitch stores it in a wider place (or a narrower one). */
  readonly stored?: number;
  readonly form: FieldForm;
  readonly maskable: boolean;
  readonly writable: boolean;
  readonly needs: Prerequisite;
  /** The name in `load`, `move`, `push` and `pop`: NXM where one exists, else OXM. Absent: the field has no OpenFlow header. */
  readonly nxm?: string;
  /** The OXM name when it differs from `nxm`. */
  readonly oxm?: string;
  /** Other names that ovs-ofctl accepts. */
  readonly aliases?: readonly string[];
}

/** Word indexes of the layout; a multi-word value begins at its index and is most significant word first. */
export const WORD = {
  inPort: 0,
  pktMark: 1,
  conjId: 2,
  recircId: 3,
  dpHash: 4,
  tunId: 5,
  tunSrc: 7,
  tunDst: 8,
  metadata: 9,
  reg0: 11,
  /** ct_state (8 bits) in the upper half, ct_zone in the lower. */
  ctStateZone: 27,
  ctMark: 28,
  ctLabel: 29,
  ctNwSrc: 33,
  ctNwDst: 34,
  ctIpv6Src: 35,
  ctIpv6Dst: 39,
  ctNwProto: 43,
  ctPorts: 44,
  /** eth_type in the upper half, the first two bytes of eth_dst in the lower. */
  ethTypeDst: 45,
  /** vlan_tci in the upper half, the first two bytes of eth_src in the lower. */
  vlanSrc: 47,
  /** The second tag, as vlan_tci1, in the upper half; the option type of ND in the lower. */
  vlan1: 49,
  mplsLse0: 50,
  mplsLse1: 51,
  mplsLse2: 52,
  nwSrc: 53,
  nwDst: 54,
  ipv6Src: 55,
  ipv6Dst: 59,
  ipv6Label: 63,
  /** nw_frag, nw_tos, nw_ttl, nw_proto, a byte each. */
  nw: 64,
  /** tcp_flags in the upper half, the first two bytes of arp_sha in the lower. */
  tcpFlagsSha: 65,
  arpTha: 67,
  ndTarget: 69,
  ndReserved: 73,
  /** Source port (or ICMP type) in the upper half, destination port (or code) in the lower. */
  ports: 74,
} as const;

/** Words of a `Flow`. */
export const FLOW_WORDS = 75;

const METADATA = { maskable: true, writable: true, needs: 'none' } as const;
const HEADER = { maskable: true, writable: true } as const;
const FIXED = { maskable: false, writable: false } as const;

const TABLE = {
  in_port: {
    bits: 16,
    word: 0,
    shift: 0,
    form: 'of_port',
    maskable: false,
    writable: true,
    needs: 'none',
    nxm: 'NXM_OF_IN_PORT',
    oxm: 'OXM_OF_IN_PORT',
    aliases: ['in_port_oxm'],
  },
  pkt_mark: { bits: 32, word: WORD.pktMark, shift: 0, form: 'hex', ...METADATA, nxm: 'NXM_NX_PKT_MARK' },
  conj_id: { bits: 32, word: WORD.conjId, shift: 0, form: 'decimal', ...FIXED, needs: 'none', nxm: 'NXM_NX_CONJ_ID' },
  recirc_id: { bits: 32, word: WORD.recircId, shift: 0, form: 'hex', ...FIXED, needs: 'none', nxm: 'NXM_NX_RECIRC_ID' },
  dp_hash: {
    bits: 32,
    word: WORD.dpHash,
    shift: 0,
    form: 'hex',
    maskable: true,
    writable: false,
    needs: 'none',
    nxm: 'NXM_NX_DP_HASH',
  },
  tun_id: {
    bits: 64,
    word: WORD.tunId + 1,
    shift: 0,
    form: 'hex',
    ...METADATA,
    nxm: 'NXM_NX_TUN_ID',
    oxm: 'OXM_OF_TUNNEL_ID',
    aliases: ['tunnel_id'],
  },
  tun_src: { bits: 32, word: WORD.tunSrc, shift: 0, form: 'ipv4', ...METADATA, nxm: 'NXM_NX_TUN_IPV4_SRC' },
  tun_dst: { bits: 32, word: WORD.tunDst, shift: 0, form: 'ipv4', ...METADATA, nxm: 'NXM_NX_TUN_IPV4_DST' },
  metadata: { bits: 64, word: WORD.metadata + 1, shift: 0, form: 'hex', ...METADATA, nxm: 'OXM_OF_METADATA' },

  reg0: { bits: 32, word: 11, shift: 0, form: 'hex', ...METADATA, nxm: 'NXM_NX_REG0' },
  reg1: { bits: 32, word: 12, shift: 0, form: 'hex', ...METADATA, nxm: 'NXM_NX_REG1' },
  reg2: { bits: 32, word: 13, shift: 0, form: 'hex', ...METADATA, nxm: 'NXM_NX_REG2' },
  reg3: { bits: 32, word: 14, shift: 0, form: 'hex', ...METADATA, nxm: 'NXM_NX_REG3' },
  reg4: { bits: 32, word: 15, shift: 0, form: 'hex', ...METADATA, nxm: 'NXM_NX_REG4' },
  reg5: { bits: 32, word: 16, shift: 0, form: 'hex', ...METADATA, nxm: 'NXM_NX_REG5' },
  reg6: { bits: 32, word: 17, shift: 0, form: 'hex', ...METADATA, nxm: 'NXM_NX_REG6' },
  reg7: { bits: 32, word: 18, shift: 0, form: 'hex', ...METADATA, nxm: 'NXM_NX_REG7' },
  reg8: { bits: 32, word: 19, shift: 0, form: 'hex', ...METADATA, nxm: 'NXM_NX_REG8' },
  reg9: { bits: 32, word: 20, shift: 0, form: 'hex', ...METADATA, nxm: 'NXM_NX_REG9' },
  reg10: { bits: 32, word: 21, shift: 0, form: 'hex', ...METADATA, nxm: 'NXM_NX_REG10' },
  reg11: { bits: 32, word: 22, shift: 0, form: 'hex', ...METADATA, nxm: 'NXM_NX_REG11' },
  reg12: { bits: 32, word: 23, shift: 0, form: 'hex', ...METADATA, nxm: 'NXM_NX_REG12' },
  reg13: { bits: 32, word: 24, shift: 0, form: 'hex', ...METADATA, nxm: 'NXM_NX_REG13' },
  reg14: { bits: 32, word: 25, shift: 0, form: 'hex', ...METADATA, nxm: 'NXM_NX_REG14' },
  reg15: { bits: 32, word: 26, shift: 0, form: 'hex', ...METADATA, nxm: 'NXM_NX_REG15' },
  xreg0: { bits: 64, word: 12, shift: 0, form: 'hex', ...METADATA, nxm: 'OXM_OF_PKT_REG0' },
  xreg1: { bits: 64, word: 14, shift: 0, form: 'hex', ...METADATA, nxm: 'OXM_OF_PKT_REG1' },
  xreg2: { bits: 64, word: 16, shift: 0, form: 'hex', ...METADATA, nxm: 'OXM_OF_PKT_REG2' },
  xreg3: { bits: 64, word: 18, shift: 0, form: 'hex', ...METADATA, nxm: 'OXM_OF_PKT_REG3' },
  xreg4: { bits: 64, word: 20, shift: 0, form: 'hex', ...METADATA, nxm: 'OXM_OF_PKT_REG4' },
  xreg5: { bits: 64, word: 22, shift: 0, form: 'hex', ...METADATA, nxm: 'OXM_OF_PKT_REG5' },
  xreg6: { bits: 64, word: 24, shift: 0, form: 'hex', ...METADATA, nxm: 'OXM_OF_PKT_REG6' },
  xreg7: { bits: 64, word: 26, shift: 0, form: 'hex', ...METADATA, nxm: 'OXM_OF_PKT_REG7' },
  xxreg0: { bits: 128, word: 14, shift: 0, form: 'hex', ...METADATA, nxm: 'NXM_NX_XXREG0' },
  xxreg1: { bits: 128, word: 18, shift: 0, form: 'hex', ...METADATA, nxm: 'NXM_NX_XXREG1' },
  xxreg2: { bits: 128, word: 22, shift: 0, form: 'hex', ...METADATA, nxm: 'NXM_NX_XXREG2' },
  xxreg3: { bits: 128, word: 26, shift: 0, form: 'hex', ...METADATA, nxm: 'NXM_NX_XXREG3' },

  ct_state: {
    bits: 32,
    word: WORD.ctStateZone,
    shift: 16,
    stored: 8,
    form: 'ct_state',
    maskable: true,
    writable: false,
    needs: 'none',
    nxm: 'NXM_NX_CT_STATE',
  },
  ct_zone: { bits: 16, word: WORD.ctStateZone, shift: 0, form: 'hex', ...FIXED, needs: 'none', nxm: 'NXM_NX_CT_ZONE' },
  ct_mark: { bits: 32, word: WORD.ctMark, shift: 0, form: 'hex', ...METADATA, nxm: 'NXM_NX_CT_MARK' },
  ct_label: { bits: 128, word: WORD.ctLabel + 3, shift: 0, form: 'hex', ...METADATA, nxm: 'NXM_NX_CT_LABEL' },
  ct_nw_src: {
    bits: 32,
    word: WORD.ctNwSrc,
    shift: 0,
    form: 'ipv4',
    maskable: true,
    writable: false,
    needs: 'ct',
    nxm: 'NXM_NX_CT_NW_SRC',
  },
  ct_nw_dst: {
    bits: 32,
    word: WORD.ctNwDst,
    shift: 0,
    form: 'ipv4',
    maskable: true,
    writable: false,
    needs: 'ct',
    nxm: 'NXM_NX_CT_NW_DST',
  },
  ct_ipv6_src: {
    bits: 128,
    word: WORD.ctIpv6Src + 3,
    shift: 0,
    form: 'ipv6',
    maskable: true,
    writable: false,
    needs: 'ct',
    nxm: 'NXM_NX_CT_IPV6_SRC',
  },
  ct_ipv6_dst: {
    bits: 128,
    word: WORD.ctIpv6Dst + 3,
    shift: 0,
    form: 'ipv6',
    maskable: true,
    writable: false,
    needs: 'ct',
    nxm: 'NXM_NX_CT_IPV6_DST',
  },
  ct_nw_proto: {
    bits: 8,
    word: WORD.ctNwProto,
    shift: 0,
    form: 'decimal',
    ...FIXED,
    needs: 'ct',
    nxm: 'NXM_NX_CT_NW_PROTO',
  },
  ct_tp_src: {
    bits: 16,
    word: WORD.ctPorts,
    shift: 16,
    form: 'be16',
    maskable: true,
    writable: false,
    needs: 'ct',
    nxm: 'NXM_NX_CT_TP_SRC',
  },
  ct_tp_dst: {
    bits: 16,
    word: WORD.ctPorts,
    shift: 0,
    form: 'be16',
    maskable: true,
    writable: false,
    needs: 'ct',
    nxm: 'NXM_NX_CT_TP_DST',
  },

  eth_src: {
    bits: 48,
    word: WORD.vlanSrc + 1,
    shift: 0,
    form: 'ethernet',
    ...HEADER,
    needs: 'none',
    nxm: 'NXM_OF_ETH_SRC',
    oxm: 'OXM_OF_ETH_SRC',
    aliases: ['dl_src'],
  },
  eth_dst: {
    bits: 48,
    word: WORD.ethTypeDst + 1,
    shift: 0,
    form: 'ethernet',
    ...HEADER,
    needs: 'none',
    nxm: 'NXM_OF_ETH_DST',
    oxm: 'OXM_OF_ETH_DST',
    aliases: ['dl_dst'],
  },
  eth_type: {
    bits: 16,
    word: WORD.ethTypeDst,
    shift: 16,
    form: 'hex4',
    ...FIXED,
    needs: 'none',
    nxm: 'NXM_OF_ETH_TYPE',
    oxm: 'OXM_OF_ETH_TYPE',
    aliases: ['dl_type'],
  },
  vlan_tci: { bits: 16, word: WORD.vlanSrc, shift: 16, form: 'hex4', ...HEADER, needs: 'none', nxm: 'NXM_OF_VLAN_TCI' },
  vlan_tci1: { bits: 16, word: WORD.vlan1, shift: 16, form: 'hex4', maskable: true, writable: false, needs: 'none' },
  dl_vlan: { bits: 12, word: WORD.vlanSrc, shift: 16, form: 'decimal', maskable: false, writable: true, needs: 'none' },
  dl_vlan_pcp: {
    bits: 3,
    word: WORD.vlanSrc,
    shift: 29,
    form: 'decimal',
    maskable: false,
    writable: true,
    needs: 'none',
  },
  vlan_vid: {
    bits: 13,
    word: WORD.vlanSrc,
    shift: 16,
    form: 'decimal',
    ...HEADER,
    needs: 'none',
    nxm: 'OXM_OF_VLAN_VID',
  },
  vlan_pcp: {
    bits: 3,
    word: WORD.vlanSrc,
    shift: 29,
    form: 'decimal',
    maskable: false,
    writable: true,
    needs: 'vlan',
    nxm: 'OXM_OF_VLAN_PCP',
  },

  mpls_label: {
    bits: 20,
    word: WORD.mplsLse0,
    shift: 12,
    form: 'decimal',
    maskable: false,
    writable: true,
    needs: 'mpls',
    nxm: 'OXM_OF_MPLS_LABEL',
  },
  mpls_tc: {
    bits: 3,
    word: WORD.mplsLse0,
    shift: 9,
    form: 'decimal',
    maskable: false,
    writable: true,
    needs: 'mpls',
    nxm: 'OXM_OF_MPLS_TC',
  },
  mpls_bos: {
    bits: 1,
    word: WORD.mplsLse0,
    shift: 8,
    form: 'decimal',
    ...FIXED,
    needs: 'mpls',
    nxm: 'OXM_OF_MPLS_BOS',
  },
  mpls_ttl: {
    bits: 8,
    word: WORD.mplsLse0,
    shift: 0,
    form: 'decimal',
    maskable: false,
    writable: true,
    needs: 'mpls',
    nxm: 'NXM_NX_MPLS_TTL',
  },
  mpls_lse1: { bits: 32, word: WORD.mplsLse1, shift: 0, form: 'be16', maskable: true, writable: false, needs: 'mpls' },
  mpls_lse2: { bits: 32, word: WORD.mplsLse2, shift: 0, form: 'be16', maskable: true, writable: false, needs: 'mpls' },

  ip_src: {
    bits: 32,
    word: WORD.nwSrc,
    shift: 0,
    form: 'ipv4',
    ...HEADER,
    needs: 'ipv4',
    nxm: 'NXM_OF_IP_SRC',
    oxm: 'OXM_OF_IPV4_SRC',
    aliases: ['nw_src'],
  },
  ip_dst: {
    bits: 32,
    word: WORD.nwDst,
    shift: 0,
    form: 'ipv4',
    ...HEADER,
    needs: 'ipv4',
    nxm: 'NXM_OF_IP_DST',
    oxm: 'OXM_OF_IPV4_DST',
    aliases: ['nw_dst'],
  },
  ipv6_src: {
    bits: 128,
    word: WORD.ipv6Src + 3,
    shift: 0,
    form: 'ipv6',
    ...HEADER,
    needs: 'ipv6',
    nxm: 'NXM_NX_IPV6_SRC',
    oxm: 'OXM_OF_IPV6_SRC',
  },
  ipv6_dst: {
    bits: 128,
    word: WORD.ipv6Dst + 3,
    shift: 0,
    form: 'ipv6',
    ...HEADER,
    needs: 'ipv6',
    nxm: 'NXM_NX_IPV6_DST',
    oxm: 'OXM_OF_IPV6_DST',
  },
  ipv6_label: {
    bits: 20,
    word: WORD.ipv6Label,
    shift: 0,
    form: 'hex5',
    ...HEADER,
    needs: 'ipv6',
    nxm: 'NXM_NX_IPV6_LABEL',
    oxm: 'OXM_OF_IPV6_FLABEL',
  },
  nw_proto: {
    bits: 8,
    word: WORD.nw,
    shift: 0,
    form: 'decimal',
    ...FIXED,
    needs: 'ip',
    nxm: 'NXM_OF_IP_PROTO',
    oxm: 'OXM_OF_IP_PROTO',
    aliases: ['ip_proto'],
  },
  nw_ttl: {
    bits: 8,
    word: WORD.nw,
    shift: 8,
    form: 'decimal',
    maskable: false,
    writable: true,
    needs: 'ip',
    nxm: 'NXM_NX_IP_TTL',
  },
  nw_tos: {
    bits: 8,
    word: WORD.nw,
    shift: 16,
    form: 'decimal',
    maskable: false,
    writable: true,
    needs: 'ip',
    nxm: 'NXM_OF_IP_TOS',
    aliases: ['ip_tos'],
  },
  ip_dscp: {
    bits: 6,
    word: WORD.nw,
    shift: 18,
    form: 'decimal',
    maskable: false,
    writable: true,
    needs: 'ip',
    nxm: 'OXM_OF_IP_DSCP',
  },
  nw_ecn: {
    bits: 2,
    word: WORD.nw,
    shift: 16,
    form: 'decimal',
    maskable: false,
    writable: true,
    needs: 'ip',
    nxm: 'NXM_NX_IP_ECN',
    oxm: 'OXM_OF_IP_ECN',
    aliases: ['ip_ecn'],
  },
  ip_frag: {
    bits: 8,
    word: WORD.nw,
    shift: 24,
    stored: 2,
    form: 'frag',
    maskable: true,
    writable: false,
    needs: 'ip',
    nxm: 'NXM_NX_IP_FRAG',
    aliases: ['nw_frag'],
  },
  arp_op: {
    bits: 16,
    word: WORD.nw,
    shift: 0,
    stored: 8,
    form: 'decimal',
    maskable: false,
    writable: true,
    needs: 'arp',
    nxm: 'NXM_OF_ARP_OP',
    oxm: 'OXM_OF_ARP_OP',
  },
  arp_spa: {
    bits: 32,
    word: WORD.nwSrc,
    shift: 0,
    form: 'ipv4',
    ...HEADER,
    needs: 'arp',
    nxm: 'NXM_OF_ARP_SPA',
    oxm: 'OXM_OF_ARP_SPA',
  },
  arp_tpa: {
    bits: 32,
    word: WORD.nwDst,
    shift: 0,
    form: 'ipv4',
    ...HEADER,
    needs: 'arp',
    nxm: 'NXM_OF_ARP_TPA',
    oxm: 'OXM_OF_ARP_TPA',
  },
  arp_sha: {
    bits: 48,
    word: WORD.tcpFlagsSha + 1,
    shift: 0,
    form: 'ethernet',
    ...HEADER,
    needs: 'arp',
    nxm: 'NXM_NX_ARP_SHA',
    oxm: 'OXM_OF_ARP_SHA',
  },
  arp_tha: {
    bits: 48,
    word: WORD.arpTha + 1,
    shift: 0,
    form: 'ethernet',
    ...HEADER,
    needs: 'arp',
    nxm: 'NXM_NX_ARP_THA',
    oxm: 'OXM_OF_ARP_THA',
  },

  tcp_src: {
    bits: 16,
    word: WORD.ports,
    shift: 16,
    form: 'be16',
    ...HEADER,
    needs: 'tcp',
    nxm: 'NXM_OF_TCP_SRC',
    oxm: 'OXM_OF_TCP_SRC',
    aliases: ['tp_src'],
  },
  tcp_dst: {
    bits: 16,
    word: WORD.ports,
    shift: 0,
    form: 'be16',
    ...HEADER,
    needs: 'tcp',
    nxm: 'NXM_OF_TCP_DST',
    oxm: 'OXM_OF_TCP_DST',
    aliases: ['tp_dst'],
  },
  tcp_flags: {
    bits: 12,
    word: WORD.tcpFlagsSha,
    shift: 16,
    form: 'tcp_flags',
    maskable: true,
    writable: false,
    needs: 'tcp',
    nxm: 'NXM_NX_TCP_FLAGS',
    oxm: 'OXM_OF_TCP_FLAGS',
  },
  udp_src: {
    bits: 16,
    word: WORD.ports,
    shift: 16,
    form: 'be16',
    ...HEADER,
    needs: 'udp',
    nxm: 'NXM_OF_UDP_SRC',
    oxm: 'OXM_OF_UDP_SRC',
  },
  udp_dst: {
    bits: 16,
    word: WORD.ports,
    shift: 0,
    form: 'be16',
    ...HEADER,
    needs: 'udp',
    nxm: 'NXM_OF_UDP_DST',
    oxm: 'OXM_OF_UDP_DST',
  },
  sctp_src: { bits: 16, word: WORD.ports, shift: 16, form: 'be16', ...HEADER, needs: 'sctp', nxm: 'OXM_OF_SCTP_SRC' },
  sctp_dst: { bits: 16, word: WORD.ports, shift: 0, form: 'be16', ...HEADER, needs: 'sctp', nxm: 'OXM_OF_SCTP_DST' },
  icmp_type: {
    bits: 8,
    word: WORD.ports,
    shift: 16,
    stored: 16,
    form: 'be16',
    maskable: false,
    writable: true,
    needs: 'icmpv4',
    nxm: 'NXM_OF_ICMP_TYPE',
    oxm: 'OXM_OF_ICMPV4_TYPE',
  },
  icmp_code: {
    bits: 8,
    word: WORD.ports,
    shift: 0,
    stored: 16,
    form: 'be16',
    maskable: false,
    writable: true,
    needs: 'icmpv4',
    nxm: 'NXM_OF_ICMP_CODE',
    oxm: 'OXM_OF_ICMPV4_CODE',
  },
  icmpv6_type: {
    bits: 8,
    word: WORD.ports,
    shift: 16,
    stored: 16,
    form: 'be16',
    maskable: false,
    writable: true,
    needs: 'icmpv6',
    nxm: 'NXM_NX_ICMPV6_TYPE',
    oxm: 'OXM_OF_ICMPV6_TYPE',
  },
  icmpv6_code: {
    bits: 8,
    word: WORD.ports,
    shift: 0,
    stored: 16,
    form: 'be16',
    maskable: false,
    writable: true,
    needs: 'icmpv6',
    nxm: 'NXM_NX_ICMPV6_CODE',
    oxm: 'OXM_OF_ICMPV6_CODE',
  },
  nd_target: {
    bits: 128,
    word: WORD.ndTarget + 3,
    shift: 0,
    form: 'ipv6',
    ...HEADER,
    needs: 'nd',
    nxm: 'NXM_NX_ND_TARGET',
    oxm: 'OXM_OF_IPV6_ND_TARGET',
  },
  nd_sll: {
    bits: 48,
    word: WORD.tcpFlagsSha + 1,
    shift: 0,
    form: 'ethernet',
    ...HEADER,
    needs: 'nd_solicit',
    nxm: 'NXM_NX_ND_SLL',
    oxm: 'OXM_OF_IPV6_ND_SLL',
  },
  nd_tll: {
    bits: 48,
    word: WORD.arpTha + 1,
    shift: 0,
    form: 'ethernet',
    ...HEADER,
    needs: 'nd_advert',
    nxm: 'NXM_NX_ND_TLL',
    oxm: 'OXM_OF_IPV6_ND_TLL',
  },
  nd_reserved: {
    bits: 32,
    word: WORD.ndReserved,
    shift: 0,
    form: 'hex',
    maskable: false,
    writable: true,
    needs: 'nd',
    nxm: 'ERICOXM_OF_ICMPV6_ND_RESERVED',
  },
  nd_options_type: {
    bits: 8,
    word: WORD.vlan1,
    shift: 0,
    form: 'decimal',
    maskable: false,
    writable: true,
    needs: 'nd',
    nxm: 'ERICOXM_OF_ICMPV6_ND_OPTIONS_TYPE',
  },
} as const satisfies Record<string, FieldSpec>;

export type FieldName = keyof typeof TABLE;

/** Every field by its ovs-fields(7) name. */
export const FIELDS: Readonly<Record<FieldName, FieldSpec>> = TABLE;

/** The fields in the order of the table. */
export const FIELD_NAMES: readonly FieldName[] = Object.keys(TABLE).filter((name): name is FieldName => name in TABLE);

const BY_ANY_NAME: ReadonlyMap<string, FieldName> = new Map(
  FIELD_NAMES.flatMap((name) => {
    const spec = FIELDS[name];
    const names = [name, spec.nxm, spec.oxm, ...(spec.aliases ?? [])];
    return names.filter((other) => other !== undefined).map((other): [string, FieldName] => [other, name]);
  }),
);

/** The field of a name, alias, or NXM/OXM header name. */
export function findField(name: string): FieldName | undefined {
  return BY_ANY_NAME.get(name);
}
