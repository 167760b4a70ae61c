/**
 * What a port on several chassis sends to a physical network goes through tunnels instead, whose
 * header takes room: a packet that does not fit any more is answered with an ICMP error.
 */
import { utf8Encode } from '../../../../base';
import type { OfAction } from '../../../../openflow';
import type { LocalDatapath } from '../local-datapaths';
import type { Tunnel } from '../facts/hypervisor';
import type { Port } from '../facts/southbound';
import { ETH, flow, load, pop, push, REGISTERS, resubmit, setFlag, TABLES, type Term, type WantedFlow } from '../flows';
import { toController } from './controller';
import type { OwnView } from './view';

/** Bytes that a tunnel's header takes besides the IP header. */
const OVERHEAD = { geneve: 38, vxlan: 30 } as const;
const IP_HEADER = { 4: 20, 6: 40 } as const;
/** Ethernet's header and checksum, which an MTU does not count. */
const ETHERNET = 18;

/** The bit of reg9 in which check_pkt_larger answers. */
const TOO_LARGE = 1;

export function largePacketFlows(
  { bindings }: OwnView,
  port: Port,
  { key }: LocalDatapath,
  moving: Port,
  tunnels: readonly Tunnel[],
): readonly WantedFlow[] {
  const mtu = bindings.vifOf(moving)?.mtu ?? 0;
  if (mtu === 0) return [];
  const room = mtu - Math.max(...tunnels.map(overheadOf));
  return ([4, 6] as const).flatMap((version) =>
    [REGISTERS.inport, REGISTERS.outport].flatMap((register) => {
      const terms: readonly Term[] = [
        ['eth_type', version === 4 ? ETH.ip4 : ETH.ip6],
        ['metadata', key],
        [register, moving.key],
      ];
      return [
        flow(port.uuid, TABLES.largePackets, 100, terms, [
          { type: 'check_pkt_larger', length: room, target: { field: 'reg9', offset: TOO_LARGE, bits: 1 } },
          resubmit(TABLES.largePacketErrors),
        ]),
        flow(
          port.uuid,
          TABLES.largePacketErrors,
          100,
          [...terms, ['reg9', 1 << TOO_LARGE, 1 << TOO_LARGE]],
          [errorAction(version, room - ETHERNET)],
        ),
      ];
    }),
  );
}

function overheadOf({ type, remoteIp }: Tunnel): number {
  return OVERHEAD[type] + IP_HEADER[remoteIp?.includes(':') ? 6 : 4];
}

/** What becomes of the error that the controller makes: it goes back to the sender, and is not too large itself. */
function errorAction(version: 4 | 6, mtu: number): OfAction {
  const [source, destination] = version === 4 ? (['ip_src', 'ip_dst'] as const) : (['ipv6_src', 'ipv6_dst'] as const);
  const kind: readonly OfAction[] =
    version === 4
      ? [load('icmp_type', 3), load('icmp_code', 4), note(0, mtu, 2)]
      : [load('icmpv6_type', 2), load('icmpv6_code', 0), note(1, mtu, 4)];
  const inner: readonly OfAction[] = [
    load('reg9', 0, TOO_LARGE, 1),
    setFlag('allowLoopback'),
    ...exchange(REGISTERS.inport, REGISTERS.outport),
    ...exchange('eth_dst', 'eth_src'),
    ...exchange(destination, source),
    { type: 'mod_nw_ttl', value: 255 },
    ...kind,
    resubmit(TABLES.ingress),
  ];
  return toController('icmp', { actions: inner }, true);
}

function exchange(a: Parameters<typeof push>[0], b: Parameters<typeof push>[0]): readonly OfAction[] {
  return [push(a), push(b), pop(a), pop(b)];
}

/** A field that only OVN knows, written as a note: whose it is, which field, and its value. */
function note(field: number, value: number, length: number): OfAction {
  const number = Array.from({ length }, (_, i) => (value >>> (8 * (length - 1 - i))) & 0xff);
  return { type: 'note', bytes: [...utf8Encode('ovn'), 0, 0, field, 0, 0, ...number] };
}
