/** Where packets leave: ports, tunnels, other bridges, the controller; and NORMAL, the learning switch. */
import {
  cloneFlow,
  formatEthernet,
  formatIpv4,
  formatIpv6,
  getField,
  getNumber,
  hasPrerequisites,
  RESERVED_PORTS,
  setField,
  setNumber,
  WORD,
  type Flow,
} from '../openflow';
import type { Bridge } from './bridge';
import type { TunnelHeader } from './datapath/actions';
import type { DatapathPacket } from './datapath-packet';
import type { DatapathComposer } from './datapath/composer';
import { ETH, PROTO } from './extract';
import { isReserved } from './mac-learning';
import type { NativeTunnels } from './native-tunnels';
import type { Port } from './ports';
import type { BridgeVisit, ControllerRequest, Output, OutputFate, Place, Remark, StepPart } from './record';
import type { ExecuteOptions } from './options';

/** What outputs need of the packet's way. */
export interface Way {
  readonly options: ExecuteOptions;
  readonly datapath: DatapathComposer;
  /** Every packet that left, in order. */
  readonly sent: Output[];
  readonly packet: DatapathPacket;
  /** The packet goes on in another bridge. */
  enter(bridge: Bridge, inPort: number, flow: Flow, last: boolean): BridgeVisit;
  toController(place: Place, flow: Flow, request: ControllerRequest): Output;
  /** False, and said, where the limits of ovs-vswitchd forbid another lookup. */
  mayResubmit(remark: OutputRun['remark']): boolean;
}

/** An action that puts a packet out. */
export interface OutputRun {
  readonly place: Place;
  readonly flow: Flow;
  /** Nothing is done with the packet afterwards. */
  readonly last: boolean;
  readonly parts: StepPart[];
  readonly remark: (level: Remark['level'], text: string) => void;
}

/** OFPR_ACTION */
const REASON_ACTION = 1;

export class Outputs {
  /** Packets are within a tunnel, whose outside is looked at only for what is told of it. */
  private inTunnel = false;
  /** The mirrors that have the packet as it is. */
  readonly mirrored = new Set<string>();

  constructor(private readonly run: Way) {}

  output(port: number, out: OutputRun): readonly Output[] {
    const { flow, place, last } = out;
    const { bridge } = place;
    const inPort = getNumber(flow, 'in_port');
    switch (port) {
      case RESERVED_PORTS.IN_PORT:
        return [this.toPort(inPort, out, last)];
      case RESERVED_PORTS.FLOOD:
      case RESERVED_PORTS.ALL:
        return this.flood(out, last);
      case RESERVED_PORTS.CONTROLLER: {
        const { table } = place;
        const request = {
          reason: REASON_ACTION,
          maxLen: 0xffff,
          controller: 0,
          userdata: [],
          meter: undefined,
          table,
        };
        return [this.run.toController(place, flow, request)];
      }
      case RESERVED_PORTS.NORMAL:
        return this.normal(out);
      case RESERVED_PORTS.TABLE:
      case RESERVED_PORTS.ANY:
        return [];
    }
    if (port === inPort) {
      out.remark('warning', 'skipping output to input port');
      return [this.record(bridge, port, bridge.ports.get(port)?.name ?? String(port), flow, 'input-port')];
    }
    return [this.toPort(port, out, last)];
  }

  /** What comes in at a port goes to the mirrors of that port. */
  mirrorFrom(inPort: number, place: Place, flow: Flow): readonly StepPart[] {
    const parts: StepPart[] = [];
    const remark: OutputRun['remark'] = (level, text) => void parts.push({ part: 'remark', remark: { level, text } });
    this.mirror(inPort, 'selectSource', { place, flow, last: false, parts, remark });
    return parts;
  }

  private mirror(number: number, which: 'selectSource' | 'selectTarget', out: OutputRun): void {
    const { bridge } = out.place;
    const name = bridge.ports.get(number)?.name ?? '';
    for (const mirror of bridge.mirrors) {
      const target = bridge.ports.named(mirror.output);
      if (!mirror[which].has(name) || target === undefined || this.mirrored.has(mirror.name)) continue;
      this.mirrored.add(mirror.name);
      this.toPort(target.ofport, out, false);
    }
  }

  toController(bridge: Bridge, flow: Flow, request: ControllerRequest): Output {
    return this.send(bridge, flow, RESERVED_PORTS.CONTROLLER, 'CONTROLLER', { request });
  }

  private flood(out: OutputRun, last: boolean): readonly Output[] {
    const inPort = getNumber(out.flow, 'in_port');
    const others = out.place.bridge.ports.list().filter(({ ofport }) => ofport !== inPort);
    return others.map(({ ofport }, i) => this.toPort(ofport, out, last && i === others.length - 1));
  }

