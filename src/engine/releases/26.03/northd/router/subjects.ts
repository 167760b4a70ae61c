/**
 * What the rules of a router's stages are told: a router and a port as facts that are asked for one by one, so that a
 * rule depends on what it reads and on nothing else.
 */
import type { RowRef, Uuid } from '../../../../base';
import type { Ipv4Address, Ipv6Address } from '../facts/addresses';
import type { CoppPurpose } from '../facts/copp';
import type { ChassisFeature } from '../facts/global';
import type { RouterPortFacts } from '../facts/router-ports';
import type { RouterFacts } from '../facts/routers';
import type { Options } from '../facts/sources';
import type { SwitchPortFacts } from '../facts/switch-ports';
import type { WantedFlow } from '../flow';
import type { Network } from '../network';

export interface Router {
  readonly ref: RowRef;
  readonly uuid: Uuid;
  readonly name: string;
  readonly options: Options;
  /** Whether it stands on one chassis. */
  readonly isGateway: boolean;
  readonly gatewayPorts: readonly RouterPort[];
  readonly redirectBridged: boolean;
  /** False where a load balancer with distributed backends makes every chassis do the work of the gateway. */
  readonly isCentralized: boolean;
  /** Whether it has ports on chassis of another deployment. */
  readonly isTransit: boolean;
  readonly relaysMulticast: boolean;
  /** Whether some of its ports want all multicasts. */
  readonly floodsMulticast: boolean;
  /** The meter of what it sends to the controller for a purpose. */
  readonly meter: (purpose: CoppPurpose) => string | undefined;
  /** Its key in the southbound database; 0 until there is one. */
  readonly tunnelKey: number;
  /** The action of flows that drop; it samples what it drops where that is asked for. */
  readonly drop: string;
  /** Whether source and destination NAT of distributed routers share one zone of connection tracking. */
  readonly commonZone: boolean;
  readonly has: (feature: ChassisFeature) => boolean;
}

export interface RouterPort {
  readonly ref: RowRef;
  readonly uuid: Uuid;
  readonly router: Uuid;
  readonly name: string;
  /** The name in quotes, as matches and actions write it. */
  readonly quoted: string;
  readonly enabled: boolean;
  readonly mac: string;
  /** Its Ethernet address as somebody wrote it. */
  readonly rawMac: string;
  readonly ipv4: readonly Ipv4Address[];
  /** As configured, and last the link-local address that every port has. */
  readonly ipv6: readonly Ipv6Address[];
  readonly options: Options;
  /** The chassisredirect port beside it, in quotes: it is a distributed gateway port. */
  readonly redirect: string | undefined;
  /** Whether chassis are named for it, though it may be no gateway. */
  readonly hasGatewayChassis: boolean;
  /** Its key in the southbound database; 0 until there is one. */
  readonly tunnelKey: number;
  /** That of the chassisredirect port beside it. */
  readonly redirectKey: number;
  readonly raConfigs: Options;
  /** The server that its DHCP relay sends requests to. */
  readonly dhcpRelay: string | undefined;
  readonly runsBfd: boolean;
  readonly peer: SwitchPeer | RouterPeer | undefined;
}

/** The port of a switch at the other end. */
export interface SwitchPeer {
  readonly kind: 'switch';
  readonly ref: RowRef;
  readonly quoted: string;
  readonly sw: Uuid;
  readonly hasRedirect: boolean;
  /** The Ethernet address for which the switch port answers ARP on behalf of others. */
  readonly proxyArpMac: string | undefined;
  readonly switchHasLocalnet: boolean;
  /** Whether a localnet port of the switch has a tag. */
  readonly switchHasVlan: boolean;
  readonly switchHasVtep: boolean;
  /** Whether the switch has a port for relayed DHCP. */
  readonly switchRelaysDhcp: boolean;
}

/** The port of another router, to which this one is connected without a switch. */
export interface RouterPeer {
  readonly kind: 'router';
  readonly port: Uuid;
  readonly quoted: string;
  readonly hasRedirect: boolean;
}

/** A port with the router that it belongs to. */
export interface PortOfRouter {
  readonly port: RouterPort;
  readonly router: Router;
}

