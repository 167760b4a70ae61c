/** Logical routers that are not disabled. */
import type { Uuid } from '../../../../base';
import type { Collection } from '../../../../derive';
import type { Peers } from './peers';
import type { NorthboundRows, RouterRow } from './rows';
import { SAME, type Sources } from './sources';

export interface RouterFacts extends RouterRow {
  /** `is_gw_router`: all of it is on one chassis (`options:chassis`). */
  readonly isGateway: boolean;
  /** `l3dgw_ports`: its distributed gateway ports. */
  readonly gatewayPorts: readonly Uuid[];
  /** The ports of switches that lead to it (`ls_peers` are their switches). */
  readonly switchPeers: readonly Uuid[];
  /** `router_ips`: the addresses of its ports, without those that the MACs give. */
  readonly routerIps: ReadonlySet<string>;
  /** A port has `options:redirect-type=bridged`. */
  readonly redirectBridged: boolean;
}

export function routerFacts(
  { graph }: Sources,
  { routers, routerPorts }: NorthboundRows,
  peers: Peers,
): Collection<Uuid, RouterFacts> {
  const portsOf = routerPorts.by('ports by router', ({ router }) => [router]);
  return graph.map(
    'routers',
    routers,
    (row, uuid): RouterFacts => {
      const ports = portsOf.values(uuid);
      return {
        ...row,
        isGateway: row.options.has('chassis'),
        gatewayPorts: ports.flatMap((port) => (port.isDistributedGateway ? [port.uuid] : [])),
        switchPeers: ports.flatMap((port) => {
          const peer = peers.ofRouterPort(port.uuid);
          return peer?.kind === 'switch' ? [peer.port] : [];
        }),
        routerIps: new Set(
          ports.flatMap(({ networks }) => [
            ...networks.ipv4.map(({ addr }) => addr),
            ...networks.ipv6.flatMap(({ addr, isLinkLocal }) => (isLinkLocal ? [] : [addr])),
          ]),
        ),
        redirectBridged: ports.some(({ options }) => options.get('redirect-type')?.toLowerCase() === 'bridged'),
      };
    },
    SAME,
  );
}
