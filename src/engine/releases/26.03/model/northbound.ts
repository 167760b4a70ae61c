/** The northbound database of today: what there is, and the edits of a program that builds a network. */
import { compareText, err, isUuid, ok, type Result, type Uuid } from '../../../base';
import type { AclDirection, NbAcl, NbPort, NbSwitch, NewAcl, NewPort, NorthboundOps } from '../../../network';
import {
  getBoolean,
  getNumber,
  getOptionalBoolean,
  getOptionalNumber,
  getOptionalString,
  getOptionalUuid,
  getPairs,
  getString,
  getStrings,
  getUuids,
  mapWith,
  type DatabaseView,
  type Row,
  type RowEdit,
  type RowValues,
} from '../../../ovsdb';
import { listed, lister, listers, recordOf } from './rows';
import { TOPOLOGY } from './topology';

const SWITCH = 'Logical_Switch';
const PORT = 'Logical_Switch_Port';
const ACL = 'ACL';
const GROUP = 'Port_Group';

/** Which of the tables that list a kind of row is asked first. */
const OWNERS = {
  [PORT]: [[SWITCH, 'ports']],
  [ACL]: [
    [SWITCH, 'acls'],
    [GROUP, 'acls'],
  ],
} as const;

export const northbound26_03: NorthboundOps = {
  features: {
    enabled: true,
    typeAndOptions: true,
    aclActions: ['allow', 'allow-related', 'allow-stateless', 'drop', 'reject', 'pass'],
    aclDirections: true,
  },
  portTable: PORT,
  topology: TOPOLOGY,

  switches: (nb) => Array.from(nb.rows(SWITCH).values(), switchOf),
  switch(nb, uuid) {
    const row = nb.row(SWITCH, uuid);
    return row && switchOf(row);
  },
  findSwitch,
  ports: (nb) => members(nb, PORT, portOf),
  portsOf(nb, sw) {
    const row = nb.row(SWITCH, sw);
    return row === undefined ? [] : listed(nb, row, 'ports', PORT).map((port) => portOf(port, sw));
  },
  port: (nb, uuid) => member(nb, PORT, nb.row(PORT, uuid), portOf),
  findPort(nb, nameOrUuid) {
    const byUuid = isUuid(nameOrUuid) ? nb.row(PORT, nameOrUuid) : undefined;
    const port = member(nb, PORT, byUuid ?? nb.find(PORT, 'name', nameOrUuid), portOf);
    return port === undefined ? notFound('port', nameOrUuid) : ok(port);
  },
  acls: (nb) => members(nb, ACL, aclOf),
  aclsOf(nb, owner) {
    const row = nb.row(SWITCH, owner) ?? nb.row(GROUP, owner);
    return row === undefined ? [] : listed(nb, row, 'acls', ACL).map((acl) => aclOf(acl, owner));
  },
  acl: (nb, uuid) => member(nb, ACL, nb.row(ACL, uuid), aclOf),

  addSwitch: (uuid, name) => [{ op: 'insert', table: SWITCH, uuid, row: { name } }],
  delSwitch: (sw) => [{ op: 'delete', table: SWITCH, uuid: sw }],
  // What no switch lists any more goes by itself.
  delSwitchAndContents: (_nb, sw) => [{ op: 'delete', table: SWITCH, uuid: sw }],
  renameSwitch: (sw, name) => [update(SWITCH, sw, { name })],
  addPorts: (nb, sw, ports) =>
    insert(
      nb,
      PORT,
      'ports',
      sw,
      ports.map((port) => [port.uuid, valuesOfPort(port)]),
    ),
  delPort: (nb, port) => remove(nb, PORT, port),
  renamePort: (port, name) => [update(PORT, port, { name })],
  movePort(nb, port, sw) {
    const from = lister(nb, SWITCH, 'ports', port);
    if (from?._uuid === sw) return [];
    const away = from === undefined ? [] : [without(from, 'ports', port)];
    const to = nb.row(SWITCH, sw);
    return [...away, list(sw, 'ports', [...(to === undefined ? [] : getUuids(to, 'ports')), port])];
  },
  setMacs: (port, macs) => [update(PORT, port, { addresses: sortedSet(macs) })],
  setPortSecurity: (port, all) => [update(PORT, port, { port_security: sortedSet(all) })],
  setContainer: (port, container) => [update(PORT, port, valuesOfContainer(container))],
  setEnabled: (port, enabled) => ok([update(PORT, port, { enabled: enabled === undefined ? [] : [enabled] })]),
  setType: (port, type) => ok([update(PORT, port, { type })]),
  setOptions: (port, options) => ok([update(PORT, port, { options: sortedPairs(options) })]),
  addAcls: (nb, sw, acls) =>
    insert(
      nb,
      ACL,
      'acls',
      sw,
      acls.map((acl) => [acl.uuid, valuesOfAcl(acl)]),
    ),
  delAcl: (nb, acl) => remove(nb, ACL, acl),
  setAcl: (acl, change) => [update(ACL, acl, { ...change })],
  setExternalId(nb, table, uuid, key, value) {
    const row = nb.row(table, uuid);
    if (row === undefined) return [];
    return [update(table, uuid, { external_ids: mapWith(getPairs(row, 'external_ids'), key, value) })];
  },
};

