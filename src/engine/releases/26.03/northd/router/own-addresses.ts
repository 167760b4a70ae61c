/** lr_in_ip_input, what a router does with packets for the addresses of its ports: answers of ARP, neighbour discovery and ICMP. */
import type { WantedFlow } from '../flow';
import { arpReply, neighbourReply } from './answers';
import type { Ipv4Address, Ipv6Address } from '../facts/addresses';
import { optionIs } from '../facts/sources';
import { ipInput, TTL_EXPIRED } from './ip-input';
import type { Router, RouterPort } from './subjects';
import {
  addressesAndBroadcasts,
  addressesOf,
  all,
  configuredIpv6,
  onGateway,
  REG,
  resident,
  subnetOf,
  type FlowText,
  type IpVersion,
} from './text';

export function ownAddressesOfPort(port: RouterPort, router: Router): readonly WantedFlow[] {
  const texts = [
    ...ownSource(port, router),
    ...echoes(port),
    ...unreachable(port, router),
    ...expired(port, router),
    ...bfd(port, router),
  ];
  return [...texts.map((text) => ipInput(router, { hint: port.ref, ...text })), ...resolutions(port, router)];
}

/** Nobody else may send from an address of the router. */
function ownSource({ name, ipv4 }: RouterPort, { drop }: Router): readonly FlowText[] {
  if (ipv4.length === 0) return [];
  return [
    {
      rule: 'own-source',
      priority: 100,
      match: `ip4.src == ${addressesAndBroadcasts(ipv4)} && ${REG.loopedBack} == 0`,
      actions: drop,
      why: () => `The packet claims to come from an address of ${name}, or from a broadcast address.`,
    },
  ];
}

function echoes({ name, ipv4, ipv6 }: RouterPort): readonly FlowText[] {
  const common = { rule: 'echo', priority: 90, why: () => `The addresses of ${name} answer pings.` };
  return [
    ...(ipv4.length === 0
      ? []
      : [
          {
            ...common,
            match: `ip4.dst == ${addressesOf(ipv4)} && icmp4.type == 8 && icmp4.code == 0`,
            actions: 'ip4.dst <-> ip4.src; ip.ttl = 255; icmp4.type = 0; flags.loopback = 1; next; ',
          },
        ]),
    ...(ipv6.length === 0
      ? []
      : [
          {
            ...common,
            match: `ip6.dst == ${addressesOf(ipv6)} && icmp6.type == 128 && icmp6.code == 0`,
            actions: 'ip6.dst <-> ip6.src; ip.ttl = 255; icmp6.type = 129; flags.loopback = 1; next; ',
          },
        ]),
  ];
}

/** Who asks for an address of the port is told its Ethernet address. */
function resolutions(port: RouterPort, router: Router): readonly WantedFlow[] {
  const why = () => `Port ${port.name} says which Ethernet address its own addresses have.`;
  const ask = { priority: 90, rule: 'own-address', inport: port.quoted, mac: REG.inportMac, hint: port.ref, why };
  return [
    ...port.ipv4.map((network) =>
      arpReply(router, {
        ...ask,
        address: network.addr,
        condition: all(`arp.spa == ${subnetOf(network)}`, arpPlace(port, router)),
      }),
    ),
    ...port.ipv6.map(({ addr, snAddr }) =>
      neighbourReply(router, {
        ...ask,
        address: addr,
        solicitedNode: snAddr,
        advertisement: 'nd_na_router',
        condition: (router.isCentralized && onGateway(port)) || '',
      }),
    ),
  ];
}

/** Where a router has a gateway, one chassis alone answers on networks that reach the physical network. */
function arpPlace(port: RouterPort, router: Router): string | undefined {
  const { isCentralized, gatewayPorts } = router;
  const outside = port.peer?.kind === 'switch' && port.peer.switchHasLocalnet;
  if (!isCentralized || gatewayPorts.length === 0 || !outside) return undefined;
  if (port.redirect !== undefined) return onGateway(port);
  const [gateway, another] = gatewayPorts;
  const resides = optionIs(port.options, 'reside-on-redirect-chassis', false) && another === undefined;
  return resides && gateway?.redirect !== undefined ? resident(gateway.redirect) : undefined;
}

/** Routers without a gateway say that they have no services; others may have connections of NAT on any port. */
function unreachable(port: RouterPort, router: Router): readonly FlowText[] {
  if (router.isGateway || router.gatewayPorts.length > 0) return [];
  return [
    ...port.ipv6.flatMap(({ addr }) => refusals(6, addr, port.name, router)),
    ...port.ipv4.flatMap(({ addr }) => refusals(4, addr, port.name, router)),
  ];
}

const UNREACHABLE = {
  4: { port: 'icmp4.type = 3; icmp4.code = 3', protocol: 'icmp4.type = 3; icmp4.code = 2' },
  6: { port: 'icmp6.type = 1; icmp6.code = 4', protocol: 'icmp6.type = 1; icmp6.code = 3' },
} as const;

