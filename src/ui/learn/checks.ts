/** Questions that lessons ask of the deployment. */
import type { DaemonView, MachineView, OpenStackView, PortView, SwitchView, TraceStep } from '../bridge';
import type { Mirror, Player } from '../state';

export function switchNamed(mirror: Mirror, name: string): SwitchView | undefined {
  return mirror.model.switches.find((sw) => sw.name === name);
}

export function portNamed(mirror: Mirror, name: string): PortView | undefined {
  return mirror.model.switches.flatMap((sw) => sw.ports).find((port) => port.name === name);
}

export function machineNamed(mirror: Mirror, name: string): MachineView | undefined {
  return mirror.model.machines.find((machine) => machine.name === name);
}

/** A daemon by its full name, e.g. `ovn-northd` or `ovn-controller@hv1`. */
export function daemonNamed(mirror: Mirror, name: string): DaemonView | undefined {
  return mirror.daemons.find((daemon) => daemon.name === name);
}

/** A network, port or server of OpenStack by its name. */
export function networkCalled({ openstack }: Mirror, name: string): OpenStackView['networks'][number] | undefined {
  return openstack?.networks.find((network) => network.name === name);
}

export function neutronPortCalled({ openstack }: Mirror, name: string): OpenStackView['ports'][number] | undefined {
  return openstack?.ports.find((port) => port.name === name);
}

export function serverCalled({ openstack }: Mirror, name: string): OpenStackView['servers'][number] | undefined {
  return openstack?.servers.find((server) => server.name === name);
}

/** The logical port of a port of Neutron, which is named by its id. */
export function logicalPortOf(mirror: Mirror, neutronPort: string): PortView | undefined {
  const id = neutronPortCalled(mirror, neutronPort)?.id;
  return id === undefined ? undefined : portNamed(mirror, id);
}

/** The steps of the shown trace, if it was made of the deployment as it is now. */
function freshSteps(player: Player): readonly TraceStep[] {
  return player.trace && !player.stale ? player.trace.steps : [];
}

/** The steps of the trace when its packet has this Ethernet source and destination; undefined otherwise. */
export function traceOf(player: Player, source: RegExp, destination: RegExp): readonly TraceStep[] | undefined {
  const bytes = player.trace?.request.bytes;
  if (!bytes) return undefined;
  const mac = (from: number) =>
    Array.from(bytes.slice(from, from + 6), (byte) => byte.toString(16).padStart(2, '0')).join(':');
  return destination.test(mac(0)) && source.test(mac(6)) ? player.trace?.steps : undefined;
}

/** The machine on which the shown trace, made of the deployment as it is now, reached a logical port; undefined when it did not. */
export function arrived(player: Player, logicalPort: string): string | undefined {
  return freshSteps(player).find((step) => step.kind === 'deliver' && step.logicalPort === logicalPort)?.machine;
}
