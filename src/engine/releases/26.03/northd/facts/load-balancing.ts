/** Which load balancers there are, which switches and routers have them, and which of their backends answer. */
import type { Uuid } from '../../../../base';
import type { Collection, Group } from '../../../../derive';
import { getNumber, getOptionalBoolean, getOptionalString, getString, getUuids } from '../../../../ovsdb';
import { contains4, contains6 } from './addresses';
import type { GlobalFacts } from './global';
import { LOAD_BALANCER_COLUMNS, loadBalancerFacts, type LoadBalancer } from './load-balancers';
import type { Backend, HealthCheck } from './load-balancer-vips';
import type { RouterPortFacts, RouterPorts } from './router-ports';
import type { RouterFacts } from './routers';
import { northboundRow, optionsOf, SAME, type Options, type Sources } from './sources';
import type { SwitchPorts } from './switch-ports';
import type { SwitchFacts } from './switches';

/** The datapaths that have a load balancer, directly or through a group. */
export interface LoadBalancerUses {
  /** With those next to its routers, if NB_Global says `install_ls_lb_from_router`. */
  readonly switches: readonly Uuid[];
  /** Without disabled routers. */
  readonly routers: readonly Uuid[];
}

/** A check of a backend that ovn-controller is to make: a row of Service_Monitor. */
export interface Monitor {
  readonly lb: Uuid;
  readonly ip: string;
  readonly port: number;
  readonly protocol: string;
  readonly logicalPort: string;
  readonly sourceIp: string;
  /** The router port that has the source address, of a router with the load balancer that is next to the backend. */
  readonly routerPort: Uuid | undefined;
  readonly options: Options;
  /** The availability zone that the backend is in, if it is another one. */
  readonly zone: string | undefined;
}

export interface LoadBalancing {
  readonly all: Collection<Uuid, LoadBalancer>;
  readonly uses: Collection<Uuid, LoadBalancerUses>;
  /** The switches that list it themselves, not through a group. */
  readonly direct: (lb: Uuid) => readonly Uuid[];
  readonly byRouter: Group<Uuid, Uuid, LoadBalancerUses>;
  /** Switches of which a load balancer, their own or of a group, has a VIP (`ls_has_lb_vip`). */
  readonly switchesWithVip: Group<Uuid, Uuid, readonly Uuid[]>;
  /** Routers of which one has. */
  readonly routersWithVip: Group<Uuid, Uuid, readonly Uuid[]>;
  /** The checks that are wanted, by `monitorKey`. */
  readonly monitors: Collection<string, Monitor>;
  /** Whether a backend that is checked may have connections: it answers, or nobody has found out yet. */
  readonly isAvailable: (lb: LoadBalancer, backend: Backend) => boolean;
  /** The router port that a backend is checked from, if it is one (`svc_mon_lrp`). */
  readonly monitorPort: (lb: LoadBalancer, backend: Backend) => RouterPortFacts | undefined;
}

export function monitorKey(ip: string, port: number, protocol: string, logicalPort: string): string {
  return `${ip} ${port} ${protocol} ${logicalPort}`;
}

