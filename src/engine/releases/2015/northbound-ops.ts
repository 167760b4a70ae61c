/** `NorthboundOps` for the two layouts of 2015: members that name their switch, and switches that list their members. */
import { compareText, err, isUuid, ok, type Result, type Uuid } from '../../base';
import type { DatabaseView } from '../../ovsdb';
import {
  getBoolean,
  getNumber,
  getOptionalBoolean,
  getOptionalNumber,
  getOptionalString,
  getPairs,
  getString,
  getStrings,
  mapWith,
  type Row,
  type RowEdit,
  type RowValues,
} from '../../ovsdb';
import type { Membership, MemberTable } from './membership';
import type { NbAcl, NbPort, NbSwitch, NewPort, NorthboundFeatures, NorthboundOps } from '../../network';

export const ACL_ACTIONS_2015 = ['allow', 'allow-related', 'drop', 'reject'];

export function northboundOps(membership: Membership, features: NorthboundFeatures): NorthboundOps {
  const readPort = (nb: DatabaseView, row: Row): NbPort | undefined => {
    const sw = membership.switchOf(nb, PORT, row);
    return sw === undefined ? undefined : portOf(row, sw, features);
  };
  const readAcl = (nb: DatabaseView, row: Row): NbAcl | undefined => {
    const sw = membership.switchOf(nb, ACL, row);
    return sw === undefined ? undefined : aclOf(row, sw);
  };
  const members = <T>(nb: DatabaseView, table: MemberTable, read: (row: Row, sw: Uuid) => T): readonly T[] => {
    const owners = membership.owners(nb, table);
    return [...nb.rows(table).values()].flatMap((row) => {
      const sw = owners.get(row._uuid);
      return sw === undefined ? [] : [read(row, sw)];
    });
  };
  const only = (supported: boolean, column: string, edits: readonly RowEdit[]): Result<readonly RowEdit[]> =>
    supported ? ok(edits) : err({ code: 'unsupported', message: `This release has no column "${column}".` });

  return {
    features,
    portTable: PORT,

    switches: (nb) => Array.from(nb.rows(SWITCH).values(), switchOf),
    switch(nb, uuid) {
      const row = nb.row(SWITCH, uuid);
      return row === undefined ? undefined : switchOf(row);
    },
    findSwitch,
    ports: (nb) => members(nb, PORT, (row, sw) => portOf(row, sw, features)),
    portsOf: (nb, sw) => membership.membersOf(nb, PORT, sw).map((row) => portOf(row, sw, features)),
    port(nb, uuid) {
      const row = nb.row(PORT, uuid);
      return row === undefined ? undefined : readPort(nb, row);
    },
    findPort(nb, nameOrUuid) {
      const byUuid = isUuid(nameOrUuid) ? nb.row(PORT, nameOrUuid) : undefined;
      const row = byUuid ?? nb.find(PORT, 'name', nameOrUuid);
      const port = row === undefined ? undefined : readPort(nb, row);
      return port === undefined ? notFound('lport', nameOrUuid) : ok(port);
    },
    acls: (nb) => members(nb, ACL, aclOf),
    aclsOf: (nb, sw) => membership.membersOf(nb, ACL, sw).map((row) => aclOf(row, sw)),
    acl(nb, uuid) {
      const row = nb.row(ACL, uuid);
      return row === undefined ? undefined : readAcl(nb, row);
    },

    addSwitch: (uuid, name) => [{ op: 'insert', table: SWITCH, uuid, row: { name } }],
    delSwitch: (sw) => [remove(SWITCH, sw)],
    delSwitchAndContents: (nb, sw) => [...membership.removeContents(nb, sw), remove(SWITCH, sw)],
    renameSwitch: (sw, name) => [update(SWITCH, sw, { name })],
    addPorts: (nb, sw, ports) =>
      membership.insert(
        nb,
        PORT,
        sw,
        ports.map((port) => ({ uuid: port.uuid, row: valuesOfPort(port, features) })),
      ),
    delPort: (nb, port) => membership.remove(nb, PORT, port),
    renamePort: (port, name) => [update(PORT, port, { name })],
    movePort: (nb, port, sw) => membership.move(nb, PORT, port, sw),
    setMacs: (port, macs) => [update(PORT, port, { macs: sortedSet(macs) })],
    setPortSecurity: (port, members) => [update(PORT, port, { port_security: sortedSet(members) })],
    setContainer: (port, container) => [update(PORT, port, valuesOfContainer(container))],
    setEnabled: (port, enabled) =>
      only(features.enabled, 'enabled', [update(PORT, port, { enabled: enabled === undefined ? [] : [enabled] })]),
    setType: (port, type) => only(features.typeAndOptions, 'type', [update(PORT, port, { type })]),
    setOptions: (port, options) =>
      only(features.typeAndOptions, 'options', [update(PORT, port, { options: sortedPairs(options) })]),
    addAcls: (nb, sw, acls) =>
      membership.insert(
        nb,
        ACL,
        sw,
        acls.map(({ uuid, priority, match, action, log }) => ({ uuid, row: { priority, match, action, log } })),
      ),
    delAcl: (nb, acl) => membership.remove(nb, ACL, acl),
    setAcl: (acl, change) => [update(ACL, acl, { ...change })],
    setExternalId(nb, table, uuid, key, value) {
      const row = nb.row(table, uuid);
      if (row === undefined) return [];
      return [update(table, uuid, { external_ids: mapWith(getPairs(row, 'external_ids'), key, value) })];
    },
  };
}

