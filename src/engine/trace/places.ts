/** Where packets enter: the ports of integration bridges, and the logical ports that they stand for. */
import { INTEGRATION_BRIDGE } from '../sim';
import type { Deployment } from '../sim';
import { datapathPorts } from '../vswitch';
import { namesOf } from './names';

export interface Place {
  readonly machine: string;
  readonly iface: string;
  /** The VLAN tag by which a container's packets are told from its VM's. */
  readonly tag?: number;
}

/** The ports of a machine's integration bridge; none where there is no such machine or bridge. */
export function portsOf(
  deployment: Deployment,
  machine: string | undefined,
): readonly { readonly name: string; readonly ofport: number }[] {
  return deployment.machines.get(machine ?? '')?.bridges.get(INTEGRATION_BRIDGE)?.config.ports ?? [];
}

/** The OpenFlow number of a port of the datapath, by number or name: on this machine, or the first that has it. */
export function portOfDatapath(deployment: Deployment, machine: string | undefined, port: string): number | undefined {
  for (const [name, { switch: inner }] of deployment.machines) {
    if (machine !== undefined && machine !== name) continue;
    const found = datapathPorts(inner.bridges()).find(port);
    if (found?.bridge.name === INTEGRATION_BRIDGE) return found.port.ofport;
  }
  return undefined;
}

/** The logical port that an interface stands for. */
export function logicalPortAt(deployment: Deployment, machine: string, iface: string): string | undefined {
  return namesOf(deployment).ifaceId(machine, iface);
}

/** Where a logical port's packets enter; undefined while it is plugged in nowhere. */
export function placeOfPort(deployment: Deployment, logicalPort: string): Place | undefined {
  const names = namesOf(deployment);
  const port = names.port(logicalPort);
  const wanted = port?.parent ?? logicalPort;
  for (const machine of deployment.machines.keys()) {
    const found = portsOf(deployment, machine).find(({ name }) => names.ifaceId(machine, name) === wanted);
    if (!found) continue;
    const tag = port?.parent === undefined ? undefined : port.tag;
    return { machine, iface: found.name, ...(tag === undefined ? {} : { tag }) };
  }
  return undefined;
}
