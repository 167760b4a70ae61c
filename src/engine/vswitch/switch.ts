/** The switch of one chassis: bridges, and packets that run through them. */
import { err, ok, type Millis, type Result } from '../base';
import type { Flow, TagReading } from '../openflow';
import { Bridge, type FailMode } from './bridge';
import { ConnectionTable, Draft } from './conntrack';
import { execute } from './execute';
import type { NativeTunnels } from './native-tunnels';
import type { Port, TunnelMetadata } from './ports';
import type { Execution } from './record';

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
  const run = (live: boolean, isReal: boolean): Switch['receive'] => {
    return (name, inPort, packet, options) => {
      const bridge = bridges.get(name);
      if (!bridge) return err({ code: 'no-such-bridge', message: `Unknown bridge ${name}` });
      const bridgeNamed = (other: string) => bridges.get(other);
      const tracking = isReal ? { connections: new Draft(connections) } : {};
      const execution = execute(bridge, packet, inPort, {
        ...options,
        ...tracking,
        live,
        tags,
        peerOf,
        bridgeNamed,
        tunnels,
      });
      if (live) connections.apply(execution.connections);
      return ok(execution);
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
    receive: run(true, true),
    preview: run(false, true),
    trace: run(false, false),
    tunnelPort(type, metadata) {
      for (const bridge of bridges.values()) {
        const port = bridge.ports.forTunnel(type, metadata);
        if (port) return { bridge, port };
      }
      return undefined;
    },
  };
}
