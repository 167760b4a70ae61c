/**
 * What a rule sees of the network: facts by subject, each read with tracking. A
 * file of `facts/` makes the facts of a subject from the databases and from facts
 * that were made before it; a new one is a line in `Network` and a line in
 * `networkOf`, after what it reads.
 */
import type { Uuid } from '../../../base';
import type { Collection } from '../../../derive';
import { bindings, type Bindings } from './facts/bindings';
import { meters, type Meters } from './facts/copp';
import { globalFacts, type GlobalFacts } from './facts/global';
import { loadBalancing, type LoadBalancing } from './facts/load-balancing';
import { portMirrors, type PortMirror } from './facts/mirrors';
import { peers } from './facts/peers';
import { routerPortFacts, type RouterPorts } from './facts/router-ports';
import { routerFacts, type RouterFacts } from './facts/routers';
import { northboundRows } from './facts/rows';
import type { Sources } from './facts/sources';
import { switchPortFacts, type SwitchPorts } from './facts/switch-ports';
import { switchPolicies, type SwitchPolicies } from './facts/switch-policy';
import { switchFacts, type SwitchFacts } from './facts/switches';

export interface Network {
  readonly global: GlobalFacts;
  readonly bindings: Bindings;
  readonly switches: Collection<Uuid, SwitchFacts>;
  readonly routers: Collection<Uuid, RouterFacts>;
  readonly switchPorts: SwitchPorts;
  readonly routerPorts: RouterPorts;
  readonly meters: Meters;
  readonly mirrors: Collection<Uuid, PortMirror>;
  readonly loadBalancers: LoadBalancing;
  readonly policies: SwitchPolicies;
}

export function networkOf(from: Sources): Network {
  const rows = northboundRows(from);
  const connected = peers(from, rows);
  const switches = switchFacts(from, rows, connected);
  const routers = routerFacts(from, rows, connected);
  const global = globalFacts(from);
  const switchPorts = switchPortFacts(from, rows, connected, switches, routers);
  const routerPorts = routerPortFacts(from, rows, connected);
  const metersOf = meters(from);
  const loadBalancers = loadBalancing(from, global, switches, routers, switchPorts, routerPorts);
  return {
    global,
    bindings: bindings(from),
    switches,
    routers,
    switchPorts,
    routerPorts,
    meters: metersOf,
    mirrors: portMirrors(from),
    loadBalancers,
    policies: switchPolicies(from, rows, global, metersOf, switches, loadBalancers),
  };
}
