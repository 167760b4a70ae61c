/**
 * The symbols of today's OVN (ovn-sb(5), "Logical_Flow", column match), in the
 * order in which OVN defines them. Registers overlap: `reg` and `xreg` are parts
 * of `xxreg`, and the last two registers are parts of `xreg4`.
 */
import type { SymbolSpec } from './symbols';
import {
  ARP,
  ETHERNET,
  FRAGMENTS,
  ICMP4,
  ICMP6,
  IP6_HEADER,
  IP_HEADER,
  IP_PROTOCOL,
  LOGICAL_PORTS,
  ND_TARGET,
  TRANSPORT,
  VLAN,
} from './symbols-shared';

const PORTS = [
  ...LOGICAL_PORTS,
  { name: '__inport', field: 'inport', meaning: 'The register of inport as a number.' },
  { name: '__outport', field: 'outport', meaning: 'The register of outport as a number.' },
  {
    name: 'from_evpn_vtep',
    predicate: '__inport[31]',
    meaning: 'The packet came from a remote tunnel endpoint of EVPN.',
  },
  { name: 'to_evpn_vtep', predicate: '__outport[31]', meaning: 'The packet goes to a remote tunnel endpoint of EVPN.' },
  {
    name: 'remote_outport',
    string: 'reg1',
    meaning: 'The port that was learnt for eth.dst behind a remote tunnel endpoint; it lies over reg1.',
  },
] as const satisfies readonly SymbolSpec[];

const REGISTERS = [
  { name: 'xxreg0', field: 'xxreg0', meaning: 'Scratch space of 128 bits: reg0 to reg3, reg0 on top.' },
  { name: 'xxreg1', field: 'xxreg1', meaning: 'Scratch space of 128 bits: reg4 to reg7, reg4 on top.' },
  { name: 'xreg0', part: 'xxreg0[64..127]', meaning: 'Scratch space of 64 bits: reg0 and reg1.' },
  { name: 'xreg1', part: 'xxreg0[0..63]', meaning: 'Scratch space of 64 bits: reg2 and reg3.' },
  { name: 'xreg2', part: 'xxreg1[64..127]', meaning: 'Scratch space of 64 bits: reg4 and reg5.' },
  { name: 'xreg3', part: 'xxreg1[0..63]', meaning: 'Scratch space of 64 bits: reg6 and reg7.' },
  { name: 'xreg4', field: 'xreg4', meaning: 'Scratch space of 64 bits: reg8 and reg9.' },
  {
    name: 'reg0',
    part: 'xxreg0[96..127]',
    meaning: 'Scratch space of 32 bits that a logical pipeline may use as it likes.',
  },
  { name: 'reg1', part: 'xxreg0[64..95]', meaning: 'Scratch space of 32 bits.' },
  { name: 'reg2', part: 'xxreg0[32..63]', meaning: 'Scratch space of 32 bits.' },
  { name: 'reg3', part: 'xxreg0[0..31]', meaning: 'Scratch space of 32 bits.' },
  { name: 'reg4', part: 'xxreg1[96..127]', meaning: 'Scratch space of 32 bits.' },
  { name: 'reg5', part: 'xxreg1[64..95]', meaning: 'Scratch space of 32 bits.' },
  { name: 'reg6', part: 'xxreg1[32..63]', meaning: 'Scratch space of 32 bits.' },
  { name: 'reg7', part: 'xxreg1[0..31]', meaning: 'Scratch space of 32 bits.' },
  { name: 'reg8', part: 'xreg4[32..63]', meaning: 'Scratch space of 32 bits.' },
  { name: 'reg9', part: 'xreg4[0..31]', meaning: 'Scratch space of 32 bits.' },
] as const satisfies readonly SymbolSpec[];

