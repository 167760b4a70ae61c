/**
 * Every southbound table that ovn-northd writes, one file each or a few of a kind,
 * and what it writes back to the northbound database. `sync.ts` is how a table is
 * kept; `logical-flow.ts` where the flows of all subjects meet.
 */
import { SAME, type Sources } from '../facts/sources';
import type { Network } from '../network';
import { chassisTable } from './chassis';
import type { TableContext } from './context';
import { dns, meters, mirrors, staticMacBindings, templateVariables } from './copies';
import { DATAPATH_BINDING, datapathBindings } from './datapath-binding';
import { dhcpOptionTables } from './dhcp-options';
import { globals } from './global';
import { haChassisGroups } from './ha-chassis-group';
import { loadBalancers, serviceMonitors } from './load-balancing';
import type { LogicalFlows } from './logical-flow';
import { ipMulticast, multicastGroups } from './multicast';
import { northboundPorts } from './northbound-ports';
import { northboundRouterPorts } from './northbound-router-ports';
import { portBindings } from './port-binding';
import { addressSets, portGroups } from './sets';
import { identified, type Pass } from './sync';

export function keepTables(from: Sources, net: Network, flows: LogicalFlows, pass: () => Pass): void {
  const datapaths = identified(from.graph, from.sb, DATAPATH_BINDING);
  const context: TableContext = { ...from, net, flows, pass, datapathId: datapaths.idOf };
  globals(context);
  datapathBindings(from, net, datapaths, pass);
  tellDatapaths(context);
  const chassis = chassisTable(from);
  const groups = haChassisGroups(context, chassis);
  const bindings = portBindings(context, chassis, groups);
  multicastGroups(context, bindings);
  for (const keep of KEPT) keep(context);
}

/** Tables that nothing refers to. */
const KEPT: readonly ((context: TableContext) => void)[] = [
  ipMulticast,
  addressSets,
  portGroups,
  loadBalancers,
  serviceMonitors,
  dhcpOptionTables,
  dns,
  meters,
  mirrors,
  staticMacBindings,
  templateVariables,
  northboundPorts,
  northboundRouterPorts,
];

/** Flows are told how the southbound database calls each datapath. */
function tellDatapaths({ graph, net, flows, datapathId }: TableContext): void {
  for (const rows of [
    graph.map('rows of switches', net.switches, (_, uuid) => datapathId(uuid), SAME),
    graph.map('rows of routers', net.routers, (_, uuid) => datapathId(uuid), SAME),
  ]) {
    graph.effect(rows, {
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
