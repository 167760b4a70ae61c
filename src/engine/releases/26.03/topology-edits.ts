/** Drawn edits of routers, NAT, load balancers, port groups, address sets and DHCP, as calls of ovn-nbctl. */
import { isUuid, ok, type Result, type Uuid } from '../../base';
import type { NbDhcpOptions, NbLoadBalancer, NbRouter, NbRouterPort, NbSwitch, TopologyEditTable } from '../../network';
import { getString, type DatabaseView } from '../../ovsdb';
import { northbound26_03 as northbound, TOPOLOGY } from './model';
import { nameFor, nbctl, problem, quoted, quotedSet, setRow } from './nbctl-lines';

export const TOPOLOGY_EDITS: TopologyEditTable = {
  createRouter: ({ name }) => ok([nbctl('lr-add', name)]),
  renameRouter: ({ router, name }, nb) =>
    withRouter(nb, router, () => [setRow('Logical_Router', router, { name: quoted(name) })]),
  deleteRouter: ({ router }, nb) =>
    withRouter(nb, router, (name, { ports }) => [
      ...ports.flatMap((port) => portsTowards(nb, port.name)).map((port) => nbctl('lsp-del', port)),
      nbctl('lr-del', name),
    ]),
  connectSwitch: ({ router, switch: sw, mac, networks }, nb) =>
    withRouter(nb, router, (routerName, { name, uuid }) =>
      withSwitch(nb, sw, (switchName, found) => {
        const [left, right] = [name || uuid.slice(0, 8), found.name || found.uuid.slice(0, 8)];
        const own = freeName(nb, 'Logical_Router_Port', `${left}-${right}`);
        return [
          nbctl('lrp-add', routerName, own, mac, ...networks),
          nbctl('lsp-add-router-port', switchName, freeName(nb, 'Logical_Switch_Port', `${right}-${left}`), own),
        ];
      }),
    ),
  connectRouters: ({ left, right }, nb) =>
    withRouter(nb, left.router, (leftName, one) =>
      withRouter(nb, right.router, (rightName, other) => {
        const [near, far] = [one.name || one.uuid.slice(0, 8), other.name || other.uuid.slice(0, 8)];
        const own = freeName(nb, 'Logical_Router_Port', `${near}-${far}`);
        const peer = freeName(nb, 'Logical_Router_Port', `${far}-${near}`);
        return [
          nbctl('lrp-add', leftName, own, left.mac, ...left.networks, `peer=${peer}`),
          nbctl('lrp-add', rightName, peer, right.mac, ...right.networks, `peer=${own}`),
        ];
      }),
    ),
  setRouterPort: ({ port, mac, networks }, nb) =>
    withRouterPort(nb, port, ({ uuid }) => [
      setRow('Logical_Router_Port', uuid, {
        mac: mac === undefined ? undefined : quoted(mac),
        networks: networks === undefined ? undefined : quotedSet(networks),
      }),
    ]),
  deleteRouterPort: ({ port }, nb) =>
    withRouterPort(nb, port, ({ name }) => [
      ...portsTowards(nb, name).map((each) => nbctl('lsp-del', each)),
      nbctl('lrp-del', name),
    ]),
  setGateway: ({ port, chassis, priority }, nb) =>
    withRouterPort(nb, port, ({ name }) => [nbctl('lrp-set-gateway-chassis', name, chassis, String(priority))]),
  deleteGateway: ({ port, chassis }, nb) =>
    withRouterPort(nb, port, ({ name }) => [nbctl('lrp-del-gateway-chassis', name, chassis)]),
  addNat: ({ router, type, externalIp, logicalIp, logicalPort, externalMac }, nb) =>
    withRouter(nb, router, (name) => [
      nbctl(
        'lr-nat-add',
        name,
        type,
        externalIp,
        logicalIp,
        ...(logicalPort === undefined || externalMac === undefined ? [] : [logicalPort, externalMac]),
      ),
    ]),
  deleteNat: ({ nat }, nb) =>
    withPart(nb, 'nats', nat, (router, { type, externalIp, logicalIp }) => [
      nbctl('lr-nat-del', router, type, type === 'snat' ? logicalIp : externalIp),
    ]),
  addRoute: ({ router, prefix, nexthop, port }, nb) =>
    withRouter(nb, router, (name, { routes }) => {
      const another = routes.some((route) => route.prefix === prefix && route.nexthop !== nexthop);
      const ecmp = another && nexthop !== 'discard' ? ['--ecmp'] : [];
      return [nbctl(...ecmp, 'lr-route-add', name, prefix, nexthop, ...(port === undefined ? [] : [port]))];
    }),
  deleteRoute: ({ route }, nb) =>
    withPart(nb, 'routes', route, (router, { prefix, nexthop, outputPort, table, by }) => [
      nbctl(
        ...(by === 'dst-ip' ? [] : [`--policy=${by}`]),
        ...(table === '' ? [] : [`--route-table=${table}`]),
        'lr-route-del',
        router,
        prefix,
        nexthop,
        ...(outputPort === undefined ? [] : [outputPort]),
      ),
    ]),
  addPolicy: ({ router, priority, match, action, nexthop }, nb) =>
    withRouter(nb, router, (name) => [
      nbctl('lr-policy-add', name, String(priority), match, action, ...(nexthop === undefined ? [] : [nexthop])),
    ]),
  deletePolicy: ({ policy }, nb) =>
    withPart(nb, 'policies', policy, (router, { uuid }) => [nbctl('lr-policy-del', router, uuid)]),
  addVip: ({ loadBalancer, vip, backends, protocol }) =>
    ok([
      nbctl(
        '--may-exist',
        'lb-add',
        loadBalancer,
        vip,
        backends.join(','),
        ...(protocol === undefined ? [] : [protocol]),
      ),
    ]),
  deleteVip: ({ loadBalancer, vip }, nb) => withLoadBalancer(nb, loadBalancer, (name) => [nbctl('lb-del', name, vip)]),
  deleteLoadBalancer: ({ loadBalancer }, nb) => withLoadBalancer(nb, loadBalancer, (name) => [nbctl('lb-del', name)]),
  attachLoadBalancer: ({ loadBalancer, to }, nb) => onLoadBalancer(nb, loadBalancer, to, 'add'),
  detachLoadBalancer: ({ loadBalancer, from }, nb) => onLoadBalancer(nb, loadBalancer, from, 'del'),
  createPortGroup: ({ name, ports }) => ok([nbctl('pg-add', name, ...ports)]),
  setPortGroup: ({ group, ports }) => ok([nbctl('pg-set-ports', group, ...ports)]),
  deletePortGroup: ({ group }) => ok([nbctl('pg-del', group)]),
  setAddressSet({ name, addresses }, nb) {
    const columns = { addresses: quotedSet(addresses) };
    const there = nb.find('Address_Set', 'name', name) !== undefined;
    return ok([
      there
        ? setRow('Address_Set', name, columns)
        : nbctl('create', 'Address_Set', `name=${quoted(name)}`, `addresses=${columns.addresses}`),
    ]);
  },
  deleteAddressSet: ({ name }) => ok([nbctl('destroy', 'Address_Set', name)]),
  addDhcp: ({ switch: sw, cidr, options }, nb) =>
    withSwitch(nb, sw, (_, { uuid }) => {
      const column = cidr.includes(':') ? 'dhcpv6_options' : 'dhcpv4_options';
      const vifs = northbound.portsOf(nb, uuid).filter(({ type }) => type === '');
      return [
        nbctl(
          '--id=@dhcp',
          'create',
          'DHCP_Options',
          `cidr=${quoted(cidr)}`,
          `options=${quotedMap(options)}`,
          ...vifs.flatMap(({ name }) => ['--', 'set', 'Logical_Switch_Port', name, `${column}=@dhcp`]),
        ),
      ];
    }),
  setDhcpOptions: ({ dhcp, options }, nb) =>
    withDhcp(nb, dhcp, () => [setRow('DHCP_Options', dhcp, { options: quotedMap(options) })]),
  deleteDhcp: ({ dhcp }, nb) => withDhcp(nb, dhcp, () => [nbctl('dhcp-options-del', dhcp)]),
  setPortDhcp({ port, dhcp }, nb) {
    const found = northbound.findPort(nb, port);
    if (!found.ok) return found;
    const { name, dhcp: had } = found.value;
    if (dhcp !== undefined)
      return withDhcp(nb, dhcp, ({ cidr }) => [nbctl(setterFor(cidr.includes(':') ? 'v6' : 'v4'), name, dhcp)]);
    const families = (['v4', 'v6'] as const).filter((family) => had?.[family] !== undefined);
    return ok(families.map((family) => nbctl(setterFor(family), name)));
  },
  connectPhysical: ({ switch: sw, network, tag }, nb) =>
    withSwitch(nb, sw, (name, found) => {
      const port = freeName(nb, 'Logical_Switch_Port', `${found.name || found.uuid.slice(0, 8)}-${network}`);
      return [
        nbctl('lsp-add-localnet-port', name, port, network),
        ...(tag === undefined ? [] : [setRow('Logical_Switch_Port', port, { tag: String(tag) })]),
      ];
    }),
};

