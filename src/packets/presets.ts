/** Packets that people send most, as specifications to start from. */
import { encodeTrusted, type LayerSpec } from './encode';
import { readU16, toHex } from './bytes';
import { parseIpv6, parseMac } from './address';
import { formatIpv6, formatMac } from './address';

/** Who talks to whom. Addresses that are left out get sensible ones. */
export interface Endpoints {
  readonly ethSrc: string;
  readonly ethDst: string;
  readonly ipSrc?: string;
  readonly ipDst?: string;
  readonly ip6Src?: string;
  readonly ip6Dst?: string;
  /** For the tagged preset, 0 to 4095; 10 when left out. */
  readonly vlan?: number;
}

export interface Preset {
  readonly label: string;
  readonly build: (endpoints: Endpoints) => readonly LayerSpec[];
}

/** Data of an echo, readable in a dump. */
const ECHO_DATA = '6f766e20706c617967726f756e64';
const BROADCAST = 'ff:ff:ff:ff:ff:ff';

/** Locally administered, so that it is nobody's own. */
const SPOOFED_MAC = '02:00:00:00:00:99';
const ROUTER_ALERT = [{ type: 'router-alert', value: 0 }];

export const PRESETS = {
  ping: {
    label: 'Ping (ICMP echo request)',
    build: (at) => [eth(at), ip(at), { protocol: 'icmp' }, { protocol: 'echo' }, data(ECHO_DATA)],
  },
  'ping-reply': {
    label: 'Ping reply',
    build: (at) => [eth(at), ip(at), { protocol: 'icmp', type: 0 }, { protocol: 'echo' }, data(ECHO_DATA)],
  },
  'arp-request': {
    label: 'ARP request',
    build: (at) => [
      eth({ ...at, ethDst: BROADCAST }),
      { protocol: 'arp', op: 1, sha: at.ethSrc, spa: source(at), tpa: destination(at) },
    ],
  },
  'arp-reply': {
    label: 'ARP reply',
    build: (at) => [
      eth(at),
      { protocol: 'arp', op: 2, sha: at.ethSrc, spa: source(at), tha: at.ethDst, tpa: destination(at) },
    ],
  },
  'gratuitous-arp': {
    label: 'Gratuitous ARP',
    build: (at) => [
      eth({ ...at, ethDst: BROADCAST }),
      { protocol: 'arp', op: 1, sha: at.ethSrc, spa: source(at), tpa: source(at) },
    ],
  },
  'tcp-syn': {
    label: 'TCP SYN to port 80',
    build: (at) => [
      eth(at),
      ip(at),
      { protocol: 'tcp', src: 49152, dst: 80, flags: 'syn', options: [{ type: 'mss', value: 1460 }] },
    ],
  },
  udp: {
    label: 'UDP datagram',
    build: (at) => [eth(at), ip(at), { protocol: 'udp', src: 49152, dst: 4000 }, data(ECHO_DATA)],
  },
  dns: {
    label: 'DNS query',
    build: (at) => [
      eth(at),
      ip(at),
      { protocol: 'udp' },
      { protocol: 'dns', questions: [{ name: 'www.example.com', type: 'A', class: 1 }] },
    ],
  },
  'dhcp-discover': {
    label: 'DHCP discover',
    build: (at) => [
      eth({ ...at, ethDst: BROADCAST }),
      { protocol: 'ipv4', src: '0.0.0.0', dst: '255.255.255.255' },
      { protocol: 'udp' },
      {
        protocol: 'dhcp',
        chaddr: at.ethSrc,
        options: [{ type: 'message-type', value: 1 }, { type: 'parameters', data: '0103060f1a' }, { type: 'end' }],
      },
    ],
  },
  'neighbor-solicitation': {
    label: 'Neighbor solicitation',
    build: (at) => {
      const target = destination6(at);
      return [
        eth({ ...at, ethDst: multicastMac(solicitedNode(target)) }),
        { protocol: 'ipv6', src: source6(at), dst: solicitedNode(target), ttl: 255 },
        { protocol: 'icmpv6' },
        { protocol: 'nd-ns', target, options: [{ type: 'sll', value: at.ethSrc }] },
      ];
    },
  },
  'neighbor-advertisement': {
    label: 'Neighbor advertisement',
    build: (at) => [
      eth(at),
      { protocol: 'ipv6', src: source6(at), dst: destination6(at), ttl: 255 },
      { protocol: 'icmpv6' },
      { protocol: 'nd-na', target: source6(at), options: [{ type: 'tll', value: at.ethSrc }] },
    ],
  },
  'router-solicitation': {
    label: 'Router solicitation',
    build: (at) => [
      eth({ ...at, ethDst: multicastMac('ff02::2') }),
      { protocol: 'ipv6', src: at.ip6Src ?? linkLocal(at.ethSrc), dst: 'ff02::2', ttl: 255 },
      { protocol: 'icmpv6' },
      { protocol: 'nd-rs', options: [{ type: 'sll', value: at.ethSrc }] },
    ],
  },
  ping6: {
    label: 'Ping over IPv6',
    build: (at) => [
      eth(at),
      { protocol: 'ipv6', src: source6(at), dst: destination6(at) },
      { protocol: 'icmpv6' },
      { protocol: 'echo' },
      data(ECHO_DATA),
    ],
  },
  ethernet: { label: 'Plain Ethernet frame', build: (at) => [eth(at), data(ECHO_DATA)] },
  broadcast: {
    label: 'Broadcast (UDP)',
    build: (at) => [
      eth({ ...at, ethDst: BROADCAST }),
      { protocol: 'ipv4', src: source(at), dst: '255.255.255.255' },
      { protocol: 'udp', src: 49152, dst: 4000 },
      data(ECHO_DATA),
    ],
  },
  multicast: {
    label: 'Multicast (mDNS)',
    build: (at) => [
      eth({ ...at, ethDst: '01:00:5e:00:00:fb' }),
      { protocol: 'ipv4', src: source(at), dst: '224.0.0.251', ttl: 255 },
      { protocol: 'udp', src: 5353, dst: 5353 },
      { protocol: 'payload', data: '000000000001000000000000055f68747470045f746370056c6f63616c00000c0001' },
    ],
  },
  vlan: {
    label: 'VLAN-tagged ping',
    build: (at) => [
      eth(at),
      { protocol: 'vlan', vid: at.vlan ?? 10 },
      ip(at),
      { protocol: 'icmp' },
      { protocol: 'echo' },
      data(ECHO_DATA),
    ],
  },
  igmp: {
    label: 'IGMP: join a group',
    build: (at) => [
      eth({ ...at, ethDst: '01:00:5e:00:00:16' }),
      { protocol: 'ipv4', src: source(at), dst: '224.0.0.22', ttl: 1, options: ROUTER_ALERT },
      { protocol: 'igmpv3-report', records: [{ type: 4, group: '239.1.1.1', sources: [] }] },
    ],
  },
  mld: {
    label: 'MLD: join a group over IPv6',
    build: (at) => [
      eth({ ...at, ethDst: multicastMac('ff02::16') }),
      { protocol: 'ipv6', src: at.ip6Src ?? linkLocal(at.ethSrc), dst: 'ff02::16', ttl: 1 },
      { protocol: 'ipv6-hopopts', options: ROUTER_ALERT },
      { protocol: 'icmpv6' },
      { protocol: 'mldv2-report', records: [{ type: 4, group: 'ff15::1', sources: [] }] },
    ],
  },
  'first-fragment': { label: 'First fragment of a UDP datagram', build: (at) => fragment(at, 'first') },
  'last-fragment': { label: 'Last fragment of a UDP datagram', build: (at) => fragment(at, 'last') },
  'spoofed-mac': {
    label: 'Spoofed source MAC (ping)',
    build: (at) => [
      eth({ ...at, ethSrc: SPOOFED_MAC }),
      ip(at),
      { protocol: 'icmp' },
      { protocol: 'echo' },
      data(ECHO_DATA),
    ],
  },
  'spoofed-arp': {
    label: 'Spoofed ARP reply',
    build: (at) => [
      eth(at),
      { protocol: 'arp', op: 2, sha: SPOOFED_MAC, spa: source(at), tha: at.ethDst, tpa: destination(at) },
    ],
  },
} as const satisfies Readonly<Record<string, Preset>>;

