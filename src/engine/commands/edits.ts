/**
 * Drawn edits as the commands that do them: what the page draws is run as these
 * lines, so that drawing and typing are one. Where a release's tools have no
 * command, the line is a transaction by `ovsdb-client`.
 */
import { err, isUuid, ok, type Problem, type Result, type Uuid } from '../base';
import type { Database, Row } from '../ovsdb';
import type { NbPort, NbSwitch, Release } from '../releases';
import { textOf } from './nb-model';
import { formatCommand, shellQuote } from './shell-quote';
import { references, stringPairs } from './vsctl-model';

interface AclValues {
  /** 1 to 65535. */
  readonly priority: number;
  readonly match: string;
  readonly action: string;
  readonly log: boolean;
}

/**
 * What can be drawn. Switches and ACLs are named by UUID, ports by UUID or name, machines by name.
 * What is put into a switch may give the switch's name: one that an edit before it makes has no UUID yet.
 */
export type Edit =
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
  | ({ readonly kind: 'addAcl'; readonly switch: string } & AclValues)
  | ({ readonly kind: 'setAcl'; readonly acl: Uuid } & Partial<AclValues>)
  | { readonly kind: 'deleteAcl'; readonly acl: Uuid }
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
  | { readonly kind: 'plug'; readonly port: string; readonly machine: string; readonly iface?: string }
  | { readonly kind: 'unplug'; readonly port: string; readonly machine: string }
  | { readonly kind: 'migrate'; readonly port: string; readonly from: string; readonly to: string };

/** A container's port: the port of its VM, and the VLAN tag, 0 to 4095. */
interface Container {
  readonly parent?: string;
  readonly tag?: number;
}

/** What is looked at to choose the commands; a `Deployment` is one. */
export interface EditView {
  readonly release: Pick<Release, 'id' | 'northbound'>;
  readonly nb: Database;
  readonly machines: ReadonlyMap<string, { readonly ovs: Database }>;
}

/** The lines, each runnable from any machine; a problem when the edit cannot be made. */
export function commandsFor(edit: Edit, view: EditView): Result<readonly string[]> {
  switch (edit.kind) {
    case 'createSwitch':
      return ok([nbctl('lswitch-add', edit.name)]);
    case 'renameSwitch':
      return withSwitch(view, edit.switch, ({ uuid }) => [update('Logical_Switch', uuid, { name: edit.name })]);
    case 'deleteSwitch':
      return withSwitch(view, edit.switch, (sw) => deleteSwitch(view, sw));
    case 'createPort':
      return createPort(edit, view);
    case 'renamePort':
      return portNamed(view, edit.name)
        ? taken(edit.name)
        : withPort(view, edit.port, ({ uuid }) => [update('Logical_Port', uuid, { name: edit.name })]);
    case 'deletePort':
      return withPort(view, edit.port, (port) => [nbctl('lport-del', nameFor(port))]);
    case 'setMacs':
      return withPort(view, edit.port, (port) => [nbctl('lport-set-macs', nameFor(port), ...edit.macs)]);
    case 'setPortSecurity':
      return withPort(view, edit.port, (port) => [
        view.release.id === '2015-04'
          ? update('Logical_Port', port.uuid, { port_security: ['set', edit.portSecurity] })
          : nbctl('lport-set-port-security', nameFor(port), ...edit.portSecurity),
      ]);
    case 'setEnabled':
      if (!view.release.northbound.features.enabled)
        return problem('unsupported', `Ports cannot be disabled in ${view.release.id}.`);
      return withPort(view, edit.port, (port) => [
        nbctl('lport-set-enabled', nameFor(port), edit.enabled ? 'enabled' : 'disabled'),
      ]);
    case 'addAcl':
      return withSwitch(view, edit.switch, ({ uuid }) => [addAcl(view, uuid, edit)]);
    case 'setAcl': {
      const { acl, priority, match, action, log } = edit;
      return withAcl(view, acl, () => [update('ACL', acl, { priority, match, action, log })]);
    }
    case 'deleteAcl':
      return withAcl(view, edit.acl, (sw) => [deleteAcl(view, sw, edit.acl)]);
    case 'createMachine':
      return ok(createMachine(edit));
    case 'renameMachine':
      return withMachine(view, edit.machine, () => ok([formatCommand(['sim_rename', edit.machine, edit.name])]));
    case 'deleteMachine':
      return withMachine(view, edit.machine, () => ok([formatCommand(['sim_del', edit.machine])]));
    case 'setMachineConfig':
      return withMachine(view, edit.machine, () => ok([configure(edit.machine, edit)]));
    case 'addIntegrationBridge':
      return withMachine(view, edit.machine, () => ok([addIntegrationBridge(edit.machine)]));
    case 'plug':
      return withMachine(view, edit.machine, (ovs) =>
        ok([plug(edit.machine, portName(view, edit.port), edit.iface ?? freeInterface(ovs))]),
      );
    case 'unplug':
      return withMachine(view, edit.machine, (ovs) => unplug(view, edit.machine, ovs, edit.port));
    case 'migrate':
      return migrate(edit, view);
  }
}

