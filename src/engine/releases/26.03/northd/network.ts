/**
 * What a rule sees of the network: facts by subject, each read with tracking. A
 * file of `facts/` makes the facts of a subject from the databases and from facts
 * that were made before it; a new one is a line in `Network` and a line in
 * `networkOf`, after what it reads.
 */
import type { Uuid } from '../../../base';
import type { Collection } from '../../../derive';
import { bfdFacts, type Bfd } from './facts/bfd';
import { bindings, type Bindings } from './facts/bindings';
import { coppMeters, type MeterOf } from './facts/copp';
import { dhcpOptions, type DhcpOptions } from './facts/dhcp-options';
import { dhcpRelays } from './facts/dhcp-relays';
import { forwardingGroups, type ForwardingGroup } from './facts/forwarding-groups';
import { globalFacts, type GlobalFacts } from './facts/global';
import { loadBalancing, type LoadBalancing } from './facts/load-balancing';
import { portMirrors, type PortMirror } from './facts/mirrors';
import { multicast, type Multicast } from './facts/multicast';
import { natFacts, type Nats } from './facts/nats';
import { peers } from './facts/peers';
import { policyFacts, type Policies } from './facts/policies';
import { portHealthChecks, type PortHealthCheck } from './facts/port-health-checks';
import { qosRules, type Qos } from './facts/qos';
import { routerPortFacts, type RouterPorts } from './facts/router-ports';
import { routerTraits, type RouterTraits } from './facts/router-traits';
import { routerVips, type RouterVips } from './facts/router-vips';
import { routerFacts, type RouterFacts } from './facts/routers';
import { routeFacts, type Routes } from './facts/routes';
import { northboundRows } from './facts/rows';
import type { Sources } from './facts/sources';
import { switchPolicies, type SwitchPolicies } from './facts/switch-policy';
import { switchPortFacts, type SwitchPorts } from './facts/switch-ports';
import { switchFacts, type SwitchFacts } from './facts/switches';

export interface Network {
  readonly global: GlobalFacts;
  readonly bindings: Bindings;
  readonly switches: Collection<Uuid, SwitchFacts>;
  readonly routers: Collection<Uuid, RouterFacts>;
  readonly switchPorts: SwitchPorts;
  readonly routerPorts: RouterPorts;
  readonly routerTraits: RouterTraits;
  readonly meter: MeterOf;
  readonly bfd: Bfd;
  readonly routes: Routes;
  readonly routerPolicies: Policies;
  readonly nats: Nats;
  /** Of routers with load balancers. */
  readonly routerVips: Collection<Uuid, RouterVips>;
  /** The server of each DHCP relay. */
  readonly dhcpRelays: Collection<Uuid, string>;
  readonly mirrors: Collection<Uuid, PortMirror>;
  readonly loadBalancers: LoadBalancing;
  readonly policies: SwitchPolicies;
  readonly multicast: Multicast;
  readonly dhcpOptions: Collection<Uuid, DhcpOptions>;
  readonly qos: Collection<string, Qos>;
  readonly forwardingGroups: Collection<string, ForwardingGroup>;
  readonly portHealthChecks: Collection<Uuid, PortHealthCheck>;
}

export function networkOf(from: Sources): Network {
  const rows = northboundRows(from);
  const connected = peers(from, rows);
  const switches = switchFacts(from, rows, connected);
  const routers = routerFacts(from, rows, connected);
  const bound = bindings(from);
  const routerPorts = routerPortFacts(from, rows, connected);
  const bfd = bfdFacts(from);
  const global = globalFacts(from);
  const switchPorts = switchPortFacts(from, rows, connected, switches, routers);
  const loadBalancers = loadBalancing(from, global, switches, routers, switchPorts, routerPorts);
  return {
    global,
    bindings: bound,
    switches,
    routers,
    switchPorts,
    routerPorts,
    routerTraits: routerTraits(from, routerPorts, bound),
    meter: coppMeters(from),
    bfd,
    routes: routeFacts(from, routers, routerPorts, bfd),
    routerPolicies: policyFacts(from, routers, routerPorts, bfd),
    nats: natFacts(from, routers, routerPorts, switchPorts),
    routerVips: routerVips(from, routers, routerPorts, loadBalancers),
    dhcpRelays: dhcpRelays(from),
    mirrors: portMirrors(from),
    loadBalancers,
    policies: switchPolicies(from, rows, global, switches, loadBalancers),
    multicast: multicast(from, switches, routers, switchPorts, routerPorts),
    dhcpOptions: dhcpOptions(from),
    qos: qosRules(from),
    forwardingGroups: forwardingGroups(from),
    portHealthChecks: portHealthChecks(from),
  };
}
