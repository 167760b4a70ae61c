/** The bindings that ports of routers want. */
import type { Collection } from '../../../../derive';
import { getString, type RowValues } from '../../../../ovsdb';
import type { RouterPortFacts } from '../facts/router-ports';
import type { RouterFacts } from '../facts/routers';
import { optionIs, optionNumber, optionsOf, SAME, type Options } from '../facts/sources';
import type { Network } from '../network';
import type { ChassisTable } from './chassis';
import type { TableContext } from './context';
import type { HaChassisGroups } from './ha-chassis-group';
import { requestedKey, type WantedBinding } from './wanted-binding';
import { mapOf, optionalOf } from './sync';

export function routerPortBindings(
  { graph, nb, sb, net, datapathId }: TableContext,
  chassis: ChassisTable,
  groups: HaChassisGroups,
): Collection<string, WantedBinding> {
  const externalIds = nb.table('Logical_Router_Port', ['external_ids']);
  const held = sb
    .table('Port_Binding', ['logical_port', 'options'])
    .by('options of bindings of router ports', (row) => [getString(row, 'logical_port')]);
  // What controllers were delegated, they keep in the options.
  const delegated = (name: string): [string, string][] => {
    const row = held.first(name);
    const prefixes = row === undefined ? undefined : optionsOf(row, 'options').get('ipv6_ra_pd_list');
    return prefixes === undefined ? [] : [['ipv6_ra_pd_list', prefixes]];
  };
  return graph.flatMap(
    'bindings of router ports',
    net.routerPorts.all,
    (port, uuid): [string, WantedBinding][] => {
      const router = net.routers.get(port.router);
      if (router === undefined) return [];
      const datapath = datapathId(port.router);
      const external = externalIds.get(uuid);
      const common: RowValues = {
        parent_port: [],
        tag: [],
        mac: [networksText(port)],
        external_ids: external === undefined ? [] : mapOf(optionsOf(external, 'external_ids')),
      };
      const gateway = router.options.get('chassis');
      const asked = port.options.get('requested-chassis');
      const found = gateway === undefined && asked !== undefined ? chassis.find(asked) : undefined;
      const remote = found !== undefined && chassis.isRemote(found) ? found : undefined;
      const own: RowValues = {
        ...common,
        type: gateway !== undefined ? 'l3gateway' : remote === undefined ? 'patch' : 'remote',
        requested_chassis: optionalOf(remote),
        ...(remote === undefined ? {} : { chassis: [remote] }),
        options: mapOf([
          ...ownOptions(net, port, router),
          ...dynamicRouting(port, router, false),
          ...delegated(port.name),
          ...ipv6Options(port),
        ]),
      };
      const bindings: [string, WantedBinding][] = [
        [uuid, { datapath, name: port.name, flavour: '', requested: requestedKey(port.options), columns: own }],
      ];
      if (port.crPort !== undefined) {
        const columns: RowValues = {
          ...common,
          type: 'chassisredirect',
          requested_chassis: [],
          ha_chassis_group: optionalOf(groups.ofPort(uuid)),
          options: mapOf([
            ...derivedOptions(net, port),
            ...dynamicRouting(port, router, true),
            ...delegated(port.crPort.name),
          ]),
        };
        bindings.push([`${uuid} cr`, { datapath, name: port.crPort.name, flavour: '', requested: 0, columns }]);
      }
      return bindings;
    },
    SAME,
  );
}

/** MAC and networks, without the address that the MAC gives. */
function networksText({ networks: { mac, ipv4, ipv6 } }: RouterPortFacts): string {
  return [mac, ...[...ipv4, ...ipv6.slice(0, -1)].map(({ addr, plen }) => `${addr}/${plen}`)].join(' ');
}

function ownOptions(net: Network, { peer, crPort }: RouterPortFacts, router: RouterFacts): [string, string][] {
  const options: [string, string][] = [];
  const name =
    peer === undefined
      ? undefined
      : (peer.kind === 'router' ? net.routerPorts.all : net.switchPorts.all).get(peer.port)?.name;
  if (name !== undefined) {
    options.push(['peer', name]);
    if (crPort !== undefined) options.push(['chassis-redirect-port', crPort.name]);
  }
  const gateway = router.options.get('chassis');
  if (gateway !== undefined) options.push(['l3gateway-chassis', gateway]);
  return options;
}

