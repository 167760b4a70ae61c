/**
 * Drawn edits with sensible names filled in. Each goes to the engine as one edit,
 * which runs it as the real commands that do it.
 */
import { machineKey, mirrorStore, northboundKey, parseEntity, select } from '../state';
import type { EntityKey } from '../state';
import type { Edit, NetworkModel, PortView, SwitchView, Uuid } from '../bridge';
import { perform, performAll } from './actions';
import { say } from './notices';
import { freshIn } from './parts';
import { addressesIn, hasRouters } from './routers';

const model = (): NetworkModel => mirrorStore.getState().model;

export async function addSwitch(): Promise<void> {
  const name = freshIn(model()).name('switch', 'sw0');
  if (!(await perform({ kind: 'createSwitch', name })).ok) return;
  const sw = model().switches.find((candidate) => candidate.name === name);
  if (sw) added(name, northboundKey(sw.uuid));
}

/**
 * Adds ports to the selected switch, or to the switch of the selected port, or to the
 * first one; their numbers go on from the `first` name, or after the last port's.
 */
export async function addPorts(selected: EntityKey | null, count = 1, first?: string): Promise<void> {
  const into = switchFor(selected);
  const sw = model().switches.find(({ uuid }) => uuid === into);
  if (!sw) return;
  const fresh = freshIn(model());
  const from = first ?? nameToGoOnFrom(sw);
  const names = Array.from({ length: count }, () => fresh.name('port', from));
  // Where there are routers a VIF has an IP address as well: nobody would find its way to it otherwise.
  const ip = hasRouters() ? addressesIn(model(), sw) : undefined;
  const address = () => [fresh.mac(), ...(ip === undefined ? [] : [ip()])].join(' ');
  const edits = names.map((name): Edit => ({ kind: 'createPort', switch: sw.uuid, name, macs: [address()] }));
  if (!(await performAll(edits)).ok) return;
  const port = allPorts().find(({ name }) => name === names[0]);
  if (count > 1) say(`${count} ports are added to ${sw.name || 'the switch'}; Ctrl+Z takes them back`);
  else if (port) added(port.name, northboundKey(port.uuid));
}

/** What the next port of a switch is called when nobody says. */
export function nextPortName(network: NetworkModel, sw: Uuid): string {
  const found = network.switches.find(({ uuid }) => uuid === sw);
  return found ? freshIn(network).name('port', nameToGoOnFrom(found)) : '';
}

function nameToGoOnFrom({ name, ports }: SwitchView): string {
  const vifs = ports.filter(({ type }) => type === undefined);
  return vifs.findLast((port) => /\d$/.test(port.name))?.name ?? `${name || 'port'}-port1`;
}

export async function addMachine(): Promise<void> {
  const { machines } = model();
  const fresh = freshIn(model());
  const name = fresh.name('machine', 'hv1');
  const ip = fresh.ip(machines[0]?.encapIp ?? '127.0.0.1');
  const encap = machines[0]?.encapTypes.join(',') || 'vxlan';
  if ((await perform({ kind: 'createMachine', name, systemId: name, encap, ip })).ok) added(name, machineKey(name));
}

function added(name: string, key: EntityKey): void {
  select(key);
  say(`${name} is added`, 'quiet');
}

/** Plugs a port into a hypervisor; `from` is where it is plugged in now. */
export async function plugPort(port: string, machine: string, from: string | null): Promise<void> {
  if (from !== null) {
    if ((await perform({ kind: 'migrate', port, from, to: machine })).ok)
      say(`${port} moved from ${from} to ${machine}`, 'quiet');
    return;
  }
  const iface = freshIn(model()).iface();
  if ((await perform({ kind: 'plug', port, machine, iface })).ok)
    say(`${port} is plugged into ${machine} as ${iface}`, 'quiet');
}

export async function unplugPort(port: string, machine: string): Promise<void> {
  if ((await perform({ kind: 'unplug', port, machine })).ok) say(`${port} is unplugged from ${machine}`, 'quiet');
}

/** The switch that is selected, or has the port that is; the first otherwise. */
export function switchFor(selected: EntityKey | null): Uuid | null {
  const entity = selected === null ? undefined : parseEntity(selected);
  const uuid = entity?.kind === 'row' ? entity.uuid : undefined;
  const { switches } = model();
  const own = switches.find((sw) => sw.uuid === uuid || sw.ports.some((port) => port.uuid === uuid));
  return (own ?? switches[0])?.uuid ?? null;
}

export function findPort(uuid: string): PortView | undefined {
  return allPorts().find((port) => port.uuid === uuid);
}

function allPorts(): readonly PortView[] {
  return model().switches.flatMap((sw) => sw.ports);
}