function refusals(version: IpVersion, address: string, port: string, { meter }: Router): readonly FlowText[] {
  const ip = `ip${version}`;
  const toAddress = `${ip} && ${ip}.dst == ${address} && !ip.later_frag`;
  const back = `eth.dst <-> eth.src; ${ip}.dst <-> ${ip}.src; `;
  const error = (code: string) => `icmp${version} {${back}ip.ttl = 255; ${code}; next; };`;
  const why = () => `Nothing listens on ${address} of ${port}, and the sender is told so.`;
  const refusal = { rule: 'unreachable', priority: 80, why };
  const icmpMeter = meter(`icmp${version}-error`);
  const resetMeter = meter('tcp-reset');
  return [
    { ...refusal, match: `${toAddress} && udp`, actions: error(UNREACHABLE[version].port), meter: icmpMeter },
    { ...refusal, match: `${toAddress} && tcp`, actions: `tcp_reset {${back}next; };`, meter: resetMeter },
    { ...refusal, match: `${toAddress} && sctp`, actions: `sctp_abort {${back}next; };`, meter: resetMeter },
    { ...refusal, priority: 70, match: toAddress, actions: error(UNREACHABLE[version].protocol), meter: icmpMeter },
  ];
}

/** Who sent a packet that has been through too many routers is told, from an address of the network it came from. */
function expired(port: RouterPort, router: Router): readonly FlowText[] {
  const [first4] = port.ipv4;
  const [first6] = port.ipv6;
  return [
    ...port.ipv4.map((network) => timeExceeded(4, port, router, network)),
    ...(first4 === undefined ? [] : [timeExceeded(4, port, router, undefined, first4)]),
    ...configuredIpv6(port).map((network) => timeExceeded(6, port, router, network)),
    ...(first6 === undefined ? [] : [timeExceeded(6, port, router, undefined, first6)]),
  ];
}

/** For senders in `network`, or for any other sender. On a gateway port the answer comes from the address that was asked. */
function timeExceeded(
  version: IpVersion,
  { name, quoted, redirect }: RouterPort,
  { meter }: Router,
  network: Ipv4Address | Ipv6Address | undefined,
  source: { readonly addr: string } | undefined = network,
): FlowText {
  const ip = `ip${version}`;
  const swap = network !== undefined && redirect !== undefined;
  const turn = swap ? `${ip}.dst <-> ${ip}.src` : `${ip}.dst = ${ip}.src; ${ip}.src = ${source?.addr ?? ''}`;
  const addresses = `${turn}${network === undefined ? '' : ' '}; ip.ttl = 254; `;
  const type = `icmp${version}.type = ${version === 4 ? 11 : 3}; /* Time exceeded */ `;
  const code = `icmp${version}.code = 0; /* TTL exceeded in transit */ `;
  const body = version === 4 ? `${type}${code}${addresses}` : `${addresses}${type}${code}`;
  return {
    rule: 'time-exceeded',
    priority: network === undefined ? 30 : 31,
    match: all(
      `inport == ${quoted}`,
      ip,
      network && `${ip}.src == ${subnetOf(network)}`,
      TTL_EXPIRED,
      '!ip.later_frag',
    ),
    actions: `icmp${version} {eth.dst <-> eth.src; ${body}outport = ${quoted}; flags.loopback = 1; output; };`,
    meter: meter(`icmp${version}-error`),
    why: () => `The packet that came in by ${name} has been through as many routers as it may, and its sender is told.`,
  };
}

/** Messages of BFD to an address of the port are for ovn-controller, and those that it sends itself are no fake. */
function bfd({ name, ipv4, ipv6, runsBfd }: RouterPort, { meter }: Router): readonly FlowText[] {
  if (!runsBfd) return [];
  const versions = [
    { ip: 'ip4', networks: ipv4 },
    { ip: 'ip6', networks: ipv6 },
  ].filter(({ networks }) => networks.length > 0);
  return versions.flatMap(({ ip, networks }): FlowText[] => [
    {
      rule: 'bfd-from-router',
      priority: 110,
      match: `${ip}.src == ${addressesOf(networks)} && udp.dst == 3784`,
      actions: 'next; ',
      why: () => `Port ${name} watches a neighbour by BFD.`,
    },
    {
      rule: 'bfd-to-router',
      priority: 110,
      match: `${ip}.dst == ${addressesOf(networks)} && udp.dst == 3784`,
      actions: 'handle_bfd_msg(); ',
      meter: meter('bfd'),
      why: () => `Port ${name} watches a neighbour by BFD, and this is what the neighbour says.`,
    },
  ]);
}

/** Replies to DHCPv6 requests that ovn-controller sent for a delegated prefix. */
export function delegatedPrefixOfPort(port: RouterPort, router: Router): readonly WantedFlow[] {
  if (!optionIs(port.options, 'prefix_delegation', false)) return [];
  return port.ipv6.map(({ addr }) =>
    ipInput(router, {
      rule: 'dhcpv6-reply',
      priority: 100,
      match: `ip6.dst == ${addr} && udp.src == 547 && udp.dst == 546`,
      actions: 'reg0 = 0; handle_dhcpv6_reply;',
      why: () => `Port ${port.name} asked for a prefix of its own, and this is the answer.`,
    }),
  );
}