function createPort(edit: Extract<Edit, { kind: 'createPort' }>, view: EditView): Result<readonly string[]> {
  if (portNamed(view, edit.name)) return taken(edit.name);
  if ((edit.parent === undefined) !== (edit.tag === undefined))
    return problem('incomplete', 'A container has both a parent and a tag.');
  return withSwitch(view, edit.switch, (sw) => {
    const container =
      edit.parent === undefined || edit.tag === undefined ? [] : [portName(view, edit.parent), String(edit.tag)];
    const macs = edit.macs ?? [];
    return [
      nbctl('lport-add', switchName(view, sw), edit.name, ...container),
      ...(macs.length > 0 ? [nbctl('lport-set-macs', edit.name, ...macs)] : []),
    ];
  });
}

/** In 2015-04 a switch only goes when nothing points to it any more. */
function deleteSwitch(view: EditView, sw: NbSwitch): string[] {
  const { northbound, id } = view.release;
  const last = nbctl('lswitch-del', switchName(view, sw));
  if (id !== '2015-04') return [last];
  const ports = northbound.portsOf(view.nb, sw.uuid).map((port) => nbctl('lport-del', nameFor(port)));
  const acls =
    northbound.aclsOf(view.nb, sw.uuid).length > 0
      ? [transact({ op: 'delete', table: 'ACL', where: [['lswitch', '==', ['uuid', sw.uuid]]] })]
      : [];
  return [...ports, ...acls, last];
}

function addAcl(view: EditView, sw: Uuid, { priority, match, action, log }: AclValues): string {
  const row = { priority, match, action, log };
  if (view.release.id === '2015-04')
    return transact({ op: 'insert', table: 'ACL', row: { ...row, lswitch: ['uuid', sw] } });
  return transact(
    { op: 'insert', table: 'ACL', row, 'uuid-name': 'acl' },
    {
      op: 'mutate',
      table: 'Logical_Switch',
      where: isRow(sw),
      mutations: [['acls', 'insert', ['set', [['named-uuid', 'acl']]]]],
    },
  );
}

function deleteAcl(view: EditView, sw: Uuid, acl: Uuid): string {
  if (view.release.id === '2015-04') return transact({ op: 'delete', table: 'ACL', where: isRow(acl) });
  return transact({
    op: 'mutate',
    table: 'Logical_Switch',
    where: isRow(sw),
    mutations: [['acls', 'delete', ['set', [['uuid', acl]]]]],
  });
}

