/** lr_in_arp_resolve: the Ethernet address of the next hop, where it is known from the northbound database. */
import type { RowRef, Uuid } from '../../../../base';
import type { RouterPortFacts } from '../facts/router-ports';
import { addressInNetwork } from '../facts/routes';
import { optionIs } from '../facts/sources';
import type { SwitchPortFacts } from '../facts/switch-ports';
import type { WantedFlow } from '../flow';
import type { Network } from '../network';
import { portOf, portOfRouter, type PortOfRouter, type Router, type RouterPort } from './subjects';
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

/** A port of another router at the other end, without a switch between them: that router knows this port. */
export function arpResolveOfRouterPeer(facts: RouterPortFacts, net: Network): readonly WantedFlow[] {
  const peer = facts.peer?.kind === 'router' ? portOfRouter(net.routerPorts.all.get(facts.peer.port), net) : undefined;
  return peer ? neighbour(portOf(facts, net), peer, 'router-peer', facts.ref, '') : [];
}

/** What routers on a switch know of a port of the switch: who is behind it. */
export function arpResolveOfSwitchPort(port: SwitchPortFacts, net: Network): readonly WantedFlow[] {
  if (!port.enabled || port.type === 'virtual') return [];
  return port.type === 'router' ? routersBeside(port, net) : machines(port, net);
}

/** The router behind a switch port knows the other routers on the switch. */
function routersBeside(port: SwitchPortFacts, net: Network): readonly WantedFlow[] {
  const own = port.peer?.kind === 'router' ? portOfRouter(net.routerPorts.all.get(port.peer.port), net) : undefined;
  if (own === undefined || optionIs(own.router.options, 'dynamic_neigh_routers')) return [];
  return routerPortsOn(port.sw, net)
    .filter(({ uuid }) => uuid !== own.port.uuid)
    .flatMap((other) => neighbour(portOf(other, net), own, 'router-neighbour', port.ref, ' '));
}

/** Every router on the switch knows the machines in its own networks. */
function machines({ sw, name, ref, addresses }: SwitchPortFacts, net: Network): readonly WantedFlow[] {
  return routerPortsOn(sw, net).flatMap((facts) => {
    const own = portOfRouter(facts, net);
    if (own === undefined) return [];
    const { port, router } = own;
    const bridged = port.redirect !== undefined && redirectsBridged(port);
    return addresses.flatMap(({ mac, ipv4, ipv6 }) =>
      [...(bridged ? [] : ipv4), ...ipv6]
        .filter(({ addr }) => addressInNetwork(facts, addr) !== undefined)
        .map(({ addr }) =>
          resolve(router, {
            rule: 'machine',
            priority: 100,
            match: `outport == ${port.quoted} && ${REG.nextHop[ipVersionOf(addr)]} == ${addr}`,
            actions: `eth.dst = ${mac}; next;`,
            hint: ref,
            why: () => `${addr} is an address of port ${name}.`,
          }),
        ),
    );
  });
}

/** The ports of routers that are connected to a switch. */
export function routerPortsOn(sw: Uuid, net: Network): readonly RouterPortFacts[] {
  return (net.switches.get(sw)?.routerPorts ?? []).flatMap((uuid) => {
    const peer = net.switchPorts.all.get(uuid)?.peer;
    return peer?.kind === 'router' ? (net.routerPorts.all.get(peer.port) ?? []) : [];
  });
}

/** `blank`: OVN writes this comparison in two ways. */
function neighbour(
  other: RouterPort,
  { port, router }: PortOfRouter,
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
