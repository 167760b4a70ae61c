/** What ovn-northd writes into Logical_Router_Port: the chassis of a gateway port, and the prefix that its controller was delegated. */
import { getStrings, type ColumnValue, getPairs, mapWith, mapGet, getString } from '../../../../ovsdb';
import { optionIs, optionsOf, SAME } from '../facts/sources';
import type { TableContext } from './context';

const TABLE = 'Logical_Router_Port';

export function northboundRouterPorts({ graph, nb, sb, net, pass }: TableContext): void {
  const chassis = sb.table('Chassis', ['name']);
  const delegated = graph
    .map(
      'prefixes delegated to ports',
      sb.table('Port_Binding', ['logical_port', 'options']),
      (row) => {
        const list = optionsOf(row, 'options').get('ipv6_ra_pd_list');
        return list === undefined ? undefined : { port: getString(row, 'logical_port'), list };
      },
      SAME,
    )
    .by('delegated prefixes by port', ({ port }) => [port]);
  const rows = nb.table(TABLE, ['status', 'ipv6_prefix']);
  graph.effect(net.routerPorts.all, {
    run(port, uuid) {
      const row = rows.get(uuid);
      if (row === undefined) return 'settled';
      const wrong: Record<string, ColumnValue> = {};
      if (port.crPort !== undefined) {
        const bound = net.bindings.ofPort.first(port.crPort.name)?.chassis;
        const host = bound === undefined ? undefined : chassis.get(bound);
        const name = host === undefined ? undefined : getString(host, 'name');
        const status = getPairs(row, 'status');
        if (mapGet(status, HOST) !== name) wrong.status = mapWith(status, HOST, name);
      }
      // The list begins with the number of the association: `1:aef0::/64`.
      const list = optionIs(port.options, 'prefix') ? delegated.first(port.name)?.list : undefined;
      const prefix = /^\d+:(\S+)/.exec(list ?? '')?.[1];
      if (prefix !== undefined && getStrings(row, 'ipv6_prefix')[0] !== prefix) wrong.ipv6_prefix = [prefix];
      if (Object.keys(wrong).length === 0) return 'settled';
      pass().nb.push({ op: 'update', table: TABLE, uuid, row: wrong });
      return 'again';
    },
    gone: () => undefined,
  });
}

const HOST = 'hosting-chassis';