  /** Learning and forwarding of a plain Ethernet bridge (IEEE 802.1D); all ports carry all VLANs. */
  private normal(out: OutputRun): readonly Output[] {
    const { flow, place, remark } = out;
    const { bridge } = place;
    const { live, learns = live, now } = this.run.options;
    const inPort = getNumber(flow, 'in_port');
    const target = getField(flow, 'eth_dst');
    if (!bridge.ports.get(inPort)) {
      remark('warning', 'no input bundle, dropping');
      return [];
    }
    if (isReserved(target)) {
      remark('detail', 'packet has reserved destination MAC, dropping');
      return [];
    }
    const vlan = getNumber(flow, 'vlan_tci') & 0xfff;
    if (learns && !this.inTunnel) bridge.macs.learn(vlan, getField(flow, 'eth_src'), inPort, now);
    const learned = bridge.macs.lookup(vlan, target, now);
    if (learned === undefined || !bridge.ports.get(learned)) {
      remark('detail', 'no learned MAC for destination, flooding');
      return this.flood(out, false);
    }
    if (learned === inPort) {
      remark('detail', 'learned port is input port, dropping');
      return [];
    }
    remark('detail', 'forwarding to learned port');
    return [this.toPort(learned, out, false)];
  }

  /** Output to a port that is not one of the reserved words. */
  private toPort(number: number, out: OutputRun, last: boolean): Output {
    const { flow, place, remark } = out;
    const { bridge } = place;
    const port = bridge.ports.get(number);
    if (!port) {
      remark('warning', 'Nonexistent output port');
      return this.record(bridge, number, String(number), flow, 'no-such-port');
    }
    if (port.type === 'patch') return this.toPeer(port, out, last);
    const sent = port.tunnel ? this.toTunnel(port, out, last) : this.toPlain(port, out);
    if (bridge.mirrors.length > 0) this.mirror(number, 'selectTarget', out);
    return sent;
  }

  private toPlain({ ofport, name }: Port, { flow, place }: OutputRun): Output {
    const { datapath } = this.run;
    datapath.commit(flow);
    datapath.add({ type: 'output', bridge: place.bridge.name, port: ofport });
    return this.send(place.bridge, flow, ofport, name);
  }

  private toTunnel(port: Port, out: OutputRun, last: boolean): Output {
    const { flow, place, remark } = out;
    const { bridge } = place;
    const { remote = 0n, local = 0n, outKey, csum = false } = port.tunnel ?? {};
    const dst = remote === 'flow' ? getField(flow, 'tun_dst') : remote;
    if (dst === 0n) {
      remark('warning', 'Tunneling decided against output');
      return this.record(bridge, port.ofport, port.name, flow, 'no-tunnel-address');
    }
    const id = outKey === 'flow' ? getField(flow, 'tun_id') : (outKey ?? 0n);
    const src = local === 'flow' ? getField(flow, 'tun_src') : local;
    const mapped = bridge.geneveOption;
    const value = getNumber(flow, 'tun_metadata0');
    const option = port.type === 'geneve' && mapped && value !== 0 ? { ...mapped, value } : undefined;
    const tunnel = {
      type: port.type,
      id,
      src,
      dst,
      hasKey: outKey !== undefined,
      ...(option === undefined ? {} : { option: BigInt(value) }),
    };
    const { datapath, options } = this.run;
    if (options.tunnels !== undefined) {
      remark('detail', 'output to native tunnel');
      datapath.commit(flow);
      const header = { type: port.type, id, option, csum, src, dst };
      this.buildTunnel(options.tunnels, header, out, last);
      return this.send(bridge, flow, port.ofport, port.name, { tunnel });
    }
    remark('detail', 'output to kernel tunnel');
    datapath.add({ type: 'set-tunnel', id: outKey === undefined ? undefined : id, src, dst, option, csum });
    datapath.commit(flow);
    datapath.add({ type: 'output', bridge: bridge.name, port: port.ofport });
    return this.send(bridge, flow, port.ofport, port.name, { tunnel });
  }

