/**
 * Which chassis watch a group of gateway chassis (`HA_Chassis_Group.ref_chassis`):
 * those with a port of a switch that is connected to the group's router, directly or
 * by way of other routers. They tell from their tunnels which gateway is alive.
 */
import type { Uuid } from '../../../../base';
import { getString, getUuids } from '../../../../ovsdb';
import { SAME } from '../facts/sources';
import type { Network } from '../network';
import type { TableContext } from './context';
import { setOf } from './sync';

export function refChassis({ graph, sb, net }: TableContext): (routers: readonly Uuid[]) => readonly Uuid[] {
  // One entry for each chassis that a switch is on: who reads them is not told of every port.
  const places = graph
    .flatMap(
      'chassis of switches',
      sb.table('Port_Binding', ['logical_port', 'chassis', 'additional_chassis']),
      (row): [string, { readonly sw: Uuid; readonly chassis: Uuid }][] => {
        const sw = switchOf(net, getString(row, 'logical_port'));
        if (sw === undefined) return [];
        const chassis = [...getUuids(row, 'chassis'), ...getUuids(row, 'additional_chassis')];
        return chassis.map((one) => [`${sw} ${one}`, { sw, chassis: one }]);
      },
      SAME,
    )
    .by('chassis by switch', ({ sw }) => [sw]);
  return (routers) =>
    setOf(connectedSwitches(net, routers).flatMap((sw) => places.values(sw).map(({ chassis }) => chassis)));
}

/** Of a port, or of the port that it is derived from. */
function switchOf(net: Network, name: string): Uuid | undefined {
  const port = net.switchPorts.byName.first(name);
  if (port !== undefined) return port.sw;
  const primary = name.startsWith('cr-') ? net.switchPorts.byName.first(name.slice('cr-'.length)) : undefined;
  return primary?.crPort?.name === name ? primary.sw : undefined;
}

/** As `build_lrouter_groups`: the switches of all routers that can be reached. */
function connectedSwitches(net: Network, from: readonly Uuid[]): readonly Uuid[] {
  const routers = new Set(from);
  const switches = new Set<Uuid>();
  // A set that grows is gone through to its end.
  for (const router of routers) {
    for (const uuid of net.routerPorts.byRouter.keys(router)) {
      const peer = net.routerPorts.all.get(uuid)?.peer;
      if (peer?.kind === 'router') {
        const next = net.routerPorts.all.get(peer.port)?.router;
        if (next !== undefined) routers.add(next);
      }
      const sw = peer?.kind === 'switch' ? net.switchPorts.all.get(peer.port)?.sw : undefined;
      if (sw === undefined || switches.has(sw)) continue;
      switches.add(sw);
      for (const port of net.switches.get(sw)?.routerPorts ?? []) {
        const other = net.switchPorts.all.get(port)?.peer;
        const next = other?.kind === 'router' ? net.routerPorts.all.get(other.port)?.router : undefined;
        if (next !== undefined) routers.add(next);
      }
    }
  }
  return [...switches];
}
