/**
 * Port security (ovn-nb(5), Logical_Switch_Port, column port_security) as the tables that
 * `check_in_port_sec` and `check_out_port_sec` look up: which addresses a port may send from, and
 * which packets it is given.
 */
import type { OfAction } from '../../../../openflow';
import { linkLocal, prefixMask, WIDTH, type Ip } from '../facts/addresses';
import type { Port } from '../facts/southbound';
import {
  ETH,
  flow,
  inport,
  IP_PROTOCOL,
  outport,
  resubmit,
  setFlag,
  TABLES,
  type Term,
  type WantedFlow,
} from '../flows';
import { readAllowed, type Allowed, type MacRange } from './allowed-addresses';

export function portSecurityFlows(port: Port, datapath: number): readonly WantedFlow[] {
  const allowed = port.portSecurity.flatMap((text) => readAllowed(text) ?? []);
  if (allowed.length === 0) return [];
  const rules = new Rules(port, datapath);
  for (const each of allowed) {
    const [four, six] = ([4, 6] as const).map((version) => each.ips.filter((ip) => ip.version === version));
    rules.allow(each, four ?? [], six ?? []);
  }
  rules.denyTheRest();
  return rules.flows;
}

const ALLOW: readonly OfAction[] = [setFlag('portSecurity', 0)];
const DENY: readonly OfAction[] = [setFlag('portSecurity', 1)];
/** ARP and neighbour discovery are looked at in a table of their own. */
const LOOK_CLOSER: readonly OfAction[] = [resubmit(TABLES.inPortSecurityNd)];

const SOLICITATION = 135;
const ADVERTISEMENT = 136;
/** Reports of multicast listeners, of both versions. */
const MLD_REPORTS = [131, 143] as const;

class Rules {
  readonly flows: WantedFlow[] = [];
  readonly #row: Port['uuid'];
  readonly #from: readonly Term[];
  readonly #to: readonly Term[];

  constructor(port: Port, datapath: number) {
    this.#row = port.uuid;
    this.#from = inport(datapath, port.key);
    this.#to = outport(datapath, port.key);
  }

  /** With VRRP, the virtual router's addresses are allowed instead of the port's own. */
  allow({ mac, vrrp4, vrrp6 }: Allowed, four: readonly Ip[], six: readonly Ip[]): void {
    const isVrrp = vrrp4.length + vrrp6.length > 0;
    const own: MacRange = { value: mac, prefix: 48 };
    const [macs4, macs6] = isVrrp ? [vrrp4, vrrp6] : [[own], [own]];
    const macs = isVrrp ? [...vrrp4, ...vrrp6] : [own];
    const hasIps = four.length + six.length > 0;
    if (!hasIps) for (const range of macs) this.#in(90, [sourceMac(range)], LOOK_CLOSER);
    if (four.length > 0) for (const range of macs4) this.#sendIp4(range, four);
    if (four.length > 0 || six.length === 0) this.#sendArp(mac, macs4, four);
    if (six.length > 0) for (const range of macs6) this.#sendIp6(range, six);
    this.#sendNd(mac, macs6, six);
    for (const range of macs) this.#out(85, [destinationMac(range)], ALLOW);
    if (!hasIps) return;
    for (const range of macs4) this.#receive(range, 4, four);
    for (const range of macs6) this.#receive(range, 6, six);
  }

  denyTheRest(): void {
    this.#in(80, [], DENY);
    this.#in(95, [['eth_type', ETH.arp]], LOOK_CLOSER);
    this.#closer(80, [['eth_type', ETH.arp]], DENY);
    for (const type of [ADVERTISEMENT, SOLICITATION])
      this.#closer(80, [...ICMP6, ['nw_ttl', 255], ['icmpv6_type', type]], DENY);
    this.#out(80, [], DENY);
  }

