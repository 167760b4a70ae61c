/** The ports of a bridge and their OpenFlow numbers. */
import { err, ok, type Result } from '../base';
import { formatIpv4, parseInteger, RESERVED_PORTS } from '../openflow';

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
  /** Tunnel ports by type and remote address, in order of their numbers; made when first asked for. */
  private tunnels: ReadonlyMap<string, readonly Port[]> | undefined;
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
    const port: Port = { ...spec, ofport, mac };
    this.put(port);
    return ok(port);
  }

  /** Changes type or options of a port and keeps its number. */
  update(spec: PortSpec): Result<Port> {
    const old = this.byName.get(spec.name);
    if (!old) return err({ code: 'no-such-port', message: `no port named ${spec.name}` });
    const port: Port = { ...spec, ofport: old.ofport, mac: spec.mac ?? old.mac };
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
    for (const remote of [formatIpv4(metadata.src), 'flow']) {
      for (const port of byRemote.get(`${type} ${remote}`) ?? []) {
        const key = port.options.in_key ?? port.options.key ?? '0';
        if (key !== 'flow' && parseInteger(key) !== metadata.id) continue;
        const score = (remote === 'flow' ? 1 : 2) + (key === 'flow' ? 0 : 2);
        if (best === undefined || score > best.score) best = { port, score };
      }
    }
    return best?.port;
  }

  private tunnelsByRemote(): ReadonlyMap<string, readonly Port[]> {
    const byRemote = new Map<string, Port[]>();
    for (const port of this.list()) {
      if (!isTunnel(port)) continue;
      const key = `${port.type} ${port.options.remote_ip ?? ''}`;
      const ports = byRemote.get(key);
      if (ports) ports.push(port);
      else byRemote.set(key, [port]);
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
