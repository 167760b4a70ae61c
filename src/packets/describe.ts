/** A packet in one line, much as `tcpdump -e` would put it, but without the times and with the addresses that matter. */
import { decodeDetailed, type DetailedLayer } from './decode';
import { formatBits, num, str } from './field';
import { TCP_FLAGS } from './protocols/tcp';

/** For example `IP 10.0.0.1.49152 > 10.0.0.2.80: Flags [S], seq 0, length 0`. Total, as decoding is. */
export function describePacket(bytes: Uint8Array): string {
  const layers = decodeDetailed(bytes).filter(({ protocol }) => protocol !== 'padding');
  return describeFrom(layers, 0) || 'empty packet';
}

function describeFrom(layers: readonly DetailedLayer[], start: number): string {
  const parts: string[] = [];
  /** What is said last, since it qualifies all of the packet. */
  const notes: string[] = [];
  let network: DetailedLayer | undefined;
  for (let index = start; index < layers.length; index++) {
    const layer = layers[index];
    if (!layer) break;
    const { protocol, values } = layer;
    switch (protocol) {
      case 'ethernet':
        // Inside a tunnel a second frame begins.
        if (index > start) return `${[...parts, ...notes].join(', ')}: ${describeFrom(layers, index)}`;
        if (!hasNetwork(layers, index)) parts.push(`${layer.summary}, ethertype ${layer.fields[2]?.text ?? ''}`);
        break;
      case 'ipv4':
      case 'ipv6':
        network = layer;
        if (!hasTransport(layers, index))
          parts.push(
            `${ipWord(layer)} ${endpoints(layer)}: ${layer.fields.find(({ key }) => key === 'proto')?.text ?? ''}`,
          );
        break;
      case 'tcp':
      case 'udp':
      case 'sctp':
        parts.push(
          network ? `${ipWord(network)} ${endpoints(network, layer)}: ${transport(layer, layers)}` : layer.summary,
        );
        break;
      case 'icmp':
      case 'icmpv6':
      case 'igmp':
      case 'igmpv3-report':
      case 'stt-tcp':
        parts.push(
          network ? `${ipWord(network)} ${endpoints(network)}: ${layer.title} ${layer.summary}` : layer.summary,
        );
        break;
      case 'arp':
        parts.push(`ARP, ${layer.summary}`);
        break;
      case 'rarp':
        parts.push(`RARP, ${layer.summary}`);
        break;
      case 'malformed':
        parts.push(`malformed (${layer.summary})`);
        break;
      case 'ipv6-routing':
      case 'ipv6-fragment':
        notes.push(layer.summary);
        break;
      case 'ipv6-hopopts':
      case 'ipv6-dstopts':
      case 'payload':
      case 'padding':
        break;
      default:
        parts.push(TITLED.has(protocol) ? `${layer.title} ${layer.summary}` : layer.summary);
    }
    if (protocol === 'ipv4' && num(values, 'fragment') > 0) notes.push(`fragment at ${num(values, 'fragment') * 8}`);
  }
  return [...parts, ...notes].filter((part) => part !== '').join(', ');
}

/** Layers whose summary needs their title to be understood. */
const TITLED: ReadonlySet<string> = new Set(['mpls', 'dhcp', 'dhcpv6', 'dns', 'geneve', 'vxlan', 'stt', 'llc', 'snap']);

function ipWord(layer: DetailedLayer): string {
  return layer.protocol === 'ipv6' ? 'IP6' : 'IP';
}

function endpoints(network: DetailedLayer, ports?: DetailedLayer): string {
  const port = (key: string) => (ports ? `.${num(ports.values, key)}` : '');
  return `${str(network.values, 'src')}${port('src')} > ${str(network.values, 'dst')}${port('dst')}`;
}

function transport(layer: DetailedLayer, layers: readonly DetailedLayer[]): string {
  const length = Math.max(0, layer.end - layer.offset - layer.length);
  if (layer.protocol === 'udp') {
    const next = layers[layers.indexOf(layer) + 1]?.protocol;
    return next === undefined || next === 'payload' ? `UDP, length ${length}` : 'UDP';
  }
  if (layer.protocol === 'sctp') return `sctp, length ${length}`;
  const flags = formatBits(TCP_FLAGS, num(layer.values, 'flags'))
    .split('|')
    .map((flag) => LETTERS[flag] ?? flag)
    .join('');
  return `Flags [${flags === '0' ? 'none' : flags}], seq ${num(layer.values, 'seq')}, win ${num(layer.values, 'window')}, length ${length}`;
}

/** As tcpdump(8) abbreviates the flags. */
const LETTERS: Readonly<Record<string, string>> = {
  fin: 'F',
  syn: 'S',
  rst: 'R',
  psh: 'P',
  ack: '.',
  urg: 'U',
  ece: 'E',
  cwr: 'W',
  ns: 'e',
};

function hasNetwork(layers: readonly DetailedLayer[], index: number): boolean {
  const next = layers
    .slice(index + 1)
    .find(({ protocol }) => protocol !== 'vlan' && protocol !== 'mpls' && protocol !== 'snap' && protocol !== 'llc');
  return next !== undefined && ['ipv4', 'ipv6', 'arp', 'rarp'].includes(next.protocol);
}

function hasTransport(layers: readonly DetailedLayer[], index: number): boolean {
  const next = layers.slice(index + 1).find(({ protocol }) => !protocol.startsWith('ipv6-'));
  return (
    next !== undefined &&
    ['tcp', 'udp', 'sctp', 'icmp', 'icmpv6', 'igmp', 'igmpv3-report', 'stt-tcp', 'ipv4', 'ipv6'].includes(next.protocol)
  );
}