const FLAGS = [
  { name: 'flags', field: 'reg10', meaning: 'Notes that OVN keeps on the packet between its tables, one bit each.' },
  { name: 'flags.loopback', part: 'flags[0]', meaning: 'The packet may leave through the port it came in on.' },
  {
    name: 'flags.force_snat_for_dnat',
    part: 'flags[2]',
    meaning: 'After its destination was translated, the source must be too.',
  },
  {
    name: 'flags.force_snat_for_lb',
    part: 'flags[3]',
    meaning: 'After load balancing, the source must be translated.',
  },
  { name: 'flags.skip_snat_for_lb', part: 'flags[9]', meaning: 'After load balancing, the source must stay as it is.' },
  {
    name: 'flags.use_snat_zone',
    part: 'flags[11]',
    meaning: 'Connection tracking happens in the zone for source translation.',
  },
  {
    name: 'flags.localnet',
    part: 'flags[15]',
    meaning: 'The packet came from a physical network through a localnet port.',
  },
  { name: 'flags.icmp_snat', part: 'flags[17]', meaning: 'An ICMP error whose source is to be translated.' },
  { name: 'flags.tunnel_rx', part: 'flags[16]', meaning: 'The packet came in through a tunnel.' },
  { name: 'flags.unsnat_new', part: 'flags[20]', meaning: 'Undoing source translation found a new connection.' },
  {
    name: 'flags.unsnat_not_tracked',
    part: 'flags[21]',
    meaning: 'The packet did not go through undoing source translation.',
  },
  {
    name: 'flags.network_id',
    part: 'flags[28..31]',
    meaning: "Which of a router port's networks the packet belongs to.",
  },
  { name: 'flags.from_ctrl', part: 'flags[19]', meaning: 'The packet was made or changed by ovn-controller.' },
  { name: 'flags.igmp_loopback', part: 'flags[22]', meaning: 'An IGMP packet that ovn-controller put back in.' },
  {
    name: 'flags.pkt_sampled',
    part: 'flags[23]',
    meaning: 'The packet was sampled already in this zone of connections.',
  },
] as const satisfies readonly SymbolSpec[];

const CONNECTIONS = [
  { name: 'ct_mark', field: 'ct_mark', meaning: "The connection's 32-bit mark." },
  { name: 'ct_mark.blocked', part: 'ct_mark[0]', meaning: 'A change of policy has cut the connection off.' },
  { name: 'ct_mark.natted', part: 'ct_mark[1]', meaning: 'Addresses of the connection are translated.' },
  {
    name: 'ct_mark.ecmp_reply_port',
    part: 'ct_mark[16..31]',
    meaning: 'The port to which replies return when there are several routes.',
  },
  { name: 'ct_mark.skip_snat', part: 'ct_mark[2]', meaning: 'Load balancing without source translation.' },
  { name: 'ct_mark.force_snat', part: 'ct_mark[3]', meaning: 'Load balancing with source translation.' },
  {
    name: 'ct_mark.obs_stage',
    part: 'ct_mark[4..5]',
    meaning: 'The stage whose rule let the connection in, for sampling.',
  },
  {
    name: 'ct_mark.allow_established',
    part: 'ct_mark[6]',
    meaning: 'The connection stays allowed once it is established.',
  },
  { name: 'ct_mark.obs_collector_id', part: 'ct_mark[16..23]', meaning: 'The collector of samples of the connection.' },
  { name: 'ct_label', field: 'ct_label', meaning: "The connection's 128-bit label." },
  {
    name: 'ct_label.ecmp_reply_eth',
    part: 'ct_label[32..79]',
    meaning: 'The Ethernet address to which replies return when there are several routes.',
  },
  { name: 'ct_label.label', part: 'ct_label[96..127]', meaning: 'The number that an ACL gave the connection.' },
  { name: 'ct_label.obs_point_id', part: 'ct_label[96..127]', meaning: 'Where samples of the connection were taken.' },
  {
    name: 'ct_label.obs_unused',
    part: 'ct_label[0..95]',
    meaning: 'The bits of the label that sampling leaves alone.',
  },
  { name: 'ct_label.acl_id', part: 'ct_label[80..95]', meaning: 'The ACL that let the connection in.' },
  { name: 'ct_label.nf', part: 'ct_label[7]', meaning: 'The connection goes through a network function.' },
  {
    name: 'ct_label.nf_id',
    part: 'ct_label[17..24]',
    meaning: 'The network function that the connection goes through.',
  },
  { name: 'ct_label.tun_if', part: 'ct_label[8]', meaning: 'The connection came in through a tunnel.' },
  { name: 'ct_label.tun_if_id', part: 'ct_label[80..95]', meaning: 'The tunnel that the connection came in through.' },
  { name: 'ct_state', field: 'ct_state', meaning: 'What connection tracking knows of the packet, one bit each.' },
  { name: 'ct.new', part: 'ct_state[0]', needs: 'ct.trk', meaning: 'The packet begins a connection.' },
  { name: 'ct.est', part: 'ct_state[1]', needs: 'ct.trk', meaning: 'The packet belongs to an established connection.' },
  {
    name: 'ct.rel',
    part: 'ct_state[2]',
    needs: 'ct.trk',
    meaning: 'The packet is related to an existing connection, such as an ICMP error.',
  },
  { name: 'ct.rpl', part: 'ct_state[3]', needs: 'ct.trk', meaning: 'The packet goes in the direction of replies.' },
  {
    name: 'ct.inv',
    part: 'ct_state[4]',
    needs: 'ct.trk',
    meaning: 'Connection tracking could not make sense of the packet.',
  },
  { name: 'ct.trk', part: 'ct_state[5]', meaning: 'The packet went through connection tracking.' },
  { name: 'ct.snat', part: 'ct_state[6]', needs: 'ct.trk', meaning: 'The source was translated.' },
  { name: 'ct.dnat', part: 'ct_state[7]', needs: 'ct.trk', meaning: 'The destination was translated.' },
] as const satisfies readonly SymbolSpec[];

