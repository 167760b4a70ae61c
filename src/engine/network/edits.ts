/**
 * What can be drawn, as the commands that do it: drawing and typing are one, and
 * so are the fixes that a trace offers. How the northbound database is edited is
 * the release's (`EditTable`); machines are edited the same way in each.
 */
import { err, formatCommand, isUuid, ok, shellQuote, type Problem, type Result, type Uuid } from '../base';
import { getMapString, getPairs, getString, getUuids, type Database, type DatabaseView, type Row } from '../ovsdb';
import type { AclDirection, NorthboundModel } from './northbound';
import type { TopologyEdit, TopologyEditTable } from './topology-edits';

export interface AclValues {
  /** 1 to 65535. */
  readonly priority: number;
  readonly match: string;
  readonly action: string;
  readonly log: boolean;
  /** Where ACLs have one; `to-lport` where none is given. */
  readonly direction?: AclDirection;
  /** 0 to 3, where ACLs have one. */
  readonly tier?: number;
}

/**
 * What can be drawn. Switches and ACLs are named by UUID, ports by UUID or name, machines by name.
 * What is put into a switch may give the switch's name: one that an edit before it makes has no UUID yet.
 */
export type Edit = SwitchEdit | MachineEdit | TopologyEdit;

/** What every release can do to its northbound database. */
type SwitchEdit =
  | { readonly kind: 'createSwitch'; readonly name: string }
  | { readonly kind: 'renameSwitch'; readonly switch: Uuid; readonly name: string }
  | { readonly kind: 'deleteSwitch'; readonly switch: Uuid }
  | ({
      readonly kind: 'createPort';
      /** UUID or name. */
      readonly switch: string;
      readonly name: string;
      readonly macs?: readonly string[];
    } & Container)
  | { readonly kind: 'renamePort'; readonly port: string; readonly name: string }
  | { readonly kind: 'deletePort'; readonly port: string }
  | { readonly kind: 'setMacs'; readonly port: string; readonly macs: readonly string[] }
  | { readonly kind: 'setPortSecurity'; readonly port: string; readonly portSecurity: readonly string[] }
  | { readonly kind: 'setEnabled'; readonly port: string; readonly enabled: boolean }
  /** To a switch, or to a port group where there are any. */
  | ({ readonly kind: 'addAcl'; readonly switch: string } & AclValues)
  | ({ readonly kind: 'setAcl'; readonly acl: Uuid } & Partial<AclValues>)
  | { readonly kind: 'deleteAcl'; readonly acl: Uuid };

type MachineEdit =
  | {
      readonly kind: 'createMachine';
      readonly name: string;
      readonly systemId: string;
      readonly encap: string;
      readonly ip: string;
    }
  | { readonly kind: 'renameMachine'; readonly machine: string; readonly name: string }
  | { readonly kind: 'deleteMachine'; readonly machine: string }
  | {
      readonly kind: 'setMachineConfig';
      readonly machine: string;
      readonly systemId?: string;
      /** Where OVN's databases are, e.g. `unix:/sandbox/db.sock`. */
      readonly remote?: string;
      readonly encap?: string;
      readonly ip?: string;
    }
  | { readonly kind: 'addIntegrationBridge'; readonly machine: string }
  /** Where OVN connects machines to physical networks: a bridge of the machine leads there. */
  | { readonly kind: 'mapNetwork'; readonly machine: string; readonly network: string; readonly bridge: string }
  | { readonly kind: 'plug'; readonly port: string; readonly machine: string; readonly iface?: string }
  | { readonly kind: 'unplug'; readonly port: string; readonly machine: string }
  | { readonly kind: 'migrate'; readonly port: string; readonly from: string; readonly to: string };

/** A container's port: the port of its VM, and the VLAN tag, 0 to 4095. */
interface Container {
  readonly parent?: string;
  readonly tag?: number;
}

/** How a release writes each edit of its northbound database; a problem where it cannot. */
export type EditTable = {
  readonly [Kind in SwitchEdit['kind']]: (
    edit: Extract<SwitchEdit, { kind: Kind }>,
    nb: DatabaseView,
  ) => Result<readonly string[]>;
} & {
  /** Absent in a release that has switches alone. */
  readonly topology?: TopologyEditTable;
  /** Its ovn-controller makes br-int itself: then nobody adds it. */
  readonly bridgeIsMade?: true;
};