  /** The switch puts the outer headers on, and the packet goes on in the bridge that has the route. */
  private buildTunnel(
    tunnels: NativeTunnels,
    tunnel: Pick<TunnelHeader, 'type' | 'id' | 'option' | 'csum' | 'src' | 'dst'>,
    { flow, parts, remark }: OutputRun,
    last: boolean,
  ): void {
    const { datapath, options } = this.run;
    const drop = () => datapath.add(last ? { type: 'drop' } : { type: 'clone', actions: [{ type: 'drop' }] });
    const route = tunnels.route(tunnel.dst);
    const via = route && options.bridgeNamed?.(route.bridge);
    if (!route || !via) {
      drop();
      remark('warning', 'native tunnel routing failed');
      return;
    }
    const address = (value: bigint) => (isIpv6(tunnel.dst) ? formatIpv6(value) : formatIpv4(value));
    remark('detail', `tunneling to ${address(tunnel.dst)} via ${via.name}`);
    const dmac = tunnels.neighbor(via.name, tunnel.dst);
    if (dmac === undefined) {
      drop();
      const asks = isIpv6(tunnel.dst) ? 'ND' : 'ARP';
      const text = `neighbor cache miss for ${address(tunnel.dst)} on bridge ${via.name}, sending ${asks} request`;
      remark('detail', text);
      return;
    }
    const { mac: smac } = route;
    const src = tunnel.src === 0n ? route.source : tunnel.src;
    remark(
      'detail',
      `tunneling from ${formatEthernet(smac)} ${address(src)} to ${formatEthernet(dmac)} ${address(tunnel.dst)}`,
    );
    const header: TunnelHeader = {
      ...tunnel,
      src,
      smac,
      dmac,
      ipv6: isIpv6(tunnel.dst),
      tos: outerTos(flow),
      ttl: 64,
      via: via.name,
    };
    const { base } = datapath;
    const outer = outside(flow, header);
    const inner = datapath.nested(() => {
      datapath.add({ type: 'tnl_push', header });
      datapath.base = outside(base, header);
      const wasInTunnel = this.inTunnel;
      this.inTunnel = true;
      parts.push({ part: 'bridge', visit: this.run.enter(via, RESERVED_PORTS.LOCAL, outer, last) });
      this.inTunnel = wasInTunnel;
    });
    datapath.base = base;
    if (inner.length < 2) return;
    if (last) for (const action of inner) datapath.add(action);
    else datapath.add({ type: 'clone', actions: inner });
  }

  /** The packet goes on in the peer's bridge. */
  private toPeer(port: Port, { flow, place, parts, remark }: OutputRun, last: boolean): Output {
    const { bridge } = place;
    const peer = this.run.options.peerOf?.(port);
    if (!peer) {
      remark('warning', 'Nonexistent patch port peer');
      return this.record(bridge, port.ofport, port.name, flow, 'no-such-peer');
    }
    if (!this.run.mayResubmit(remark)) return this.record(bridge, port.ofport, port.name, flow, 'no-such-peer');
    const visit = this.run.enter(peer.bridge, peer.port.ofport, flow, last);
    parts.push({ part: 'bridge', visit });
    return this.record(bridge, port.ofport, port.name, flow, 'patch', { peer: visit });
  }

  private send(
    bridge: Bridge,
    flow: Flow,
    port: number,
    name: string,
    more?: Pick<Output, 'tunnel' | 'request'>,
  ): Output {
    const { isThere } = this.run.packet;
    const output = this.record(bridge, port, name, flow, isThere ? 'sent' : 'metered', more);
    // Of a packet in a tunnel only the bytes inside are kept.
    if (!this.inTunnel && isThere) this.run.sent.push(output);
    return output;
  }

  private record(
    bridge: Bridge,
    port: number,
    name: string,
    flow: Flow,
    fate: OutputFate,
    more?: Pick<Output, 'tunnel' | 'peer' | 'request'>,
  ): Output {
    const packet = this.inTunnel ? NO_BYTES : this.run.packet.bytes(flow);
    return { bridge: bridge.name, port, name, fate, packet, flow, ...more };
  }
}

function isIpv6(address: bigint): boolean {
  return address > 0xffffffffn;
}

const ECN = 3;
const CONGESTION_EXPERIENCED = 3;
/** ECT(0), as which an outer header says what an inner one cannot lose. */
const CAPABLE = 2;

/** The bits for congestion are those of the packet inside; 0 for one that is not IP (RFC 6040). */
function outerTos(flow: Flow): number {
  if (!hasPrerequisites(flow, 'ip')) return 0;
  const ecn = getNumber(flow, 'nw_tos') & ECN;
  return ecn === CONGESTION_EXPERIENCED ? CAPABLE : ecn;
}

/** A packet as the next bridge sees it once its outer headers are on. */
function outside(flow: Flow, { dmac, smac, src, dst, ipv6, tos, ttl, type }: TunnelHeader): Flow {
  const copy = cloneFlow(flow);
  setField(copy, 'eth_dst', dmac);
  setField(copy, 'eth_src', smac);
  setNumber(copy, 'vlan_tci', 0);
  setNumber(copy, 'vlan_tci1', 0);
  copy[WORD.vlanTpids] = 0;
  setNumber(copy, 'eth_type', ipv6 ? ETH.IPV6 : ETH.IP);
  setField(copy, 'ip_src', ipv6 ? 0n : src);
  setField(copy, 'ip_dst', ipv6 ? 0n : dst);
  setField(copy, 'ipv6_src', ipv6 ? src : 0n);
  setField(copy, 'ipv6_dst', ipv6 ? dst : 0n);
  setNumber(copy, 'ip_frag', 0);
  setNumber(copy, 'nw_tos', tos);
  setNumber(copy, 'nw_ttl', ttl);
  setNumber(copy, 'nw_proto', type === 'gre' ? GRE : PROTO.UDP);
  setNumber(copy, 'tcp_src', 0);
  setNumber(copy, 'tcp_dst', 0);
  return copy;
}

const GRE = 47;
const NO_BYTES = new Uint8Array();
