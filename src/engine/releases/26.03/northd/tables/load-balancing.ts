/** Load_Balancer and Service_Monitor: what controllers need for hairpins and health checks. */
import type { Uuid } from '../../../../base';
import { getNumber, getOptionalString, getPairs, getString, type Row, type RowValues } from '../../../../ovsdb';
import { monitorKey } from '../facts/load-balancing';
import { SAME } from '../facts/sources';
import type { TableContext } from './context';
import { identified, mapOf, optionalOf, setOf, syncTable, type TableLayout } from './sync';

interface Balanced {
  readonly columns: RowValues;
  readonly switches: readonly Uuid[];
  readonly routers: readonly Uuid[];
}

/** A row for each load balancer that a datapath has, with its northbound UUID, and a group of datapaths of each kind. */
export function loadBalancers(context: TableContext): void {
  const { graph, nb, sb, net, flows, pass, datapathId } = context;
  const rows = nb.table('Load_Balancer', ['name', 'vips', 'protocol', 'options']);
  const used = graph.map(
    'load balancers of datapaths',
    rows,
    (row, uuid): Balanced | undefined => {
      const uses = net.loadBalancers.uses.get(uuid);
      if (uses === undefined || uses.switches.length + uses.routers.length === 0) return undefined;
      return {
        columns: {
          name: getString(row, 'name'),
          vips: getPairs(row, 'vips'),
          protocol: optionalOf(getOptionalString(row, 'protocol')),
          options: getPairs(row, 'options'),
          datapaths: [],
          datapath_group: [],
        },
        switches: setOf(uses.switches.map(datapathId)),
        routers: setOf(uses.routers.map(datapathId)),
      };
    },
    SAME,
  );
  const held = new Map<Uuid, readonly Uuid[]>();
  const wanted = graph.flatMap(
    'rows of load balancers',
    used,
    ({ columns, switches, routers }, uuid): [string, RowValues][] => [
      [
        uuid,
        {
          ...columns,
          ls_datapath_group: switches.length === 0 ? [] : [flows.groups.idOf(switches)],
          lr_datapath_group: routers.length === 0 ? [] : [flows.groups.idOf(routers)],
        },
      ],
    ],
    SAME,
  );
  const regroup = (lb: Uuid, sets: readonly (readonly Uuid[])[]): void => {
    const groups = sets.filter((members) => members.length > 0).map((members) => flows.groups.hold(members));
    for (const group of held.get(lb) ?? []) flows.groups.release(group);
    if (groups.length > 0) held.set(lb, groups);
    else held.delete(lb);
  };
  graph.effect(used, {
    run({ switches, routers }, lb) {
      regroup(lb, [switches, routers]);
      return 'settled';
    },
    gone(lb) {
      regroup(lb, []);
    },
  });
  const layout: TableLayout = { table: 'Load_Balancer', keyColumns: [], keyOf: (row) => row._uuid };
  const isUuidText = (key: string): key is Uuid => key.length === 36;
  const ids = {
    idOf(key: string): Uuid {
      if (!isUuidText(key)) throw new Error(`${key} is no UUID`);
      return key;
    },
  };
  syncTable({ ...layout, graph, sb, ids, pass, wanted: [wanted] });
}

/** The checks of backends; their results are the controllers' to write. */
export function serviceMonitors(context: TableContext): void {
  const { graph, sb, net, pass } = context;
  const layout: TableLayout = {
    table: 'Service_Monitor',
    keyColumns: ['ip', 'port', 'protocol', 'logical_port'],
    keyOf: (row: Row) =>
      monitorKey(
        getString(row, 'ip'),
        getNumber(row, 'port'),
        getOptionalString(row, 'protocol') ?? '',
        getString(row, 'logical_port'),
      ),
  };
  const chassis = sb.table('Chassis', ['name']);
  const wanted = graph.flatMap(
    'health checks',
    net.loadBalancers.monitors,
    (monitor, key): [string, RowValues][] => {
      const port = net.switchPorts.byName.first(monitor.logicalPort);
      const isRemote = monitor.zone !== undefined;
      if (!isRemote && port?.enabled !== true) return [];
      const from = monitor.routerPort === undefined ? undefined : net.routerPorts.all.get(monitor.routerPort);
      const bound = isRemote ? undefined : net.bindings.ofPort.first(monitor.logicalPort)?.chassis;
      const name = bound === undefined ? undefined : chassis.get(bound);
      const columns: RowValues = {
        type: ['load-balancer'],
        ip: monitor.ip,
        port: monitor.port,
        protocol: [monitor.protocol],
        logical_port: monitor.logicalPort,
        remote: isRemote,
        ic_learned: false,
        options: mapOf(isRemote ? [...monitor.options, ['az-name', monitor.zone ?? '']] : monitor.options),
        src_mac: from?.networks.mac ?? net.global.option('svc_monitor_mac') ?? '',
        src_ip: monitor.sourceIp,
        ...(name === undefined ? {} : { chassis_name: getString(name, 'name') }),
      };
      return [[key, columns]];
    },
    SAME,
  );
  syncTable({ ...layout, graph, sb, ids: identified(graph, sb, layout), pass, wanted: [wanted] });
}
