/** Static routes of routers: by which port and from which address each goes, and which of them are chosen among. */
import { compareText, hashOrder, type RowRef, type Uuid } from '../../../../base';
import type { Collection, Group } from '../../../../derive';
import { getOptionalString, getOptionalUuid, getString, getStrings, getUuids, type Row } from '../../../../ovsdb';
import { contains4, contains6, parseCidr4, parseCidr6, type Ipv4Address, type Ipv6Address } from './addresses';
import type { Bfd } from './bfd';
import type { RouterPortFacts, RouterPorts } from './router-ports';
import type { RouterFacts } from './routers';
import { northboundRow, optionIs, optionsOf, SAME, type Options, type Sources } from './sources';

/** A route as its row says. */
export interface RouteRow {
  readonly ref: RowRef;
  readonly uuid: Uuid;
  readonly router: Uuid;
  readonly prefix: string;
  readonly nextHop: string;
  readonly outputPort: string | undefined;
  readonly isSource: boolean;
  readonly bfd: Uuid | undefined;
  readonly table: string;
  readonly options: Options;
  readonly selectionFields: readonly string[];
}

/** A route that works (`parsed_route`). */
export interface Route {
  readonly ref: RowRef;
  readonly uuid: Uuid;
  readonly router: Uuid;
  readonly prefix: Ipv4Address | Ipv6Address;
  readonly version: 4 | 6;
  /** Canonical; none where the destination itself is the next hop. */
  readonly nextHop: string | undefined;
  readonly nextHopVersion: 4 | 6;
  /** Packets are dropped. */
  readonly isDiscard: boolean;
  /** None of a discard route. */
  readonly port: Uuid | undefined;
  /** The address of the port from which neighbours are asked. */
  readonly source: string | undefined;
  readonly isSource: boolean;
  readonly table: string;
  /** Replies to a connection go back the way that it came. */
  readonly isSymmetric: boolean;
  /** Its origin is said to be a network that is connected: it takes precedence as such a one does. */
  readonly isConnected: boolean;
  /** What a hash is made of to choose among next hops, sorted; empty for the usual. */
  readonly selectionFields: readonly string[];
}

export interface Routes {
  readonly rows: Collection<Uuid, RouteRow>;
  readonly all: Collection<Uuid, Route>;
  /** Which routes go to the same prefix of the same table of the same router, by what they have in common. */
  readonly groups: Collection<string, string>;
  readonly byGroup: Group<string, Uuid, Route>;
  /** The number of a group of several next hops among those of its router, from 1. */
  readonly groupNumber: (router: Uuid, group: string) => number;
  /** The number of a route table, from 1; 0 for none. */
  readonly tableNumber: (name: string) => number;
}

export function routeFacts(
  from: Sources,
  routers: Collection<Uuid, RouterFacts>,
  ports: RouterPorts,
  bfd: Bfd,
): Routes {
  const { graph } = from;
  const rows = routeRows(from);
  const sessions = from.nb.table('BFD', ['logical_port', 'dst_ip']);
  const all = graph.map('static routes', rows, (row) => workingRoute(row, ports, routers, sessions, bfd), SAME);
  const byGroup = all.by('routes by group', (route) => [groupOf(route)]);
  const groups = graph.flatMap('groups of routes', all, (route) => [[groupOf(route), groupOf(route)]]);
  const chosen = graph
    .map('groups of several routes', groups, (group) => {
      const [first, another] = byGroup.values(group);
      if (first === undefined || first.isConnected) return undefined;
      return another !== undefined || first.isSymmetric ? first.router : undefined;
    })
    .by('groups of several routes by router', (router) => [router]);
  const tableOfPort = ports.all.by('router ports with a route table', ({ options }) =>
    (options.get('route_table') ?? '') === '' ? [] : [EVERY],
  );
  const tableOfRoute = all.by('routes with a route table', ({ table }) => (table === '' ? [] : [EVERY]));
  const numbers = graph.memo(
    'numbers of route tables',
    () => tableNumbers(tableOfPort.values(EVERY), tableOfRoute.values(EVERY)),
    SAME,
  );
  return {
    rows,
    all,
    groups,
    byGroup,
    groupNumber: (router, group) => chosen.keys(router).indexOf(group) + 1,
    tableNumber: (name) => (name === '' ? 0 : (numbers.get(EVERY).get(name) ?? 0)),
  };
}

const EVERY = 'every';

function routeRows({ graph, nb }: Sources): Collection<Uuid, RouteRow> {
  const owners = nb
    .table('Logical_Router', ['static_routes'])
    .by('routers by static route', (row) => getUuids(row, 'static_routes'));
  return graph.map(
    'rows of static routes',
    nb.table('Logical_Router_Static_Route', [
      'ip_prefix',
      'nexthop',
      'output_port',
      'policy',
      'bfd',
      'route_table',
      'options',
      'selection_fields',
    ]),
    (row, uuid): RouteRow | undefined => {
      const [router] = owners.keys(uuid);
      return router && routeRow(row, router);
    },
    SAME,
  );
}

function routeRow(row: Row, router: Uuid): RouteRow {
  return {
    ref: northboundRow('Logical_Router_Static_Route', row._uuid),
    uuid: row._uuid,
    router,
    prefix: getString(row, 'ip_prefix'),
    nextHop: getString(row, 'nexthop'),
    outputPort: getOptionalString(row, 'output_port'),
    isSource: getOptionalString(row, 'policy') === 'src-ip',
    bfd: getOptionalUuid(row, 'bfd'),
    table: getString(row, 'route_table'),
    options: optionsOf(row, 'options'),
    selectionFields: getStrings(row, 'selection_fields'),
  };
}

