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
  /** Bits that a match on the whole field covers; differs from `bits` where Open vSwitch stores it wider or narrower. */
  readonly stored: number;
  readonly form: FieldForm;
  readonly maskable: boolean;
  readonly writable: boolean;
  readonly needs: Prerequisite;
  /** OpenFlow header names: NXM where one exists, else OXM, comes first. Empty: the field has none. */
  readonly headers: readonly string[];
  /** Other names that ovs-ofctl accepts. */
  readonly aliases: readonly string[];
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
  /** The queue that a packet goes into, which no match sees. */
  skbPriority: 45,
  /** The option of Geneve that is mapped to tun_metadata0. */
  tunMetadata0: 46,
  /** eth_type in the upper half, the first two bytes of eth_dst in the lower. */
  ethTypeDst: 47,
  /** vlan_tci in the upper half, the first two bytes of eth_src in the lower. */
  vlanSrc: 49,
  /** The second tag, as vlan_tci1, in the upper half; the option type of ND in the lower. */
  vlan1: 51,
  mplsLse0: 52,
  mplsLse1: 53,
  mplsLse2: 54,
  nwSrc: 55,
  nwDst: 56,
  ipv6Src: 57,
  ipv6Dst: 61,
  ipv6Label: 65,
  /** nw_frag, nw_tos, nw_ttl, nw_proto, a byte each. */
  nw: 66,
  /** tcp_flags in the upper half, the first two bytes of arp_sha in the lower. */
  tcpFlagsSha: 67,
  arpTha: 69,
  ndTarget: 71,
  ndReserved: 75,
  /** Source port (or ICMP type) in the upper half, destination port (or code) in the lower. */
  ports: 76,
  /** TPIDs of the first tag (upper half) and the second: kept to write tags back, never matched. */
  vlanTpids: 77,
} as const;

/** Words of a `Flow`. */
export const FLOW_WORDS = 78;

