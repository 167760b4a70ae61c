/** What can be done with an entity, as a list; pure. */
import type { DaemonView, Edit, NetworkModel, PortView, RouterView, SwitchView } from '../../bridge';
import { inNameOrder, parseEntity } from '../../state';
import type { EntityKey, Mirror } from '../../state';
import type { Menu, MenuItem } from './menu';
import { showMachine, showPort, showSwitch, showVif } from './menu-shows';

const rename: MenuItem = { label: 'Rename…', keys: 'F2', deed: { kind: 'rename' } };
const duplicate: MenuItem = { label: 'Duplicate', keys: 'Ctrl+D', deed: { kind: 'duplicate' } };
const copy: MenuItem = { label: 'Copy', keys: 'Ctrl+C', deed: { kind: 'copy' } };
const remove: MenuItem = { label: 'Delete', keys: 'Del', deed: { kind: 'delete' } };

/** So many choices of one kind stand in the menu itself; more get a menu of their own. */
const FEW = 3;

/** What can be done with several things at once. */
export function menuOfMany(count: number): Menu {
  return { title: `${count} selected`, items: [duplicate, copy, remove] };
}

/** Undefined for what is not there any more, or offers nothing. */
export function menuOf({ model, daemons }: Pick<Mirror, 'model' | 'daemons'>, key: EntityKey): Menu | undefined {
  const entity = parseEntity(key);
  if (entity?.kind === 'machine') return machineMenu(model, daemons, entity.machine);
  if (entity?.kind === 'vif') {
    const vif = model.machines
      .find(({ name }) => name === entity.machine)
      ?.vifs.find(({ name }) => name === entity.iface);
    if (!vif) return undefined;
    const items = vif.ifaceId === null ? [] : moves(model, vif.ifaceId, entity.machine);
    return {
      title: `${vif.name} on ${entity.machine}`,
      items: [...items, send(entity.machine, vif.name), ...showVif(entity.machine, vif.ofport)],
    };
  }
  if (entity?.kind !== 'row') return undefined;
  const sw = model.switches.find(({ uuid }) => uuid === entity.uuid);
  if (sw) {
    const add: MenuItem = { label: 'Add a port', deed: { kind: 'addPort' } };
    return {
      title: sw.name || '(no name)',
      items: [add, ...connects(model, sw), rename, duplicate, copy, showSwitch(sw), remove],
    };
  }
  const router = model.topology?.routers.find(({ uuid }) => uuid === entity.uuid);
  if (router) {
    const own = new Set(router.ports.map(({ name }) => name));
    const free = model.switches.filter(({ ports }) => !ports.some(({ routerPort }) => own.has(routerPort ?? '')));
    const items = inNameOrder(free).map((each) => connectItem(router, each, each.name));
    return { title: router.name || '(no name)', items: [...fewOf('Connect to', items), rename, remove] };
  }
  const port = model.switches.flatMap(({ ports }) => ports).find(({ uuid }) => uuid === entity.uuid);
  return (
    port && {
      title: port.name,
      items: [...portMoves(model, port), ...sends(model, port), rename, duplicate, copy, showPort(model, port), remove],
    }
  );
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
  const router = model.topology?.routers.find(({ uuid }) => uuid === entity.uuid);
  if (router) return { name: router.name, edit: (name) => ({ kind: 'renameRouter', router: router.uuid, name }) };
  const port = model.switches.flatMap(({ ports }) => ports).find(({ uuid }) => uuid === entity.uuid);
  return port && { name: port.name, edit: (name) => ({ kind: 'renamePort', port: port.uuid, name }) };
}

