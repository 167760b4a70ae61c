/** Static routes of routers. */
import { compareText, ok } from '../../../base';
import { fail, type CtlCommand, type CtlContext, type CtlOutput, type Outcome } from '../../../commands';
import { getMapString, getOptionalString, getString, type Row, type RowValues } from '../../../ovsdb';
import { normalizeAddress, normalizePrefix, parseCidr, type Cidr } from '../addresses';
import { referenced, require, ROUTER, ROUTER_PORT, rowByUuid } from './find';

const ROUTE = 'Logical_Router_Static_Route';
const BFD = 'BFD';

export const ROUTE_COMMANDS: readonly CtlCommand[] = [
  {
    name: 'lr-route-add',
    min: 3,
    max: 4,
    usage: 'ROUTER PREFIX NEXTHOP [PORT]',
    options: ['--may-exist', '--ecmp', '--ecmp-symmetric-reply', '--policy=', '--route-table=', '--bfd?'],
    writes: true,
    doc: 'add a route to a router; NEXTHOP may be discard',
    run: add,
  },
  {
    name: 'lr-route-del',
    min: 1,
    max: 4,
    usage: 'ROUTER [PREFIX [NEXTHOP [PORT]]]',
    options: ['--if-exists', '--policy=', '--route-table='],
    writes: true,
    doc: 'remove routes from a router',
    run: remove,
  },
  {
    name: 'lr-route-list',
    min: 1,
    max: 1,
    usage: 'ROUTER',
    options: ['--route-table='],
    writes: false,
    doc: 'print the routes of a router',
    run: list,
  },
];

function policyOption({ options }: CtlContext): Outcome<string | undefined> {
  const policy = options.get('--policy');
  return policy === undefined || policy === 'src-ip' || policy === 'dst-ip'
    ? ok(policy)
    : fail(`bad policy: ${policy}`);
}

function routesOf(context: CtlContext, router: Row): readonly Row[] {
  return referenced(context, router, 'static_routes', ROUTE);
}

function isSourceRoute(route: Row): boolean {
  return getOptionalString(route, 'policy') === 'src-ip';
}

interface Wanted {
  readonly prefix: string;
  readonly nextHop: string;
  readonly source: boolean;
  readonly table: string;
}

/** The first route like the wanted one; its next hop counts where there may be several. */
function findRoute(routes: readonly Row[], wanted: Wanted, sameHop: boolean): Row | undefined {
  return routes.find(
    (route) =>
      route.route_table === wanted.table &&
      isSourceRoute(route) === wanted.source &&
      normalizePrefix(getString(route, 'ip_prefix')) === wanted.prefix &&
      (!sameHop || route.nexthop === wanted.nextHop),
  );
}

function add(context: CtlContext): Outcome<CtlOutput> {
  const { overlay, args, options } = context;
  const [id, prefixText = '', hopText = '', portText] = args;
  const router = require(context, ROUTER, id);
  if (!router.ok) return router;
  const policy = policyOption(context);
  if (!policy.ok) return policy;
  const prefix = normalizePrefix(prefixText);
  if (prefix === undefined) return fail(`bad prefix argument: ${prefixText}`);
  const target = readTarget(context, hopText, portText);
  if (!target.ok) return target;
  const { nextHop, port } = target.value;
  const session = readSession(context, nextHop, port);
  if (!session.ok) return session;
  const discards = nextHop === 'discard';
  const ecmp = options.has('--ecmp') || options.has('--ecmp-symmetric-reply');
  if (discards) {
    if (ecmp) return fail('ecmp is not valid for discard routes.');
    if (options.has('--bfd')) return fail('bfd dst_ip cannot be discard.');
    if (port) return fail('outport is not valid for discard routes.');
  }
  const wanted = { prefix, nextHop, source: policy.value === 'src-ip', table: options.get('--route-table') ?? '' };
  const routes = routesOf(context, router.value);
  const existing = findRoute(routes, wanted, ecmp);
  const values: RowValues = {
    ip_prefix: prefix,
    nexthop: nextHop,
    ...(port ? { output_port: [getString(port, 'name')] } : {}),
    ...(policy.value === undefined ? {} : { policy: [policy.value] }),
  };
  const mayExist = options.has('--may-exist');
  if (existing && ecmp) return mayExist ? ok('') : fail('duplicate nexthop for the same ECMP route');
  if (existing && getMapString(existing, 'external_ids', 'ic-learned-route') === undefined) {
    if (!mayExist)
      return fail(
        `duplicate prefix: ${prefix} (policy: ${wanted.source ? 'src-ip' : 'dst-ip'}). Use option --ecmp to allow this for ECMP routing.`,
      );
    overlay.update(ROUTE, existing._uuid, values);
    return watch(context, existing._uuid, session.value, target.value);
  }
  if (findRoute(routes, { ...wanted, nextHop: 'discard' }, true))
    return fail('discard nexthop for the same ECMP route exists.');
  const uuid = overlay.insert(ROUTE, {
    ...values,
    route_table: wanted.table,
    options: options.has('--ecmp-symmetric-reply') ? [['ecmp_symmetric_reply', 'true']] : [],
  });
  overlay.setMember(ROUTER.table, router.value._uuid, 'static_routes', uuid, true);
  return watch(context, uuid, session.value, target.value);
}