/** All traffic goes by the gateway's chassis, unless something of the router is done where it is needed. */
function derivedOptions(net: Network, port: RouterPortFacts): [string, string][] {
  const options: [string, string][] = [['distributed-port', port.name]];
  const type = port.options.get('redirect-type');
  if (type !== undefined) options.push(['redirect-type', type]);
  const peer = port.peer?.kind === 'switch' ? net.switchPorts.all.get(port.peer.port) : undefined;
  const vtep = peer !== undefined && net.switches.get(peer.sw)?.hasVtepPorts === true;
  const isDistributed =
    net.routerTraits.hasDistributedLoadBalancer(port.router) ||
    net.nats.byRouter.values(port.router).some((rule) => rule.isDistributed);
  if (!vtep && !isDistributed && type !== 'bridged') options.push(['always-redirect', 'true']);
  return options;
}

function dynamicRouting(port: RouterPortFacts, router: RouterFacts, isDerived: boolean): [string, string][] {
  if (!optionIs(router.options, 'dynamic-routing')) return [];
  const options: [string, string][] = [];
  if (isDerived || router.options.has('chassis')) {
    options.push(['dynamic-routing', 'true']);
    if (optionIs(port.options, 'dynamic-routing-maintain-vrf')) options.push(['dynamic-routing-maintain-vrf', 'true']);
    const vrf = router.options.get('dynamic-routing-vrf-name');
    if (vrf !== undefined) options.push(['dynamic-routing-vrf-name', vrf]);
    const name = port.options.get('dynamic-routing-port-name');
    if (name !== undefined) options.push(['dynamic-routing-port-name', name]);
  }
  for (const key of ['dynamic-routing-redistribute-local-only', 'dynamic-routing-no-learning']) {
    if (optionIs(port.options, key, optionIs(router.options, key))) options.push([key, 'true']);
  }
  return options;
}

/** What a controller needs to delegate prefixes and to advertise the router by itself (`ovn_update_ipv6_opt_for_op`). */
function ipv6Options(port: RouterPortFacts): [string, string][] {
  if (port.peerName !== undefined || port.peer === undefined) return [];
  const options: [string, string][] = [];
  if (port.enabled && port.prefixDelegation) options.push(['ipv6_prefix_delegation', 'true']);
  if (port.enabled && optionIs(port.options, 'prefix')) options.push(['ipv6_prefix', 'true']);
  const mode = port.ipv6RaConfigs.get('address_mode');
  const isMode = mode === 'slaac' || mode === 'dhcpv6_stateful' || mode === 'dhcpv6_stateless';
  if (isMode && optionIs(port.ipv6RaConfigs, 'send_periodic')) options.push(...advertised(port, mode));
  return options;
}

/** RFC 4861, 6.2.1: seconds between advertisements that nobody asked for. */
const INTERVAL = { default: 600, max: 1800, min: 4, smallest: 3 } as const;
/** RFC 8200: every link carries packets of so many bytes. */
const MIN_MTU = 1280;

function advertised(port: RouterPortFacts, mode: string): [string, string][] {
  const { ipv6RaConfigs: configs, networks } = port;
  const max = clamp(optionNumber(configs, 'max_interval', INTERVAL.default), INTERVAL.min, INTERVAL.max);
  const usual = max >= 9 ? Math.floor(max / 3) : Math.floor((max * 3) / 4);
  const min = clamp(optionNumber(configs, 'min_interval', usual), INTERVAL.smallest, Math.floor((max * 3) / 4));
  const mtu = optionNumber(configs, 'mtu', 0);
  const preference = configs.get('router_preference');
  const prefixes = networks.ipv6.flatMap(({ network, plen, isLinkLocal }) =>
    isLinkLocal ? [] : [`${network}/${plen}`],
  );
  const source = networks.ipv6.filter(({ isLinkLocal }) => isLinkLocal).at(-1);
  return [
    ['ipv6_ra_send_periodic', 'true'],
    ['ipv6_ra_address_mode', mode],
    ['ipv6_ra_max_interval', `${max}`],
    ['ipv6_ra_min_interval', `${min}`],
    ...(mtu >= MIN_MTU ? [pair('ipv6_ra_mtu', `${mtu}`)] : []),
    ...(source === undefined ? [] : [pair('ipv6_ra_src_addr', source.addr)]),
    ['ipv6_ra_prefixes', [...prefixes, ...port.ipv6Prefix].join(' ')],
    ...copied(configs, 'rdnss', 'dnssl'),
    ['ipv6_ra_src_eth', networks.mac],
    ['ipv6_ra_prf', preference === 'HIGH' || preference === 'LOW' ? preference : 'MEDIUM'],
    ...copied(configs, 'route_info'),
  ];
}

function copied(configs: Options, ...keys: readonly string[]): [string, string][] {
  return keys.flatMap((key) => {
    const value = configs.get(key);
    return value === undefined ? [] : [pair(`ipv6_ra_${key}`, value)];
  });
}

function pair(key: string, value: string): [string, string] {
  return [key, value];
}

function clamp(value: number, min: number, max: number): number {
  return Math.max(min, Math.min(max, value));
}