const LINK = [
  ...ETHERNET,
  { name: 'eth.bcast', predicate: 'eth.dst == ff:ff:ff:ff:ff:ff', meaning: 'An Ethernet broadcast.' },
  { name: 'eth.mcast', part: 'eth.dst[40]', meaning: 'An Ethernet multicast or broadcast.' },
  {
    name: 'eth.mcastv6',
    predicate: 'eth.dst[32..47] == 0x3333',
    meaning: 'An Ethernet multicast that carries an IPv6 one.',
  },
  ...VLAN,
] as const satisfies readonly SymbolSpec[];

const IP = [
  ...IP_PROTOCOL,
  {
    name: 'ip.dscp',
    field: 'ip_dscp',
    needs: 'ip',
    meaning: 'The differentiated services code point. OVN compiles a test of it to flows that do not look at it.',
  },
  ...IP_HEADER,
  {
    name: 'ip4.src_mcast',
    predicate: 'ip4.src[28..31] == 0xe',
    meaning: 'The source IPv4 address is a multicast one, which is never right.',
  },
  { name: 'ip4.mcast', predicate: 'eth.mcast && ip4.dst[28..31] == 0xe', meaning: 'An IPv4 multicast.' },
  ...ICMP4,
  { name: 'igmp', predicate: 'ip4.mcast && ip.proto == 2', meaning: 'Membership of IPv4 multicast groups.' },
  ...IP6_HEADER,
  {
    name: 'ip6.mcast_rsvd',
    predicate:
      'ip6.dst == {ff00::, ff01::, ff02::, ff03::, ff04::, ff05::, ff06::, ff07::, ff08::, ff09::, ff0a::, ff0b::, ff0c::, ff0d::, ff0e::, ff0f::}',
    meaning: 'A reserved IPv6 multicast address (RFC 4291).',
  },
  {
    name: 'ip6.mcast_all_nodes',
    predicate: 'ip6.dst == ff01::1 || ip6.dst == ff02::1',
    meaning: 'The IPv6 multicast to all nodes.',
  },
  {
    name: 'ip6.mcast_all_rtrs',
    predicate: 'ip6.dst == ff01::2 || ip6.dst == ff02::2 || ip6.dst == ff05::2',
    meaning: 'The IPv6 multicast to all routers.',
  },
  {
    name: 'ip6.mcast_sol_node',
    predicate: 'ip6.dst == ff02::1:ff00:0000/104',
    meaning: 'A solicited-node multicast, which asks for an address.',
  },
  {
    name: 'ip6.mcast_flood',
    predicate: 'eth.mcastv6 && (ip6.mcast_rsvd || ip6.mcast_all_nodes || ip6.mcast_all_rtrs || ip6.mcast_sol_node)',
    meaning: 'An IPv6 multicast that goes everywhere.',
  },
  { name: 'ip6.mcast', predicate: 'eth.mcastv6 && ip6.dst[120..127] == 0xff', meaning: 'An IPv6 multicast.' },
  ...ICMP6,
  ...FRAGMENTS,
] as const satisfies readonly SymbolSpec[];