  #sendIp4(range: MacRange, ips: readonly Ip[]): void {
    const from: readonly Term[] = [sourceMac(range), ['eth_type', ETH.ip4]];
    for (const ip of ips) this.#in(90, [...from, ipTerm('ip_src', ip)], ALLOW);
    // Who asks for an address by DHCP has none.
    this.#in(
      90,
      [...from, ['ip_src', 0], ['ip_dst', 0xffffffff], ['nw_proto', IP_PROTOCOL.udp], ['udp_src', 68], ['udp_dst', 67]],
      ALLOW,
    );
  }

  #sendArp(mac: bigint, senders: readonly MacRange[], ips: readonly Ip[]): void {
    const from: readonly Term[] = [
      ['eth_src', mac],
      ['eth_type', ETH.arp],
    ];
    const addresses = ips.length === 0 ? [[]] : ips.map((ip) => [ipTerm('arp_spa', ip)]);
    for (const address of addresses)
      for (const sender of senders) this.#closer(90, [...from, ...address, macTerm('arp_sha', sender)], ALLOW);
  }

  #sendIp6(range: MacRange, ips: readonly Ip[]): void {
    const from: readonly Term[] = [sourceMac(range), ['eth_type', ETH.ip6]];
    for (const ip of ips) this.#in(90, [...from, ipTerm('ipv6_src', ip)], LOOK_CLOSER);
    this.#in(90, [...from, linkLocalTerm('ipv6_src', range)], LOOK_CLOSER);
    // Who has no address yet may join groups, and ask whether somebody has the one that it wants.
    const unspecified = (type: number): readonly Term[] => [
      ...from,
      ['ipv6_src', 0],
      ['ipv6_dst', 0xff02n << 112n, 0xffffn << 112n],
      ['nw_proto', IP_PROTOCOL.icmp6],
      ['icmpv6_type', type],
      ['icmpv6_code', 0],
    ];
    for (const type of MLD_REPORTS) this.#in(90, unspecified(type), ALLOW);
    this.#in(90, unspecified(SOLICITATION), LOOK_CLOSER);
  }

  #sendNd(mac: bigint, senders: readonly MacRange[], ips: readonly Ip[]): void {
    const from: readonly Term[] = [['eth_src', mac], ...ICMP6, ['nw_ttl', 255], ['icmpv6_code', 0]];
    const macs = [{ value: 0n, prefix: 48 }, ...senders];
    for (const sender of macs)
      this.#closer(90, [...from, ['icmpv6_type', SOLICITATION], macTerm('nd_sll', sender)], ALLOW);
    const targets: readonly (readonly Term[])[] =
      ips.length === 0
        ? [[]]
        : [[['nd_target', linkLocal(mac)]], ...ips.map((ip): readonly Term[] => [ipTerm('nd_target', ip)])];
    for (const target of targets)
      for (const sender of macs)
        this.#closer(90, [...from, ['icmpv6_type', ADVERTISEMENT], ...target, macTerm('nd_tll', sender)], ALLOW);
  }

  #receive(range: MacRange, version: 4 | 6, ips: readonly Ip[]): void {
    const to: readonly Term[] = [destinationMac(range), ['eth_type', version === 4 ? ETH.ip4 : ETH.ip6]];
    this.#out(90, to, DENY);
    if (ips.length === 0) return;
    const field = version === 4 ? 'ip_dst' : 'ipv6_dst';
    const destinations = ips.flatMap((ip) => [ipTerm(field, ip), ...broadcastTerm(ip)]);
    const always: readonly Term[] =
      version === 4
        ? [
            ['ip_dst', 0xffffffff],
            ['ip_dst', 0xe0000000, 0xf0000000],
          ]
        : [linkLocalTerm('ipv6_dst', range), ['ipv6_dst', 0xffn << 120n, 0xffn << 120n]];
    for (const destination of [...destinations, ...always]) this.#out(95, [...to, destination], ALLOW);
  }

  #in(priority: number, terms: readonly Term[], actions: readonly OfAction[]): void {
    this.flows.push(flow(this.#row, TABLES.inPortSecurity, priority, [...this.#from, ...terms], actions));
  }

  #closer(priority: number, terms: readonly Term[], actions: readonly OfAction[]): void {
    this.flows.push(flow(this.#row, TABLES.inPortSecurityNd, priority, [...this.#from, ...terms], actions));
  }

  #out(priority: number, terms: readonly Term[], actions: readonly OfAction[]): void {
    this.flows.push(flow(this.#row, TABLES.outPortSecurity, priority, [...this.#to, ...terms], actions));
  }
}

const ICMP6: readonly Term[] = [
  ['eth_type', ETH.ip6],
  ['nw_proto', IP_PROTOCOL.icmp6],
];

function macTerm(field: 'eth_src' | 'eth_dst' | 'arp_sha' | 'nd_sll' | 'nd_tll', range: MacRange): Term {
  return range.prefix === 48 ? [field, range.value] : [field, range.value, prefixMask(range.prefix, 48)];
}

function sourceMac(range: MacRange): Term {
  return macTerm('eth_src', range);
}

function destinationMac(range: MacRange): Term {
  return macTerm('eth_dst', range);
}

/** An address with bits behind its network is a host's, and stands for itself; otherwise it stands for the network. */
function ipTerm(field: 'ip_src' | 'ip_dst' | 'arp_spa' | 'ipv6_src' | 'ipv6_dst' | 'nd_target', ip: Ip): Term {
  return isHost(ip) ? [field, ip.value] : [field, ip.value, prefixMask(ip.prefix, WIDTH[ip.version])];
}

function isHost({ version, value, prefix }: Ip): boolean {
  return (value & ~prefixMask(prefix, WIDTH[version])) !== 0n;
}

/** A host of a network is given what is sent to all of that. */
function broadcastTerm(ip: Ip): readonly Term[] {
  if (ip.version === 6 || !isHost(ip)) return [];
  return [['ip_dst', ip.value | (0xffffffffn & ~prefixMask(ip.prefix, 32))]];
}

function linkLocalTerm(field: 'ipv6_src' | 'ipv6_dst', { value, prefix }: MacRange): Term {
  return prefix === 48 ? [field, linkLocal(value)] : [field, linkLocal(value), prefixMask(prefix + 80, 128)];
}
