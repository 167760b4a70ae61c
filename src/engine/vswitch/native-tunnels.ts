/** What ovs-vswitchd must know of the network between hypervisors to build tunnels itself. */
export interface NativeTunnels {
  /** How packets to an address leave (`ovs/route/show`); undefined without a route. IPv6 addresses have 128 bits. */
  route(to: bigint): NativeRoute | undefined;
  /** The Ethernet address of a neighbour, 48 bits; undefined until it has answered (`tnl/neigh/show`). */
  neighbor(bridge: string, address: bigint): bigint | undefined;
}

export interface NativeRoute {
  /** Packets leave through this bridge's own port. */
  readonly bridge: string;
  readonly source: bigint;
  /** Of that port, 48 bits. */
  readonly mac: bigint;
}
