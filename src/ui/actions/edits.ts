/**
 * Drawn edits with sensible names filled in. Each goes to the engine as one edit,
 * which runs it as the real commands that do it.
 */
import { machineKey, mirrorStore, northboundKey, parseEntity, select, selectionStore } from '../state';
import type { EntityKey } from '../state';
import type { MachineView, NetworkModel, PortView, SwitchView } from '../bridge';
import { perform } from './actions';
import { say } from './notices';

const model = (): NetworkModel => mirrorStore.getState().model;

export async function addSwitch(): Promise<void> {
  const name = firstFree((n) => `sw${n}`, new Set(model().switches.map((sw) => sw.name)));
  if ((await perform({ kind: 'createSwitch', name })).ok) added(name, () => selectNamed(name));
}

/** Adds a port to the selected switch, or to the switch of the selected port, or to the first one. */
export async function addPort(selected: EntityKey | null): Promise<void> {
  const { switches } = model();
  const entity = selected === null ? undefined : parseEntity(selected);
  const uuid = entity?.kind === 'row' ? entity.uuid : undefined;
  const sw = switches.find((s) => s.uuid === uuid || s.ports.some((p) => p.uuid === uuid)) ?? switches[0];
  if (!sw) return;
  const taken = new Set(switches.flatMap((s) => s.ports.map((p) => p.name)));
  const name = firstFree((n) => `${sw.name || 'port'}-port${n + 1}`, taken);
  const used = new Set(switches.flatMap((s) => s.ports.flatMap((p) => p.macs)));
  const mac = firstFree((n) => macOf(n + 1), used);
  if ((await perform({ kind: 'createPort', switch: sw.uuid, name, macs: [mac] })).ok)
    added(name, () => selectNamed(name));
}

export async function addMachine(): Promise<void> {
  const { machines } = model();
  const name = firstFree((n) => `hv${n + 1}`, new Set(machines.map((m) => m.name)));
  const addresses = new Set(machines.map((m) => m.encapIp ?? ''));
  const prefix = machines[0]?.encapIp?.replace(/\d+$/, '') ?? '127.0.0.';
  const ip = firstFree((n) => `${prefix}${n + 1}`, addresses);
  const encap = machines[0]?.encapTypes.join(',') || 'vxlan';
  if ((await perform({ kind: 'createMachine', name, systemId: name, encap, ip })).ok)
    added(name, () => select(machineKey(name)));
}

function added(name: string, show: () => void): void {
  show();
  say(`${name} is added`, 'quiet');
}

/** Plugs a port into a hypervisor; `from` is where it is plugged in now. */
export async function plugPort(port: string, machine: string, from: string | null): Promise<void> {
  if (from !== null) {
    if ((await perform({ kind: 'migrate', port, from, to: machine })).ok)
      say(`${port} moved from ${from} to ${machine}`, 'quiet');
    return;
  }
  const iface = freeInterface(machine);
  if ((await perform({ kind: 'plug', port, machine, iface })).ok)
    say(`${port} is plugged into ${machine} as ${iface}`, 'quiet');
}

export async function unplugPort(port: string, machine: string): Promise<void> {
  if ((await perform({ kind: 'unplug', port, machine })).ok) say(`${port} is unplugged from ${machine}`, 'quiet');
}

export async function deleteSelected(): Promise<void> {
  const { selected } = selectionStore.getState();
  const entity = selected === null ? undefined : parseEntity(selected);
  if (!entity) return;
  if (entity.kind === 'machine')
    await removed(perform({ kind: 'deleteMachine', machine: entity.machine }), entity.machine);
  else if (entity.kind === 'vif') {
    const vif = machineNamed(entity.machine)?.vifs.find((v) => v.name === entity.iface);
    if (vif?.ifaceId !== undefined && vif.ifaceId !== null)
      await removed(perform({ kind: 'unplug', port: vif.ifaceId, machine: entity.machine }), vif.name);
  } else if (entity.kind === 'row') {
    const sw = model().switches.find((s) => s.uuid === entity.uuid);
    const port = findPort(entity.uuid);
    if (sw) await removed(perform({ kind: 'deleteSwitch', switch: sw.uuid }), sw.name);
    else if (port) await removed(perform({ kind: 'deletePort', port: port.uuid }), port.name);
  }
}

async function removed(outcome: ReturnType<typeof perform>, name: string): Promise<void> {
  if (!(await outcome).ok) return;
  select(null);
  say(`${name} is gone; Ctrl+Z brings it back`);
}

export function findPort(uuid: string): PortView | undefined {
  return model()
    .switches.flatMap((sw) => sw.ports)
    .find((port) => port.uuid === uuid);
}

function machineNamed(name: string): MachineView | undefined {
  return model().machines.find((machine) => machine.name === name);
}

/** vif1, vif2, …: the first that no hypervisor has, so that names tell interfaces apart. */
function freeInterface(machine: string): string {
  const taken = new Set(model().machines.flatMap((m) => m.vifs.map((vif) => vif.name)));
  for (const tunnel of machineNamed(machine)?.tunnels ?? []) taken.add(tunnel.name);
  return firstFree((n) => `vif${n + 1}`, taken);
}

function selectNamed(name: string): void {
  const sw = model().switches.find((s: SwitchView) => s.name === name);
  const port = model()
    .switches.flatMap((s) => s.ports)
    .find((p) => p.name === name);
  const uuid = port?.uuid ?? sw?.uuid;
  if (uuid !== undefined) select(northboundKey(uuid));
}

function firstFree(nameOf: (n: number) => string, taken: ReadonlySet<string>): string {
  let n = 0;
  while (taken.has(nameOf(n))) n += 1;
  return nameOf(n);
}

function macOf(n: number): string {
  const hex = n.toString(16).padStart(12, '0');
  return hex.match(/../g)?.join(':') ?? '';
}
