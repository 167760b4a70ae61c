/** Routers, their ports, routes and translations. Every router port that is there is said to have other networks, and written again. */
import { getString, getUuids, type Row } from '../../../ovsdb';
import { all, find, type FloatingIp, type HostRoute, type Port, type Router } from '../tables';
import { isRouterPort } from '../devices';
import { pythonText } from '../errors';
import { addFloatingIp, removeFloatingIp, syncPortForwardings, vipsOf } from '../ovn/floating-ips';
import { ovnName, ROUTER_PORT_PREFIX } from '../ovn/names';
import { textMap, type Northbound, type TextMap } from '../ovn/northbound';
import { addRouterPort, changeRouterPort, dropRouterPort } from '../ovn/router-ports';
import { addRouter } from '../ovn/routers';
import {
  addNat,
  addRoute,
  gatewayInfo,
  gatewayRouteIds,
  networksBehind,
  removeNat,
  removeRoute,
  type NatKey,
} from '../ovn/routes-and-nat';
import { forwardingsOf } from '../api/port-forwardings';
import { mend, type SyncRun } from './run';

type Route = HostRoute & { readonly external_ids?: TextMap };

export function syncRouters(run: SyncRun): void {
  const { host } = run;
  const marked = Array.from(host.northbound.rows('Logical_Router').values()).filter(
    (row) => 'neutron:router_name' in textMap(row, 'external_ids'),
  );
  const rows = new Map(marked.map((row) => [getString(row, 'name'), row]));
  const routers = all(host.neutron, 'Router');
  for (const router of routers) {
    if (rows.has(ovnName(router.id))) continue;
    run.warn(`Router found in Neutron but not in OVN DB, router id=${router.id}`);
    if (!run.repair) continue;
    run.warn(`Creating the router ${router.id} in OVN NB DB`);
    mend(run, `create the router ${router.name}`, (nb) => addRouter(host, nb, router));
  }
  syncRouterPorts(run, marked);
  for (const row of marked.filter((each) => routers.every(({ id }) => ovnName(id) !== each.name))) {
    const id = getString(row, 'name').replace('neutron-', '');
    run.warn(`Router found in OVN but not in Neutron, router id=${id}`);
    if (run.repair) run.warn(`Deleting the router ${id} from OVN NB DB`);
    mend(run, `delete the router ${id}`, (nb) => {
      nb.delete('Logical_Router', row._uuid);
    });
  }
  // What belongs to a router that is missing is told only where it has been made again.
  const told = routers.filter(({ id }) => run.repair || rows.has(ovnName(id)));
  for (const router of told) syncRoutes(run, router, rows.get(ovnName(router.id)));
  for (const router of told) syncFloatingIps(run, router, rows.get(ovnName(router.id)));
  for (const router of told) syncForwardings(run, router);
  for (const router of told) syncSnats(run, router, rows.get(ovnName(router.id)));
}

function syncRouterPorts(run: SyncRun, marked: readonly Row[]): void {
  const { host } = run;
  const held = marked.flatMap((router) =>
    getUuids(router, 'ports').flatMap((uuid) => {
      const row = host.northbound.row('Logical_Router_Port', uuid);
      return row === undefined ? [] : [{ router, id: getString(row, 'name').replace(ROUTER_PORT_PREFIX, '') }];
    }),
  );
  const wanted = all(host.neutron, 'Port').filter(isRouterPort);
  const missing = wanted.filter(({ id }) => held.every((each) => each.id !== id));
  for (const port of missing) {
    run.warn(`Router Port found in Neutron but not in OVN DB, router port_id=${port.id}`);
    if (run.repair) run.warn(`Creating the router port ${port.id} in OVN NB DB`);
    const router = find(host.neutron, 'Router', port.device_id);
    if (router !== undefined)
      mend(run, `create the router port ${port.id}`, (nb) => addRouterPort(host, nb, router, port));
  }
  for (const port of wanted.filter((each) => !missing.includes(each))) updateAgain(run, port);
  for (const { router, id } of held.filter((each) => wanted.every((port) => port.id !== each.id))) {
    const routerId = getString(router, 'name').replace('neutron-', '');
    const known = find(host.neutron, 'Router', routerId);
    if (known === undefined) continue;
    run.warn(`Router Port found in OVN but not in Neutron, port_id=${id}`);
    if (run.repair) run.warn(`Deleting the port ${id} from OVN NB DB`);
    mend(run, `delete the router port ${id}`, (nb) => {
      dropRouterPort(nb, known.id, id as Port['id']);
    });
  }
}

