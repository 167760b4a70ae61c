/** The ports of a bridge and their OpenFlow numbers. */
import { err, ok, type Result } from '../base';
import { parseInteger, parseIpv4, parseIpv6, RESERVED_PORTS } from '../openflow';

/** What an Interface row asks for. */
export interface PortSpec {
  readonly name: string;
  /** As in the Interface table: '' (system), internal, dummy, patch, geneve, vxlan, stt, gre. */
  readonly type: string;
  /** As in the Interface table: key, remote_ip, local_ip, dst_port for tunnels; peer for patch ports. */
  readonly options: Readonly<Record<string, string>>;
  /** 1 to 65279; honoured when free. */
  readonly ofportRequest?: number;
  /** 48 bits; absent: made from the order of creation, as the dummy datapath does. */
  readonly mac?: bigint;
}

export interface Port extends PortSpec {
  /** The OpenFlow port number; 65534 (LOCAL) for the port that is named like its bridge. */
  readonly ofport: number;
  readonly mac: bigint;
  /** For a tunnel port, what its options say. */
  readonly tunnel: TunnelOptions | undefined;
}

/** Options of a tunnel port, read once; `flow`: what the packet's own metadata says. */
export interface TunnelOptions {
  /** IPv4 addresses, or IPv6, which have more bits; 0 when there is none. */
  readonly remote: bigint | 'flow';
  readonly local: bigint | 'flow';
  /** Undefined: packets go out without a key. */
  readonly outKey: bigint | 'flow' | undefined;
  /** Undefined: no packet has such a key. */
  readonly inKey: bigint | 'flow' | undefined;
  /** The outer UDP header has a checksum. */
  readonly csum: boolean;
}

const TUNNEL_TYPES = new Set(['geneve', 'vxlan', 'stt', 'gre', 'lisp']);

export function isTunnel(port: Pick<PortSpec, 'type'>): boolean {
  return TUNNEL_TYPES.has(port.type);
}

/** What a tunnelled packet carries outside. */
export interface TunnelMetadata {
  /** The key (geneve and vxlan: the 24-bit VNI; stt: 64 bits); 0 without one. */
  readonly id: bigint;
  /** IPv4 addresses, 32 bits. */
  readonly src: bigint;
  readonly dst: bigint;
  /** Geneve: the option that the bridge maps to tun_metadata0, 32 bits. */
  readonly option?: bigint;
}

/** OFPP_MAX: numbers from here on are reserved. */
const MAX_PORT = 0xff00;
/** Automatic numbers stay in the lower half, so that the upper one is free for requests. */
const MAX_AUTOMATIC = 0x8000;

/**
 * Ports by name and number. Automatic numbers rise from 1 and are not used
 * again until they run out, as in ovs-vswitchd, so that an old flow does not
 * hit a new port.
 */
export class PortTable {
  private readonly byName = new Map<string, Port>();
  private readonly byNumber = new Map<number, Port>();
  /** Tunnel ports by remote address, in order of their numbers; made when first asked for. */
  private tunnels: ReadonlyMap<bigint | 'flow', readonly Port[]> | undefined;
  private last = 0;
  private created = 0;

  constructor(readonly bridge: string) {}

  get(number: number): Port | undefined {
    return this.byNumber.get(number);
  }

  named(name: string): Port | undefined {
    return this.byName.get(name);
  }

  /** By OpenFlow number, LOCAL last. */
  list(): readonly Port[] {
    return [...this.byNumber.values()].sort((a, b) => a.ofport - b.ofport);
  }

  add(spec: PortSpec): Result<Port> {
    if (this.byName.has(spec.name)) {
      return err({ code: 'port-exists', message: `port ${spec.name} already exists on bridge ${this.bridge}` });
    }
    const ofport = spec.name === this.bridge ? RESERVED_PORTS.LOCAL : this.allocate(spec.ofportRequest);
    const mac = spec.mac ?? 0xaa55aa550000n + BigInt(this.created);
    this.created += 1;
    const port: Port = { ...spec, ofport, mac, tunnel: tunnelOptions(spec) };
    this.put(port);
    return ok(port);
  }

  /** Changes type or options of a port and keeps its number. */
  update(spec: PortSpec): Result<Port> {
    const old = this.byName.get(spec.name);
    if (!old) return err({ code: 'no-such-port', message: `no port named ${spec.name}` });
    const port: Port = { ...spec, ofport: old.ofport, mac: spec.mac ?? old.mac, tunnel: tunnelOptions(spec) };
    this.put(port);
    return ok(port);
  }

  remove(name: string): Port | undefined {
    const port = this.byName.get(name);
    if (!port) return undefined;
    this.byName.delete(name);
    this.byNumber.delete(port.ofport);
    this.tunnels = undefined;
    return port;
  }

  /**
   * The tunnel port that a packet from the underlay comes in at: of the right
   * type, for this remote address and key; the most specific one wins.
   */
  forTunnel(type: string, metadata: TunnelMetadata): Port | undefined {
    const byRemote = (this.tunnels ??= this.tunnelsByRemote());
    let best: { readonly port: Port; readonly score: number } | undefined;
    for (const remote of [metadata.src, 'flow'] as const) {
      for (const port of byRemote.get(remote) ?? []) {
        const key = port.tunnel?.inKey;
        if (port.type !== type || (key !== 'flow' && key !== metadata.id)) continue;
        const score = (remote === 'flow' ? 1 : 2) + (key === 'flow' ? 0 : 2);
        if (best === undefined || score > best.score) best = { port, score };
      }
    }
    return best?.port;
  }

  private tunnelsByRemote(): ReadonlyMap<bigint | 'flow', readonly Port[]> {
    const byRemote = new Map<bigint | 'flow', Port[]>();
    for (const port of this.list()) {
      if (port.tunnel === undefined) continue;
      const { remote } = port.tunnel;
      const ports = byRemote.get(remote);
      if (ports) ports.push(port);
      else byRemote.set(remote, [port]);
    }
    return byRemote;
  }

  private put(port: Port): void {
    this.byName.set(port.name, port);
    this.byNumber.set(port.ofport, port);
    this.tunnels = undefined;
  }

  private allocate(request: number | undefined): number {
    if (request !== undefined && request >= 1 && request < MAX_PORT && !this.byNumber.has(request)) return request;
    for (let tries = 0; tries < MAX_AUTOMATIC; tries++) {
      this.last = this.last + 1 >= MAX_AUTOMATIC ? 1 : this.last + 1;
      if (!this.byNumber.has(this.last)) return this.last;
    }
    throw new Error(`bridge ${this.bridge} has no free port number`);
  }
}

function tunnelOptions(spec: PortSpec): TunnelOptions | undefined {
  if (!isTunnel(spec)) return undefined;
  const { remote_ip: remote, local_ip: local, key, out_key: outKey = key, in_key: inKey = key ?? '0' } = spec.options;
  return {
    remote: address(remote),
    local: address(local),
    outKey: outKey === undefined || outKey === 'flow' ? outKey : (parseInteger(outKey) ?? 0n),
    inKey: inKey === 'flow' ? inKey : parseInteger(inKey),
    csum: spec.options.csum === 'true',
  };
}

function address(text: string | undefined): bigint | 'flow' {
  return text === 'flow' ? text : (parseIpv4(text ?? '') ?? parseIpv6(text ?? '') ?? 0n);
}
