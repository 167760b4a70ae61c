/** What can be done with an entity, as a list; pure. */
import type { Edit, NetworkModel, PortView } from '../../bridge';
import { parseEntity } from '../../state';
import type { EntityKey } from '../../state';

export type Deed =
  | { readonly kind: 'rename' }
  | { readonly kind: 'addPort' }
  | { readonly kind: 'delete' }
  | { readonly kind: 'plug'; readonly port: string; readonly machine: string; readonly from: string | null }
  | { readonly kind: 'unplug'; readonly port: string; readonly machine: string };

export interface MenuItem {
  readonly label: string;
  /** The key that does the same without the menu. */
  readonly keys?: string;
  readonly deed: Deed;
}

export interface Menu {
  readonly title: string;
  readonly items: readonly MenuItem[];
}

const rename: MenuItem = { label: 'Rename…', keys: 'F2', deed: { kind: 'rename' } };
const remove: MenuItem = { label: 'Delete', keys: 'Del', deed: { kind: 'delete' } };

/** Undefined for what is not there any more, or offers nothing. */
export function menuOf(model: NetworkModel, key: EntityKey): Menu | undefined {
  const entity = parseEntity(key);
  if (entity?.kind === 'machine') return machineMenu(model, entity.machine);
  if (entity?.kind === 'vif') {
    const vif = model.machines
      .find(({ name }) => name === entity.machine)
      ?.vifs.find(({ name }) => name === entity.iface);
    if (!vif) return undefined;
    const items = vif.ifaceId === null ? [] : moves(model, vif.ifaceId, entity.machine);
    return { title: `${vif.name} on ${entity.machine}`, items };
  }
  if (entity?.kind !== 'row') return undefined;
  const sw = model.switches.find(({ uuid }) => uuid === entity.uuid);
  if (sw) {
    const add: MenuItem = { label: 'Add a port', deed: { kind: 'addPort' } };
    return { title: sw.name || '(no name)', items: [add, rename, remove] };
  }
  const port = model.switches.flatMap(({ ports }) => ports).find(({ uuid }) => uuid === entity.uuid);
  return port && { title: port.name, items: [...portMoves(model, port), rename, remove] };
}

/** What renames an entity; undefined for what keeps its name. */
export function renameOf(
  model: NetworkModel,
  key: EntityKey,
): { readonly name: string; readonly edit: (name: string) => Edit } | undefined {
  const entity = parseEntity(key);
  if (entity?.kind === 'machine') {
    const { machine } = entity;
    return { name: machine, edit: (name) => ({ kind: 'renameMachine', machine, name }) };
  }
  if (entity?.kind !== 'row') return undefined;
  const sw = model.switches.find(({ uuid }) => uuid === entity.uuid);
  if (sw) return { name: sw.name, edit: (name) => ({ kind: 'renameSwitch', switch: sw.uuid, name }) };
  const port = model.switches.flatMap(({ ports }) => ports).find(({ uuid }) => uuid === entity.uuid);
  return port && { name: port.name, edit: (name) => ({ kind: 'renamePort', port: port.uuid, name }) };
}

function machineMenu(model: NetworkModel, name: string): Menu | undefined {
  const machine = model.machines.find((candidate) => candidate.name === name);
  if (!machine) return undefined;
  const plugged = new Set(model.machines.flatMap(({ vifs }) => vifs.map(({ ifaceId }) => ifaceId)));
  const free = model.switches
    .flatMap(({ ports }) => ports)
    .filter((port) => port.parent === null && !plugged.has(port.name));
  const plugs = machine.hasIntegrationBridge
    ? free.map((port): MenuItem => ({
        label: `Plug ${port.name} in`,
        deed: { kind: 'plug', port: port.name, machine: name, from: null },
      }))
    : [];
  return { title: name, items: [...plugs, rename, remove] };
}

/** A container's port is where its virtual machine is: it is not plugged in by itself. */
function portMoves(model: NetworkModel, port: PortView): readonly MenuItem[] {
  if (port.parent !== null) return [];
  const at = model.machines.filter(({ vifs }) => vifs.some(({ ifaceId }) => ifaceId === port.name));
  if (at.length === 0) return targets(model, []).map((machine) => plugItem('Plug into', port.name, machine, null));
  return at.flatMap(({ name }) => moves(model, port.name, name, at.length > 1));
}

function moves(model: NetworkModel, port: string, from: string, several = false): readonly MenuItem[] {
  const others = several ? [] : targets(model, [from]).map((machine) => plugItem('Migrate to', port, machine, from));
  return [...others, { label: `Unplug from ${from}`, deed: { kind: 'unplug', port, machine: from } }];
}

function plugItem(verb: string, port: string, machine: string, from: string | null): MenuItem {
  return { label: `${verb} ${machine}`, deed: { kind: 'plug', port, machine, from } };
}

function targets(model: NetworkModel, except: readonly string[]): readonly string[] {
  return model.machines
    .filter(({ name, hasIntegrationBridge }) => hasIntegrationBridge && !except.includes(name))
    .map(({ name }) => name);
}
