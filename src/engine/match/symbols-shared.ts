/**
 * The symbols that mean the same in every release, in the families in which OVN
 * defines them. A release's own list says what stands between them.
 */
import type { SymbolSpec } from './symbols';

export const LOGICAL_PORTS = [
  { name: 'inport', string: 'inport', meaning: 'The logical port on which the packet came in.' },
  {
    name: 'outport',
    string: 'outport',
    meaning: 'The logical port to which the packet goes; known in the egress pipeline.',
  },
] as const satisfies readonly SymbolSpec[];

export const ETHERNET = [
  { name: 'eth.src', field: 'eth_src', meaning: 'The source Ethernet address.' },
  { name: 'eth.dst', field: 'eth_dst', meaning: 'The destination Ethernet address.' },
  {
    name: 'eth.type',
    field: 'eth_type',
    crossProduct: true,
    meaning: 'The Ethernet type, behind any VLAN tag: 0x800 is IPv4, 0x86dd IPv6, 0x806 ARP.',
  },
] as const satisfies readonly SymbolSpec[];

export const VLAN = [
  {
    name: 'vlan.tci',
    field: 'vlan_tci',
    meaning:
      'The VLAN tag: bits 0 to 11 VLAN, bit 12 set when there is a tag, bits 13 to 15 priority; 0 without a tag.',
  },
  { name: 'vlan.present', predicate: 'vlan.tci[12]', meaning: 'The packet has a VLAN tag.' },
  { name: 'vlan.pcp', part: 'vlan.tci[13..15]', needs: 'vlan.present', meaning: 'The priority in the VLAN tag.' },
  { name: 'vlan.vid', part: 'vlan.tci[0..11]', needs: 'vlan.present', meaning: 'The VLAN in the VLAN tag.' },
] as const satisfies readonly SymbolSpec[];

export const IP_PROTOCOL = [
  { name: 'ip4', predicate: 'eth.type == 0x800', meaning: 'IPv4.' },
  { name: 'ip6', predicate: 'eth.type == 0x86dd', meaning: 'IPv6.' },
  { name: 'ip', predicate: 'ip4 || ip6', meaning: 'IPv4 or IPv6.' },
  {
    name: 'ip.proto',
    field: 'nw_proto',
    needs: 'ip',
    crossProduct: true,
    meaning: 'The protocol above IP: 6 is TCP, 17 UDP, 1 ICMP, 58 ICMPv6, 132 SCTP.',
  },
] as const satisfies readonly SymbolSpec[];

export const IP_HEADER = [
  {
    name: 'ip.ecn',
    field: 'nw_ecn',
    needs: 'ip',
    meaning: 'Explicit congestion notification. OVN compiles a test of it to flows that do not look at it.',
  },
  { name: 'ip.ttl', field: 'nw_ttl', needs: 'ip', meaning: 'Hops left: time to live, or hop limit in IPv6.' },
  { name: 'ip4.src', field: 'ip_src', needs: 'ip4', meaning: 'The source IPv4 address.' },
  { name: 'ip4.dst', field: 'ip_dst', needs: 'ip4', meaning: 'The destination IPv4 address.' },
] as const satisfies readonly SymbolSpec[];

export const ICMP4 = [
  { name: 'icmp4', predicate: 'ip4 && ip.proto == 1', meaning: 'ICMP over IPv4.' },
  { name: 'icmp4.type', field: 'icmp_type', needs: 'icmp4', meaning: 'The ICMP type: 8 asks for an echo, 0 is one.' },
  { name: 'icmp4.code', field: 'icmp_code', needs: 'icmp4', meaning: 'The ICMP code, which details the type.' },
] as const satisfies readonly SymbolSpec[];

export const IP6_HEADER = [
  { name: 'ip6.src', field: 'ipv6_src', needs: 'ip6', meaning: 'The source IPv6 address.' },
  { name: 'ip6.dst', field: 'ipv6_dst', needs: 'ip6', meaning: 'The destination IPv6 address.' },
  { name: 'ip6.label', field: 'ipv6_label', needs: 'ip6', meaning: 'The IPv6 flow label.' },
] as const satisfies readonly SymbolSpec[];