function setterFor(family: 'v4' | 'v6'): string {
  return `lsp-set-dhcp${family}-options`;
}

function quotedMap(options: Readonly<Record<string, string>>): string {
  return `{${Object.entries(options)
    .map(([key, value]) => `${quoted(key)}=${quoted(value)}`)
    .join(',')}}`;
}

type Lines = readonly string[] | Result<readonly string[]>;

/** With how a command names it. */
function withRouter(
  nb: DatabaseView,
  id: string,
  lines: (name: string, router: NbRouter) => Lines,
): Result<readonly string[]> {
  const routers = TOPOLOGY.routers(nb);
  const found = routers.find(({ uuid }) => uuid === id) ?? only(routers.filter(({ name }) => name === id));
  return found === undefined
    ? problem('not-found', `There is no logical router ${id}.`)
    : result(lines(nameFor(routers, found), found));
}

function withSwitch(
  nb: DatabaseView,
  id: string,
  lines: (name: string, sw: NbSwitch) => Lines,
): Result<readonly string[]> {
  const found = northbound.findSwitch(nb, id);
  if (!found.ok) return problem('not-found', `There is no logical switch ${id}.`);
  return result(lines(nameFor(northbound.switches(nb), found.value), found.value));
}

function withRouterPort(nb: DatabaseView, id: string, lines: (port: NbRouterPort) => Lines): Result<readonly string[]> {
  const found = TOPOLOGY.routers(nb)
    .flatMap(({ ports }) => ports)
    .find(({ uuid, name }) => uuid === id || name === id);
  return found === undefined ? problem('not-found', `There is no router port ${id}.`) : result(lines(found));
}

