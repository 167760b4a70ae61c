/**
 * IPAM: the addresses that ovn-northd gives to ports that say `dynamic`. What a port
 * has it keeps as long as it can; who has none gets the lowest free address of the
 * switch's `subnet`, and a MAC that follows from it.
 */
import type { Uuid } from '../../../../base';
import { formatEthernet, formatIpv4, formatIpv6, parseEthernet, parseIpv4, parseIpv6 } from '../../../../openflow';
import { parseAddresses, parseCidr4, parseCidr6, parseIpAddresses, type LportAddresses } from '../facts/addresses';
import { isDynamicAddress } from '../facts/rows';
import { optionIs, type Options } from '../facts/sources';
import type { SwitchPortFacts } from '../facts/switch-ports';
import type { Network } from '../network';
import type { TableContext } from './context';

/** What `dynamic_addresses` of a port ought to be. */
export function dynamicAddresses({ graph, net }: TableContext): (port: SwitchPortFacts) => string | undefined {
  const dynamic = net.switchPorts.all;
  const macs = graph
    .map('MACs of switch ports', dynamic, ({ addresses }) => addresses.map(({ mac }) => mac))
    .by('switch ports by MAC', (all) => all);
  const routerMacs = graph
    .map('MACs of router ports', net.routerPorts.all, ({ networks }) => networks.mac)
    .by('router ports by MAC', (mac) => [mac]);
  const isUsed = (mac: string): boolean => macs.has(mac) || routerMacs.has(mac);
  const assigned = graph.flatMap('dynamic addresses', net.switches, ({ uuid, otherConfig }) => {
    const pool = poolOf(otherConfig);
    return pool === undefined ? [] : assign(net, net.switchPorts.bySwitch.values(uuid), pool, isUsed);
  });
  return ({ uuid }) => assigned.get(uuid);
}

interface Pool {
  /** The first address and how many there are, the broadcast address among them. */
  readonly subnet: { readonly start: number; readonly size: number } | undefined;
  readonly prefix: bigint | undefined;
  readonly used: Set<number>;
}

/** Undefined for a switch that gives no addresses. */
function poolOf(config: Options): Pool | undefined {
  const network = parseCidr4(config.get('subnet') ?? '');
  const subnet = network === undefined || network.plen === 32 ? undefined : rangeOf(network.network, network.plen);
  const six = parseCidr6(config.get('ipv6_prefix') ?? '');
  const isPrefix = six !== undefined && (six.plen === 64 || !(config.get('ipv6_prefix') ?? '').includes('/'));
  const prefix = isPrefix ? ((parseIpv6(six.addr) ?? 0n) >> 64n) << 64n : undefined;
  const macOnly = !config.has('subnet') && !config.has('ipv6_prefix') && optionIs(config, 'mac_only');
  if (subnet === undefined && prefix === undefined && !macOnly) return undefined;
  // The first address is the router's.
  const used = new Set(subnet === undefined ? [] : [subnet.start]);
  for (const range of (config.get('exclude_ips') ?? '').trim().split(/\s+/)) {
    const [first = '', last = first] = range.split('..');
    const [from, to] = [numberOf(first), numberOf(last)];
    if (from === undefined || to === undefined || subnet === undefined) continue;
    for (let ip = Math.max(from, subnet.start); ip <= Math.min(to, subnet.start + subnet.size - 1); ip++) used.add(ip);
  }
  return { subnet, prefix, used };
}

function rangeOf(network: string, plen: number) {
  return { start: (numberOf(network) ?? 0) + 1, size: 2 ** (32 - plen) - 1 };
}

type Part = 'keep' | 'none' | 'draw' | { readonly given: string };

interface Request {
  readonly port: SwitchPortFacts;
  readonly held: LportAddresses | undefined;
  readonly mac: Part;
  readonly ipv4: Part;
  readonly ipv6: Part;
}

function assign(
  net: Network,
  ports: readonly SwitchPortFacts[],
  pool: Pool,
  isUsed: (mac: string) => boolean,
): readonly (readonly [Uuid, string])[] {
  const prefix = net.global.option('mac_prefix');
  if (prefix === undefined) return [];
  for (const port of ports) {
    const peer = port.peer?.kind === 'router' ? net.routerPorts.all.get(port.peer.port)?.networks : undefined;
    for (const { ipv4 } of [...port.staticAddresses, ...(peer === undefined ? [] : [peer])]) {
      for (const { addr } of ipv4) pool.used.add(numberOf(addr) ?? 0);
    }
  }
  const requests = ports.flatMap((port) => {
    const spec = port.rawAddresses.find(isDynamicAddress);
    return spec === undefined ? [] : [requestOf(port, spec, pool, prefix)];
  });
  const drawn = new Set<string>();
  return requests.map((request): readonly [Uuid, string] => {
    const ipv4 = ipv4Of(request, pool);
    const mac = macOf(request, ipv4, prefix, (one) => isUsed(one) || drawn.has(one));
    drawn.add(mac);
    const ipv6 = ipv6Of(request, mac, pool);
    return [
      request.port.uuid,
      [mac, ...(ipv4 === undefined ? [] : [ipv4]), ...(ipv6 === undefined ? [] : [ipv6])].join(' '),
    ];
  });
}

