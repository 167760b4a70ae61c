/** The one table of protocols. A new one needs its name in `names.ts`, its file, and its row here. */
import { readU16 } from './bytes';
import { type HeaderProtocol, PROTOCOL_NAMES, type ProtocolName, STT_PORT } from './names';
import type { Protocol } from './protocol';
import { arp, rarp } from './protocols/arp';
import { dhcp } from './protocols/dhcp';
import { dhcpv6 } from './protocols/dhcpv6';
import { dns } from './protocols/dns';
import { echo } from './protocols/echo';
import { ethernet } from './protocols/ethernet';
import { geneve } from './protocols/geneve';
import { icmp } from './protocols/icmp';
import { icmpv6 } from './protocols/icmpv6';
import { igmp, igmpv3Report, startsIgmpv3Report } from './protocols/igmp';
import { ipv4 } from './protocols/ipv4';
import { ipv6 } from './protocols/ipv6';
import { ipv6DestinationOptions, ipv6Fragment, ipv6HopByHop, ipv6Routing } from './protocols/ipv6-extension';
import { llc, snap } from './protocols/llc';
import { mld, mldv2Report } from './protocols/mld';
import { mpls } from './protocols/mpls';
import { ndAdvertisement, ndRouterAdvertisement, ndRouterSolicitation, ndSolicitation } from './protocols/nd';
import { sctp } from './protocols/sctp';
import { stt, sttTcp } from './protocols/stt';
import { tcp } from './protocols/tcp';
import { udp } from './protocols/udp';
import { vlan } from './protocols/vlan';
import { vxlan } from './protocols/vxlan';

export const PROTOCOLS = {
  ethernet,
  vlan,
  llc,
  snap,
  mpls,
  arp,
  rarp,
  ipv4,
  ipv6,
  'ipv6-hopopts': ipv6HopByHop,
  'ipv6-routing': ipv6Routing,
  'ipv6-fragment': ipv6Fragment,
  'ipv6-dstopts': ipv6DestinationOptions,
  icmp,
  icmpv6,
  echo,
  'nd-ns': ndSolicitation,
  'nd-na': ndAdvertisement,
  'nd-rs': ndRouterSolicitation,
  'nd-ra': ndRouterAdvertisement,
  mld,
  'mldv2-report': mldv2Report,
  igmp,
  'igmpv3-report': igmpv3Report,
  tcp,
  udp,
  sctp,
  dhcp,
  dhcpv6,
  dns,
  geneve,
  vxlan,
  'stt-tcp': sttTcp,
  stt,
} satisfies Record<HeaderProtocol, Protocol>;

/** The definition of a protocol; undefined for payload, padding and malformed. */
export function protocolOf(name: string): Protocol | undefined {
  return isHeaderProtocol(name) ? PROTOCOLS[name] : undefined;
}

export function isHeaderProtocol(name: string): name is HeaderProtocol {
  return NAMES.has(name);
}

/** Tells apart protocols that share a number: STT looks like TCP, an IGMPv3 report like IGMP. */
export function refineProtocol(name: ProtocolName, bytes: Uint8Array, offset: number): ProtocolName {
  if (name === 'tcp' && readU16(bytes, offset + 2) === STT_PORT) return 'stt-tcp';
  if (name === 'igmp' && startsIgmpv3Report(bytes, offset)) return 'igmpv3-report';
  return name;
}

const NAMES: ReadonlySet<string> = new Set(PROTOCOL_NAMES);
