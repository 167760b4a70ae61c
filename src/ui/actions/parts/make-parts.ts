/** The edits that make parts anew in a network, under names and addresses that are free there; pure. */
import type { Edit, NetworkModel } from '../../bridge';
import { freshIn } from './fresh';
import type { Fresh } from './fresh';
import type { MachinePart, Parts, PortPart, SwitchPart } from './parts';

export interface Made {
  readonly edits: readonly Edit[];
  /** The names that the switches, hypervisors and lone ports got. */
  readonly switches: readonly string[];
  readonly machines: readonly string[];
  readonly ports: readonly string[];
}

/** `into`: the switch that gets the ports which came without one, by UUID or name. */
export function makeParts({ switches, ports, machines }: Parts, model: NetworkModel, into: string | null): Made {
  const fresh = freshIn(model);
  const portNames = new Map<string, string>();
  const switchNames = switches.map((sw) => fresh.name('switch', sw.name || 'sw1'));
  switches.forEach((sw, index) => {
    for (const { name } of sw.ports) portNames.set(name, portName(fresh, name, sw.name, switchNames[index] ?? ''));
  });
  for (const { name } of ports) portNames.set(name, fresh.name('port', name));
  const machineNames = machines.map((machine) => fresh.name('machine', machine.name));
  return {
    edits: [
      ...switches.flatMap((sw, index) => makeSwitch(sw, switchNames[index] ?? '', portNames, fresh)),
      ...(into === null ? [] : ports.flatMap((port) => makePort(port, into, portNames, fresh))),
      ...machines.flatMap((machine, index) => makeMachine(machine, machineNames[index] ?? '', portNames, fresh)),
    ],
    switches: switchNames,
    machines: machineNames,
    ports: ports.map(({ name }) => portNames.get(name) ?? name),
  };
}

/** sw0-port1 becomes sw3-port1 in the switch that sw0 became. */
function portName(fresh: Fresh, name: string, from: string, to: string): string {
  const rest = from !== '' && name.startsWith(from) ? name.slice(from.length) : '';
  return fresh.name('port', /^\D/.test(rest) ? to + rest : name);
}

function makeSwitch(sw: SwitchPart, name: string, portNames: ReadonlyMap<string, string>, fresh: Fresh): Edit[] {
  return [
    { kind: 'createSwitch', name },
    ...sw.ports.flatMap((port) => makePort(port, name, portNames, fresh)),
    ...sw.acls.map(({ match, ...acl }): Edit => ({
      kind: 'addAcl',
      switch: name,
      ...acl,
      match: renamed(match, portNames),
    })),
  ];
}

function makePort(port: PortPart, into: string, portNames: ReadonlyMap<string, string>, fresh: Fresh): Edit[] {
  const name = portNames.get(port.name) ?? port.name;
  const macs = new Map(port.macs.map((mac) => [mac, macFor(mac, fresh)]));
  const portSecurity = port.portSecurity.map((address) =>
    Array.from(macs).reduce((text, [from, to]) => text.replaceAll(from, to), address),
  );
  return [
    {
      kind: 'createPort',
      switch: into,
      name,
      macs: [...macs.values()],
      ...(port.parent === null || port.tag === null
        ? {}
        : { parent: portNames.get(port.parent) ?? port.parent, tag: port.tag }),
    },
    ...(portSecurity.length > 0 ? [{ kind: 'setPortSecurity', port: name, portSecurity } satisfies Edit] : []),
    ...(port.enabled === false ? [{ kind: 'setEnabled', port: name, enabled: false } satisfies Edit] : []),
  ];
}

/** An address that nobody has stays; what is no address, as `unknown`, too. */
function macFor(mac: string, fresh: Fresh): string {
  return !/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(mac) || fresh.isFreeMac(mac) ? mac : fresh.mac();
}

/** Ports are plugged in as they were, if they were taken too: a port is in one place only. */
function makeMachine(machine: MachinePart, name: string, portNames: ReadonlyMap<string, string>, fresh: Fresh): Edit[] {
  return [
    {
      kind: 'createMachine',
      name,
      systemId: name,
      encap: machine.encapTypes.join(',') || 'vxlan',
      ip: fresh.ip(machine.encapIp ?? '127.0.0.1'),
    },
    ...machine.plugged.flatMap((port): Edit[] => {
      const made = portNames.get(port);
      return made === undefined ? [] : [{ kind: 'plug', port: made, machine: name, iface: fresh.iface() }];
    }),
  ];
}

/** Names of ports in a match stand in quotes. */
function renamed(match: string, names: ReadonlyMap<string, string>): string {
  return match.replace(/"([^"]*)"/g, (quoted, name: string) => {
    const to = names.get(name);
    return to === undefined ? quoted : `"${to}"`;
  });
}
