/**
 * The protocols there are, and the numbers by which one header names the next.
 * A new protocol starts here: its name, its number, then its file and its row in
 * `registry.ts`.
 */

export const PROTOCOL_NAMES = [
  'ethernet',
  'vlan',
  'llc',
  'snap',
  'mpls',
  'arp',
  'rarp',
  'ipv4',
  'ipv6',
  'ipv6-hopopts',
  'ipv6-routing',
  'ipv6-fragment',
  'ipv6-dstopts',
  'icmp',
  'icmpv6',
  'echo',
  'nd-ns',
  'nd-na',
  'nd-rs',
  'nd-ra',
  'mld',
  'mldv2-report',
  'igmp',
  'igmpv3-report',
  'tcp',
  'udp',
  'sctp',
  'dhcp',
  'dhcpv6',
  'dns',
  'geneve',
  'vxlan',
  'stt-tcp',
  'stt',
] as const;

/** A protocol with a header of its own. */
export type HeaderProtocol = (typeof PROTOCOL_NAMES)[number];

/** Also `payload` (bytes nobody interprets), `padding` (bytes after a declared length), `malformed` (only from decoding). */
export type ProtocolName = HeaderProtocol | 'payload' | 'padding' | 'malformed';

/** IEEE 802 numbers: what an Ethernet type means to us. */
const ETHERTYPES: readonly (readonly [number, HeaderProtocol])[] = [
  [0x0800, 'ipv4'],
  [0x0806, 'arp'],
  [0x8035, 'rarp'],
  [0x8100, 'vlan'],
  [0x88a8, 'vlan'],
  [0x86dd, 'ipv6'],
  [0x8847, 'mpls'],
  [0x8848, 'mpls'],
  [0x6558, 'ethernet'],
];

/** IANA protocol numbers as they follow an IPv4 header. */
const IPV4_PROTOCOLS: readonly (readonly [number, HeaderProtocol])[] = [
  [1, 'icmp'],
  [2, 'igmp'],
  [2, 'igmpv3-report'],
  [4, 'ipv4'],
  [6, 'tcp'],
  [6, 'stt-tcp'],
  [17, 'udp'],
  [41, 'ipv6'],
  [132, 'sctp'],
];

/** The same after an IPv6 header, where extension headers join in. */
const IPV6_PROTOCOLS: readonly (readonly [number, HeaderProtocol])[] = [
  [0, 'ipv6-hopopts'],
  [4, 'ipv4'],
  [6, 'tcp'],
  [6, 'stt-tcp'],
  [17, 'udp'],
  [41, 'ipv6'],
  [43, 'ipv6-routing'],
  [44, 'ipv6-fragment'],
  [58, 'icmpv6'],
  [60, 'ipv6-dstopts'],
  [132, 'sctp'],
];

/** UDP ports by which the payload is known, at either end. */
const UDP_PORTS: readonly (readonly [number, HeaderProtocol])[] = [
  [53, 'dns'],
  [67, 'dhcp'],
  [68, 'dhcp'],
  [546, 'dhcpv6'],
  [547, 'dhcpv6'],
  [4789, 'vxlan'],
  [6081, 'geneve'],
];

/** The port by which OVS and Wireshark know STT (draft-davie-stt-08 names no official one). */
export const STT_PORT = 7471;

/** IEEE 802 local experimental type, for a frame whose content has no type of its own. */
const EXPERIMENTAL_ETHERTYPE = 0x88b5;
/** RFC 3692 experimental protocol number, for an IP payload without a number of its own. */
const EXPERIMENTAL_IP_PROTOCOL = 253;
/** IANA protocol number 59: no next header. */
export const NO_NEXT_HEADER = 59;

export function protocolOfEthertype(type: number): ProtocolName {
  return byNumber(ETHERTYPES, type);
}

export function ethertypeOf(protocol: ProtocolName | undefined): number {
  return byProtocol(ETHERTYPES, protocol) ?? EXPERIMENTAL_ETHERTYPE;
}

export function protocolOfIpv4(number: number): ProtocolName {
  return byNumber(IPV4_PROTOCOLS, number);
}

export function ipv4ProtocolOf(protocol: ProtocolName | undefined): number {
  return byProtocol(IPV4_PROTOCOLS, protocol) ?? EXPERIMENTAL_IP_PROTOCOL;
}

export function protocolOfIpv6(number: number): ProtocolName {
  return byNumber(IPV6_PROTOCOLS, number);
}

export function ipv6ProtocolOf(protocol: ProtocolName | undefined): number {
  if (protocol === undefined) return NO_NEXT_HEADER;
  return byProtocol(IPV6_PROTOCOLS, protocol) ?? EXPERIMENTAL_IP_PROTOCOL;
}

/** The destination port speaks first: a server's answer is known by its source port. */
export function protocolOfUdp(source: number, destination: number): ProtocolName {
  const byDestination = byNumber(UDP_PORTS, destination);
  // A tunnel's source port is chosen by hash, so that only its destination port counts.
  if (byDestination !== 'payload' || source === 4789 || source === 6081) return byDestination;
  return byNumber(UDP_PORTS, source);
}

/** The usual [source, destination] ports of a payload; 0 where there is no usual one. */
export function udpPortsOf(protocol: ProtocolName | undefined): readonly [number, number] {
  switch (protocol) {
    case 'dhcp':
      return [68, 67];
    case 'dhcpv6':
      return [546, 547];
    default: {
      const port = byProtocol(UDP_PORTS, protocol);
      return port === undefined ? [0, 0] : [49152, port];
    }
  }
}

/** Names that tools print for IP protocol numbers, also those we do not decode. */
export const IP_PROTOCOL_LABELS: Readonly<Record<number, string>> = {
  0: 'Hop-by-hop options',
  1: 'ICMP',
  2: 'IGMP',
  4: 'IPv4',
  6: 'TCP',
  17: 'UDP',
  41: 'IPv6',
  43: 'Routing',
  44: 'Fragment',
  47: 'GRE',
  50: 'ESP',
  51: 'AH',
  58: 'ICMPv6',
  59: 'No next header',
  60: 'Destination options',
  89: 'OSPF',
  103: 'PIM',
  112: 'VRRP',
  132: 'SCTP',
};

/** Names that tools print for Ethernet types. */
export const ETHERTYPE_LABELS: Readonly<Record<number, string>> = {
  0x0800: 'IPv4',
  0x0806: 'ARP',
  0x6558: 'Ethernet',
  0x8035: 'RARP',
  0x8100: '802.1Q VLAN',
  0x86dd: 'IPv6',
  0x8847: 'MPLS',
  0x8848: 'MPLS multicast',
  0x88a8: '802.1ad VLAN',
  0x88b5: 'experimental',
  0x88cc: 'LLDP',
  0x894f: 'NSH',
};

function byNumber(table: readonly (readonly [number, HeaderProtocol])[], number: number): ProtocolName {
  return table.find((row) => row[0] === number)?.[1] ?? 'payload';
}

function byProtocol(
  table: readonly (readonly [number, HeaderProtocol])[],
  protocol: ProtocolName | undefined,
): number | undefined {
  return table.find((row) => row[1] === protocol)?.[0];
}
