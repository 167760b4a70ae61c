/** lr_in_arp_resolve: the Ethernet address of the next hop, where it is known from the northbound database. */
import type { RowRef } from '../../../../base';
import type { WantedFlow } from '../flow';
import type { PortOfRouter, Router, RouterPort } from './subjects';
import { addressesOf, inStage, ipVersionOf, REG, resident } from './text';

export const resolve = inStage('lr_in_arp_resolve');

export function arpResolveOfRouter(router: Router): readonly WantedFlow[] {
  const why = () => 'The Ethernet address of the next hop is looked up in what was learnt.';
  return [
    resolve(router, {
      rule: 'multicast',
      priority: 500,
      match: 'ip4.mcast || ip6.mcast',
      actions: 'next;',
      why: () => 'A group needs no neighbour.',
    }),
    resolve(router, {
      rule: 'learnt-ipv4',
      priority: 1,
      match: `${REG.nextHopIsIpv4} == 1`,
      actions: `get_arp(outport, ${REG.nextHop[4]}); next;`,
      why,
    }),
    resolve(router, {
      rule: 'learnt-ipv6',
      priority: 1,
      match: `${REG.nextHopIsIpv4} == 0`,
      actions: `get_nd(outport, ${REG.nextHop[6]}); next;`,
      why,
    }),
    resolve(router, {
      rule: 'no-next-hop',
      priority: 0,
      match: '1',
      actions: router.drop,
      why: () => 'The packet has no next hop.',
    }),
  ];
}

/** Whether what leaves by a gateway port goes to its chassis as a frame on the physical network, not through a tunnel. */
export function redirectsBridged({ options }: Pick<RouterPort, 'options'>): boolean {
  return options.get('redirect-type')?.toLowerCase() === 'bridged';
}

/** On chassis that the gateway port does not stand on, its own address leads there. */
export function arpResolveOfPort(port: RouterPort, router: Router): readonly WantedFlow[] {
  if (port.redirect === undefined || !redirectsBridged(port)) return [];
  return [
    resolve(router, {
      rule: 'bridged-redirect',
      priority: 50,
      match: `outport == ${port.quoted} && !${resident(port.redirect)}`,
      actions: `eth.dst = ${port.mac}; next;`,
      hint: port.ref,
      why: () => `What leaves by ${port.name} is sent over the physical network to the chassis that it stands on.`,
    }),
  ];
}

/** A port of another router at the other end of `port`, without a switch between them. */
export function arpResolveOfRouterPeer(peer: RouterPort, { port, router }: PortOfRouter): readonly WantedFlow[] {
  return neighbour(peer, port, router, 'router-peer', peer.ref, '');
}

/** A port of another router on the same switch as `port`; `hint` is the switch port behind which `port` is. */
export function arpResolveOfRouterNeighbour(
  other: RouterPort,
  { port, router }: PortOfRouter,
  hint: RowRef,
): readonly WantedFlow[] {
  return neighbour(other, port, router, 'router-neighbour', hint, ' ');
}

/** `blank`: OVN writes this comparison in two ways. */
function neighbour(
  other: RouterPort,
  port: RouterPort,
  router: Router,
  rule: string,
  hint: RowRef,
  blank: string,
): readonly WantedFlow[] {
  const resolved = (match: string) =>
    resolve(router, {
      rule,
      priority: 100,
      match: `outport == ${port.quoted} && ${match}`,
      actions: `eth.dst = ${other.mac}; next;`,
      hint,
      why: () => `${other.name} is a neighbour of ${port.name}, and its address is known.`,
    });
  return [
    ...(other.ipv4.length === 0 ? [] : [resolved(`${REG.nextHop[4]}${blank}== ${addressesOf(other.ipv4)}`)]),
    ...(other.ipv6.length === 0 ? [] : [resolved(`${REG.nextHop[6]} == ${addressesOf(other.ipv6)}`)]),
  ];
}

/** A machine behind a switch port, seen from a router port on the switch. */
export interface Machine {
  readonly ref: RowRef;
  readonly name: string;
  readonly mac: string;
  readonly addresses: readonly string[];
}

/** `reachable` says whether an address is in a network of the router's port. */
export function arpResolveOfMachine(
  machine: Machine,
  { port, router }: PortOfRouter,
  reachable: (address: string, port: RouterPort) => boolean,
): readonly WantedFlow[] {
  const bridged = port.redirect !== undefined && redirectsBridged(port);
  return machine.addresses
    .filter((address) => reachable(address, port) && !(bridged && ipVersionOf(address) === 4))
    .map((address) =>
      resolve(router, {
        rule: 'machine',
        priority: 100,
        match: `outport == ${port.quoted} && ${REG.nextHop[ipVersionOf(address)]} == ${address}`,
        actions: `eth.dst = ${machine.mac}; next;`,
        hint: machine.ref,
        why: () => `${address} is an address of port ${machine.name}.`,
      }),
    );
}