interface Target {
  /** Empty where the route only has a port. */
  readonly nextHop: string;
  readonly port: Row | undefined;
}

function readTarget(context: CtlContext, hopText: string, portText: string | undefined): Outcome<Target> {
  const address = hopText === 'discard' ? hopText : normalizeAddress(hopText);
  const asPort = address === undefined ? require(context, ROUTER_PORT, hopText) : ok(undefined);
  if (!asPort.ok) return fail(`bad nexthop argument: ${hopText}`);
  const port = portText === undefined ? asPort : require(context, ROUTER_PORT, portText);
  return port.ok ? ok({ nextHop: address ?? '', port: port.value }) : port;
}

/** The BFD session that `--bfd` names, or one to the next hop, where there is one. */
function readSession(context: CtlContext, nextHop: string, port: Row | undefined): Outcome<Row | undefined> {
  if (!context.options.has('--bfd')) return ok(undefined);
  const given = context.options.get('--bfd');
  if (given !== undefined) {
    const session = rowByUuid(context, BFD, given);
    return session ? ok(session) : fail('no entry found in the BFD table');
  }
  return ok(
    context.overlay
      .rows(BFD)
      .find((row) => row.dst_ip === nextHop && (port === undefined || row.logical_port === port.name)),
  );
}

/** Lets a BFD session watch the next hop of a route, where that was asked for. */
function watch(
  { overlay, options }: CtlContext,
  route: Row['_uuid'],
  session: Row | undefined,
  { nextHop, port }: Target,
): Outcome<CtlOutput> {
  if (!options.has('--bfd')) return ok('');
  if (!session && !port) return fail('insert entry in the BFD table failed');
  const uuid =
    session?._uuid ?? overlay.insert(BFD, { dst_ip: nextHop, logical_port: port ? getString(port, 'name') : '' });
  overlay.update(ROUTE, route, { bfd: [uuid] });
  return ok('');
}

function remove(context: CtlContext): Outcome<CtlOutput> {
  const { overlay, args, options } = context;
  const [id, prefixText, hopText, port] = args;
  const router = require(context, ROUTER, id);
  if (!router.ok) return router;
  const policy = policyOption(context);
  if (!policy.ok) return policy;
  if (prefixText === undefined && policy.value === undefined) {
    overlay.update(ROUTER.table, router.value._uuid, { static_routes: [] });
    return ok('');
  }
  const prefix = prefixText === undefined ? undefined : normalizePrefix(prefixText);
  if (prefixText !== undefined && prefix === undefined) return fail(`bad prefix argument: ${prefixText}`);
  const nextHop = hopText === undefined ? undefined : normalizedHop(hopText);
  if (hopText !== undefined && nextHop === undefined) return fail(`bad nexthop argument: ${hopText}`);
  const doomed = routesOf(context, router.value).filter(
    (route) =>
      (policy.value === undefined || isSourceRoute(route) === (policy.value === 'src-ip')) &&
      (prefix === undefined || normalizePrefix(getString(route, 'ip_prefix')) === prefix) &&
      (nextHop === undefined || normalizedHop(getString(route, 'nexthop')) === nextHop) &&
      route.route_table === (options.get('--route-table') ?? '') &&
      (port === undefined || getOptionalString(route, 'output_port') === port),
  );
  for (const route of doomed) {
    for (const session of referenced(context, route, 'bfd', BFD)) overlay.delete(BFD, session._uuid);
    overlay.setMember(ROUTER.table, router.value._uuid, 'static_routes', route._uuid, false);
  }
  if (doomed.length > 0 || options.has('--if-exists')) return ok('');
  return fail(
    `no matching route: policy '${policy.value ?? 'any'}', prefix '${prefix ?? '(null)'}', nexthop '${nextHop ?? 'any'}', output_port '${port ?? 'any'}'.`,
  );
}

