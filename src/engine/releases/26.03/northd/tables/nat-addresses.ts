/** Which addresses a switch's port to a router announces for it (column `nat_addresses`): `MAC IP… [is_chassis_resident("port")]`. */
import { parseAddresses, parseMac } from '../facts/addresses';
import type { Nat } from '../facts/nats';
import type { RouterPortFacts } from '../facts/router-ports';
import type { RouterFacts } from '../facts/routers';
import { optionIs } from '../facts/sources';
import type { SwitchPortFacts } from '../facts/switch-ports';
import type { Network } from '../network';

/** As `sync_pb_for_lsp`. */
export function garpAddresses(net: Network, port: SwitchPortFacts): readonly string[] {
  const peer = port.peer?.kind === 'router' ? net.routerPorts.all.get(port.peer.port) : undefined;
  const router = peer === undefined ? undefined : net.routers.get(peer.router);
  if (peer === undefined || router === undefined) return [];
  const hasChassis = router.isGateway;
  const hasGatewayPort = router.gatewayPorts.length > 0;
  const resident = hasGatewayPort ? ` is_chassis_resident(${gatewayOf(net, peer, router)})` : '';
  const given = port.options.get('nat-addresses');
  const texts: string[] = [];
  if (given === 'router') {
    if (hasChassis || hasGatewayPort) {
      texts.push(...natAddresses(net, peer, router, !optionIs(port.options, 'exclude-lb-vips-from-garp')));
    }
  } else if (given !== undefined && (hasChassis || hasGatewayPort) && parseAddresses(given) !== undefined) {
    texts.push(`${given}${resident}`);
  }
  if (announcesRouter(net, port, peer, router)) {
    texts.push([peer.networks.mac, ...peer.networks.ipv4.map(({ addr }) => addr)].join(' ') + resident);
  }
  return texts;
}

/** As `should_add_router_port_garp`. */
function announcesRouter(net: Network, port: SwitchPortFacts, peer: RouterPortFacts, router: RouterFacts): boolean {
  if (optionIs(port.options, 'exclude-router-ips-from-garp')) return false;
  if (router.gatewayPorts.length > 0) {
    if (peer.isDistributedGateway) return true;
    return optionIs(peer.options, 'reside-on-redirect-chassis') && router.gatewayPorts.length === 1;
  }
  return router.isGateway && (net.switches.get(port.sw)?.localnetPorts.length ?? 0) > 0;
}

function gatewayOf(net: Network, peer: RouterPortFacts, router: RouterFacts): string {
  const [first] = router.gatewayPorts;
  const gateway = peer.isDistributedGateway || first === undefined ? peer : net.routerPorts.all.get(first);
  return gateway?.crPort?.quoted ?? '';
}

/** As `get_nat_addresses`: what NAT and load balancers make the router's own, each distributed rule with its own MAC. */
function natAddresses(net: Network, port: RouterPortFacts, router: RouterFacts, withVips: boolean): readonly string[] {
  const rules = net.nats.byRouter.values(router.uuid).filter(({ version }) => version === 4);
  const here = rules.filter((rule) => router.gatewayPorts.length <= 1 || isAppliedAt(rule, port));
  const vips = withVips ? net.routerVips.get(router.uuid) : undefined;
  const own = new Set([...port.networks.ipv4, ...port.networks.ipv6].map(({ addr }) => addr));
  const central = [
    ...here.filter((rule) => !isDistributed(rule, router) && !own.has(rule.externalIp)).map((rule) => rule.externalIp),
    ...(vips?.all[4] ?? []),
    ...(vips?.all[6] ?? []),
  ];
  const texts = here.flatMap((rule) => {
    const mac = isDistributed(rule, router) ? parseMac(rule.externalMac ?? '') : undefined;
    if (mac === undefined) return [];
    return [`${mac} ${rule.externalIp} is_chassis_resident("${rule.logicalPort ?? ''}")`];
  });
  if (central.length > 0) {
    const resident = port.crPort === undefined ? '' : ` is_chassis_resident(${port.crPort.quoted})`;
    texts.push(`${[port.networks.mac, ...central].join(' ')}${resident}`);
  }
  return texts;
}

function isAppliedAt({ namedGateway, gateway }: Nat, port: RouterPortFacts): boolean {
  return (namedGateway ?? gateway) === port.uuid;
}

function isDistributed({ type, logicalPort, externalMac }: Nat, router: RouterFacts): boolean {
  const names = logicalPort !== undefined && externalMac !== undefined;
  return names && type === 'dnat_and_snat' && router.gatewayPorts.length > 0;
}
