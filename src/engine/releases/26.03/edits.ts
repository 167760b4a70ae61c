/** Drawn edits of the northbound database of today, as calls of ovn-nbctl. */
import { isUuid, ok, type Result } from '../../base';
import type { EditTable, NbAcl } from '../../network';
import type { DatabaseView } from '../../ovsdb';
import { northbound26_03 as northbound } from './model';
import { nameFor, nbctl, problem, quoted, setRow } from './nbctl-lines';
import { TOPOLOGY_EDITS } from './topology-edits';

export const EDITS: EditTable = {
  createSwitch: ({ name }) => ok([nbctl('ls-add', name)]),
  renameSwitch: ({ switch: sw, name }, nb) =>
    withSwitch(nb, sw, () => [setRow('Logical_Switch', sw, { name: quoted(name) })]),
  deleteSwitch: ({ switch: sw }, nb) => withSwitch(nb, sw, (name) => [nbctl('ls-del', name)]),
  createPort({ switch: sw, name, parent, tag, macs = [] }, nb) {
    if (isTaken(nb, name)) return taken(name);
    if ((parent === undefined) !== (tag === undefined))
      return problem('incomplete', 'A container has both a parent and a tag.');
    const container = parent === undefined || tag === undefined ? [] : [portName(nb, parent), String(tag)];
    return withSwitch(nb, sw, (switchName) => [
      nbctl('lsp-add', switchName, name, ...container),
      ...(macs.length > 0 ? [nbctl('lsp-set-addresses', name, ...macs)] : []),
    ]);
  },
  renamePort: ({ port, name }, nb) =>
    isTaken(nb, name)
      ? taken(name)
      : withPort(nb, port, (_, uuid) => [setRow('Logical_Switch_Port', uuid, { name: quoted(name) })]),
  deletePort: ({ port }, nb) => withPort(nb, port, (name) => [nbctl('lsp-del', name)]),
  setMacs: ({ port, macs }, nb) => withPort(nb, port, (name) => [nbctl('lsp-set-addresses', name, ...macs)]),
  setPortSecurity: ({ port, portSecurity }, nb) =>
    withPort(nb, port, (name) => [nbctl('lsp-set-port-security', name, ...portSecurity)]),
  setEnabled: ({ port, enabled }, nb) =>
    withPort(nb, port, (name) => [nbctl('lsp-set-enabled', name, enabled ? 'enabled' : 'disabled')]),
  addAcl: ({ switch: owner, priority, match, action, log, direction = 'to-lport', tier = 0 }, nb) =>
    withOwner(nb, owner, (name, type) => [
      nbctl(
        ...(type === undefined ? [] : [`--type=${type}`]),
        ...(log ? ['--log'] : []),
        ...(tier === 0 ? [] : [`--tier=${tier}`]),
        'acl-add',
        name,
        direction,
        String(priority),
        match,
        action,
      ),
    ]),
  setAcl: ({ acl, priority, match, action, log, direction, tier }, nb) =>
    withAcl(nb, acl, () => [
      setRow('ACL', acl, {
        direction,
        priority: priority?.toString(),
        match: match === undefined ? undefined : quoted(match),
        action,
        log: log?.toString(),
        tier: tier?.toString(),
      }),
    ]),
  deleteAcl: ({ acl }, nb) => withAcl(nb, acl, (found) => [deleteAcl(nb, found)]),
  topology: TOPOLOGY_EDITS,
  bridgeIsMade: true,
};

/** By what is said of it, if no other ACL of its owner says the same. */
function deleteAcl(nb: DatabaseView, acl: NbAcl): string {
  const { owner, uuid, direction, priority, match } = acl;
  const twins = northbound.aclsOf(nb, owner).filter((other) => sameRule(other, acl));
  const sw = northbound.switch(nb, owner);
  const group = sw === undefined ? groupName(nb, owner) : undefined;
  if (twins.length > 1 || direction === undefined)
    return nbctl('remove', sw === undefined ? 'Port_Group' : 'Logical_Switch', owner, 'acls', uuid);
  const name = sw === undefined ? (group ?? owner) : nameFor(northbound.switches(nb), sw);
  return nbctl('acl-del', name, direction, String(priority), match);
}

function sameRule(a: NbAcl, b: NbAcl): boolean {
  return a.direction === b.direction && a.priority === b.priority && a.match === b.match;
}

function withSwitch(
  nb: DatabaseView,
  id: string,
  lines: (name: string) => readonly string[],
): Result<readonly string[]> {
  const sw = northbound.findSwitch(nb, id);
  if (!sw.ok) return problem('not-found', `There is no logical switch ${id}.`);
  return ok(lines(nameFor(northbound.switches(nb), sw.value)));
}

/** A switch, or a port group where no switch has that name. */
function withOwner(
  nb: DatabaseView,
  id: string,
  lines: (name: string, type: 'port-group' | undefined) => readonly string[],
): Result<readonly string[]> {
  const group = groupName(nb, id);
  if (group === undefined) return withSwitch(nb, id, (name) => lines(name, undefined));
  const shadowed = northbound.switches(nb).some(({ name }) => name === group);
  return ok(lines(group, shadowed ? 'port-group' : undefined));
}

function groupName(nb: DatabaseView, id: string): string | undefined {
  const groups = northbound.topology?.portGroups(nb) ?? [];
  const byUuid = groups.find(({ uuid }) => uuid === id);
  if (byUuid !== undefined) return byUuid.name;
  const isSwitch = northbound.findSwitch(nb, id).ok;
  return isSwitch ? undefined : groups.find(({ name }) => name === id)?.name;
}

function withPort(
  nb: DatabaseView,
  id: string,
  lines: (name: string, uuid: string) => readonly string[],
): Result<readonly string[]> {
  const port = northbound.findPort(nb, id);
  if (!port.ok) return port;
  const { name, uuid } = port.value;
  return ok(lines(name === '' || isUuid(name) ? uuid : name, uuid));
}

function withAcl(nb: DatabaseView, id: string, lines: (acl: NbAcl) => readonly string[]): Result<readonly string[]> {
  const acl = isUuid(id) ? northbound.acl(nb, id) : undefined;
  return acl ? ok(lines(acl)) : problem('not-found', `There is no ACL ${id}.`);
}

function portName(nb: DatabaseView, port: string): string {
  return (isUuid(port) ? northbound.port(nb, port)?.name : undefined) ?? port;
}

function isTaken(nb: DatabaseView, name: string): boolean {
  return nb.find('Logical_Switch_Port', 'name', name) !== undefined;
}

function taken(name: string) {
  return problem('name-taken', `There is a logical port '${name}' already: names of ports are unique.`);
}
