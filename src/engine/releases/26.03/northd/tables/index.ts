/** Every southbound table that ovn-northd writes, one file each, and what it writes back to the northbound database. */
import { SAME, type Sources } from '../facts/sources';
import type { Network } from '../network';
import { DATAPATH_BINDING, datapathBindings } from './datapath-binding';
import type { LogicalFlows } from './logical-flow';
import { identified, type Pass } from './sync';

export function keepTables(from: Sources, net: Network, flows: LogicalFlows, pass: () => Pass): void {
  const { graph, sb } = from;
  const datapaths = identified(graph, sb, DATAPATH_BINDING);
  datapathBindings(from, net, datapaths, pass);
  for (const some of [
    graph.map('rows of switches in the southbound database', net.switches, (_, uuid) => datapaths.idOf(uuid), SAME),
    graph.map('rows of routers in the southbound database', net.routers, (_, uuid) => datapaths.idOf(uuid), SAME),
  ]) {
    graph.effect(some, {
      run(row, uuid) {
        flows.datapath(uuid, row);
        return 'settled';
      },
      gone(uuid) {
        flows.datapath(uuid, undefined);
      },
    });
  }
}