export function routerOf(facts: RouterFacts, net: Network): Router {
  const { ref, uuid, name, options, isGateway, redirectBridged, copp } = facts;
  return {
    ref,
    uuid,
    name,
    options,
    isGateway,
    redirectBridged,
    relaysMulticast: options.get('mcast_relay')?.toLowerCase() === 'true',
    meter: (purpose) => net.meter(copp, purpose),
    has: (feature) => net.global.feature(feature),
    get gatewayPorts() {
      return facts.gatewayPorts.flatMap((port) => portByKey(port, net) ?? []);
    },
    get isCentralized() {
      return !net.routerTraits.hasDistributedLoadBalancer(uuid);
    },
    get isTransit() {
      return net.routerTraits.isTransit(uuid);
    },
    get floodsMulticast() {
      return net.routerTraits.floodsMulticast(uuid);
    },
    get tunnelKey() {
      return net.bindings.datapathKey(uuid) ?? 0;
    },
    get drop() {
      return net.global.drop();
    },
    get commonZone() {
      return net.global.optionIs('use_common_zone');
    },
  };
}

export function portOf(facts: RouterPortFacts, net: Network): RouterPort {
  const { ref, uuid, router, name, quoted, enabled, rawMac, networks, options } = facts;
  return {
    ref,
    uuid,
    router,
    name,
    quoted,
    enabled,
    rawMac,
    options,
    mac: networks.mac,
    ipv4: networks.ipv4,
    ipv6: networks.ipv6,
    redirect: facts.crPort?.quoted,
    hasGatewayChassis: facts.gatewayChassis.length > 0 || facts.haChassisGroup !== undefined,
    raConfigs: facts.ipv6RaConfigs,
    get tunnelKey() {
      return net.bindings.ofPort.first(name)?.tunnelKey ?? 0;
    },
    get redirectKey() {
      return facts.crPort === undefined ? 0 : (net.bindings.ofPort.first(facts.crPort.name)?.tunnelKey ?? 0);
    },
    get dhcpRelay() {
      return facts.dhcpRelay && net.dhcpRelays.get(facts.dhcpRelay);
    },
    get runsBfd() {
      return net.bfd.runsOn(name);
    },
    get peer() {
      return (
        facts.peer &&
        (facts.peer.kind === 'switch' ? switchPeer(facts.peer.port, net) : routerPeer(facts.peer.port, net))
      );
    },
  };
}

export function portByKey(uuid: Uuid, net: Network): RouterPort | undefined {
  const facts = net.routerPorts.all.get(uuid);
  return facts && portOf(facts, net);
}

/** The router that a port belongs to, with the port. */
export function portOfRouter(facts: RouterPortFacts | undefined, net: Network): PortOfRouter | undefined {
  const router = facts && net.routers.get(facts.router);
  return facts && router && { port: portOf(facts, net), router: routerOf(router, net) };
}

function switchPeer(uuid: Uuid, net: Network): SwitchPeer | undefined {
  const port = net.switchPorts.all.get(uuid);
  return (
    port && {
      kind: 'switch',
      ref: port.ref,
      quoted: port.quoted,
      sw: port.sw,
      hasRedirect: port.crPort !== undefined,
      proxyArpMac: proxyMac(port),
      get switchHasLocalnet() {
        return (net.switches.get(port.sw)?.localnetPorts.length ?? 0) > 0;
      },
      get switchHasVlan() {
        const localnets = net.switches.get(port.sw)?.localnetPorts ?? [];
        return localnets.some((localnet) => hasVlan(net.switchPorts.all.get(localnet)));
      },
      get switchHasVtep() {
        return net.switches.get(port.sw)?.hasVtepPorts === true;
      },
      get switchRelaysDhcp() {
        return net.switches.get(port.sw)?.otherConfig.has('dhcp_relay_port') === true;
      },
    }
  );
}

function routerPeer(uuid: Uuid, net: Network): RouterPeer | undefined {
  const port = net.routerPorts.all.get(uuid);
  return port && { kind: 'router', port: uuid, quoted: port.quoted, hasRedirect: port.crPort !== undefined };
}

/** Without an Ethernet address of its own the proxy answers with that of the router. */
function proxyMac({ proxyArp }: SwitchPortFacts): string | undefined {
  const mac = proxyArp?.mac ?? '';
  return /[1-9a-f]/.test(mac) ? mac : undefined;
}

function hasVlan(localnet: SwitchPortFacts | undefined): boolean {
  if (localnet?.tagRequest === undefined) return false;
  return localnet.tagRequest !== 0 || (localnet.parentName ?? '') !== '';
}

/** A rule of routers as the frame asks it. */
export function forRouter(rule: (router: Router, net: Network) => readonly WantedFlow[]) {
  return (facts: RouterFacts, net: Network): readonly WantedFlow[] => rule(routerOf(facts, net), net);
}

/** A rule of ports, which is told of their router too. */
export function forPort(rule: (port: RouterPort, router: Router, net: Network) => readonly WantedFlow[]) {
  return (facts: RouterPortFacts, net: Network): readonly WantedFlow[] => {
    const found = portOfRouter(facts, net);
    return found ? rule(found.port, found.router, net) : [];
  };
}