type Part = 'nats' | 'routes' | 'policies';

/** What a router has, with how a command names the router. */
function withPart<P extends Part>(
  nb: DatabaseView,
  part: P,
  id: Uuid,
  lines: (router: string, found: NbRouter[P][number]) => readonly string[],
): Result<readonly string[]> {
  const routers = TOPOLOGY.routers(nb);
  for (const router of routers) {
    const all: readonly NbRouter[P][number][] = router[part];
    const found = all.find(({ uuid }) => uuid === id);
    if (found !== undefined) return ok(lines(nameFor(routers, router), found));
  }
  return problem('not-found', 'It is not there any more.');
}

function withLoadBalancer(
  nb: DatabaseView,
  id: string,
  lines: (name: string, found: NbLoadBalancer) => Lines,
): Result<readonly string[]> {
  const all = TOPOLOGY.loadBalancers(nb);
  const found = all.find(({ uuid }) => uuid === id) ?? only(all.filter(({ name }) => name === id));
  return found === undefined
    ? problem('not-found', `There is no load balancer ${id}.`)
    : result(lines(nameFor(all, found), found));
}

function onLoadBalancer(nb: DatabaseView, id: string, owner: Uuid, verb: 'add' | 'del'): Result<readonly string[]> {
  return withLoadBalancer(nb, id, (loadBalancer) =>
    northbound.switch(nb, owner) === undefined
      ? withRouter(nb, owner, (name) => [nbctl(`lr-lb-${verb}`, name, loadBalancer)])
      : withSwitch(nb, owner, (name) => [nbctl(`ls-lb-${verb}`, name, loadBalancer)]),
  );
}

function withDhcp(
  nb: DatabaseView,
  id: Uuid,
  lines: (dhcp: NbDhcpOptions) => readonly string[],
): Result<readonly string[]> {
  const found = TOPOLOGY.dhcpOptions(nb).find(({ uuid }) => uuid === id);
  return found === undefined ? problem('not-found', `There are no DHCP options ${id}.`) : ok(lines(found));
}

/** The ports of switches that lead to a port of a router. */
function portsTowards(nb: DatabaseView, routerPort: string): readonly string[] {
  return northbound.ports(nb).flatMap((port) => (port.routerPort === routerPort ? [port.name] : []));
}

/** The name itself, or with the first number behind it that is free. */
function freeName(nb: DatabaseView, table: string, wanted: string): string {
  const taken = new Set(Array.from(nb.rows(table).values(), (row) => getString(row, 'name')));
  for (let n = 1; ; n++) {
    const name = n === 1 ? wanted : `${wanted}-${n}`;
    if (!taken.has(name) && !isUuid(name)) return name;
  }
}

function only<T>(all: readonly T[]): T | undefined {
  return all.length === 1 ? all[0] : undefined;
}

function result(lines: Lines): Result<readonly string[]> {
  return 'ok' in lines ? lines : ok(lines);
}