function machineMenu(model: NetworkModel, daemons: readonly DaemonView[], name: string): Menu | undefined {
  const machine = model.machines.find((candidate) => candidate.name === name);
  if (!machine) return undefined;
  const plugged = new Set(model.machines.flatMap(({ vifs }) => vifs.map(({ ifaceId }) => ifaceId)));
  const free = model.switches
    .flatMap(({ ports }) => inNameOrder(ports))
    .filter((port) => port.parent === null && port.type === undefined && !plugged.has(port.name));
  const plugs = machine.hasIntegrationBridge
    ? free.map((port): MenuItem => ({
        label: `Plug ${port.name} in`,
        deed: { kind: 'plug', port: port.name, machine: name, from: null },
      }))
    : [];
  return {
    title: name,
    items: [...fewOf('Plug in', plugs), ...lives(daemons, name), rename, duplicate, copy, showMachine(name), remove],
  };
}

/** The routers that a switch has no port to yet. */
function connects({ topology }: NetworkModel, sw: SwitchView): readonly MenuItem[] {
  const ends = new Set(sw.ports.flatMap(({ routerPort }) => routerPort ?? []));
  const free = (topology?.routers ?? []).filter(({ ports }) => ports.every(({ name }) => !ends.has(name)));
  return fewOf(
    'Connect to',
    inNameOrder(free).map((router) => connectItem(router, sw, router.name)),
  );
}

function connectItem(router: RouterView, sw: SwitchView, name: string): MenuItem {
  return { label: `Connect to ${name || '(no name)'}`, deed: { kind: 'connect', router, sw } };
}

/** Some stand for themselves, many in a menu of their own. */
function fewOf(label: string, items: readonly MenuItem[]): readonly MenuItem[] {
  return items.length <= FEW ? items : [{ label, items }];
}

function lives(daemons: readonly DaemonView[], machine: string): readonly MenuItem[] {
  const daemon = daemons.find((candidate) => candidate.name === `ovn-controller@${machine}`);
  if (!daemon) return [];
  const gone = daemon.status === 'killed' || daemon.status === 'stopped';
  return [
    {
      label: gone ? 'Start its ovn-controller' : 'Kill its ovn-controller',
      deed: { kind: 'daemon', daemon: daemon.name, status: gone ? 'running' : 'killed' },
    },
  ];
}

function send(machine: string, iface: string, container = ''): MenuItem {
  return {
    label: 'Send a packet from here…',
    deed: { kind: 'send', entry: [machine, iface, container].filter(Boolean).join(' ') },
  };
}

/** By the interface that it is plugged in by, or that its virtual machine is. */
function sends({ machines }: NetworkModel, port: PortView): readonly MenuItem[] {
  const wanted = port.parent ?? port.name;
  const at = machines.find(({ vifs }) => vifs.some(({ ifaceId }) => ifaceId === wanted));
  const vif = at?.vifs.find(({ ifaceId }) => ifaceId === wanted);
  return at && vif ? [send(at.name, vif.name, port.parent === null ? '' : port.name)] : [];
}

/** A container's port is where its virtual machine is: it is not plugged in by itself. */
function portMoves(model: NetworkModel, port: PortView): readonly MenuItem[] {
  if (port.parent !== null || port.type !== undefined) return [];
  const at = model.machines.filter(({ vifs }) => vifs.some(({ ifaceId }) => ifaceId === port.name));
  if (at.length === 0)
    return fewOf(
      'Plug into',
      targets(model, []).map((machine) => plugItem('Plug into', port.name, machine, null)),
    );
  return at.flatMap(({ name }) => moves(model, port.name, name, at.length > 1));
}

function moves(model: NetworkModel, port: string, from: string, several = false): readonly MenuItem[] {
  const others = several ? [] : targets(model, [from]).map((machine) => plugItem('Migrate to', port, machine, from));
  return [
    ...fewOf('Migrate to', others),
    { label: `Unplug from ${from}`, deed: { kind: 'unplug', port, machine: from } },
  ];
}

function plugItem(verb: string, port: string, machine: string, from: string | null): MenuItem {
  return { label: `${verb} ${machine}`, deed: { kind: 'plug', port, machine, from } };
}

function targets(model: NetworkModel, except: readonly string[]): readonly string[] {
  return inNameOrder(model.machines)
    .filter(({ name, hasIntegrationBridge }) => hasIntegrationBridge && !except.includes(name))
    .map(({ name }) => name);
}
