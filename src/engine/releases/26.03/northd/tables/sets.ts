/** Address_Set and Port_Group: sets that matches name. */
import { getString, getStrings, getUuids, type Row, type RowValues } from '../../../../ovsdb';
import { SAME } from '../facts/sources';
import type { LportAddresses } from '../facts/addresses';
import type { TableContext } from './context';
import { identified, setOf, syncTable, type TableLayout } from './sync';

const byName = (row: Row): string => getString(row, 'name');

/**
 * Those of the administrator, and made ones: of the addresses of each port group,
 * of the reachable VIPs of each router, and of what health checks come from. One of
 * the administrator's is put in the place of a made one of the same name.
 */
export function addressSets(context: TableContext): void {
  const { graph, nb, sb, net, pass } = context;
  const given = graph.flatMap(
    'address sets',
    nb.table('Address_Set', ['name', 'addresses']),
    (row) => [addressSet(getString(row, 'name'), getStrings(row, 'addresses'))],
    SAME,
  );
  const ofGroups = graph.flatMap(
    'address sets of port groups',
    nb.table('Port_Group', ['name', 'ports']),
    (row) => {
      const ports = getUuids(row, 'ports').flatMap((uuid) => net.switchPorts.all.get(uuid) ?? []);
      const addresses = ports.flatMap((port) => port.addresses.slice(0, port.nonRouterAddresses));
      const all = (version: 'ipv4' | 'ipv6') =>
        addresses.flatMap((one: LportAddresses) => one[version].map(({ addr }) => addr));
      const name = getString(row, 'name');
      return [addressSet(`${name}_ip4`, all('ipv4')), addressSet(`${name}_ip6`, all('ipv6'))].filter(
        ([set]) => !given.has(set),
      );
    },
    SAME,
  );
  const ofRouters = graph.flatMap(
    'address sets of VIPs',
    net.routerVips,
    ({ reachable }, router) => {
      const key = net.bindings.datapathKey(router);
      if (key === undefined) return [];
      return ([4, 6] as const)
        .filter((version) => reachable[version].length > 0)
        .map((version) => addressSet(`_rtr_lb_${key}_ip${version}`, reachable[version]))
        .filter(([set]) => !given.has(set));
    },
    SAME,
  );
  const checks = graph.flatMap(
    'address set of health checks',
    nb.table('NB_Global', []),
    () => {
      const macs = ['svc_monitor_mac', 'svc_monitor_mac_dst'].flatMap((key) => net.global.option(key) ?? []);
      return macs.length < 2 || given.has(CHECKS) ? [] : [addressSet(CHECKS, macs)];
    },
    SAME,
  );
  const layout: TableLayout = { table: 'Address_Set', keyColumns: ['name'], keyOf: byName };
  const wanted = [given, ofGroups, ofRouters, checks];
  syncTable({ ...layout, graph, sb, ids: identified(graph, sb, layout), pass, wanted });
}

const CHECKS = 'svc_monitor_mac';

function addressSet(name: string, addresses: readonly string[]): [string, RowValues] {
  return [name, { name, addresses: setOf(addresses) }];
}

/** A group has a row for each switch of its ports, whose name begins with the key of the datapath. */
export function portGroups(context: TableContext): void {
  const { graph, nb, sb, net, pass } = context;
  const wanted = graph.flatMap(
    'port groups',
    nb.table('Port_Group', ['name', 'ports']),
    (row): [string, RowValues][] => {
      const bySwitch = new Map<string, string[]>();
      for (const uuid of getUuids(row, 'ports')) {
        const port = net.switchPorts.all.get(uuid);
        const key = port === undefined ? undefined : net.bindings.datapathKey(port.sw);
        if (port === undefined || key === undefined) continue;
        const name = `${key}_${getString(row, 'name')}`;
        bySwitch.set(name, [...(bySwitch.get(name) ?? []), port.name]);
      }
      return [...bySwitch].map(([name, ports]) => [name, { name, ports: setOf(ports) }]);
    },
    SAME,
  );
  const layout: TableLayout = { table: 'Port_Group', keyColumns: ['name'], keyOf: byName };
  syncTable({ ...layout, graph, sb, ids: identified(graph, sb, layout), pass, wanted: [wanted] });
}