/** Undefined where ovn-northd logs that there is no such route, and where its session of BFD is down. */
function workingRoute(
  row: RouteRow,
  ports: RouterPorts,
  routers: Collection<Uuid, RouterFacts>,
  sessions: Collection<Uuid, Row>,
  bfd: Bfd,
): Route | undefined {
  if (!routers.has(row.router)) return undefined;
  const isDiscard = row.nextHop === 'discard';
  const hop = row.nextHop === '' || isDiscard ? undefined : hostOf(row.nextHop);
  if (hop === undefined && row.nextHop !== '' && !isDiscard) return undefined;
  const prefix = networkOf(row.prefix);
  if (prefix === undefined) return undefined;
  const nextHopVersion = hop?.version ?? prefix.version;
  const way = isDiscard ? undefined : wayOf(row, nextHopVersion, ports);
  if (!isDiscard && way === undefined) return undefined;
  if (row.bfd !== undefined && !isWatchedUp(sessions.get(row.bfd), row.nextHop, bfd)) return undefined;
  return {
    ref: row.ref,
    uuid: row.uuid,
    router: row.router,
    prefix: prefix.network,
    version: prefix.version,
    nextHop: hop?.address,
    nextHopVersion,
    isDiscard,
    port: way?.port,
    source: way?.source,
    isSource: row.isSource,
    table: row.table,
    isSymmetric: optionIs(row.options, 'ecmp_symmetric_reply'),
    isConnected: row.options.get('origin') === 'connected',
    selectionFields: withProtocol(row.selectionFields),
  };
}

/** A session counts for a route only if it watches the route's next hop. */
function isWatchedUp(session: Row | undefined, nextHop: string, bfd: Bfd): boolean {
  if (session === undefined || getString(session, 'dst_ip') !== nextHop) return true;
  return bfd.isUp(getString(session, 'logical_port'), nextHop);
}

function wayOf(
  { router, nextHop, outputPort }: RouteRow,
  version: 4 | 6,
  ports: RouterPorts,
): { readonly port: Uuid; readonly source: string } | undefined {
  if (outputPort !== undefined) return forcedWay(ports.byName.first(outputPort), nextHop, version);
  for (const port of ports.byRouter.values(router)) {
    const source = nextHop === '' ? undefined : addressInNetwork(port, nextHop);
    if (source !== undefined) return { port: port.uuid, source };
  }
  return undefined;
}

/** By a port that was named: from its address in the network of the next hop, else from its first. */
export function forcedWay(
  port: RouterPortFacts | undefined,
  nextHop: string,
  version: 4 | 6,
): { readonly port: Uuid; readonly source: string } | undefined {
  if (port === undefined) return undefined;
  const first = version === 4 ? port.networks.ipv4[0] : port.networks.ipv6[0];
  const source = (nextHop === '' ? undefined : addressInNetwork(port, nextHop)) ?? first?.addr;
  return source === undefined ? undefined : { port: port.uuid, source };
}

/** `lrp_find_member_ip`: the port's own address in the network that has `address`. */
export function addressInNetwork({ networks }: Pick<RouterPortFacts, 'networks'>, address: string): string | undefined {
  return address.includes('.')
    ? networks.ipv4.find((network) => contains4(network, address))?.addr
    : networks.ipv6.find((network) => contains6(network, address))?.addr;
}

/** Ports are told apart only within a protocol, so that is hashed too. */
function withProtocol(fields: readonly string[]): readonly string[] {
  const all = fields.some((field) => field === 'tp_src' || field === 'tp_dst') ? [...fields, 'ip_proto'] : fields;
  return [...new Set(all)].sort();
}

function networkOf(text: string): { readonly version: 4 | 6; readonly network: Ipv4Address | Ipv6Address } | undefined {
  const v4 = parseCidr4(text);
  if (v4 !== undefined) return { version: 4, network: v4 };
  const v6 = parseCidr6(text);
  return v6 && { version: 6, network: v6 };
}

/** An address, with or without the mask of one. */
function hostOf(text: string): { readonly version: 4 | 6; readonly address: string } | undefined {
  const found = networkOf(text);
  if (found?.network.plen !== (found?.version === 4 ? 32 : 128)) return undefined;
  return found && { version: found.version, address: found.network.addr };
}

/** Prefixes are compared as they were written, host bits and all. */
function groupOf({ router, prefix, version, isSource, isConnected, table, uuid }: Route): string {
  const way = isSource ? 'src' : 'dst';
  return `${router} ${version} ${prefix.addr}/${prefix.plen} ${way} ${isConnected ? uuid : ''} ${table}`;
}

/** Tables are numbered as they are met: router by router, those of its ports first. */
function tableNumbers(ports: readonly RouterPortFacts[], routes: readonly Route[]): ReadonlyMap<string, number> {
  const routers = new Set([...ports.map(({ router }) => router), ...routes.map(({ router }) => router)]);
  const numbers = new Map<string, number>();
  for (const owner of hashOrder(routers, (uuid) => Number.parseInt(uuid.slice(0, 8), 16))) {
    const of = <T extends { readonly router: Uuid; readonly uuid: Uuid }>(all: readonly T[]) =>
      all.filter(({ router }) => router === owner).sort((a, b) => compareText(a.uuid, b.uuid));
    const named = [
      ...of(ports).map(({ options }) => options.get('route_table') ?? ''),
      ...of(routes).map(({ table }) => table),
    ];
    for (const name of named) if (!numbers.has(name)) numbers.set(name, numbers.size + 1);
  }
  return numbers;
}
