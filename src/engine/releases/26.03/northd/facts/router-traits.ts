/** What few routers are, apart from the facts that all have: a change of it concerns only those who ask. */
import type { Uuid } from '../../../../base';
import { getUuids } from '../../../../ovsdb';
import type { Bindings } from './bindings';
import type { RouterPorts } from './router-ports';
import { optionIs, optionsOf, type Sources } from './sources';

export interface RouterTraits {
  /** `is_distributed`: a load balancer of its own, not of a group, chooses among backends on every chassis. */
  readonly hasDistributedLoadBalancer: (router: Uuid) => boolean;
  /** `is_transit_router`: a port of it is on a chassis of another zone. */
  readonly isTransit: (router: Uuid) => boolean;
  /** An enabled port of it wants all multicasts. */
  readonly floodsMulticast: (router: Uuid) => boolean;
}

export function routerTraits({ graph, nb }: Sources, ports: RouterPorts, bindings: Bindings): RouterTraits {
  const distributed = graph.map('distributed load balancers', nb.table('Load_Balancer', ['options']), (row) =>
    optionIs(optionsOf(row, 'options'), 'distributed') ? true : undefined,
  );
  const balancers = nb.table('Logical_Router', ['load_balancer']);
  const remote = graph
    .map('routers of remote ports', ports.all, ({ name, router }) =>
      bindings.ofPort.first(name)?.isRemote === true ? router : undefined,
    )
    .by('remote ports by router', (router) => [router]);
  const flooded = ports.flooded;
  return {
    hasDistributedLoadBalancer(router) {
      const row = balancers.get(router);
      return row !== undefined && getUuids(row, 'load_balancer').some((balancer) => distributed.has(balancer));
    },
    isTransit: (router) => remote.has(router),
    floodsMulticast: (router) => flooded.has(router),
  };
}