const TABLE = {
  in_port: field('of_port', 16, WORD.inPort, 0, 'write', 'none', ['NXM_OF_IN_PORT', 'OXM_OF_IN_PORT', 'in_port_oxm']),
  pkt_mark: field('hex', 32, WORD.pktMark, 0, 'both', 'none', ['NXM_NX_PKT_MARK']),
  conj_id: field('decimal', 32, WORD.conjId, 0, 'fixed', 'none', ['NXM_NX_CONJ_ID']),
  skb_priority: field('hex', 32, WORD.skbPriority, 0, 'fixed', 'none', []),
  recirc_id: field('hex', 32, WORD.recircId, 0, 'fixed', 'none', ['NXM_NX_RECIRC_ID']),
  dp_hash: field('hex', 32, WORD.dpHash, 0, 'mask', 'none', ['NXM_NX_DP_HASH']),
  tun_id: field('hex', 64, WORD.tunId + 1, 0, 'both', 'none', ['NXM_NX_TUN_ID', 'OXM_OF_TUNNEL_ID', 'tunnel_id']),
  tun_src: field('ipv4', 32, WORD.tunSrc, 0, 'both', 'none', ['NXM_NX_TUN_IPV4_SRC']),
  tun_dst: field('ipv4', 32, WORD.tunDst, 0, 'both', 'none', ['NXM_NX_TUN_IPV4_DST']),
  tun_metadata0: field('hex', 32, WORD.tunMetadata0, 0, 'both', 'none', ['NXM_NX_TUN_METADATA0']),
  metadata: field('hex', 64, WORD.metadata + 1, 0, 'both', 'none', ['OXM_OF_METADATA']),
  reg0: field('hex', 32, WORD.reg0, 0, 'both', 'none', ['NXM_NX_REG0']),
  reg1: field('hex', 32, WORD.reg0 + 1, 0, 'both', 'none', ['NXM_NX_REG1']),
  reg2: field('hex', 32, WORD.reg0 + 2, 0, 'both', 'none', ['NXM_NX_REG2']),
  reg3: field('hex', 32, WORD.reg0 + 3, 0, 'both', 'none', ['NXM_NX_REG3']),
  reg4: field('hex', 32, WORD.reg0 + 4, 0, 'both', 'none', ['NXM_NX_REG4']),
  reg5: field('hex', 32, WORD.reg0 + 5, 0, 'both', 'none', ['NXM_NX_REG5']),
  reg6: field('hex', 32, WORD.reg0 + 6, 0, 'both', 'none', ['NXM_NX_REG6']),
  reg7: field('hex', 32, WORD.reg0 + 7, 0, 'both', 'none', ['NXM_NX_REG7']),
  reg8: field('hex', 32, WORD.reg0 + 8, 0, 'both', 'none', ['NXM_NX_REG8']),
  reg9: field('hex', 32, WORD.reg0 + 9, 0, 'both', 'none', ['NXM_NX_REG9']),
  reg10: field('hex', 32, WORD.reg0 + 10, 0, 'both', 'none', ['NXM_NX_REG10']),
  reg11: field('hex', 32, WORD.reg0 + 11, 0, 'both', 'none', ['NXM_NX_REG11']),
  reg12: field('hex', 32, WORD.reg0 + 12, 0, 'both', 'none', ['NXM_NX_REG12']),
  reg13: field('hex', 32, WORD.reg0 + 13, 0, 'both', 'none', ['NXM_NX_REG13']),
  reg14: field('hex', 32, WORD.reg0 + 14, 0, 'both', 'none', ['NXM_NX_REG14']),
  reg15: field('hex', 32, WORD.reg0 + 15, 0, 'both', 'none', ['NXM_NX_REG15']),
  xreg0: field('hex', 64, WORD.reg0 + 1, 0, 'both', 'none', ['OXM_OF_PKT_REG0']),
  xreg1: field('hex', 64, WORD.reg0 + 3, 0, 'both', 'none', ['OXM_OF_PKT_REG1']),
  xreg2: field('hex', 64, WORD.reg0 + 5, 0, 'both', 'none', ['OXM_OF_PKT_REG2']),
  xreg3: field('hex', 64, WORD.reg0 + 7, 0, 'both', 'none', ['OXM_OF_PKT_REG3']),
  xreg4: field('hex', 64, WORD.reg0 + 9, 0, 'both', 'none', ['OXM_OF_PKT_REG4']),
  xreg5: field('hex', 64, WORD.reg0 + 11, 0, 'both', 'none', ['OXM_OF_PKT_REG5']),
  xreg6: field('hex', 64, WORD.reg0 + 13, 0, 'both', 'none', ['OXM_OF_PKT_REG6']),
  xreg7: field('hex', 64, WORD.reg0 + 15, 0, 'both', 'none', ['OXM_OF_PKT_REG7']),
  xxreg0: field('hex', 128, WORD.reg0 + 3, 0, 'both', 'none', ['NXM_NX_XXREG0']),
  xxreg1: field('hex', 128, WORD.reg0 + 7, 0, 'both', 'none', ['NXM_NX_XXREG1']),
  xxreg2: field('hex', 128, WORD.reg0 + 11, 0, 'both', 'none', ['NXM_NX_XXREG2']),
  xxreg3: field('hex', 128, WORD.reg0 + 15, 0, 'both', 'none', ['NXM_NX_XXREG3']),
  ct_state: field('ct_state', 32, WORD.ctStateZone, 16, 'mask', 'none', ['NXM_NX_CT_STATE'], 8),
  ct_zone: field('be16', 16, WORD.ctStateZone, 0, 'fixed', 'none', ['NXM_NX_CT_ZONE']),
  ct_mark: field('hex', 32, WORD.ctMark, 0, 'both', 'none', ['NXM_NX_CT_MARK']),
  ct_label: field('hex', 128, WORD.ctLabel + 3, 0, 'both', 'none', ['NXM_NX_CT_LABEL']),
  ct_nw_src: field('ipv4', 32, WORD.ctNwSrc, 0, 'mask', 'ct', ['NXM_NX_CT_NW_SRC']),
  ct_nw_dst: field('ipv4', 32, WORD.ctNwDst, 0, 'mask', 'ct', ['NXM_NX_CT_NW_DST']),
  ct_ipv6_src: field('ipv6', 128, WORD.ctIpv6Src + 3, 0, 'mask', 'ct', ['NXM_NX_CT_IPV6_SRC']),
  ct_ipv6_dst: field('ipv6', 128, WORD.ctIpv6Dst + 3, 0, 'mask', 'ct', ['NXM_NX_CT_IPV6_DST']),
  ct_nw_proto: field('decimal', 8, WORD.ctNwProto, 0, 'fixed', 'ct', ['NXM_NX_CT_NW_PROTO']),
  ct_tp_src: field('be16', 16, WORD.ctPorts, 16, 'mask', 'ct', ['NXM_NX_CT_TP_SRC']),
  ct_tp_dst: field('be16', 16, WORD.ctPorts, 0, 'mask', 'ct', ['NXM_NX_CT_TP_DST']),
  eth_src: field('ethernet', 48, WORD.vlanSrc + 1, 0, 'both', 'none', ['NXM_OF_ETH_SRC', 'OXM_OF_ETH_SRC', 'dl_src']),
  eth_dst: field('ethernet', 48, WORD.ethTypeDst + 1, 0, 'both', 'none', [
    'NXM_OF_ETH_DST',
    'OXM_OF_ETH_DST',
    'dl_dst',
  ]),
  eth_type: field('hex4', 16, WORD.ethTypeDst, 16, 'fixed', 'none', ['NXM_OF_ETH_TYPE', 'OXM_OF_ETH_TYPE', 'dl_type']),
  vlan_tci: field('hex4', 16, WORD.vlanSrc, 16, 'both', 'none', ['NXM_OF_VLAN_TCI']),
  vlan_tci1: field('hex4', 16, WORD.vlan1, 16, 'mask', 'none', []),
  dl_vlan: field('decimal', 12, WORD.vlanSrc, 16, 'write', 'none', []),
  dl_vlan_pcp: field('decimal', 3, WORD.vlanSrc, 29, 'write', 'none', []),
  vlan_vid: field('decimal', 13, WORD.vlanSrc, 16, 'both', 'none', ['OXM_OF_VLAN_VID']),
  vlan_pcp: field('decimal', 3, WORD.vlanSrc, 29, 'write', 'vlan', ['OXM_OF_VLAN_PCP']),
  mpls_label: field('decimal', 20, WORD.mplsLse0, 12, 'write', 'mpls', ['OXM_OF_MPLS_LABEL']),
  mpls_tc: field('decimal', 3, WORD.mplsLse0, 9, 'write', 'mpls', ['OXM_OF_MPLS_TC']),
  mpls_bos: field('decimal', 1, WORD.mplsLse0, 8, 'fixed', 'mpls', ['OXM_OF_MPLS_BOS']),
  mpls_ttl: field('decimal', 8, WORD.mplsLse0, 0, 'write', 'mpls', ['NXM_NX_MPLS_TTL']),
  mpls_lse1: field('be16', 32, WORD.mplsLse1, 0, 'mask', 'mpls', []),
  mpls_lse2: field('be16', 32, WORD.mplsLse2, 0, 'mask', 'mpls', []),
  ip_src: field('ipv4', 32, WORD.nwSrc, 0, 'both', 'ipv4', ['NXM_OF_IP_SRC', 'OXM_OF_IPV4_SRC', 'nw_src']),
  ip_dst: field('ipv4', 32, WORD.nwDst, 0, 'both', 'ipv4', ['NXM_OF_IP_DST', 'OXM_OF_IPV4_DST', 'nw_dst']),
  ipv6_src: field('ipv6', 128, WORD.ipv6Src + 3, 0, 'both', 'ipv6', ['NXM_NX_IPV6_SRC', 'OXM_OF_IPV6_SRC']),
  ipv6_dst: field('ipv6', 128, WORD.ipv6Dst + 3, 0, 'both', 'ipv6', ['NXM_NX_IPV6_DST', 'OXM_OF_IPV6_DST']),
  ipv6_label: field('hex5', 20, WORD.ipv6Label, 0, 'both', 'ipv6', ['NXM_NX_IPV6_LABEL', 'OXM_OF_IPV6_FLABEL']),
  nw_proto: field('decimal', 8, WORD.nw, 0, 'fixed', 'ip', ['NXM_OF_IP_PROTO', 'OXM_OF_IP_PROTO', 'ip_proto']),
  nw_ttl: field('decimal', 8, WORD.nw, 8, 'write', 'ip', ['NXM_NX_IP_TTL']),
  nw_tos: field('decimal', 8, WORD.nw, 16, 'write', 'ip', ['NXM_OF_IP_TOS', 'ip_tos']),
  ip_dscp: field('decimal', 6, WORD.nw, 18, 'write', 'ip', ['OXM_OF_IP_DSCP']),
  nw_ecn: field('decimal', 2, WORD.nw, 16, 'write', 'ip', ['NXM_NX_IP_ECN', 'OXM_OF_IP_ECN', 'ip_ecn']),
  ip_frag: field('frag', 8, WORD.nw, 24, 'mask', 'ip', ['NXM_NX_IP_FRAG', 'nw_frag'], 2),
  arp_op: field('decimal', 16, WORD.nw, 0, 'write', 'arp', ['NXM_OF_ARP_OP', 'OXM_OF_ARP_OP'], 8),
  arp_spa: field('ipv4', 32, WORD.nwSrc, 0, 'both', 'arp', ['NXM_OF_ARP_SPA', 'OXM_OF_ARP_SPA']),
  arp_tpa: field('ipv4', 32, WORD.nwDst, 0, 'both', 'arp', ['NXM_OF_ARP_TPA', 'OXM_OF_ARP_TPA']),
  arp_sha: field('ethernet', 48, WORD.tcpFlagsSha + 1, 0, 'both', 'arp', ['NXM_NX_ARP_SHA', 'OXM_OF_ARP_SHA']),
  arp_tha: field('ethernet', 48, WORD.arpTha + 1, 0, 'both', 'arp', ['NXM_NX_ARP_THA', 'OXM_OF_ARP_THA']),
  tcp_src: field('be16', 16, WORD.ports, 16, 'both', 'tcp', ['NXM_OF_TCP_SRC', 'OXM_OF_TCP_SRC', 'tp_src']),
  tcp_dst: field('be16', 16, WORD.ports, 0, 'both', 'tcp', ['NXM_OF_TCP_DST', 'OXM_OF_TCP_DST', 'tp_dst']),
  tcp_flags: field('tcp_flags', 12, WORD.tcpFlagsSha, 16, 'mask', 'tcp', ['NXM_NX_TCP_FLAGS', 'OXM_OF_TCP_FLAGS']),
  udp_src: field('be16', 16, WORD.ports, 16, 'both', 'udp', ['NXM_OF_UDP_SRC', 'OXM_OF_UDP_SRC']),
  udp_dst: field('be16', 16, WORD.ports, 0, 'both', 'udp', ['NXM_OF_UDP_DST', 'OXM_OF_UDP_DST']),
  sctp_src: field('be16', 16, WORD.ports, 16, 'both', 'sctp', ['OXM_OF_SCTP_SRC']),
  sctp_dst: field('be16', 16, WORD.ports, 0, 'both', 'sctp', ['OXM_OF_SCTP_DST']),
  icmp_type: field('be16', 8, WORD.ports, 16, 'write', 'icmpv4', ['NXM_OF_ICMP_TYPE', 'OXM_OF_ICMPV4_TYPE'], 16),
  icmp_code: field('be16', 8, WORD.ports, 0, 'write', 'icmpv4', ['NXM_OF_ICMP_CODE', 'OXM_OF_ICMPV4_CODE'], 16),
  icmpv6_type: field('be16', 8, WORD.ports, 16, 'write', 'icmpv6', ['NXM_NX_ICMPV6_TYPE', 'OXM_OF_ICMPV6_TYPE'], 16),
  icmpv6_code: field('be16', 8, WORD.ports, 0, 'write', 'icmpv6', ['NXM_NX_ICMPV6_CODE', 'OXM_OF_ICMPV6_CODE'], 16),
  nd_target: field('ipv6', 128, WORD.ndTarget + 3, 0, 'both', 'nd', ['NXM_NX_ND_TARGET', 'OXM_OF_IPV6_ND_TARGET']),
  nd_sll: field('ethernet', 48, WORD.tcpFlagsSha + 1, 0, 'both', 'nd_solicit', ['NXM_NX_ND_SLL', 'OXM_OF_IPV6_ND_SLL']),
  nd_tll: field('ethernet', 48, WORD.arpTha + 1, 0, 'both', 'nd_advert', ['NXM_NX_ND_TLL', 'OXM_OF_IPV6_ND_TLL']),
  nd_reserved: field('hex', 32, WORD.ndReserved, 0, 'write', 'nd', ['ERICOXM_OF_ICMPV6_ND_RESERVED']),
  nd_options_type: field('decimal', 8, WORD.vlan1, 0, 'write', 'nd', ['ERICOXM_OF_ICMPV6_ND_OPTIONS_TYPE']),
};

