/** Interfaces and gateways of routers: a router port, and the switch port that leads to it. */
import { err, ok, type Result, type Uuid } from '../../../base';
import { find, segmentsOf, serverOf, type Port, type Router } from '../tables';
import { writeOvn, type ZedHost } from '../server';
import { ROUTER_GATEWAY } from '../devices';
import { gatewayChassis, scheduleGateway } from './gateways';
import { ovnName, routerPortName } from './names';
import { pairs, textMap, type Northbound, type TextMap } from './northbound';
import { addSnat, removeNat, gatewayInfo } from './routes-and-nat';

const LRP = 'Logical_Router_Port';

/** An interface: `several` where its port got another subnet and was there before. */
export function createRouterPort(
  host: ZedHost,
  router: Router,
  port: Port,
  subnet: Uuid | undefined,
  several: boolean,
): boolean {
  return writeOvn(host, `add the port ${port.id} to the router ${router.name}`, (nb) => {
    const done = several ? changeRouterPort(host, nb, port) : addRouterPort(host, nb, router, port);
    if (!done.ok || !router.enable_snat) return done;
    const subnets = port.fixed_ips
      .filter(({ subnet_id }) => !several || subnet === undefined || subnet_id === subnet)
      .flatMap(({ subnet_id }) => find(host.neutron, 'Subnet', subnet_id) ?? []);
    const cidr = subnets.filter(({ ip_version }) => ip_version === 4).at(-1)?.cidr;
    if (cidr !== undefined) addSnat(host, nb, router, [cidr]);
    return done;
  });
}

export function updateRouterPort(host: ZedHost, port: Port): boolean {
  return writeOvn(host, `update the router port ${port.id}`, (nb) =>
    nb.named(LRP, routerPortName(port.id)) === undefined ? ok(undefined) : changeRouterPort(host, nb, port),
  );
}

/** The interface has lost `subnets`; `left` is its port where it has others. */
export function deleteRouterPort(
  host: ZedHost,
  router: Router,
  port: Uuid,
  left: Port | undefined,
  subnets: readonly Uuid[],
): boolean {
  return writeOvn(host, `remove the port ${port} from the router ${router.name}`, (nb) => {
    const row = nb.named(LRP, routerPortName(port));
    if (row === undefined) return ok(undefined);
    if (left !== undefined) changeRouterPort(host, nb, left);
    const gone = left === undefined ? subnets : left.fixed_ips.map(({ subnet_id }) => subnet_id);
    const cidr = gone
      .flatMap((id) => find(host.neutron, 'Subnet', id) ?? [])
      .find(({ ip_version }) => ip_version === 4)?.cidr;
    if (cidr !== undefined && router.enable_snat) {
      for (const { version, routerIp } of gatewayInfo(host, router)) {
        if (version === 4) removeNat(nb, router.id, { type: 'snat', logical_ip: cidr, external_ip: routerIp });
      }
    }
    if (left === undefined) dropRouterPort(nb, router.id, port);
    return ok(undefined);
  });
}

export function addRouterPort(host: ZedHost, nb: Northbound, router: Router, port: Port): Result<void, string> {
  const on = nb.named('Logical_Router', ovnName(router.id));
  if (on === undefined) return err(`Logical Router ${ovnName(router.id)} does not exist`);
  const name = routerPortName(port.id);
  if (nb.named(LRP, name) === undefined) {
    const isGateway = port.device_owner === ROUTER_GATEWAY;
    const chassis = isGateway ? gatewayChassis(nb, name, scheduleGateway(host, nb, port, router)) : [];
    const columns = { ...columnsOf(host, port), mac: port.mac_address, gateway_chassis: chassis };
    nb.add('Logical_Router', on._uuid, 'ports', nb.insert(LRP, { name, ...columns }));
  }
  leadToRouter(nb, port);
  return ok(undefined);
}

export function changeRouterPort(host: ZedHost, nb: Northbound, port: Port): Result<void, string> {
  const row = nb.named(LRP, routerPortName(port.id));
  if (row === undefined) return err(`Logical Router Port ${routerPortName(port.id)} does not exist`);
  const columns = columnsOf(host, port);
  nb.set(LRP, row._uuid, { ...columns, external_ids: pairs({ ...textMap(row, 'external_ids'), ...idsOf(port) }) });
  leadToRouter(nb, port);
  return ok(undefined);
}

export function dropRouterPort(nb: Northbound, router: Uuid, port: Uuid): void {
  const row = nb.named(LRP, routerPortName(port));
  const on = nb.named('Logical_Router', ovnName(router));
  if (row !== undefined && on !== undefined) nb.remove('Logical_Router', on._uuid, 'ports', row._uuid);
}

function leadToRouter(nb: Northbound, port: Port): void {
  const row = nb.named('Logical_Switch_Port', port.id);
  if (row === undefined) return;
  const options = {
    'router-port': routerPortName(port.id),
    ...(port.device_owner === ROUTER_GATEWAY && { 'nat-addresses': 'router', 'exclude-lb-vips-from-garp': 'true' }),
  };
  nb.set('Logical_Switch_Port', row._uuid, { options: pairs(options), type: 'router', addresses: ['router'] });
}

function columnsOf(host: ZedHost, port: Port) {
  const subnets = port.fixed_ips.flatMap(({ subnet_id, ip_address }) => {
    const subnet = find(host.neutron, 'Subnet', subnet_id);
    return subnet === undefined ? [] : [{ subnet, ip_address }];
  });
  const network = find(host.neutron, 'Network', port.network_id);
  const isVlan = segmentsOf(host.neutron, port.network_id)[0]?.network_type === 'vlan';
  const mode = subnets.find(({ subnet }) => subnet.ipv6_address_mode !== null)?.subnet.ipv6_address_mode;
  const silent = port.device_owner === ROUTER_GATEWAY && network?.['router:external'] === true;
  const advertised: TextMap =
    mode == null
      ? {}
      : { address_mode: mode.replace('-', '_'), send_periodic: String(!silent), mtu: String(network?.mtu ?? 0) };
  return {
    networks: subnets.map(({ subnet, ip_address }) => `${ip_address}/${subnet.cidr.split('/')[1] ?? ''}`),
    ipv6_ra_configs: pairs(advertised),
    options: pairs(
      isVlan ? { 'reside-on-redirect-chassis': String(!serverOf(host.neutron).distributed_floating_ip) } : {},
    ),
    external_ids: pairs(idsOf(port)),
  };
}

function idsOf(port: Port): TextMap {
  return {
    'neutron:revision_number': String(port.revision_number),
    'neutron:subnet_ids': port.fixed_ips.map(({ subnet_id }) => subnet_id).join(' '),
    'neutron:network_name': ovnName(port.network_id),
    ...(port.device_id !== '' && { 'neutron:router_name': port.device_id }),
  };
}