const NEIGHBORS = [
  ...ARP,
  { name: 'rarp', predicate: 'eth.type == 0x8035', meaning: 'Reverse ARP.' },
  { name: 'rarp.op', field: 'arp_op', needs: 'rarp', meaning: 'The reverse ARP operation: 3 asks, 4 answers.' },
  { name: 'rarp.spa', field: 'arp_spa', needs: 'rarp', meaning: "The sender's IPv4 address." },
  { name: 'rarp.sha', field: 'arp_sha', needs: 'rarp', meaning: "The sender's Ethernet address." },
  { name: 'rarp.tpa', field: 'arp_tpa', needs: 'rarp', meaning: "The target's IPv4 address." },
  { name: 'rarp.tha', field: 'arp_tha', needs: 'rarp', meaning: "The target's Ethernet address." },
  {
    name: 'nd',
    predicate: 'icmp6.type == {135, 136} && icmp6.code == 0 && ip.ttl == 255',
    meaning: 'An IPv6 neighbor solicitation or advertisement.',
  },
  {
    name: 'nd_ns',
    predicate: 'icmp6.type == 135 && icmp6.code == 0 && ip.ttl == 255',
    meaning: 'A neighbor solicitation: IPv6 asks for an Ethernet address.',
  },
  {
    name: 'nd_ns_mcast',
    predicate: 'ip6.mcast && icmp6.type == 135 && icmp6.code == 0 && ip.ttl == 255',
    meaning: 'A neighbor solicitation that is multicast.',
  },
  {
    name: 'nd_na',
    predicate: 'icmp6.type == 136 && icmp6.code == 0 && ip.ttl == 255',
    meaning: 'A neighbor advertisement: the answer.',
  },
  {
    name: 'nd_rs',
    predicate: 'icmp6.type == 133 && icmp6.code == 0 && ip.ttl == 255',
    meaning: 'A router solicitation.',
  },
  {
    name: 'nd_ra',
    predicate: 'icmp6.type == 134 && icmp6.code == 0 && ip.ttl == 255',
    meaning: 'A router advertisement.',
  },
  ...ND_TARGET,
  { name: 'nd.sll', field: 'nd_sll', needs: 'nd_ns', meaning: 'The Ethernet address of the one who asks.' },
  { name: 'nd.tll', field: 'nd_tll', needs: 'nd_na', meaning: 'The Ethernet address in the answer.' },
  {
    name: 'mldv1',
    predicate: 'eth.mcastv6 && ip6.src == fe80::/10 && icmp6.type == {130, 131, 132}',
    meaning: 'Membership of IPv6 multicast groups, version 1.',
  },
  {
    name: 'mldv2',
    predicate: 'eth.mcastv6 && ip6.dst == ff02::16 && icmp6.type == 143',
    meaning: 'Membership of IPv6 multicast groups, version 2.',
  },
] as const satisfies readonly SymbolSpec[];

const REST = [
  { name: 'pkt.mark', field: 'pkt_mark', meaning: 'The mark that the packet has on the hypervisor.' },
  { name: 'icmp4.frag_mtu', actionOnly: 16, meaning: 'The MTU in an ICMP error; only actions can set it.' },
  { name: 'icmp6.frag_mtu', actionOnly: 32, meaning: 'The MTU in an ICMPv6 error; only actions can set it.' },
] as const satisfies readonly SymbolSpec[];

export const SYMBOLS_TODAY: readonly SymbolSpec[] = [
  ...PORTS,
  ...REGISTERS,
  ...FLAGS,
  ...CONNECTIONS,
  ...LINK,
  ...IP,
  ...NEIGHBORS,
  ...TRANSPORT,
  ...REST,
];
