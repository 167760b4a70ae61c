/** What ovs-vsctl changes: bridges and ports come and go. */
import { compareText, ok, type Uuid, formatCommand } from '../base';
import { setColumns } from './ctl-changes';
import type { CtlContext, CtlOutput } from './ctl';
import { fail, type Outcome } from './outcome';
import {
  conflict,
  externalIdsPlace,
  findBridge,
  findInterface,
  findPort,
  readSwitch,
  references,
  stringPairs,
  type SwitchBridge,
  type SwitchPortRow,
} from './vsctl-model';

export function addBridge(context: CtlContext): Outcome<CtlOutput> {
  const [name = '', parentName, vlanText] = context.args;
  if (context.args.length === 2) return fail("'add-br' command takes exactly 1 or 3 arguments");
  const vlan = vlanText === undefined ? 0 : Number.parseInt(vlanText, 10) || 0;
  if (vlan < 0 || vlan > 4095) return fail('add-br: vlan must be between 0 and 4095');
  const model = readSwitch(context);
  const existing = model.bridges.find((bridge) => bridge.name === name);
  if (existing && context.options.has('--may-exist')) return sameBridge(existing, parentName, vlan);
  const free = conflict(model, name, 'a bridge');
  if (!free.ok) return free;
  if (parentName !== undefined) return addVlanBridge(context, name, parentName, vlan);
  const iface = insertInterface(context, { name, type: 'internal' });
  const port = context.overlay.insert('Port', { name, interfaces: [iface] });
  const bridge = context.overlay.insert('Bridge', { name, ports: [port] });
  if (model.root)
    context.overlay.update('Open_vSwitch', model.root._uuid, {
      bridges: withReference(references(model.root.bridges), bridge),
    });
  else context.overlay.insert('Open_vSwitch', { bridges: [bridge] });
  return ok('');
}

function sameBridge(existing: SwitchBridge, parent: string | undefined, vlan: number): Outcome<CtlOutput> {
  const { name } = existing;
  if (parent === undefined) {
    return existing.parent === undefined
      ? ok('')
      : fail(`"--may-exist add-br ${name}" but ${name} is a VLAN bridge for VLAN ${existing.vlan}`);
  }
  const call = `"--may-exist add-br ${name} ${parent} ${vlan}"`;
  if (existing.parent === undefined) return fail(`${call} but ${name} is not a VLAN bridge`);
  if (existing.parent !== parent) return fail(`${call} but ${name} has the wrong parent ${existing.parent}`);
  return existing.vlan === vlan
    ? ok('')
    : fail(`${call} but ${name} is a VLAN bridge for the wrong VLAN ${existing.vlan}`);
}

function addVlanBridge(context: CtlContext, name: string, parentName: string, vlan: number): Outcome<CtlOutput> {
  const model = readSwitch(context);
  const parent = model.bridges.find((bridge) => bridge.name === parentName);
  if (!parent) return fail(`parent bridge ${parentName} does not exist`);
  if (parent.parent !== undefined) return fail('cannot create bridge with fake bridge as parent');
  const taken = model.bridges.find((bridge) => bridge.parent === parentName && bridge.vlan === vlan);
  if (taken) return fail(`bridge ${parentName} already has a child VLAN bridge ${taken.name} on VLAN ${vlan}`);
  const iface = insertInterface(context, { name, type: 'internal' });
  attachPort(
    context,
    parent,
    context.overlay.insert('Port', { name, interfaces: [iface], fake_bridge: true, tag: [vlan] }),
  );
  return ok('');
}

export function deleteBridge(context: CtlContext): Outcome<CtlOutput> {
  const model = readSwitch(context);
  const [name = ''] = context.args;
  const bridge = findBridge(model, name);
  if (!bridge.ok) return context.options.has('--if-exists') ? ok('') : bridge;
  const doomed =
    bridge.value.parent === undefined ? model.bridges.filter(({ row }) => row === bridge.value.row) : [bridge.value];
  for (const { ports } of doomed) for (const port of ports) removePort(context, port);
  if (bridge.value.parent === undefined && model.root) {
    context.overlay.delete('Bridge', bridge.value.row);
    const bridges = references(context.overlay.row('Open_vSwitch', model.root._uuid)?.bridges);
    context.overlay.update('Open_vSwitch', model.root._uuid, {
      bridges: bridges.filter((uuid) => uuid !== bridge.value.row),
    });
  }
  return ok('');
}

export function addPort(context: CtlContext): Outcome<CtlOutput> {
  const [bridge = '', name = '', ...settings] = context.args;
  return attach(context, bridge, name, [name], settings, 'add-port');
}

export function addBond(context: CtlContext): Outcome<CtlOutput> {
  const [bridge = '', name = '', ...rest] = context.args;
  const firstSetting = rest.findIndex((arg) => arg.includes('='));
  const interfaces = firstSetting < 0 ? rest : rest.slice(0, firstSetting);
  if (interfaces.length < 2)
    return fail(`add-bond requires at least 2 interfaces, but only ${interfaces.length} were specified`);
  return attach(context, bridge, name, interfaces, rest.slice(interfaces.length), 'add-bond');
}