function normalizedHop(text: string): string | undefined {
  return text === 'discard' ? text : normalizePrefix(text);
}

interface ListedRoute {
  readonly route: Row;
  readonly cidr: Cidr;
  /** Longer prefixes come first, and of two of one length that for destinations. */
  readonly rank: number;
}

function list(context: CtlContext): Outcome<CtlOutput> {
  const router = require(context, ROUTER, context.args[0]);
  if (!router.ok) return router;
  const table = context.options.get('--route-table');
  const routes = routesOf(context, router.value).flatMap((route): ListedRoute[] => {
    if (table !== undefined && route.route_table !== table) return [];
    const cidr = parseCidr(getString(route, 'ip_prefix'));
    if (cidr) return [{ route, cidr, rank: 2 * cidr.length + (isSourceRoute(route) ? 0 : 1) }];
    const { _uuid } = router.value;
    const name = getString(router.value, 'name');
    context.log('nbctl', 'WARN', `router ${_uuid} (${name}) has invalid prefix: ${getString(route, 'ip_prefix')}`);
    return [];
  });
  const families = ([4, 6] as const).map((family) => {
    const own = routes
      .filter(({ cidr }) => cidr.family === family)
      .sort((a, b) => compareRoutes(a, b) || compareHops(a, b));
    return own.length === 0 ? '' : `IPv${family} Routes\n${own.map((_, at) => printRoute(own, at)).join('')}`;
  });
  return ok(families.filter(Boolean).join('\n'));
}

/** Routes that are equal so far share their traffic. */
function compareRoutes(a: ListedRoute, b: ListedRoute): number {
  return (
    compareText(getString(a.route, 'route_table'), getString(b.route, 'route_table')) ||
    b.rank - a.rank ||
    Number(a.cidr.address > b.cidr.address) - Number(a.cidr.address < b.cidr.address)
  );
}

function compareHops(a: ListedRoute, b: ListedRoute): number {
  return (
    compareText(getString(a.route, 'nexthop'), getString(b.route, 'nexthop')) ||
    compareText(getOptionalString(a.route, 'output_port') ?? '', getOptionalString(b.route, 'output_port') ?? '')
  );
}

function printRoute(routes: readonly ListedRoute[], at: number): string {
  const [before, listed, after] = [routes[at - 1], routes[at], routes[at + 1]];
  if (!listed) return '';
  const { route } = listed;
  const shared = [before, after].some((other) => other && compareRoutes(other, listed) === 0);
  const table = getString(route, 'route_table');
  const head =
    before?.route.route_table === table ? '' : `${before ? '\n' : ''}Route Table ${table === '' ? '<main>' : table}:\n`;
  const hop = normalizedHop(getString(route, 'nexthop')) ?? '';
  const port = getOptionalString(route, 'output_port');
  const parts = [
    (normalizePrefix(getString(route, 'ip_prefix')) ?? '').padStart(25),
    hop.padStart(25),
    getOptionalString(route, 'policy') ?? 'dst-ip',
    ...(port === undefined ? [] : [port]),
    ...(getMapString(route, 'external_ids', 'ic-learned-route') === undefined ? [] : ['(learned)']),
    ...(shared ? ['ecmp'] : []),
    ...(getMapString(route, 'options', 'ecmp_symmetric_reply')?.toLowerCase() === 'true'
      ? ['ecmp-symmetric-reply']
      : []),
    ...(getOptionalString(route, 'bfd') === undefined ? [] : ['bfd']),
  ];
  return `${head}${parts.join(' ')}\n`;
}