/** What of a port's addresses stays, is given, or has to be drawn; what stays is used from here on. */
function requestOf(port: SwitchPortFacts, spec: string, pool: Pool, prefix: string): Request {
  const held = port.dynamicAddresses === undefined ? undefined : parseAddresses(port.dynamicAddresses);
  const asked = spec.startsWith('dynamic') ? parseIpAddresses(spec.slice('dynamic'.length)) : undefined;
  const fixedMac = parseAddresses(spec)?.mac;
  const askedIpv4 = asked?.ipv4[0]?.addr;
  const askedIpv6 = asked?.ipv6[0]?.addr;
  const request: Request = {
    port,
    held,
    mac: fixedMac === undefined ? keptMac(held, prefix) : { given: fixedMac },
    ipv4: ipv4Part(held, askedIpv4, pool),
    ipv6: 'none',
  };
  if (request.ipv4 === 'keep') pool.used.add(numberOf(held?.ipv4[0]?.addr ?? '') ?? 0);
  const macStays = request.mac === 'keep' || (typeof request.mac === 'object' && request.mac.given === held?.mac);
  return { ...request, ipv6: ipv6Part(held, askedIpv6, pool, macStays && fixedMac === undefined) };
}

function keptMac(held: LportAddresses | undefined, prefix: string): Part {
  return held?.mac.startsWith(prefix) === true ? 'keep' : 'draw';
}

function ipv4Part(held: LportAddresses | undefined, asked: string | undefined, { subnet, used }: Pool): Part {
  if (held === undefined && asked !== undefined) return { given: asked };
  if (subnet === undefined) return 'none';
  const own = numberOf(held?.ipv4[0]?.addr ?? '');
  if (own === undefined || own < subnet.start || own >= subnet.start + subnet.size - 1 || used.has(own)) return 'draw';
  if (asked === undefined || asked === held?.ipv4[0]?.addr) return 'keep';
  const wanted = numberOf(asked) ?? 0;
  const isFree = wanted >= subnet.start && wanted <= subnet.start + subnet.size && !used.has(wanted);
  return isFree ? { given: asked } : 'draw';
}

function ipv6Part(
  held: LportAddresses | undefined,
  asked: string | undefined,
  { prefix }: Pool,
  macStays: boolean,
): Part {
  if (held === undefined && asked !== undefined) return { given: asked };
  if (prefix === undefined) return 'none';
  if (asked !== undefined) {
    const inPrefix = ((parseIpv6(asked) ?? 0n) >> 64n) << 64n === prefix;
    if (inPrefix) return { given: asked };
  }
  return held !== undefined && held.ipv6.length > 0 && macStays ? 'keep' : 'draw';
}

function ipv4Of({ ipv4, held }: Request, { subnet, used }: Pool): string | undefined {
  if (ipv4 === 'none') return undefined;
  if (ipv4 === 'keep') return held?.ipv4[0]?.addr;
  if (ipv4 !== 'draw') {
    used.add(numberOf(ipv4.given) ?? 0);
    return ipv4.given;
  }
  if (subnet === undefined) return undefined;
  for (let ip = subnet.start; ip < subnet.start + subnet.size - 1; ip++) {
    if (used.has(ip)) continue;
    used.add(ip);
    return formatIpv4(BigInt(ip));
  }
  return undefined;
}

/** The last three bytes are those of the address, and one more, or the next that are free. */
function macOf(
  { mac, held }: Request,
  ipv4: string | undefined,
  prefix: string,
  isUsed: (mac: string) => boolean,
): string {
  if (mac === 'keep') return held?.mac ?? '';
  if (typeof mac === 'object') return mac.given;
  const base = (ipv4 === undefined ? 0 : (numberOf(ipv4) ?? 0)) & SUFFIXES;
  const high = (parseEthernet(`${prefix}:00:00:00`) ?? 0n) & ~BigInt(SUFFIXES);
  for (let i = 0; ; i++) {
    const suffix = ((base + i) % (SUFFIXES - 1)) + 1;
    const text = formatEthernet(high | BigInt(suffix));
    if (i === SUFFIXES - 1 || !isUsed(text)) return text;
  }
}

const SUFFIXES = 0xffffff;

function ipv6Of({ ipv6, held }: Request, mac: string, { prefix }: Pool): string | undefined {
  if (ipv6 === 'none') return undefined;
  if (ipv6 === 'keep') return held?.ipv6[0]?.addr;
  if (ipv6 !== 'draw') return ipv6.given;
  if (prefix === undefined) return undefined;
  const own = parseEthernet(mac) ?? 0n;
  const eui = (((own >> 24n) ^ 0x020000n) << 40n) | (0xfffen << 24n) | (own & 0xffffffn);
  return formatIpv6(prefix | eui);
}

function numberOf(text: string): number | undefined {
  const value = parseIpv4(text);
  return value === undefined ? undefined : Number(value);
}