export type PresetName = keyof typeof PRESETS;

/** In the order in which a menu shows them. */
export const PRESET_NAMES = Object.keys(PRESETS).filter((name): name is PresetName => name in PRESETS);

/** The EUI-64 link-local address of a MAC (RFC 4291 appendix A); `fe80::1` for a text that is no MAC. */
export function linkLocal(mac: string): string {
  const parsed = parseMac(mac);
  if (!parsed.ok) return 'fe80::1';
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = parsed.value;
  return formatIpv6(Uint8Array.of(0xfe, 0x80, 0, 0, 0, 0, 0, 0, a ^ 2, b, c, 0xff, 0xfe, d, e, f));
}

/** The solicited-node multicast address of an IPv6 address (RFC 4291 section 2.7.1). */
function solicitedNode(address: string): string {
  const parsed = parseIpv6(address);
  const low = parsed.ok ? parsed.value.subarray(13) : Uint8Array.of(0, 0, 1);
  return formatIpv6(Uint8Array.of(0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xff, ...low));
}

/** The Ethernet address of an IPv6 multicast group (RFC 2464 section 7). */
function multicastMac(group: string): string {
  const parsed = parseIpv6(group);
  return formatMac(Uint8Array.of(0x33, 0x33, ...(parsed.ok ? parsed.value.subarray(12) : [0, 0, 0, 1])));
}