export const ICMP6 = [
  { name: 'icmp6', predicate: 'ip6 && ip.proto == 58', meaning: 'ICMPv6.' },
  {
    name: 'icmp6.type',
    field: 'icmpv6_type',
    needs: 'icmp6',
    crossProduct: true,
    meaning: 'The ICMPv6 type: 128 asks for an echo, 135 for an address.',
  },
  {
    name: 'icmp6.code',
    field: 'icmpv6_code',
    needs: 'icmp6',
    crossProduct: true,
    meaning: 'The ICMPv6 code, which details the type.',
  },
  { name: 'icmp', predicate: 'icmp4 || icmp6', meaning: 'ICMP over IPv4, or ICMPv6.' },
] as const satisfies readonly SymbolSpec[];

export const FRAGMENTS = [
  { name: 'ip.frag', field: 'ip_frag', width: 2, needs: 'ip', meaning: 'Bit 0: a fragment; bit 1: not the first one.' },
  { name: 'ip.is_frag', predicate: 'ip.frag[0]', meaning: 'A fragment of an IP packet.' },
  { name: 'ip.later_frag', predicate: 'ip.frag[1]', meaning: 'A fragment other than the first, which has no ports.' },
  { name: 'ip.first_frag', predicate: 'ip.is_frag && !ip.later_frag', meaning: 'The first fragment of an IP packet.' },
] as const satisfies readonly SymbolSpec[];

export const ARP = [
  { name: 'arp', predicate: 'eth.type == 0x806', meaning: 'ARP.' },
  {
    name: 'arp.op',
    field: 'arp_op',
    needs: 'arp',
    meaning: 'The ARP operation: 1 asks, 2 answers. Open vSwitch looks at its low 8 bits.',
  },
  { name: 'arp.spa', field: 'arp_spa', needs: 'arp', meaning: "The sender's IPv4 address." },
  { name: 'arp.sha', field: 'arp_sha', needs: 'arp', meaning: "The sender's Ethernet address." },
  { name: 'arp.tpa', field: 'arp_tpa', needs: 'arp', meaning: 'The IPv4 address that is asked for.' },
  {
    name: 'arp.tha',
    field: 'arp_tha',
    needs: 'arp',
    meaning: "The target's Ethernet address, 0 when it is asked for.",
  },
] as const satisfies readonly SymbolSpec[];

export const ND_TARGET = [
  { name: 'nd.target', field: 'nd_target', needs: 'nd', meaning: 'The IPv6 address that is asked for or told of.' },
] as const satisfies readonly SymbolSpec[];

export const TRANSPORT = [
  { name: 'tcp', predicate: 'ip.proto == 6', meaning: 'TCP.' },
  { name: 'tcp.src', field: 'tcp_src', needs: 'tcp', meaning: 'The source port.' },
  { name: 'tcp.dst', field: 'tcp_dst', needs: 'tcp', meaning: 'The destination port.' },
  {
    name: 'tcp.flags',
    field: 'tcp_flags',
    needs: 'tcp',
    meaning: 'The flags: bit 0 FIN, 1 SYN, 2 RST, 3 PSH, 4 ACK, 5 URG, 6 ECE, 7 CWR, 8 NS.',
  },
  { name: 'udp', predicate: 'ip.proto == 17', meaning: 'UDP.' },
  { name: 'udp.src', field: 'udp_src', needs: 'udp', meaning: 'The source port.' },
  { name: 'udp.dst', field: 'udp_dst', needs: 'udp', meaning: 'The destination port.' },
  { name: 'sctp', predicate: 'ip.proto == 132', meaning: 'SCTP.' },
  { name: 'sctp.src', field: 'sctp_src', needs: 'sctp', meaning: 'The source port.' },
  { name: 'sctp.dst', field: 'sctp_dst', needs: 'sctp', meaning: 'The destination port.' },
] as const satisfies readonly SymbolSpec[];
