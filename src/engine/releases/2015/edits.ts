/**
 * Drawn edits of the northbound databases of 2015 as commands. Where ovn-nbctl of
 * that day has no command, the line is a transaction by `ovsdb-client`.
 */
import { err, formatCommand, isUuid, ok, type Problem, type Result, type Uuid } from '../../base';
import type { AclValues, EditTable, NbPort, NbSwitch, NorthboundModel } from '../../network';
import type { DatabaseView } from '../../ovsdb';
import type { Membership } from './membership';

/** What tells how one release of 2015 is edited from how another is. */
export interface EditOptions {
  readonly northbound: NorthboundModel;
  readonly members: Membership;
  /** Whether ovn-nbctl sets port security. */
  readonly portSecurityCommand: boolean;
  /** Why ports cannot be disabled; undefined where they can. */
  readonly neverDisabled?: string;
}

export function editTable({ northbound, members, portSecurityCommand, neverDisabled }: EditOptions): EditTable {
  const withSwitch = finding((nb, id) => {
    const sw = northbound.findSwitch(nb, id);
    return sw.ok ? sw : problem('not-found', `There is no logical switch ${id}.`);
  });
  const withPort = finding((nb, id) => northbound.findPort(nb, id));
  const withAcl = finding((nb, id) => {
    const acl = isUuid(id) ? northbound.acl(nb, id) : undefined;
    return acl ? ok(acl) : problem('not-found', `There is no ACL ${id}.`);
  });
  /** By name where that is enough: people read names. */
  const switchName = (nb: DatabaseView, { name, uuid }: NbSwitch): string => {
    const unique = name !== '' && northbound.switches(nb).filter((other) => other.name === name).length === 1;
    return unique && !isUuid(name) ? name : uuid;
  };
  const portName = (nb: DatabaseView, port: string): string =>
    (isUuid(port) ? northbound.port(nb, port)?.name : undefined) ?? port;

  return {
    createSwitch: ({ name }) => ok([nbctl('lswitch-add', name)]),
    renameSwitch: ({ switch: sw, name }, nb) => withSwitch(nb, sw, ({ uuid }) => [update(SWITCH, uuid, { name })]),
    deleteSwitch: ({ switch: sw }, nb) =>
      withSwitch(nb, sw, (found) => [
        ...contentsFirst(members, nb, found, northbound),
        nbctl('lswitch-del', switchName(nb, found)),
      ]),
    createPort({ switch: sw, name, parent, tag, macs = [] }, nb) {
      if (isTaken(nb, name)) return taken(name);
      if ((parent === undefined) !== (tag === undefined))
        return problem('incomplete', 'A container has both a parent and a tag.');
      const container = parent === undefined || tag === undefined ? [] : [portName(nb, parent), String(tag)];
      return withSwitch(nb, sw, (found) => [
        nbctl('lport-add', switchName(nb, found), name, ...container),
        ...(macs.length > 0 ? [nbctl('lport-set-macs', name, ...macs)] : []),
      ]);
    },
    renamePort: ({ port, name }, nb) =>
      isTaken(nb, name) ? taken(name) : withPort(nb, port, ({ uuid }) => [update(PORT, uuid, { name })]),
    deletePort: ({ port }, nb) => withPort(nb, port, (found) => [nbctl('lport-del', nameFor(found))]),
    setMacs: ({ port, macs }, nb) => withPort(nb, port, (found) => [nbctl('lport-set-macs', nameFor(found), ...macs)]),
    setPortSecurity: ({ port, portSecurity }, nb) =>
      withPort(nb, port, (found) => [
        portSecurityCommand
          ? nbctl('lport-set-port-security', nameFor(found), ...portSecurity)
          : update(PORT, found.uuid, { port_security: ['set', portSecurity] }),
      ]),
    setEnabled: ({ port, enabled }, nb) =>
      neverDisabled === undefined
        ? withPort(nb, port, (found) => [nbctl('lport-set-enabled', nameFor(found), enabled ? 'enabled' : 'disabled')])
        : problem('unsupported', neverDisabled),
    addAcl: (edit, nb) => withSwitch(nb, edit.switch, ({ uuid }) => [addAcl(members, uuid, edit)]),
    setAcl: ({ acl, priority, match, action, log }, nb) =>
      withAcl(nb, acl, () => [update(ACL, acl, { priority, match, action, log })]),
    deleteAcl: ({ acl }, nb) => withAcl(nb, acl, (found) => [deleteAcl(members, found.owner, acl)]),
  };
}

const SWITCH = 'Logical_Switch';
const PORT = 'Logical_Port';
const ACL = 'ACL';

/** Where members name their switch, it only goes when nothing points to it any more. */
function contentsFirst(
  { columns }: Membership,
  nb: DatabaseView,
  { uuid }: NbSwitch,
  northbound: NorthboundModel,
): readonly string[] {
  const { in: saidBy, column } = columns.ACL;
  if (saidBy === 'switch') return [];
  const ports = northbound.portsOf(nb, uuid).map((port) => nbctl('lport-del', nameFor(port)));
  const acls = northbound.aclsOf(nb, uuid);
  return acls.length === 0
    ? ports
    : [...ports, transact({ op: 'delete', table: ACL, where: [[column, '==', ['uuid', uuid]]] })];
}

function addAcl({ columns }: Membership, sw: Uuid, { priority, match, action, log }: AclValues): string {
  const row = { priority, match, action, log };
  const { in: saidBy, column } = columns.ACL;
  if (saidBy === 'member') return transact({ op: 'insert', table: ACL, row: { ...row, [column]: ['uuid', sw] } });
  return transact(
    { op: 'insert', table: ACL, row, 'uuid-name': 'acl' },
    {
      op: 'mutate',
      table: SWITCH,
      where: isRow(sw),
      mutations: [[column, 'insert', ['set', [['named-uuid', 'acl']]]]],
    },
  );
}

/** Where the switch lists its ACLs, it lets go of the row, which then goes by itself. */
function deleteAcl({ columns }: Membership, sw: Uuid, acl: Uuid): string {
  const { in: saidBy, column } = columns.ACL;
  if (saidBy === 'member') return transact({ op: 'delete', table: ACL, where: isRow(acl) });
  return transact({
    op: 'mutate',
    table: SWITCH,
    where: isRow(sw),
    mutations: [[column, 'delete', ['set', [['uuid', acl]]]]],
  });
}

/** The lines about something that must be there. */
function finding<T>(find: (nb: DatabaseView, id: string) => Result<T>) {
  return (nb: DatabaseView, id: string, lines: (found: T) => readonly string[]): Result<readonly string[]> => {
    const found = find(nb, id);
    return found.ok ? ok(lines(found.value)) : found;
  };
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

function nameFor({ name, uuid }: NbPort): string {
  return name === '' || isUuid(name) ? uuid : name;
}

function isTaken(nb: DatabaseView, name: string): boolean {
  return nb.find(PORT, 'name', name) !== undefined;
}

function taken(name: string): { readonly ok: false; readonly error: Problem } {
  return problem('name-taken', `There is a logical port '${name}' already: names of ports are unique.`);
}

function problem(code: string, message: string): { readonly ok: false; readonly error: Problem } {
  return err({ code, message });
}
