/** The VIPs of load balancers on a router: which addresses they are, and for which of them it answers ARP or has routes. */
import type { Uuid } from '../../../../base';
import type { Collection } from '../../../../derive';
import { contains4, contains6 } from './addresses';
import type { LoadBalancing } from './load-balancing';
import type { RouterPorts } from './router-ports';
import type { RouterFacts } from './routers';
import { SAME, type Sources } from './sources';

export interface VipsByVersion {
  readonly 4: readonly string[];
  readonly 6: readonly string[];
}

/** `lb_ips` of a router, each sorted. */
export interface RouterVips {
  readonly all: VipsByVersion;
  /** Those that other routers get routes to (`add_route`). */
  readonly routable: VipsByVersion;
  /** Those that somebody in a network of the router may ask for. */
  readonly reachable: VipsByVersion;
}

/** Of routers that have load balancers. */
export function routerVips(
  { graph }: Sources,
  routers: Collection<Uuid, RouterFacts>,
  ports: RouterPorts,
  balancing: LoadBalancing,
): Collection<Uuid, RouterVips> {
  const isReachable = (router: Uuid, vip: string, version: 4 | 6) =>
    ports.byRouter
      .values(router)
      .some(({ networks }) =>
        version === 4
          ? networks.ipv4.some((network) => contains4(network, vip))
          : networks.ipv6.some((network) => contains6(network, vip)),
      );
  return graph.map(
    'VIPs of routers',
    routers,
    (_, router): RouterVips | undefined => {
      const balancers = balancing.byRouter.keys(router).flatMap((uuid) => balancing.all.get(uuid) ?? []);
      if (balancers.length === 0) return undefined;
      const addresses = (of: (balancer: (typeof balancers)[number], vip: string, version: 4 | 6) => boolean) => {
        const ofVersion = (version: 4 | 6) =>
          balancers.flatMap((balancer) =>
            balancer.vips
              .filter(({ family, address }) => family === version && of(balancer, address, version))
              .map(({ address }) => address),
          );
        return { 4: distinct(ofVersion(4)), 6: distinct(ofVersion(6)) };
      };
      return {
        all: addresses(() => true),
        routable: addresses(({ routable }) => routable),
        reachable: addresses(
          ({ neighborResponder }, vip, version) =>
            neighborResponder === 'all' || (neighborResponder === 'reachable' && isReachable(router, vip, version)),
        ),
      };
    },
    SAME,
  );
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}
