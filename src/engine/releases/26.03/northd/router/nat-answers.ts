/** lr_in_ip_input: who answers requests for the external addresses of NAT, and for the VIPs of load balancers. */
import type { Nat, NatRow } from '../facts/nats';
import { addressInNetwork } from '../facts/routes';
import { parseMac } from '../facts/addresses';
import type { RouterPortFacts } from '../facts/router-ports';
import type { WantedFlow } from '../flow';
import type { Network } from '../network';
import { arpReply, neighbourReply } from './answers';
import { routerOf, type Router, type RouterPort } from './subjects';
import { onGateway, quote, REG, resident } from './text';

/** On any port; also of routers where the rule itself is not applied. */
export function answersOfNat(nat: Nat, net: Network): readonly WantedFlow[] {
  const facts = net.routers.get(nat.router);
  if (facts === undefined || !isAnswered(nat, net)) return [];
  const router = routerOf(facts, net);
  return [answer(nat, router, { rule: 'nat', priority: 90, mac: REG.inportMac })];
}

/** On a gateway port only one chassis answers, with the Ethernet address of that chassis; the others keep still. */
export function answersOfPort(port: RouterPort, router: Router, net: Network): readonly WantedFlow[] {
  const facts = net.routerPorts.all.get(port.uuid);
  if (facts === undefined) return [];
  return [
    ...answersOfVips(port, router, net),
    ...(port.redirect === undefined || port.peer?.hasRedirect === true
      ? []
      : net.nats.byRouter
          .values(router.uuid)
          .filter((nat) => isAnswered(nat, net) && isAppliedOn(nat, facts, router))
          .flatMap((nat) => answersAtGateway(nat, port, router))),
  ];
}

/** Of several rules that hide others behind one address the first answers. */
function isAnswered(nat: Nat, net: Network): boolean {
  return nat.type !== 'snat' || net.nats.isFirstSnat(nat);
}

/** `is_nat_gateway_port`: of several gateway ports a rule is applied on one. */
export function isAppliedOn(
  { namedGateway, externalIp }: NatRow,
  port: RouterPortFacts,
  { gatewayPorts }: Router,
): boolean {
  if (gatewayPorts.length <= 1) return true;
  return namedGateway === undefined ? addressInNetwork(port, externalIp) !== undefined : namedGateway === port.uuid;
}

function answersAtGateway(nat: Nat, port: RouterPort, router: Router): readonly WantedFlow[] {
  const { externalMac, logicalPort } = nat;
  const own = externalMac !== undefined && logicalPort !== undefined && parseMac(externalMac) !== undefined;
  const mac = own ? externalMac : REG.inportMac;
  const place = own ? resident(quote(logicalPort)) : onGateway(port);
  const asked = { inport: port.quoted, rule: 'nat-at-gateway' };
  return [
    answer(nat, router, { ...asked, priority: 92, mac, condition: place ?? '' }),
    answer(nat, router, { ...asked, rule: 'nat-elsewhere', priority: 91, mac: undefined }),
  ];
}

interface Answer {
  readonly rule: string;
  readonly priority: number;
  readonly mac: string | undefined;
  readonly inport?: string;
  readonly condition?: string;
}

function answer(nat: Nat, router: Router, how: Answer): WantedFlow {
  const { address, snAddr, ref: hint } = nat;
  const said = how.mac === undefined ? 'Another chassis answers for' : 'The router answers for';
  const why = () => `${said} ${address}, an external address of its NAT.`;
  if (snAddr === undefined) return arpReply(router, { ...how, address, hint, why });
  return neighbourReply(router, { ...how, address, solicitedNode: snAddr, advertisement: 'nd_na', hint, why });
}

/** All VIPs at once, by the address set that ovn-northd makes of them. */
function answersOfVips(port: RouterPort, router: Router, net: Network): readonly WantedFlow[] {
  const reachable = net.routerVips.get(router.uuid)?.reachable;
  if (reachable === undefined) return [];
  const set = (version: 4 | 6) => `$_rtr_lb_${router.tunnelKey}_ip${version}`;
  const asked = {
    rule: 'vip',
    priority: 90,
    inport: port.quoted,
    condition: onGateway(port) ?? '',
    mac: REG.inportMac,
    why: () => `Router ${router.name} answers for the VIPs of its load balancers.`,
  };
  return [
    ...(reachable[4].length === 0 ? [] : [arpReply(router, { ...asked, address: set(4) })]),
    ...(reachable[6].length === 0
      ? []
      : [neighbourReply(router, { ...asked, address: set(6), advertisement: 'nd_na' })]),
  ];
}
