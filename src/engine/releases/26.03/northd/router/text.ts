/** How the flows of routers are written: their registers, and the parts of matches and actions that many rules share. */
import type { RowRef } from '../../../../base';
import type { WantedFlow } from '../flow';
import type { StageName } from '../stages';
import type { Ipv4Address, Ipv6Address } from '../facts/addresses';
import type { Router, RouterPort } from './subjects';

/** What registers hold in a router's pipelines. */
export const REG = {
  inportMac: 'xreg0[0..47]',
  nextHop: { 4: 'reg0', 6: 'xxreg0' },
  source: { 4: 'reg5', 6: 'xxreg1' },
  routeTable: 'reg7',
  ecmpGroup: 'reg8[0..15]',
  ecmpMember: 'reg8[16..31]',
  policyChain: 'reg9[16..31]',
  loopedBack: 'reg9[0]',
  tooLarge: 'reg9[1]',
  neighbourKnown: 'reg9[2]',
  neighbourIpKnown: 'reg9[3]',
  natIsLocal: 'reg9[4]',
  knownSession: 'reg9[6]',
  relayRequestOk: 'reg9[7]',
  relayResponseOk: 'reg9[8]',
  nextHopIsIpv4: 'reg9[9]',
  commitEcmpReply: 'reg9[10]',
  relayDestination: 'reg2',
  raOptionsOk: 'reg0[5]',
  ctProtocol: 'reg1[16..23]',
  ctPort: 'reg1[0..15]',
  statelessBackend: 'reg1[0..15]',
  ctState: 'reg4[0..7]',
  vip: { 4: 'reg4', 6: 'xxreg1' },
  vipPort: 'reg2[0..15]',
} as const;

export type IpVersion = 4 | 6;

/** A flow without its place: which rule wants it, and why. */
export interface FlowText {
  readonly rule: string;
  readonly priority: number;
  readonly match: string;
  readonly actions: string;
  readonly why: () => string;
  readonly hint?: RowRef | undefined;
  readonly meter?: string | undefined;
}

/** A maker of flows for one stage of a router's pipelines. */
export function inStage(stage: StageName) {
  return (router: Pick<Router, 'uuid'>, { hint, meter, ...text }: FlowText): WantedFlow => ({
    datapaths: [router.uuid],
    stage,
    ...text,
    ...(hint === undefined ? {} : { hint }),
    ...(meter === undefined ? {} : { meter }),
  });
}

export { match as all } from '../texts';

export function resident(quotedPort: string): string {
  return `is_chassis_resident(${quotedPort})`;
}

/** That the packet is on the chassis of the gateway port, if it is one. */
export function onGateway({ redirect }: Pick<RouterPort, 'redirect'>): string | undefined {
  return redirect === undefined ? undefined : resident(redirect);
}

/** The addresses of a port: one on its own, several in braces. */
export function addressesOf(networks: readonly { readonly addr: string }[]): string {
  const addresses = networks.map(({ addr }) => addr);
  return addresses.length === 1 ? (addresses[0] ?? '') : `{${addresses.join(', ')}}`;
}

/** The addresses of a port and those that reach all of their network. */
export function addressesAndBroadcasts(networks: readonly Ipv4Address[]): string {
  return `{${networks.map(({ addr, bcast }) => `${addr}, ${bcast}`).join(', ')}}`;
}

export function subnetOf({ network, plen }: Ipv4Address | Ipv6Address): string {
  return `${network}/${plen}`;
}

/** The IPv6 networks that were configured: every port has one more, of its link-local address, which is the last. */
export function configuredIpv6({ ipv6 }: Pick<RouterPort, 'ipv6'>): readonly Ipv6Address[] {
  return ipv6.slice(0, -1);
}

/** The version of an address or prefix, by its look. */
export function ipVersionOf(address: string): IpVersion {
  return address.includes('.') ? 4 : 6;
}

export { quotePortName as quote } from '../../../../northd';
