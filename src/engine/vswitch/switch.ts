/** The switch of one chassis: bridges, and packets that run through them. */
import { err, ok, type Millis, type Result } from '../base';
import type { Flow, TagReading } from '../openflow';
import { Bridge, type FailMode } from './bridge';
import { ConnectionTable, Draft } from './conntrack';
import { execute, executePacketOut, executeResumed } from './execute';
import type { NativeTunnels } from './native-tunnels';
import type { Port, TunnelMetadata } from './ports';
import type { ExecuteOptions, PacketOut, Resumed } from './options';
import type { Continuation, Execution } from './record';

export interface Switch {
  bridge(name: string): Bridge | undefined;
  /** In order of creation. */
  bridges(): readonly Bridge[];
  /** Adds a bridge with its LOCAL port of the same name. */
  addBridge(name: string, options: { readonly failMode: FailMode; readonly now: Millis }): Result<Bridge>;
  removeBridge(name: string): boolean;
  /** What the tracker knows; all bridges share one. */
  readonly connections: ConnectionTable;
  /** A packet comes in at a port: counters count, NORMAL learns, connections are tracked. */
  receive(bridge: string, inPort: number, packet: Uint8Array, options: ReceiveOptions): Result<Execution>;
  /** What `receive` would do now; the switch stays as it is. */
  preview(bridge: string, inPort: number, packet: Uint8Array, options: ReceiveOptions): Result<Execution>;
  /** ofproto/trace: the switch stays as it is, and knows no connections and no lengths of packets. */
  trace(bridge: string, inPort: number, packet: Uint8Array, options: ReceiveOptions): Result<Execution>;
  /** A controller sends a packet. */
  packetOut(bridge: string, packet: PacketOut, options: SendOptions): Result<Execution>;
  /** A controller gives back a packet that was handed to it with `pause`. */
  resume(continuation: Continuation, packet: Resumed, options: SendOptions): Execution;
  readonly tags: TagReading;
  /** Where a packet that came through the underlay enters: bridge and tunnel port. */
  tunnelPort(type: string, metadata: TunnelMetadata): { readonly bridge: Bridge; readonly port: Port } | undefined;
}

export interface ReceiveOptions {
  readonly now: Millis;
  readonly tunnel?: TunnelMetadata;
  /** For a trace: addresses are learned all the same, as ofproto/trace does with a packet. */
  readonly learns?: boolean;
  /** Runs on these fields instead of those of the packet, which only stands for them: ofproto/trace without a packet. */
  readonly flow?: Flow;
  /** What the tracker is said to find, time after time (`--ct-next`); then it is asked, or, in a trace, connections are new. */
  readonly ctNext?: readonly number[];
}

export interface SendOptions {
  readonly now: Millis;
  /** Counters count and NORMAL learns; true when left out. */
  readonly live?: boolean;
}

export interface SwitchOptions {
  readonly tags?: TagReading;
  /** The switch builds its tunnels itself; absent: the kernel does. */
  readonly tunnels?: NativeTunnels;
}

export function createSwitch({ tags = 'two', tunnels }: SwitchOptions = {}): Switch {
  const bridges = new Map<string, Bridge>();
  const connections = new ConnectionTable();
  const peerOf = (port: Port) => {
    for (const bridge of bridges.values()) {
      const peer = bridge.ports.named(port.options.peer ?? '');
      if (peer?.type === 'patch' && peer.options.peer === port.name) return { bridge, port: peer };
    }
    return undefined;
  };
  const bridgeNamed = (name: string) => bridges.get(name);
  const found = (name: string): Result<Bridge> => {
    const bridge = bridges.get(name);
    return bridge ? ok(bridge) : err({ code: 'no-such-bridge', message: `Unknown bridge ${name}` });
  };
  const own = { tags, peerOf, bridgeNamed, tunnels };
  /** A real packet, whose connections are tracked, and which leaves its marks only if it is live. */
  const real = (live: boolean, run: (options: ExecuteOptions) => Execution, options: ReceiveOptions): Execution => {
    const execution = run({ ...options, ...own, live, connections: new Draft(connections) });
    if (live) connections.apply(execution.connections);
    return execution;
  };
  const run = (live: boolean): Switch['receive'] => {
    return (name, inPort, packet, options) => {
      const bridge = found(name);
      if (!bridge.ok) return bridge;
      return ok(real(live, (all) => execute(bridge.value, packet, inPort, all), options));
    };
  };
  return {
    tags,
    bridge: (name) => bridges.get(name),
    bridges: () => [...bridges.values()],
    addBridge(name, { failMode, now }) {
      if (bridges.has(name)) return err({ code: 'bridge-exists', message: `a bridge named ${name} already exists` });
      const bridge = new Bridge(name, failMode, now);
      const local = bridge.addPort({ name, type: 'internal', options: {} });
      if (!local.ok) return local;
      bridges.set(name, bridge);
      return ok(bridge);
    },
    removeBridge: (name) => bridges.delete(name),
    connections,
    receive: run(true),
    preview: run(false),
    trace(name, inPort, packet, options) {
      const bridge = found(name);
      return bridge.ok ? ok(execute(bridge.value, packet, inPort, { ...options, ...own, live: false })) : bridge;
    },
    packetOut(name, packet, { now, live = true }) {
      const bridge = found(name);
      return bridge.ok ? ok(real(live, (all) => executePacketOut(bridge.value, packet, all), { now })) : bridge;
    },
    resume: (continuation, packet, { now, live = true }) =>
      real(live, (all) => executeResumed(continuation, packet, all), { now }),
    tunnelPort(type, metadata) {
      for (const bridge of bridges.values()) {
        const port = bridge.ports.forTunnel(type, metadata);
        if (port) return { bridge, port };
      }
      return undefined;
    },
  };
}