/** What is looked at to choose the commands; a `Deployment` is one. */
export interface EditView {
  readonly release: { readonly northbound: NorthboundModel; readonly edits: EditTable };
  readonly nb: Database;
  readonly machines: ReadonlyMap<string, { readonly ovs: Database }>;
}

/** The lines, each runnable from any machine; a problem when the edit cannot be made. */
export function commandsFor(edit: Edit, view: EditView): Result<readonly string[]> {
  const { edits } = view.release;
  switch (edit.kind) {
    case 'createSwitch':
      return edits.createSwitch(edit, view.nb);
    case 'renameSwitch':
      return edits.renameSwitch(edit, view.nb);
    case 'deleteSwitch':
      return edits.deleteSwitch(edit, view.nb);
    case 'createPort':
      return edits.createPort(edit, view.nb);
    case 'renamePort':
      return edits.renamePort(edit, view.nb);
    case 'deletePort':
      return edits.deletePort(edit, view.nb);
    case 'setMacs':
      return edits.setMacs(edit, view.nb);
    case 'setPortSecurity':
      return edits.setPortSecurity(edit, view.nb);
    case 'setEnabled':
      return edits.setEnabled(edit, view.nb);
    case 'addAcl':
      return edits.addAcl(edit, view.nb);
    case 'setAcl':
      return edits.setAcl(edit, view.nb);
    case 'deleteAcl':
      return edits.deleteAcl(edit, view.nb);
    case 'createMachine':
      return ok(createMachine(edit, edits.bridgeIsMade === true));
    case 'renameMachine':
      return withMachine(view, edit.machine, () => ok([formatCommand(['sim_rename', edit.machine, edit.name])]));
    case 'deleteMachine':
      return withMachine(view, edit.machine, () => ok([formatCommand(['sim_del', edit.machine])]));
    case 'setMachineConfig':
      return withMachine(view, edit.machine, () => ok([configure(edit.machine, edit)]));
    case 'addIntegrationBridge':
      return withMachine(view, edit.machine, () => ok([addIntegrationBridge(edit.machine)]));
    case 'mapNetwork':
      return withMachine(view, edit.machine, (ovs) => ok(mapNetwork(ovs, edit)));
    case 'plug':
      return withMachine(view, edit.machine, (ovs) =>
        ok([plug(edit.machine, portName(view, edit.port), edit.iface ?? freeInterface(ovs))]),
      );
    case 'unplug':
      return withMachine(view, edit.machine, (ovs) => unplug(view, edit.machine, ovs, edit.port));
    case 'migrate':
      return migrate(edit, view);
    default:
      return edits.topology === undefined
        ? problem('unsupported', 'This release has switches alone: there is nothing else to draw.')
        : topologyCommands(edit.kind, edit, edits.topology, view.nb);
  }
}

/** The checker knows that each kind of edit meets the writer of its own kind, but only one by one. */
function topologyCommands<Kind extends TopologyEdit['kind']>(
  kind: Kind,
  edit: Extract<TopologyEdit, { kind: Kind }>,
  table: TopologyEditTable,
  nb: DatabaseView,
): Result<readonly string[]> {
  return table[kind](edit, nb);
}

function createMachine(edit: Extract<Edit, { kind: 'createMachine' }>, bridgeIsMade: boolean): string[] {
  return [
    formatCommand(['sim_add', edit.name]),
    configure(edit.name, { systemId: edit.systemId, remote: SANDBOX, encap: edit.encap, ip: edit.ip }),
    ...(bridgeIsMade ? [] : [addIntegrationBridge(edit.name)]),
  ];
}

/** Where the sandbox has OVN's databases; the article writes it with a variable. */
const SANDBOX = 'unix:/sandbox/db.sock';

function addIntegrationBridge(machine: string): string {
  return on(machine, 'add-br', 'br-int', '--', 'set', 'bridge', 'br-int', 'fail_mode=secure');
}

function configure(
  machine: string,
  config: { readonly systemId?: string; readonly encap?: string; readonly ip?: string; readonly remote?: string },
): string {
  const settings = [
    ...(config.systemId === undefined ? [] : [setting('system-id', config.systemId)]),
    ...(config.remote === undefined
      ? []
      : [
          config.remote === SANDBOX
            ? `external-ids:ovn-remote=unix:"$sandbox"/db.sock`
            : setting('ovn-remote', config.remote),
        ]),
    ...(config.encap === undefined ? [] : [setting('ovn-encap-type', config.encap)]),
    ...(config.ip === undefined ? [] : [setting('ovn-encap-ip', config.ip)]),
  ];
  return `${on(machine, 'set', 'open', '.')} ${settings.join(' ')}`;
}

