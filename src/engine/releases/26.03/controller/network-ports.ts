/** Which logical ports lead to a physical network from here, wherever that network is plugged in. */
import type { Uuid } from '../../../base';
import type { Collection, Graph } from '../../../derive';
import type { NetworkPort } from './chassis/patch-ports';
import type { View } from './physical/view';

export function networkPortsOf(graph: Graph, { world, datapaths }: View): Collection<Uuid, NetworkPort> {
  return graph.map(
    'ports that lead to physical networks',
    world.sb.ports,
    ({ name, type, datapath, options, chassis }): NetworkPort | undefined => {
      if ((type !== 'localnet' && type !== 'l2gateway') || !datapaths.local.has(datapath)) return undefined;
      if (type === 'l2gateway' && chassis !== world.self()?.uuid) return undefined;
      return { name, type, network: options.get('network_name') };
    },
    { same: (a, b) => a.name === b.name && a.type === b.type && a.network === b.network },
  );
}
