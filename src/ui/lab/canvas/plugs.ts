/** What ports and interfaces have to do with each other, for those that stand on cards; pure. */
import type { NetworkModel, PortView } from '../../bridge';

export interface Plugs {
  /** Machines whose interfaces ask for a port, by the port's name. */
  readonly machines: ReadonlyMap<string, readonly string[]>;
  /** The port that an iface-id names. */
  readonly ports: ReadonlyMap<string, PortView>;
  /** Ports of containers inside a virtual machine, by its iface-id, in the order of their tags. */
  readonly containers: ReadonlyMap<string, readonly PortView[]>;
}

/** Looks at all there is, but makes nothing of what is not on a card: thousands may be folded away. */
export function plugsOf(model: NetworkModel, names: ReadonlySet<string>, ifaceIds: ReadonlySet<string>): Plugs {
  const machines = new Map<string, string[]>();
  for (const { name, vifs } of model.machines) {
    for (const { ifaceId } of vifs) if (ifaceId !== null && names.has(ifaceId)) append(machines, ifaceId, name);
  }
  const ports = new Map<string, PortView>();
  const containers = new Map<string, PortView[]>();
  for (const sw of model.switches) {
    for (const port of sw.ports) {
      if (ifaceIds.has(port.name)) ports.set(port.name, port);
      if (port.parent !== null && ifaceIds.has(port.parent)) append(containers, port.parent, port);
    }
  }
  for (const inside of containers.values()) inside.sort((a, b) => (a.tag ?? 0) - (b.tag ?? 0));
  return { machines, ports, containers };
}

function append<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}
