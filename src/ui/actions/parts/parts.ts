/**
 * Switches, ports and hypervisors taken out of a network by value, to be made anew there
 * or elsewhere: what Duplicate and Copy take. Names are those of the network it came from.
 */
import { parseEntity } from '../../state';
import type { AclView, EntityKey, MachineView, NetworkModel, PortView, SwitchView } from '../../bridge';

export type PortPart = Pick<PortView, 'name' | 'macs' | 'portSecurity' | 'enabled' | 'parent' | 'tag'>;

export interface SwitchPart {
  readonly name: string;
  readonly ports: readonly PortPart[];
  readonly acls: readonly Pick<AclView, 'priority' | 'match' | 'action' | 'log'>[];
}

export type MachinePart = Pick<MachineView, 'name' | 'encapTypes' | 'encapIp'> & {
  /** Logical ports that are plugged in, by name. */
  readonly plugged: readonly string[];
};

export interface Parts {
  readonly switches: readonly SwitchPart[];
  /** Ports that were taken without their switch. */
  readonly ports: readonly PortPart[];
  readonly machines: readonly MachinePart[];
}

export function partsOf(model: NetworkModel, keys: Iterable<EntityKey>): Parts {
  const rows = new Set<string>();
  const machines = new Set<string>();
  for (const key of keys) {
    const entity = parseEntity(key);
    if (entity?.kind === 'row') rows.add(entity.uuid);
    else if (entity?.kind === 'machine') machines.add(entity.machine);
  }
  return {
    switches: model.switches.filter(({ uuid }) => rows.has(uuid)).map(switchPart),
    ports: model.switches
      .filter(({ uuid }) => !rows.has(uuid))
      .flatMap(({ ports }) => ports.filter(({ uuid }) => rows.has(uuid)).map(portPart)),
    machines: model.machines.filter(({ name }) => machines.has(name)).map(machinePart),
  };
}

export function isEmpty({ switches, ports, machines }: Parts): boolean {
  return switches.length + ports.length + machines.length === 0;
}

/** In words: "2 switches, 5 ports and 1 hypervisor"; ports of the switches are among them. */
export function wordsFor({ switches, ports, machines }: Parts): string {
  const counted = [
    count(switches.length, 'switch', 'switches'),
    count(ports.length + switches.reduce((sum, sw) => sum + sw.ports.length, 0), 'port', 'ports'),
    count(machines.length, 'hypervisor', 'hypervisors'),
  ].filter((words) => words !== null);
  return counted.length < 2 ? counted.join('') : `${counted.slice(0, -1).join(', ')} and ${counted.at(-1) ?? ''}`;
}

export function count(number: number, one: string, several: string): string | null {
  return number === 0 ? null : `${number} ${number === 1 ? one : several}`;
}

function switchPart({ name, ports, acls }: SwitchView): SwitchPart {
  return {
    name,
    ports: ports.map(portPart),
    acls: acls.map(({ priority, match, action, log }) => ({ priority, match, action, log })),
  };
}

function portPart({ name, macs, portSecurity, enabled, parent, tag }: PortView): PortPart {
  return { name, macs, portSecurity, enabled, parent, tag };
}

function machinePart({ name, encapTypes, encapIp, vifs }: MachineView): MachinePart {
  return { name, encapTypes, encapIp, plugged: vifs.flatMap(({ ifaceId }) => ifaceId ?? []) };
}
