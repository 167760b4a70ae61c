/** Bridges, ports and interfaces out of the rows of an Open_vSwitch database, VLAN ("fake") bridges included. */
import { isUuid, ok, type Uuid } from '../base';
import type { ColumnValue, Row } from '../ovsdb';
import type { CtlContext } from './ctl';
import { fail, type Outcome } from './outcome';

export interface SwitchInterface {
  readonly name: string;
  readonly row: Uuid;
  readonly port: SwitchPortRow;
}

export interface SwitchPortRow {
  readonly name: string;
  readonly row: Uuid;
  /** The bridge it is shown in: a VLAN bridge takes over the ports with its tag. */
  readonly bridge: SwitchBridge;
  readonly interfaces: readonly SwitchInterface[];
}

export interface SwitchBridge {
  readonly name: string;
  /** The Bridge row; of a VLAN bridge, its parent's. */
  readonly row: Uuid;
  /** The name of a VLAN bridge's parent. */
  readonly parent: string | undefined;
  /** 0 to 4095; 0 for a real bridge. */
  readonly vlan: number;
  readonly ports: readonly SwitchPortRow[];
}

export interface SwitchModel {
  /** The only row of the table Open_vSwitch. */
  readonly root: Row | undefined;
  readonly bridges: readonly SwitchBridge[];
}

interface MutableBridge extends SwitchBridge {
  readonly ports: SwitchPortRow[];
}

export function readSwitch({ overlay }: CtlContext): SwitchModel {
  const root = overlay.rows('Open_vSwitch')[0];
  const bridges: MutableBridge[] = [];
  for (const bridgeUuid of references(root?.bridges)) {
    const row = overlay.row('Bridge', bridgeUuid);
    if (!row) continue;
    const real: MutableBridge = { name: text(row.name), row: row._uuid, parent: undefined, vlan: 0, ports: [] };
    const ports = references(row.ports).flatMap((uuid) => overlay.row('Port', uuid) ?? []);
    const fakes = ports.filter(isFakeBridge).map((port): MutableBridge => ({
      name: text(port.name),
      row: row._uuid,
      parent: real.name,
      vlan: tagOf(port) ?? 0,
      ports: [],
    }));
    for (const port of ports) {
      const tag = tagOf(port);
      const bridge = fakes.find(({ name, vlan }) => (isFakeBridge(port) ? name === port.name : vlan === tag)) ?? real;
      bridge.ports.push(readPort(port, bridge, (uuid) => overlay.row('Interface', uuid)));
    }
    bridges.push(real, ...fakes);
  }
  return { root, bridges };
}

function readPort(row: Row, bridge: SwitchBridge, interfaceRow: (uuid: Uuid) => Row | undefined): SwitchPortRow {
  const interfaces: SwitchInterface[] = [];
  const port: SwitchPortRow = { name: text(row.name), row: row._uuid, bridge, interfaces };
  for (const uuid of references(row.interfaces)) {
    const iface = interfaceRow(uuid);
    if (iface) interfaces.push({ name: text(iface.name), row: iface._uuid, port });
  }
  return port;
}

export function findBridge(model: SwitchModel, name: string): Outcome<SwitchBridge> {
  const bridge = model.bridges.find((candidate) => candidate.name === name);
  return bridge ? ok(bridge) : fail(`no bridge named ${name}`);
}

/** A port that is not its bridge's own. */
export function findPort(model: SwitchModel, name: string): SwitchPortRow | undefined {
  return allPorts(model).find((port) => port.name === name && port.bridge.name !== name);
}

export function findInterface(model: SwitchModel, name: string): SwitchInterface | undefined {
  return allPorts(model)
    .flatMap(({ interfaces }) => interfaces)
    .find((iface) => iface.name === name && iface.port.bridge.name !== name);
}

/** Why `name` cannot be taken, if it cannot; `what` is what was to be created. */
export function conflict(model: SwitchModel, name: string, what: string): Outcome<undefined> {
  const start = `cannot create ${what} named ${name} because`;
  if (model.bridges.some((bridge) => bridge.name === name))
    return fail(`${start} a bridge named ${name} already exists`);
  const port = allPorts(model).find((candidate) => candidate.name === name);
  if (port) return fail(`${start} a port named ${name} already exists on bridge ${port.bridge.name}`);
  const iface = allPorts(model)
    .flatMap(({ interfaces }) => interfaces)
    .find((candidate) => candidate.name === name);
  if (iface) return fail(`${start} an interface named ${name} already exists on bridge ${iface.port.bridge.name}`);
  return ok(undefined);
}

/** Where a bridge keeps its external ids: a VLAN bridge, in its port, each key with a prefix. */
export function externalIdsPlace(
  context: CtlContext,
  bridge: SwitchBridge,
): { readonly table: string; readonly row: Row | undefined; readonly prefix: string } {
  if (bridge.parent === undefined)
    return { table: 'Bridge', row: context.overlay.row('Bridge', bridge.row), prefix: '' };
  const port = bridge.ports.find(({ name }) => name === bridge.name);
  return { table: 'Port', row: port && context.overlay.row('Port', port.row), prefix: 'fake-bridge-' };
}

export function externalIds(context: CtlContext, bridge: SwitchBridge): [string, string][] {
  const { row, prefix } = externalIdsPlace(context, bridge);
  return stringPairs(row?.external_ids).flatMap(([key, value]): [string, string][] =>
    key.startsWith(prefix) ? [[key.slice(prefix.length), value]] : [],
  );
}

export function stringPairs(value: ColumnValue | undefined): [string, string][] {
  if (typeof value !== 'object') return [];
  return value.flatMap((pair): [string, string][] =>
    typeof pair === 'object' ? [[String(pair[0]), String(pair[1])]] : [],
  );
}

export function references(value: ColumnValue | undefined): readonly Uuid[] {
  const atoms = typeof value === 'object' ? value : value === undefined ? [] : [value];
  return atoms.flatMap((atom) => (typeof atom === 'string' && isUuid(atom) ? [atom] : []));
}

function allPorts(model: SwitchModel): SwitchPortRow[] {
  return model.bridges.flatMap(({ ports }) => ports);
}

function isFakeBridge(port: Row): boolean {
  return port.fake_bridge === true && tagOf(port) !== undefined;
}

function tagOf(port: Row): number | undefined {
  const tag = port.tag;
  const value = typeof tag === 'object' ? tag[0] : tag;
  return typeof value === 'number' ? value : undefined;
}

function text(value: ColumnValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
