/**
 * From what a person chooses in the form to the expression that ovn-trace takes: a packet
 * of one port to another one, with the addresses that both databases have of them.
 */
import type { DatapathView, ImportedNetwork, PortView } from '../bridge/imported';

export const PROTOCOLS = ['icmp', 'tcp', 'udp', 'arp'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

export interface Addresses {
  readonly mac: string;
  readonly ip4: string | null;
  readonly ip6: string | null;
}

export interface Place {
  readonly datapath: DatapathView;
  readonly port: PortView;
}

/** A port and another one, or an address somewhere. */
export interface Wanted {
  readonly from: Place;
  readonly to: Place | { readonly address: string };
  readonly protocol: Protocol;
  /** Of TCP and UDP: the port that is spoken to. */
  readonly service: number;
}

/** Of `50:54:00:00:00:01 10.0.0.11/24 fd00::11`; undefined for what is no address, as `unknown`. */
export function addressesOf(texts: readonly string[]): Addresses | undefined {
  for (const text of texts) {
    const [mac = '', ...ips] = text.split(/\s+/);
    if (!/^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/i.test(mac)) continue;
    const bare = ips.map((ip) => ip.replace(/\/\d+$/, ''));
    return {
      mac,
      ip4: bare.find((ip) => /^\d+(?:\.\d+){3}$/.test(ip)) ?? null,
      ip6: bare.find((ip) => ip.includes(':') && !/^fe80:/i.test(ip)) ?? bare.find((ip) => ip.includes(':')) ?? null,
    };
  }
  return undefined;
}

export function microflowOf(network: ImportedNetwork, { from, to, protocol, service }: Wanted): string {
  const own = addressesOf(from.port.addresses);
  const isPort = 'port' in to;
  const other = isPort ? addressesOf(to.port.addresses) : undefined;
  const target = isPort ? (other?.ip4 ?? other?.ip6 ?? null) : to.address.trim() || null;
  const is6 = target?.includes(':') === true;
  const source = is6 ? own?.ip6 : own?.ip4;
  const isNear = isPort && to.datapath.id === from.datapath.id;
  const next = isNear ? other?.mac : gatewayMac(network, from.datapath);
  const ip = is6 ? 'ip6' : 'ip4';
  const parts = [`inport == ${JSON.stringify(from.port.name)}`];
  if (own !== undefined) parts.push(`eth.src == ${own.mac}`);
  if (protocol === 'arp') {
    parts.push('eth.dst == ff:ff:ff:ff:ff:ff', 'arp.op == 1');
    if (own !== undefined) parts.push(`arp.sha == ${own.mac}`);
    if (own?.ip4 != null) parts.push(`arp.spa == ${own.ip4}`);
    if (target !== null && !is6) parts.push(`arp.tpa == ${target}`);
    return parts.join(' && ');
  }
  const mac = next ?? other?.mac;
  if (mac !== undefined) parts.push(`eth.dst == ${mac}`);
  if (source != null) parts.push(`${ip}.src == ${source}`);
  if (target !== null) parts.push(`${ip}.dst == ${target}`);
  parts.push('ip.ttl == 64');
  if (protocol === 'icmp') parts.push(is6 ? 'icmp6.type == 128' : 'icmp4.type == 8');
  else {
    parts.push(`${protocol}.src == 40000`, `${protocol}.dst == ${service}`);
    if (protocol === 'tcp') parts.push('tcp.flags == 2');
  }
  return parts.join(' && ');
}

/** The MAC of the router that a switch is connected to: of the first one that has an address. */
function gatewayMac(network: ImportedNetwork, datapath: DatapathView): string | undefined {
  for (const { peer } of datapath.ports) {
    if (peer === null) continue;
    const router = network.datapaths.find(({ id }) => id === peer.datapath);
    const port = router?.ports.find(({ name }) => name === peer.port);
    const mac = port === undefined ? undefined : addressesOf(port.addresses)?.mac;
    if (mac !== undefined) return mac;
  }
  return undefined;
}

/** Ports from which people send: machines first, then what leads in from outside. */
export function sendingPlaces({ datapaths }: ImportedNetwork): readonly Place[] {
  const all = datapaths.flatMap((datapath) => datapath.ports.map((port): Place => ({ datapath, port })));
  const rank = ({ port: { type } }: Place) => (type === '' ? 0 : type === 'localnet' ? 1 : 2);
  return all
    .filter(({ datapath: { kind }, port: { type } }) => kind !== 'router' && type !== 'patch' && type !== 'router')
    .sort((a, b) => rank(a) - rank(b));
}