export type FieldName = keyof typeof TABLE;

/** Every field by its ovs-fields(7) name. */
export const FIELDS: Readonly<Record<FieldName, FieldSpec>> = TABLE;

/** The fields in the order of the table. */
export const FIELD_NAMES: readonly FieldName[] = Object.keys(TABLE).filter((name): name is FieldName => name in TABLE);

const BY_ANY_NAME: ReadonlyMap<string, FieldName> = new Map(
  FIELD_NAMES.flatMap((name) => {
    const { headers, aliases } = FIELDS[name];
    return [name, ...headers, ...aliases].map((other): [string, FieldName] => [other, name]);
  }),
);

/** The field of a name, alias, or NXM/OXM header name. */
export function findField(name: string): FieldName | undefined {
  return BY_ANY_NAME.get(name);
}

/** How a field may be used: matched with a mask, written by actions, both or neither. */
type Access = 'fixed' | 'mask' | 'write' | 'both';

/** One row of the table. Names: NXM, OXM (each where it exists), then other names. */
function field(
  form: FieldForm,
  bits: number,
  word: number,
  shift: number,
  access: Access,
  needs: Prerequisite,
  names: readonly string[],
  stored: number = bits,
): FieldSpec {
  const headers = names.filter((name) => /^[A-Z]/.test(name));
  return {
    bits,
    word,
    shift,
    stored,
    form,
    maskable: access === 'mask' || access === 'both',
    writable: access === 'write' || access === 'both',
    needs,
    headers,
    aliases: names.filter((name) => !headers.includes(name)),
  };
}