function findSwitch(nb: DatabaseView, nameOrUuid: string): Result<NbSwitch> {
  const byUuid = isUuid(nameOrUuid) ? nb.row(SWITCH, nameOrUuid) : undefined;
  if (byUuid !== undefined) return ok(switchOf(byUuid));
  const [found, another] = [...nb.rows(SWITCH).values()].filter(({ name }) => name === nameOrUuid);
  if (another !== undefined) {
    return err({
      code: 'ambiguous',
      message: `Multiple logical switches named '${nameOrUuid}'.  Use a UUID.`,
      hint: 'Names of logical switches need not be unique; ovn-nbctl ls-list shows the UUIDs.',
    });
  }
  return found === undefined ? notFound('switch', nameOrUuid) : ok(switchOf(found));
}

function notFound(what: 'switch' | 'port', nameOrUuid: string): Result<never> {
  const by = isUuid(nameOrUuid) ? 'UUID' : 'name';
  return err({ code: 'not-found', message: `${nameOrUuid}: ${what} ${by} not found` });
}

/** Those rows that something lists: others are gone with the commit that left them alone. */
function members<T>(nb: DatabaseView, table: keyof typeof OWNERS, read: (row: Row, owner: Uuid) => T): readonly T[] {
  const owners = new Map<Uuid, Uuid>();
  for (const [owner, column] of OWNERS[table])
    for (const [uuid, by] of listers(nb, owner, column)) if (!owners.has(uuid)) owners.set(uuid, by);
  return [...nb.rows(table).values()].flatMap((row) => {
    const owner = owners.get(row._uuid);
    return owner === undefined ? [] : [read(row, owner)];
  });
}

function member<T>(
  nb: DatabaseView,
  table: keyof typeof OWNERS,
  row: Row | undefined,
  read: (row: Row, owner: Uuid) => T,
): T | undefined {
  if (row === undefined) return undefined;
  for (const [owner, column] of OWNERS[table]) {
    const by = lister(nb, owner, column, row._uuid);
    if (by !== undefined) return read(row, by._uuid);
  }
  return undefined;
}

function switchOf(row: Row): NbSwitch {
  return { uuid: row._uuid, name: getString(row, 'name'), externalIds: recordOf(row, 'external_ids') };
}