/** Empty text must be written as a quoted string, and so must text that looks like one. */
function setting(key: string, value: string): string {
  return shellQuote(`external-ids:${key}=${value === '' || value.startsWith('"') ? JSON.stringify(value) : value}`);
}

/** The machine may lead to other networks already. */
function mapNetwork(ovs: Database, { machine, network, bridge }: Extract<Edit, { kind: 'mapNetwork' }>): string[] {
  const mappings = configured(ovs, MAPPINGS).filter((mapping) => !mapping.startsWith(`${network}:`));
  return [
    on(machine, '--may-exist', 'add-br', bridge),
    `${on(machine, 'set', 'open', '.')} ${setting(MAPPINGS, [...mappings, `${network}:${bridge}`].join(','))}`,
  ];
}

const MAPPINGS = 'ovn-bridge-mappings';

function configured(ovs: Database, key: string): readonly string[] {
  const [row] = ovs.rows('Open_vSwitch').values();
  const value = row === undefined ? undefined : getMapString(row, 'external_ids', key);
  return value === undefined || value === '' ? [] : value.split(',');
}

function plug(machine: string, port: string, iface: string): string {
  return `${on(machine, 'add-port', 'br-int', iface, '--', 'set', 'interface', iface)} ${setting('iface-id', port)}`;
}

function unplug(view: EditView, machine: string, ovs: Database, port: string): Result<readonly string[]> {
  const name = portName(view, port);
  const vifs = interfacesOf(ovs).filter((row) => ifaceId(row) === name);
  if (vifs.length === 0) return problem('not-plugged', `${name} is not plugged into ${machine}.`);
  return ok(vifs.map((row) => on(machine, 'del-port', portOfInterface(ovs, row))));
}

function migrate({ port, from, to }: Extract<Edit, { kind: 'migrate' }>, view: EditView): Result<readonly string[]> {
  return withMachine(view, from, (source) =>
    withMachine(view, to, (target) => {
      const away = unplug(view, from, source, port);
      if (!away.ok) return away;
      const name = portName(view, port);
      const old = interfacesOf(source).find((row) => ifaceId(row) === name);
      const wanted = old ? getString(old, 'name') : '';
      const free = !target.find('Interface', 'name', wanted) && !target.find('Port', 'name', wanted);
      return ok([...away.value, plug(to, name, free ? wanted : freeInterface(target))]);
    }),
  );
}

function on(machine: string, ...args: readonly string[]): string {
  return formatCommand(['as', machine, 'ovs-vsctl', ...args]);
}

/** An interface may name a logical port that does not exist yet. */
function portName(view: EditView, port: string): string {
  return (isUuid(port) ? view.release.northbound.port(view.nb, port)?.name : undefined) ?? port;
}

function withMachine(
  view: EditView,
  name: string,
  lines: (ovs: Database) => Result<readonly string[]>,
): Result<readonly string[]> {
  const machine = view.machines.get(name);
  return machine ? lines(machine.ovs) : problem('no-such-machine', `There is no machine ${name}.`);
}

function interfacesOf(ovs: Database): Row[] {
  return [...ovs.rows('Interface').values()];
}

function ifaceId(row: Row): string | undefined {
  const id = getPairs(row, 'external_ids').find(([key]) => key === 'iface-id')?.[1];
  return id === undefined ? undefined : String(id);
}

/** The name of the port that holds an interface: usually the same name. */
function portOfInterface(ovs: Database, iface: Row): string {
  const port = [...ovs.rows('Port').values()].find((row) => getUuids(row, 'interfaces').includes(iface._uuid));
  return getString(port ?? iface, 'name');
}

/** vif1, vif2, ...: the first that is free on the machine. */
function freeInterface(ovs: Database): string {
  for (let n = 1; ; n++) {
    const name = `vif${n}`;
    if (!ovs.find('Interface', 'name', name) && !ovs.find('Port', 'name', name)) return name;
  }
}

function problem(code: string, message: string): { readonly ok: false; readonly error: Problem } {
  return err({ code, message });
}