function createMachine(edit: Extract<Edit, { kind: 'createMachine' }>): string[] {
  return [
    formatCommand(['sim_add', edit.name]),
    configure(edit.name, { systemId: edit.systemId, remote: SANDBOX, encap: edit.encap, ip: edit.ip }),
    addIntegrationBridge(edit.name),
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
      const wanted = old ? textOf(old.name) : '';
      const free = !target.find('Interface', 'name', wanted) && !target.find('Port', 'name', wanted);
      return ok([...away.value, plug(to, name, free ? wanted : freeInterface(target))]);
    }),
  );
}

function on(machine: string, ...args: readonly string[]): string {
  return formatCommand(['as', machine, 'ovs-vsctl', ...args]);
}

/** What starts with a hyphen would be read as an option, so `--` goes in front. */
function nbctl(command: string, ...args: readonly string[]): string {
  return formatCommand(['ovn-nbctl', command, ...(args.some((arg) => arg.startsWith('-')) ? ['--'] : []), ...args]);
}

function transact(...operations: readonly object[]): string {
  return formatCommand(['ovsdb-client', 'transact', JSON.stringify(['OVN_Northbound', ...operations])]);
}

function update(table: string, uuid: Uuid, row: object): string {
  return transact({ op: 'update', table, where: isRow(uuid), row });
}

function isRow(uuid: Uuid) {
  return [['_uuid', '==', ['uuid', uuid]]];
}

/** By name where that is enough: people read names. */
function switchName(view: EditView, { name, uuid }: NbSwitch): string {
  const unique =
    name !== '' && view.release.northbound.switches(view.nb).filter((other) => other.name === name).length === 1;
  return unique && !isUuid(name) ? name : uuid;
}

function nameFor({ name, uuid }: NbPort): string {
  return name === '' || isUuid(name) ? uuid : name;
}

/** An interface may name a logical port that does not exist yet. */
function portName(view: EditView, port: string): string {
  return (isUuid(port) ? view.release.northbound.port(view.nb, port)?.name : undefined) ?? port;
}

function portNamed(view: EditView, name: string): Row | undefined {
  return view.nb.find('Logical_Port', 'name', name);
}

function withSwitch(
  view: EditView,
  nameOrUuid: string,
  lines: (sw: NbSwitch) => readonly string[],
): Result<readonly string[]> {
  const sw = view.release.northbound.findSwitch(view.nb, nameOrUuid);
  return sw.ok ? ok(lines(sw.value)) : problem('not-found', `There is no logical switch ${nameOrUuid}.`);
}

function withPort(
  view: EditView,
  nameOrUuid: string,
  lines: (port: NbPort) => readonly string[],
): Result<readonly string[]> {
  const port = view.release.northbound.findPort(view.nb, nameOrUuid);
  return port.ok ? ok(lines(port.value)) : port;
}

function withAcl(view: EditView, uuid: Uuid, lines: (sw: Uuid) => readonly string[]): Result<readonly string[]> {
  const acl = view.release.northbound.acl(view.nb, uuid);
  return acl ? ok(lines(acl.switch)) : problem('not-found', `There is no ACL ${uuid}.`);
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
  return stringPairs(row.external_ids).find(([key]) => key === 'iface-id')?.[1];
}

/** The name of the port that holds an interface: usually the same name. */
function portOfInterface(ovs: Database, iface: Row): string {
  const port = [...ovs.rows('Port').values()].find((row) => references(row.interfaces).includes(iface._uuid));
  return textOf((port ?? iface).name);
}

/** vif1, vif2, ...: the first that is free on the machine. */
function freeInterface(ovs: Database): string {
  for (let n = 1; ; n++) {
    const name = `vif${n}`;
    if (!ovs.find('Interface', 'name', name) && !ovs.find('Port', 'name', name)) return name;
  }
}

function taken(name: string): { readonly ok: false; readonly error: Problem } {
  return problem('name-taken', `There is a logical port '${name}' already: names of ports are unique.`);
}

function problem(code: string, message: string): { readonly ok: false; readonly error: Problem } {
  return err({ code, message });
}