export function loadBalancing(
  from: Sources,
  global: GlobalFacts,
  switches: Collection<Uuid, SwitchFacts>,
  routers: Collection<Uuid, RouterFacts>,
  switchPorts: SwitchPorts,
  routerPorts: RouterPorts,
): LoadBalancing {
  const { graph, nb } = from;
  const checks = nb.table('Load_Balancer_Health_Check', ['vip', 'options']);
  const all = graph.map(
    'load balancers',
    nb.table('Load_Balancer', LOAD_BALANCER_COLUMNS),
    (row, uuid) =>
      loadBalancerFacts(
        row,
        northboundRow('Load_Balancer', uuid),
        getUuids(row, 'health_check').flatMap((check): readonly HealthCheck[] => {
          const found = checks.get(check);
          if (found === undefined) return [];
          const ref = northboundRow('Load_Balancer_Health_Check', check);
          return [{ ref, vip: getString(found, 'vip'), options: optionsOf(found, 'options') }];
        }),
      ),
    SAME,
  );
  const groups = nb
    .table('Load_Balancer_Group', ['load_balancer'])
    .by('groups by load balancer', (row) => getUuids(row, 'load_balancer'));
  const listing = (table: string) => {
    const single = nb
      .table(table, ['load_balancer'])
      .by(`${table} by load balancer`, (row) => getUuids(row, 'load_balancer'));
    const grouped = nb
      .table(table, ['load_balancer_group'])
      .by(`${table} by group of load balancers`, (row) => getUuids(row, 'load_balancer_group'));
    const direct = (lb: Uuid): readonly Uuid[] => single.keys(lb);
    const all = (lb: Uuid): readonly Uuid[] =>
      distinct([...single.keys(lb), ...groups.keys(lb).flatMap((group) => grouped.keys(group))]);
    return { direct, all };
  };
  const { direct, all: switchesOf } = listing('Logical_Switch');
  const { all: routersOf } = listing('Logical_Router');
  const uses = graph.map(
    'uses of load balancers',
    all,
    (_, lb): LoadBalancerUses => {
      const own = switchesOf(lb).filter((sw) => switches.has(sw));
      const having = routersOf(lb).filter((router) => routers.has(router));
      const next = global.optionIs('install_ls_lb_from_router') ? having.flatMap((router) => besides(router)) : [];
      return { switches: distinct([...own, ...next]), routers: having };
    },
    SAME,
  );
  const besides = (router: Uuid): readonly Uuid[] =>
    (routers.get(router)?.switchPeers ?? []).flatMap((port) => switchPorts.all.get(port)?.sw ?? []);
  const withVip = (name: string, of: (lb: Uuid) => readonly Uuid[]) =>
    graph
      .map(
        `${name} of load balancers with VIPs`,
        nb.table('Load_Balancer', ['vips']),
        (row, lb) => (optionsOf(row, 'vips').size === 0 ? undefined : of(lb)),
        SAME,
      )
      .by(`load balancers with VIPs by ${name}`, (datapaths) => datapaths);
  const monitorPort = (lb: LoadBalancer, { place }: Backend): RouterPortFacts | undefined => {
    const { port, source, zone } = place ?? {};
    const backend = port === undefined || zone !== undefined ? undefined : switchPorts.byName.first(port);
    if (backend?.enabled !== true || source === undefined || lb.template) return undefined;
    const having = uses.get(lb.ref.uuid)?.routers ?? [];
    return (switches.get(backend.sw)?.routerPorts ?? [])
      .map((uuid) => switchPorts.all.get(uuid)?.peer)
      .flatMap((peer) => (peer?.kind === 'router' ? (routerPorts.all.get(peer.port) ?? []) : []))
      .find((peer) => having.includes(peer.router) && memberAddress(peer, source) === source);
  };
  const monitors = graph.flatMap(
    'health checks of backends',
    all,
    (lb, uuid) =>
      lb.vips.flatMap((vip) =>
        vip.backends.flatMap((backend) => {
          const { place, address: ip, port } = backend;
          if (vip.healthCheck === undefined || place?.source === undefined) return [];
          if (place.zone === undefined && switchPorts.byName.first(place.port)?.enabled !== true) return [];
          const monitor: Monitor = {
            lb: uuid,
            ip,
            port,
            protocol: lb.protocol,
            logicalPort: place.port,
            sourceIp: place.source,
            routerPort: monitorPort(lb, backend)?.uuid,
            options: vip.healthCheck.options,
            zone: place.zone,
          };
          return [[monitorKey(ip, port, lb.protocol, place.port), monitor] as const];
        }),
      ),
    SAME,
  );
  return {
    all,
    uses,
    direct,
    byRouter: uses.by('load balancers by router', (use) => use.routers),
    switchesWithVip: withVip('switches', switchesOf),
    routersWithVip: withVip('routers', routersOf),
    monitors,
    isAvailable: availability(from, monitors),
    monitorPort,
  };
}

/** The status of a monitor that nobody has looked at yet. */
const UNTOLD = '';

/** A monitor that says nothing yet counts as one that answers; one that is not wanted as one that does not. */
function availability({ graph, sb }: Sources, monitors: LoadBalancing['monitors']): LoadBalancing['isAvailable'] {
  const statuses = graph
    .map(
      'statuses of monitors',
      sb.table('Service_Monitor', ['ip', 'port', 'protocol', 'logical_port', 'status']),
      (row) => ({
        key: monitorKey(
          getString(row, 'ip'),
          getNumber(row, 'port'),
          getOptionalString(row, 'protocol') ?? '',
          getString(row, 'logical_port'),
        ),
        status: getOptionalString(row, 'status') ?? UNTOLD,
      }),
      SAME,
    )
    .by('monitors by what they check', ({ key }) => [key]);
  const up = graph
    .map('ports that are up', sb.table('Port_Binding', ['logical_port', 'up']), (row) =>
      getOptionalBoolean(row, 'up') === true ? getString(row, 'logical_port') : undefined,
    )
    .by('ports that are up by name', (name) => [name]);
  return ({ protocol }, { address, port, place }) => {
    const key = place === undefined ? '' : monitorKey(address, port, protocol, place.port);
    const monitor = monitors.get(key);
    if (monitor === undefined) return false;
    const status = statuses.first(key)?.status ?? UNTOLD;
    if (status === 'online') return monitor.zone !== undefined || up.has(monitor.logicalPort);
    return status === UNTOLD;
  };
}

/** The address of a router port in whose network another address is. */
function memberAddress({ networks }: RouterPortFacts, address: string): string | undefined {
  return address.includes('.')
    ? networks.ipv4.find((own) => contains4(own, address))?.addr
    : networks.ipv6.find((own) => contains6(own, address))?.addr;
}

function distinct(uuids: readonly Uuid[]): readonly Uuid[] {
  return [...new Set(uuids)].sort();
}