function portOf(row: Row, sw: Uuid): NbPort {
  const type = getString(row, 'type');
  const options = recordOf(row, 'options');
  const routerPort = type === 'router' ? (getOptionalString(row, 'peer') ?? options['router-port']) : undefined;
  const physicalNetwork = type === 'localnet' ? options.network_name : undefined;
  const [v4, v6] = [getOptionalUuid(row, 'dhcpv4_options'), getOptionalUuid(row, 'dhcpv6_options')];
  return {
    uuid: row._uuid,
    name: getString(row, 'name'),
    switch: sw,
    macs: getStrings(row, 'addresses'),
    portSecurity: getStrings(row, 'port_security'),
    up: getOptionalBoolean(row, 'up'),
    enabled: getOptionalBoolean(row, 'enabled'),
    parent: getOptionalString(row, 'parent_name'),
    tag: getOptionalNumber(row, 'tag') ?? getOptionalNumber(row, 'tag_request'),
    type,
    options,
    ...(routerPort === undefined ? {} : { routerPort }),
    ...(physicalNetwork === undefined ? {} : { physicalNetwork }),
    ...(v4 === undefined && v6 === undefined ? {} : { dhcp: { v4, v6 } }),
    externalIds: recordOf(row, 'external_ids'),
  };
}

function aclOf(row: Row, owner: Uuid): NbAcl {
  return {
    uuid: row._uuid,
    owner,
    direction: directionOf(row),
    priority: getNumber(row, 'priority'),
    match: getString(row, 'match'),
    action: getString(row, 'action'),
    log: getBoolean(row, 'log'),
    tier: getNumber(row, 'tier'),
    name: getOptionalString(row, 'name') ?? '',
  };
}

function directionOf(row: Row): AclDirection {
  return getString(row, 'direction') === 'from-lport' ? 'from-lport' : 'to-lport';
}

function valuesOfPort({ name, macs = [], portSecurity = [], container, enabled }: NewPort): RowValues {
  return {
    name,
    addresses: sortedSet(macs),
    port_security: sortedSet(portSecurity),
    ...valuesOfContainer(container),
    ...(enabled === undefined ? {} : { enabled: [enabled] }),
  };
}

/** ovn-northd grants what is asked for in `tag_request`, and writes it into `tag`. */
function valuesOfContainer(container: NewPort['container']): RowValues {
  return container === undefined
    ? { parent_name: [], tag_request: [] }
    : { parent_name: [container.parent], tag_request: [container.tag] };
}

/** An ACL without a direction stands where those of 2015 stood: before the port that a packet leaves by. */
function valuesOfAcl({ priority, match, action, log }: NewAcl): RowValues {
  return { direction: 'to-lport', priority, match, action, log };
}

function insert(
  nb: DatabaseView,
  table: string,
  column: string,
  sw: Uuid,
  rows: readonly (readonly [Uuid, RowValues])[],
): readonly RowEdit[] {
  const owner = nb.row(SWITCH, sw);
  const held = owner === undefined ? [] : getUuids(owner, column);
  const inserts = rows.map(([uuid, row]): RowEdit => ({ op: 'insert', table, uuid, row }));
  return [...inserts, list(sw, column, [...held, ...rows.map(([uuid]) => uuid)])];
}

/** Out of every list that it is in. */
function remove(nb: DatabaseView, table: keyof typeof OWNERS, uuid: Uuid): readonly RowEdit[] {
  const unlisted = OWNERS[table].flatMap(([owner, column]) =>
    [...nb.rows(owner).values()]
      .filter((row) => getUuids(row, column).includes(uuid))
      .map((row) => without(row, column, uuid, owner)),
  );
  return [...unlisted, { op: 'delete', table, uuid }];
}

function without(row: Row, column: string, uuid: Uuid, table: string = SWITCH): RowEdit {
  const kept = getUuids(row, column).filter((other) => other !== uuid);
  return update(table, row._uuid, { [column]: kept });
}

function list(sw: Uuid, column: string, all: readonly Uuid[]): RowEdit {
  return update(SWITCH, sw, { [column]: all.toSorted(compareText) });
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