function updateAgain(run: SyncRun, port: Port): void {
  run.warn(`Router Port port_id=${port.id} needs to be updated for networks changed`);
  if (!run.repair) return;
  run.warn(`Updating networks on router port ${port.id} in OVN NB DB`);
  mend(run, `update the router port ${port.id}`, (nb) => changeRouterPort(run.host, nb, port));
}

function syncRoutes(run: SyncRun, router: Router, row: Row | undefined): void {
  const { host } = run;
  const own: readonly Route[] = router.routes;
  const toTheWorld: readonly Route[] = [
    ...gatewayInfo(host, router).flatMap(({ prefix, gatewayIp, subnetId }) =>
      gatewayIp === null ? [] : [{ destination: prefix, nexthop: gatewayIp, external_ids: gatewayRouteIds(subnetId) }],
    ),
  ];
  const wanted = [...own, ...toTheWorld];
  const held = members(run, row, 'static_routes', 'Logical_Router_Static_Route').map((route) => ({
    destination: getString(route, 'ip_prefix'),
    nexthop: getString(route, 'nexthop'),
  }));
  const isIn = (routes: readonly HostRoute[], { destination, nexthop }: HostRoute) =>
    routes.some((each) => each.destination === destination && each.nexthop === nexthop);
  // Of a router that has just been made, its own routes and those to the world are told apart.
  const parts = row === undefined ? [own, toTheWorld] : [wanted];
  const strange = held.filter((each) => !isIn(wanted, each));
  for (const part of parts) {
    difference(
      run,
      router,
      'static routes',
      part.filter((each) => !isIn(held, each)),
      strange,
      {
        text: pythonText,
        add: (nb, { destination, nexthop, external_ids }) => {
          addRoute(nb, router.id, destination, nexthop, external_ids);
        },
        remove: (nb, { destination, nexthop }) => {
          removeRoute(nb, router.id, destination, nexthop);
        },
        names: ['static routes', 'static routes'],
      },
    );
  }
}

function syncSnats(run: SyncRun, router: Router, row: Row | undefined): void {
  const { host } = run;
  const wanted = gatewayInfo(host, router).flatMap(({ version, routerIp }): NatKey[] =>
    version === 6 || !router.enable_snat
      ? []
      : networksBehind(host, router.id).map((logical_ip) => ({ external_ip: routerIp, logical_ip, type: 'snat' })),
  );
  const held = members(run, row, 'nat', 'NAT')
    .filter((nat) => nat.type === 'snat')
    .map((nat): NatKey => ({
      external_ip: getString(nat, 'external_ip'),
      logical_ip: getString(nat, 'logical_ip'),
      type: 'snat',
    }));
  const isIn = (nats: readonly NatKey[], nat: NatKey) =>
    nats.some((each) => each.external_ip === nat.external_ip && each.logical_ip === nat.logical_ip);
  difference(
    run,
    router,
    'snat',
    wanted.filter((each) => !isIn(held, each)),
    held.filter((each) => !isIn(wanted, each)),
    {
      text: pythonText,
      add: (nb, nat) => {
        addNat(nb, router.id, { ...nat });
      },
      remove: (nb, nat) => {
        removeNat(nb, router.id, nat);
      },
      names: ['snats', 'snats'],
    },
  );
}

