/**
 * What reaching means: the packets that cross the network in turn, each sent by who
 * got the one before. A ping is an ARP request, its reply, an echo request, its reply.
 */
import { encodeTrusted, PRESETS, type Endpoints, type LayerSpec } from '../../packets';
import type { ReachabilityPort, TraceRequest } from '../trace';
import type { Way } from './suite';

export interface Message {
  /** E.g. `ARP request`. */
  readonly what: string;
  readonly from: ReachabilityPort;
  readonly to: ReachabilityPort;
  readonly request: TraceRequest;
}

/** An ephemeral port, the same for every client. */
const CLIENT = 49152;

export function exchangeOf(way: Way, client: ReachabilityPort, server: ReachabilityPort): readonly Message[] {
  const there = (what: string, build: Build) => message(what, client, server, build);
  const back = (what: string, build: Build) => message(what, server, client, build);
  const arp = [there('ARP request', PRESETS['arp-request'].build), back('ARP reply', PRESETS['arp-reply'].build)];
  switch (way.kind) {
    case 'arp':
      return arp;
    case 'ping':
      return [...arp, there('echo request', PRESETS.ping.build), back('echo reply', PRESETS['ping-reply'].build)];
    case 'tcp': {
      const syn = tcp({ src: CLIENT, dst: way.port, flags: 'syn' });
      const answer = tcp({ src: way.port, dst: CLIENT, flags: 'syn|ack', ack: 1 });
      return [...arp, there(`SYN to port ${way.port}`, syn), back('SYN-ACK', answer)];
    }
    case 'udp': {
      const datagram: Build = (at) =>
        PRESETS.udp.build(at).map((spec) => (spec.protocol === 'udp' ? { ...spec, src: CLIENT, dst: way.port } : spec));
      return [...arp, there(`datagram to port ${way.port}`, datagram)];
    }
  }
}

type Build = (ends: Endpoints) => readonly LayerSpec[];

function tcp(fields: {
  readonly src: number;
  readonly dst: number;
  readonly flags: string;
  readonly ack?: number;
}): Build {
  return (at) => PRESETS['tcp-syn'].build(at).map((spec) => (spec.protocol === 'tcp' ? { ...spec, ...fields } : spec));
}

/** The packet of a container leaves its server with the container's tag. */
function message(what: string, from: ReachabilityPort, to: ReachabilityPort, build: Build): Message {
  const specs = build({ ethSrc: from.mac, ethDst: to.mac, ipSrc: from.ip, ipDst: to.ip });
  const sent = from.tag === null ? specs : specs.toSpliced(1, 0, { protocol: 'vlan', vid: from.tag });
  return { what, from, to, request: { machine: from.machine, iface: from.iface, bytes: encodeTrusted(sent) } };
}