const SWITCH = 'Logical_Switch';
const PORT = 'Logical_Port';
const ACL = 'ACL';

function findSwitch(nb: DatabaseView, nameOrUuid: string): Result<NbSwitch> {
  const byUuid = isUuid(nameOrUuid) ? nb.row(SWITCH, nameOrUuid) : undefined;
  if (byUuid !== undefined) return ok(switchOf(byUuid));
  let found: Row | undefined;
  for (const row of nb.rows(SWITCH).values()) {
    if (row.name !== nameOrUuid) continue;
    if (found !== undefined) {
      return err({
        code: 'ambiguous',
        message: `There is more than one logical switch named '${nameOrUuid}'. Use a UUID.`,
        hint: 'Names of logical switches need not be unique; ovn-nbctl lswitch-list shows the UUIDs.',
      });
    }
    found = row;
  }
  return found === undefined ? notFound('lswitch', nameOrUuid) : ok(switchOf(found));
}

function notFound(what: 'lswitch' | 'lport', nameOrUuid: string): Result<never> {
  const by = isUuid(nameOrUuid) ? 'UUID' : 'name';
  return err({ code: 'not-found', message: `${what} not found for ${by}: '${nameOrUuid}'` });
}

function switchOf(row: Row): NbSwitch {
  return { uuid: row._uuid, name: getString(row, 'name'), externalIds: recordOf(row, 'external_ids') };
}

function portOf(row: Row, sw: Uuid, features: NorthboundFeatures): NbPort {
  return {
    uuid: row._uuid,
    name: getString(row, 'name'),
    switch: sw,
    macs: getStrings(row, 'macs'),
    portSecurity: getStrings(row, 'port_security'),
    up: getOptionalBoolean(row, 'up'),
    enabled: features.enabled ? getOptionalBoolean(row, 'enabled') : undefined,
    parent: getOptionalString(row, 'parent_name'),
    tag: getOptionalNumber(row, 'tag'),
    type: features.typeAndOptions ? getString(row, 'type') : '',
    options: features.typeAndOptions ? recordOf(row, 'options') : {},
    externalIds: recordOf(row, 'external_ids'),
  };
}

function aclOf(row: Row, sw: Uuid): NbAcl {
  return {
    uuid: row._uuid,
    owner: sw,
    priority: getNumber(row, 'priority'),
    match: getString(row, 'match'),
    action: getString(row, 'action'),
    log: getBoolean(row, 'log'),
  };
}

function valuesOfPort(port: NewPort, features: NorthboundFeatures): RowValues {
  return {
    name: port.name,
    macs: sortedSet(port.macs ?? []),
    port_security: sortedSet(port.portSecurity ?? []),
    ...valuesOfContainer(port.container),
    ...(features.enabled && port.enabled !== undefined ? { enabled: [port.enabled] } : {}),
  };
}

function valuesOfContainer(container: NewPort['container']): RowValues {
  return container === undefined
    ? { parent_name: [], tag: [] }
    : { parent_name: [container.parent], tag: [container.tag] };
}

function recordOf(row: Row, column: string): Readonly<Record<string, string>> {
  return Object.fromEntries(getPairs(row, column).map(([key, value]) => [String(key), String(value)]));
}

function sortedSet(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort(compareText);
}

function sortedPairs(record: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  return Object.entries(record).sort(([a], [b]) => compareText(a, b));
}

function update(table: string, uuid: Uuid, row: RowValues): RowEdit {
  return { op: 'update', table, uuid, row };
}

function remove(table: string, uuid: Uuid): RowEdit {
  return { op: 'delete', table, uuid };
}
