/** What the rules of NAT are told of, and the parts of matches that they share. */
import type { Nat } from '../facts/nats';
import { optionIs } from '../facts/sources';
import type { WantedFlow } from '../flow';
import type { Network } from '../network';
import { portByKey, routerOf, type Router, type RouterPort } from './subjects';
import { all, quote, resident } from './text';

/** A rule on a router where it is applied: one that stands on a chassis, or has gateway ports. */
export interface AppliedNat {
  readonly nat: Nat;
  readonly router: Router;
  /** The port that it is applied on; none on a router that stands on one chassis. */
  readonly gateway: RouterPort | undefined;
  readonly net: Network;
}

/** A rule of flows for each NAT that is applied, as the frame asks it. */
export function forNat(rule: (applied: AppliedNat) => readonly WantedFlow[]) {
  return (nat: Nat, net: Network): readonly WantedFlow[] => {
    const facts = net.routers.get(nat.router);
    if (facts === undefined) return [];
    const router = routerOf(facts, net);
    const gateway = nat.gateway && portByKey(nat.gateway, net);
    return router.isGateway || gateway !== undefined ? rule({ nat, router, gateway, net }) : [];
  };
}

/** Whether the router is one whose NAT is applied at a port; elsewhere it is applied to all packets. */
export function atGateway({ router, gateway }: AppliedNat): RouterPort | undefined {
  return router.isGateway ? undefined : gateway;
}

/** The chassis that applies a rule: that of its logical port, or that of the gateway. */
export function natPlace({ nat, gateway }: AppliedNat): string | undefined {
  if (nat.isDistributed) return resident(quote(nat.logicalPort ?? ''));
  return gateway?.redirect && resident(gateway.redirect);
}

/** Central rules only on the chassis of the gateway; the ports of distributed ones say where they are. */
export function centralPlace(applied: AppliedNat): string | undefined {
  return applied.nat.isDistributed ? undefined : natPlace(applied);
}

/** Of the packets for the external address, those that a rule is for as they come in. */
export function comesIn(applied: AppliedNat): string {
  const { nat } = applied;
  const gateway = atGateway(applied);
  return all(
    'ip',
    `ip${nat.version}.dst == ${nat.externalIp}`,
    gateway && `inport == ${gateway.quoted}`,
    gateway && centralPlace(applied),
  );
}

/** A rule with a match of its own stands above all others; of source NAT the longest prefix wins. */
export function natPriority({ nat, router, gateway }: AppliedNat, way: 'destination' | 'source'): number {
  if (nat.match !== '') return 300 + nat.priority;
  if (way === 'destination') return 100;
  return nat.plen + 1 + (router.isGateway || gateway === undefined ? 0 : 128);
}

/** Whether source and destination NAT share a zone of connection tracking here. */
export function sharesZone({ isGateway, commonZone }: Router): boolean {
  return commonZone && !isGateway;
}

/** Distributed rules send with an Ethernet address of their own. */
export function ownMac({ nat }: AppliedNat): string {
  return nat.isDistributed ? `eth.src = ${nat.mac}; ` : '';
}

/** The address, and the ports to choose from where some were given. */
export function withPorts(address: string, { portRange }: Nat): string {
  return portRange === '' ? address : `${address},${portRange}`;
}

export function commitsAll({ options }: Router): boolean {
  return optionIs(options, 'ct-commit-all');
}
