/**
 * Who is meant by a name: a server of Nova with all its ports, a port of Neutron by
 * name, id or address, or a logical port. What a suite calls vm1 may be any of them.
 */
import { allOf } from '../neutron';
import type { Deployment } from '../releases';
import { NEUTRON, NOVA } from '../sim';
import { serversOf, statusOf } from '../nova';
import { reachabilityPorts } from '../trace';
import type { AbsentPort, ReachabilityPort, ReachabilityPorts } from '../trace';

/** The ports of a name: those that packets can come from and go to, and the others. */
export interface Subject {
  readonly name: string;
  readonly ports: readonly ReachabilityPort[];
  readonly absent: readonly AbsentPort[];
}

/** Finds the subjects of one moment of a deployment. */
export class Subjects {
  readonly #deployment: Deployment;
  readonly #everyone: ReachabilityPorts;

  constructor(deployment: Deployment) {
    this.#deployment = deployment;
    this.#everyone = reachabilityPorts(deployment);
  }

  /** Undefined where nobody is called so. */
  find(name: string): Subject | undefined {
    const ids = this.#portsOf(name);
    if (ids === undefined) return undefined;
    const { ports, absent } = this.#everyone;
    const among = (port: { readonly name: string }) => ids.includes(port.name);
    return { name, ports: ports.filter(among), absent: absent.filter(among) };
  }

  /** What the API or OVN says of it; undefined where nobody is called so. */
  state(name: string): string | undefined {
    const [neutron, nova] = [this.#deployment.database(NEUTRON), this.#deployment.database(NOVA)];
    const named = ({ id, name: own }: { readonly id: string; readonly name: string }) => id === name || own === name;
    const server = nova && serversOf(nova).find(named);
    if (server) return statusOf(server);
    const object = neutron && (allOf(neutron, 'Port').find(named) ?? allOf(neutron, 'Network').find(named));
    if (object) return object.status;
    const port = this.#logicalPort(name);
    return port && (port.up === true ? 'up' : 'down');
  }

  /** The logical ports of a name, by name. */
  #portsOf(name: string): readonly string[] | undefined {
    const [neutron, nova] = [this.#deployment.database(NEUTRON), this.#deployment.database(NOVA)];
    const server = nova && serversOf(nova).find((one) => one.id === name || one.name === name);
    if (server) return server.vifs.map(({ port }) => port);
    const ports = neutron ? allOf(neutron, 'Port') : [];
    const port =
      ports.find((one) => one.id === name || one.name === name) ??
      ports.find(({ fixed_ips }) => fixed_ips.some(({ ip_address }) => ip_address === name));
    if (port) return [port.id];
    return this.#logicalPort(name) && [name];
  }

  #logicalPort(name: string) {
    const { release, nb } = this.#deployment;
    const found = release.northbound.findPort(nb, name);
    return found.ok ? found.value : undefined;
  }
}

/** The ports that two of them talk by: on the same logical switch, if there are such. */
export function pairOf(from: Subject, to: Subject): readonly [ReachabilityPort, ReachabilityPort] | undefined {
  const pairs = from.ports.flatMap((a) => to.ports.filter((b) => b !== a).map((b) => [a, b] as const));
  return pairs.find(([a, b]) => a.switch === b.switch) ?? pairs[0];
}
