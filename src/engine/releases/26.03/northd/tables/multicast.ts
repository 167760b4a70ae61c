/** Multicast_Group and IP_Multicast: whom broadcasts, unknown addresses and multicasts go to, and how controllers listen. */
import type { Uuid } from '../../../../base';
import { getNumber, getOptionalUuid, getString, getUuid, type Row, type RowValues } from '../../../../ovsdb';
import { optionIs, optionNumber, SAME } from '../facts/sources';
import type { SwitchPortFacts } from '../facts/switch-ports';
import type { TableContext } from './context';
import type { PortBindings } from './port-binding';
import { identified, setOf, syncTable, type TableLayout } from './sync';
import { KeySpaces } from './tunnel-keys';

/** The groups that every kind of datapath may have, with their keys. */
const GROUPS = {
  _MC_flood: 32768,
  _MC_unknown: 32769,
  _MC_mrouter_flood: 32770,
  _MC_static: 32771,
  _MC_flood_l2: 32772,
} as const;
type GroupName = keyof typeof GROUPS;
/** Keys of groups that hosts have joined. */
const JOINED = { min: 32773, max: 65535 } as const;

const LAYOUT: TableLayout = {
  table: 'Multicast_Group',
  keyColumns: ['datapath', 'name'],
  keyOf: (row) => `${getUuid(row, 'datapath')} ${getString(row, 'name')}`,
};

export function multicastGroups(context: TableContext, bindings: PortBindings): void {
  const { graph, sb, net, pass, datapathId } = context;
  const ids = identified(graph, sb, LAYOUT);
  // The groups that a port is in by itself, each as `datapath group`; its name in them is that of its derived port, if it has one.
  const ofSwitchPort = graph.map(
    'groups of switch ports',
    net.switchPorts.all,
    (port) => membership(context, port),
    SAME,
  );
  const switchMembers = ofSwitchPort.by('switch ports by group', ({ groups }) => groups);
  const ofRouterPort = graph.map(
    'groups of router ports',
    net.routerPorts.all,
    (port): Membership | undefined =>
      port.enabled && optionIs(port.options, 'mcast_flood')
        ? { name: port.crPort?.name ?? port.name, groups: [groupKey(port.router, '_MC_static')] }
        : undefined,
    SAME,
  );
  const routerMembers = ofRouterPort.by('router ports by group', ({ groups }) => groups);
  const columns = (datapath: Uuid, name: string, names: readonly string[]): [string, RowValues][] => {
    if (names.length === 0) return [];
    const ports = setOf(names.flatMap((port) => bindings.idOf(datapath, port) ?? []));
    const row: RowValues = { datapath: datapathId(datapath), name, ports };
    const key = isFixed(name) ? { tunnel_key: GROUPS[name] } : {};
    return [[`${datapathId(datapath)} ${name}`, { ...row, ...key }]];
  };
  const ofSwitches = graph.flatMap(
    'multicast groups of switches',
    net.switches,
    (_, sw): [string, RowValues][] =>
      NAMES.flatMap((name) => {
        const names = switchMembers.values(groupKey(sw, name)).map((member) => member.name);
        const routers = name === '_MC_mrouter_flood' ? net.multicast.routerPorts(sw) : [];
        return columns(sw, name, [...names, ...routers]);
      }),
    SAME,
  );
  const ofRouters = graph.flatMap(
    'multicast groups of routers',
    net.routers,
    (_, router): [string, RowValues][] =>
      columns(
        router,
        '_MC_static',
        routerMembers.values(groupKey(router, '_MC_static')).map((member) => member.name),
      ),
    SAME,
  );
  const joined = graph.flatMap(
    'multicast groups with members',
    net.multicast.groups,
    ({ datapath, name, ports }) => columns(datapath, name, ports),
    SAME,
  );
  const spaces = new KeySpaces(sb.table(LAYOUT.table, ['datapath', 'tunnel_key']), (row) => getUuid(row, 'datapath'));
  syncTable({
    ...LAYOUT,
    graph,
    sb,
    ids,
    pass,
    wanted: [ofSwitches, ofRouters, joined],
    assigned(_, wanted, held, run) {
      if (wanted.tunnel_key !== undefined) return {};
      if (held !== undefined && getNumber(held, 'tunnel_key') >= JOINED.min) return {};
      const key = spaces.next(run, String(wanted.datapath), JOINED.max, (one) => one < JOINED.min);
      return key === undefined ? undefined : { tunnel_key: key };
    },
  });
}