function attach(
  context: CtlContext,
  bridgeName: string,
  name: string,
  interfaces: readonly string[],
  settings: readonly string[],
  command: string,
): Outcome<CtlOutput> {
  const model = readSwitch(context);
  const existing = context.options.has('--may-exist') ? findPort(model, name) : undefined;
  if (existing) return samePort(context, existing, bridgeName, interfaces, command);
  const free = conflict(model, name, 'a port');
  if (!free.ok) return free;
  for (const iface of interfaces) {
    const unused = conflict(model, iface, 'an interface');
    if (!unused.ok) return unused;
  }
  const bridge = findBridge(model, bridgeName);
  if (!bridge.ok) return bridge;
  const rows = interfaces.map((iface) => insertInterface(context, { name: iface }));
  const tag = bridge.value.parent === undefined ? {} : { tag: [bridge.value.vlan] };
  const fake = context.options.has('--fake-iface') ? { bond_fake_iface: true } : {};
  const port = context.overlay.insert('Port', { name, interfaces: [...rows].sort(compareText), ...tag, ...fake });
  attachPort(context, bridge.value, port);
  const row = context.overlay.row('Port', port);
  const schema = context.overlay.schema.tables.get('Port');
  return row && schema ? setColumns(context, schema, row, settings) : ok('');
}

function samePort(
  context: CtlContext,
  port: SwitchPortRow,
  bridge: string,
  interfaces: readonly string[],
  command: string,
): Outcome<CtlOutput> {
  const call = formatCommand([...context.options.keys(), command, ...context.args]);
  if (port.bridge.name !== bridge)
    return fail(`"${call}" but ${port.name} is actually attached to bridge ${port.bridge.name}`);
  const have = port.interfaces.map(({ name }) => name).sort(compareText);
  const want = [...interfaces].sort(compareText);
  if (have.join('\n') !== want.join('\n'))
    return fail(`"${call}" but ${port.name} actually has interface(s) ${have.join(', ')}`);
  return ok('');
}

export function deletePort(context: CtlContext): Outcome<CtlOutput> {
  const model = readSwitch(context);
  const mustExist = !context.options.has('--if-exists');
  const target = context.args.at(-1) ?? '';
  if (model.bridges.some(({ name }) => name === target)) {
    if (!mustExist) return ok('');
    return fail(
      `cannot delete port ${target} because it is the local port for bridge ${target} (deleting this port requires deleting the entire bridge)`,
    );
  }
  const withInterface = context.options.has('--with-iface');
  const port = findPort(model, target) ?? (withInterface ? findInterface(model, target)?.port : undefined);
  if (!port) return mustExist ? fail(`no port ${withInterface ? 'or interface ' : ''}named ${target}`) : ok('');
  if (context.args.length === 2) {
    const bridge = findBridge(model, context.args[0] ?? '');
    if (!bridge.ok) return bridge;
    if (port.bridge.name !== bridge.value.name) {
      const child =
        port.bridge.parent === bridge.value.name ? ` (although its child bridge ${port.bridge.name} does)` : '';
      return fail(`bridge ${bridge.value.name} does not have a port ${target}${child}`);
    }
  }
  removePort(context, port);
  return ok('');
}

export function setBridgeExternalId(context: CtlContext): Outcome<CtlOutput> {
  const [name = '', key = '', value] = context.args;
  const bridge = findBridge(readSwitch(context), name);
  if (!bridge.ok) return bridge;
  const { table, row, prefix } = externalIdsPlace(context, bridge.value);
  if (!row) return ok('');
  const rest = stringPairs(row.external_ids).filter(([existing]) => existing !== prefix + key);
  const pairs: [string, string][] = value === undefined ? rest : [...rest, [prefix + key, value]];
  context.overlay.update(table, row._uuid, { external_ids: pairs.sort((a, b) => compareText(a[0], b[0])) });
  return ok('');
}

function insertInterface(context: CtlContext, values: { readonly name: string; readonly type?: string }): Uuid {
  const uuid = context.overlay.insert('Interface', values);
  context.newInterfaces.push(uuid);
  return uuid;
}

function attachPort(context: CtlContext, bridge: SwitchBridge, port: Uuid): void {
  const ports = references(context.overlay.row('Bridge', bridge.row)?.ports);
  context.overlay.update('Bridge', bridge.row, { ports: withReference(ports, port) });
}

function removePort(context: CtlContext, port: SwitchPortRow): void {
  for (const iface of port.interfaces) context.overlay.delete('Interface', iface.row);
  context.overlay.delete('Port', port.row);
  const ports = references(context.overlay.row('Bridge', port.bridge.row)?.ports);
  context.overlay.update('Bridge', port.bridge.row, { ports: ports.filter((uuid) => uuid !== port.row) });
}

function withReference(list: readonly Uuid[], added: Uuid): Uuid[] {
  return [...list, added].sort(compareText);
}
