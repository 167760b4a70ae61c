/** How packets travel between hypervisors: what is written into a tunnel's header, and read from it. */
import type { OfAction } from '../../../../openflow';
import type { Tunnel, TunnelType } from '../facts/hypervisor';
import { ETH, flow, IP_PROTOCOL, load, move, REGISTERS, resubmit, setFlag, TABLES, type WantedFlow } from '../flows';

/** Keys of multicast groups begin here; VXLAN has 12 bits for a key, of which groups take the upper half. */
export const MIN_MULTICAST = 32768;
const VXLAN_MIN_MULTICAST = 2048;

/** Writes where a packet is going into the tunnel's header. A hardware gateway knows no ports. */
export function encapsulate(type: TunnelType, datapath: number, outport: number, toRamp: boolean): readonly OfAction[] {
  if (type === 'vxlan') return [load('tun_id', datapath | (toRamp ? 0 : vxlanKey(outport) << 12), 0, 24)];
  return [
    load('tun_id', datapath, 0, 24),
    load('tun_metadata0', outport),
    move(REGISTERS.inport, 0, 'tun_metadata0', 16, 15),
  ];
}

function vxlanKey(port: number): number {
  return port >= MIN_MULTICAST ? VXLAN_MIN_MULTICAST | (port & (VXLAN_MIN_MULTICAST - 1)) : port;
}

export function decapsulate({ type, ofport }: Tunnel): readonly OfAction[] {
  if (type === 'vxlan') return [move('tun_id', 12, REGISTERS.outport, 0, 12), move('tun_id', 0, 'metadata', 0, 12)];
  return [
    move('tun_id', 0, 'metadata', 0, 24),
    move('tun_metadata0', 16, REGISTERS.inport, 0, 15),
    move('tun_metadata0', 0, REGISTERS.outport, 0, 16),
    load(REGISTERS.tunnel, ofport, 16, 16),
  ];
}

/** What a tunnel brings goes on to where it is delivered. */
export function tunnelFlows(tunnel: Tunnel): readonly WantedFlow[] {
  const { ofport, type, isRamp } = tunnel;
  const arrival = [...decapsulate(tunnel), resubmit(TABLES.localOutput)];
  const flows = [flow(undefined, TABLES.physicalToLogical, 100, [['in_port', ofport]], arrival)];
  if (!isRamp) flows.push(...tooBigFlows(ofport, arrival));
  if (type === 'vxlan') flows.push(vxlanMulticast(ofport));
  return flows;
}

/**
 * The kernel answers a packet that is too big for the way with an ICMP error in the name of its receiver, which comes
 * back from the tunnel with the metadata of the packet.
 */
function tooBigFlows(ofport: number, arrival: readonly OfAction[]): readonly WantedFlow[] {
  const actions = [...arrival, setFlag('fromTunnel'), resubmit(TABLES.zoneLookup)];
  return [
    flow(
      undefined,
      TABLES.physicalToLogical,
      120,
      [
        ['in_port', ofport],
        ['eth_type', ETH.ip4],
        ['nw_proto', IP_PROTOCOL.icmp],
        ['icmp_type', 3],
        ['icmp_code', 4],
      ],
      actions,
    ),
    flow(
      undefined,
      TABLES.physicalToLogical,
      120,
      [
        ['in_port', ofport],
        ['eth_type', ETH.ip6],
        ['nw_proto', IP_PROTOCOL.icmp6],
        ['icmpv6_type', 2],
        ['icmpv6_code', 0],
      ],
      actions,
    ),
  ];
}

function vxlanMulticast(ofport: number): WantedFlow {
  const bit = VXLAN_MIN_MULTICAST << 12;
  return flow(
    undefined,
    TABLES.physicalToLogical,
    105,
    [
      ['in_port', ofport],
      ['tun_id', bit, bit],
    ],
    [
      load(REGISTERS.outport, 1, 15, 1),
      move('tun_id', 12, REGISTERS.outport, 0, 11),
      move('tun_id', 0, 'metadata', 0, 12),
      resubmit(TABLES.localOutput),
    ],
  );
}

/** A hardware gateway says which datapath, and nothing of ports: the packet enters by the gateway's. */
export function rampFlow(tunnel: Tunnel, row: WantedFlow['row'], datapath: number, port: number): WantedFlow {
  return flow(
    row,
    TABLES.physicalToLogical,
    110,
    [
      ['in_port', tunnel.ofport],
      ['tun_id', datapath],
    ],
    [
      move('tun_id', 0, 'metadata', 0, 24),
      load(REGISTERS.inport, port, 0, 15),
      setFlag('fromRamp'),
      resubmit(TABLES.ingress),
    ],
  );
}