/** Where the real log shows whole floating IPs, these are shown by their ids. */
function syncFloatingIps(run: SyncRun, router: Router, row: Row | undefined): void {
  const { host } = run;
  const wanted = all(host.neutron, 'Floating_IP').filter(
    (each) => each.router_id === router.id && forwardingsOf(host, each).length === 0,
  );
  const nats = members(run, row, 'nat', 'NAT').filter((nat) => nat.type === 'dnat_and_snat');
  const matches = (nat: Row, each: FloatingIp) =>
    nat.logical_ip === each.fixed_ip_address && nat.external_ip === each.floating_ip_address;
  const ids = (list: readonly (FloatingIp | Row)[]) =>
    `[${list.map((each) => ('id' in each ? String(each.id) : (textMap(each, 'external_ids')['neutron:fip_id'] ?? ''))).join(', ')}]`;
  difference<FloatingIp, Row>(
    run,
    router,
    'floating ips',
    wanted.filter((each) => !nats.some((nat) => matches(nat, each))),
    nats.filter((nat) => !wanted.some((each) => matches(nat, each))),
    {
      text: ids,
      add: (nb, each) => {
        addFloatingIp(host, nb, each);
      },
      remove: (nb, nat) => {
        removeFloatingIp(nb, (textMap(nat, 'external_ids')['neutron:fip_id'] ?? '') as FloatingIp['id']);
      },
      names: ['floating ips', 'floating ips'],
    },
  );
}

function syncForwardings(run: SyncRun, router: Router): void {
  const { host } = run;
  const balancers = Array.from(host.northbound.rows('Load_Balancer').values());
  const stale = all(host.neutron, 'Floating_IP').filter((each) => {
    if (each.router_id !== router.id) return false;
    return ['tcp', 'udp'].some((protocol) => {
      const own = forwardingsOf(host, each).filter((forwarding) => forwarding.protocol === protocol);
      const row = balancers.find(({ name }) => name === `pf-floatingip-${each.id}-${protocol}`);
      return JSON.stringify(row === undefined ? {} : textMap(row, 'vips')) !== JSON.stringify(vipsOf(each, own));
    });
  });
  if (stale.length === 0) return;
  const ids = pythonText(stale.map(({ id }) => id));
  run.warn(`Router ${router.id} port forwarding for floating ips ${ids} Neutron out of sync or missing in OVN`);
  if (run.repair) run.warn(`Add port forwarding for fips ${ids} to OVN NB DB`);
  mend(run, `write the port forwardings of ${router.name}`, (nb) => {
    for (const each of stale) syncPortForwardings(host, nb, each);
  });
}

interface Words<A, B> {
  text(list: readonly (A | B)[]): string;
  add(nb: Northbound, item: A): void;
  remove(nb: Northbound, item: B): void;
  /** As the lines name what is added and what is removed. */
  readonly names: readonly [string, string];
}

function difference<A, B>(
  run: SyncRun,
  router: Router,
  what: string,
  missing: readonly A[],
  strange: readonly B[],
  words: Words<A, B>,
): void {
  const [added, removed] = words.names;
  if (missing.length > 0) {
    run.warn(`Router ${router.id} ${what} ${words.text(missing)} found in Neutron but not in OVN`);
    if (run.repair) run.warn(`Add ${added} ${words.text(missing)} to OVN NB DB`);
  }
  if (strange.length > 0) {
    run.warn(`Router ${router.id} ${what} ${words.text(strange)} found in OVN but not in Neutron`);
    if (run.repair) run.warn(`Delete ${removed} ${words.text(strange)} from OVN NB DB`);
  }
  if (missing.length + strange.length === 0) return;
  mend(run, `mend the ${what} of ${router.name}`, (nb) => {
    for (const item of strange) words.remove(nb, item);
    for (const item of missing) words.add(nb, item);
  });
}

function members({ host }: SyncRun, row: Row | undefined, column: string, table: string): readonly Row[] {
  return row === undefined ? [] : getUuids(row, column).flatMap((uuid) => host.northbound.row(table, uuid) ?? []);
}