/** Bytes of UDP and its data in the first fragment: as many as fit into 1500, in units of eight. */
const FIRST_FRAGMENT = 1480;
const DATAGRAM = 1600;

/** One of two fragments; the checksum in the first covers both. */
function fragment(at: Endpoints, which: 'first' | 'last'): readonly LayerSpec[] {
  const text = ECHO_DATA.repeat(Math.ceil(DATAGRAM / (ECHO_DATA.length / 2))).slice(0, 2 * DATAGRAM);
  const udp = { protocol: 'udp', src: 49152, dst: 4000 } as const;
  const whole = encodeTrusted([eth(at), ip(at), udp, data(text)]).subarray(34);
  const header = { ...ip(at), id: 0x0f7a };
  if (which === 'last') {
    const rest = data(toHex(whole.subarray(FIRST_FRAGMENT)));
    return [eth(at), { ...header, proto: 17, fragment: FIRST_FRAGMENT / 8 }, rest];
  }
  const first = data(toHex(whole.subarray(8, FIRST_FRAGMENT)));
  return [eth(at), { ...header, more: true }, { ...udp, length: whole.length, checksum: readU16(whole, 6) }, first];
}

function eth(at: Endpoints): LayerSpec {
  return { protocol: 'ethernet', src: at.ethSrc, dst: at.ethDst };
}

function ip(at: Endpoints): LayerSpec {
  return { protocol: 'ipv4', src: source(at), dst: destination(at) };
}

function data(hex: string): LayerSpec {
  return { protocol: 'payload', data: hex };
}

function source(at: Endpoints): string {
  return at.ipSrc ?? '10.0.0.1';
}

function destination(at: Endpoints): string {
  return at.ipDst ?? '10.0.0.2';
}

function source6(at: Endpoints): string {
  return at.ip6Src ?? linkLocal(at.ethSrc);
}

function destination6(at: Endpoints): string {
  return at.ip6Dst ?? linkLocal(at.ethDst);
}