interface Membership {
  readonly name: string;
  readonly groups: readonly string[];
}

const NAMES = Object.keys(GROUPS).filter(isFixed);

function isFixed(name: string): name is GroupName {
  return Object.hasOwn(GROUPS, name);
}

function groupKey(datapath: Uuid, name: GroupName): string {
  return `${datapath} ${name}`;
}

/** As `build_mcast_groups`: a port that is enabled and can receive multicasts. */
function membership({ net }: TableContext, port: SwitchPortFacts): Membership | undefined {
  const { enabled, options, type, sw, hasUnknown } = port;
  if (!enabled || !optionIs(options, 'receive_multicast', true)) return undefined;
  const names: GroupName[] = ['_MC_flood'];
  if (type !== 'router') names.push('_MC_flood_l2');
  if (hasUnknown) names.push('_MC_unknown');
  const peer = port.peer?.kind === 'router' ? net.routerPorts.all.get(port.peer.port) : undefined;
  const router = peer === undefined ? undefined : net.routers.get(peer.router);
  const relays = router !== undefined && optionIs(router.options, 'mcast_relay');
  if (relays || optionIs(options, 'mcast_flood_reports')) names.push('_MC_mrouter_flood');
  if (optionIs(options, 'mcast_flood')) names.push('_MC_static');
  return { name: port.crPort?.name ?? port.name, groups: names.map((name) => groupKey(sw, name)) };
}

/** Seconds and counts, of which those out of range are the nearest that is in it. */
const SNOOPING = {
  tableSize: 2048,
  idle: { default: 300, min: 15, max: 3600 },
  query: { min: 1, max: 3600 },
  response: 1,
};

/** Controllers listen to the reports of members by these. */
export function ipMulticast({ graph, sb, net, pass, datapathId }: TableContext): void {
  const layout: TableLayout = {
    table: 'IP_Multicast',
    keyColumns: ['datapath'],
    keyOf: (row: Row) => getOptionalUuid(row, 'datapath'),
  };
  const wanted = graph.flatMap(
    'IP multicast of switches',
    net.switches,
    ({ otherConfig: config, uuid }): [string, RowValues][] => {
      const { idle, query } = SNOOPING;
      const idleTimeout = clamp(optionNumber(config, 'mcast_idle_timeout', idle.default), idle);
      const text = (key: string): RowValues => {
        const value = config.get(`mcast_${key}`);
        return value === undefined ? {} : { [key]: value };
      };
      const columns: RowValues = {
        datapath: datapathId(uuid),
        enabled: [optionIs(config, 'mcast_snoop')],
        querier: [optionIs(config, 'mcast_querier', true)],
        table_size: [optionNumber(config, 'mcast_table_size', SNOOPING.tableSize)],
        idle_timeout: [idleTimeout],
        query_interval: [clamp(optionNumber(config, 'mcast_query_interval', Math.floor(idleTimeout / 2)), query)],
        query_max_resp: [optionNumber(config, 'mcast_query_max_response', SNOOPING.response)],
        ...text('eth_src'),
        ...text('ip4_src'),
        ...text('ip6_src'),
      };
      return [[datapathId(uuid), columns]];
    },
    SAME,
  );
  syncTable({ ...layout, graph, sb, ids: identified(graph, sb, layout), pass, wanted: [wanted] });
}

function clamp(value: number, { min, max }: { readonly min: number; readonly max: number }): number {
  return Math.max(min, Math.min(max, value));
}
