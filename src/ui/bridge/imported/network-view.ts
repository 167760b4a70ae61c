/** The network that both databases describe, or one of them alone: datapaths with their ports, chassis, and what else people look for. */
import { entryIn, numberIn, pairsIn, rowsOf, textIn, textsIn, type FileDatabase } from '../../../engine/database-file';
import { releaseOf, type Provenance, type Southbound } from '../../../engine/imported';
import type { Row } from '../../../engine/ovsdb';
import type {
  ChassisView,
  Collection,
  DatabaseAbout,
  DatapathView,
  ImportedNetwork,
  NamedRow,
  PortView,
  Side,
} from './protocol';
import { namedRow, titleOf } from './row-title';

export interface Databases {
  readonly northbound: FileDatabase | undefined;
  readonly southbound: Southbound | undefined;
  readonly provenance: Provenance | undefined;
}

export function networkView(databases: Databases, paths: Readonly<Record<Side, string>>): ImportedNetwork {
  const { northbound, southbound } = databases;
  const about = [
    ...(northbound === undefined ? [] : [aboutOf('northbound', paths.northbound, northbound)]),
    ...(southbound === undefined ? [] : [aboutOf('southbound', paths.southbound, southbound.database)]),
  ];
  const datapaths =
    southbound !== undefined && southbound.datapaths.size > 0
      ? southboundDatapaths(southbound, databases.provenance)
      : northbound === undefined
        ? []
        : northboundDatapaths(northbound);
  return {
    databases: about,
    datapaths,
    chassis: southbound === undefined ? [] : chassisOf(southbound.database),
    collections: collectionsOf(databases),
    flows: southbound?.flows.size ?? 0,
  };
}

function aboutOf(side: Side, path: string, database: FileDatabase): DatabaseAbout {
  return {
    side,
    path,
    release: releaseOf(database).text,
    schema: database.schema.version ?? null,
    damage: database.notes.filter(({ kind }) => kind === 'damage').map(({ text }) => text),
    changed: database.changed,
  };
}

function southboundDatapaths(southbound: Southbound, provenance: Provenance | undefined): readonly DatapathView[] {
  const { database } = southbound;
  const bindings = new Map<string, Row[]>();
  const owners = new Map<string, string>();
  for (const row of rowsOf(database, 'Port_Binding').values()) {
    const datapath = textIn(row, 'datapath');
    owners.set(textIn(row, 'logical_port'), datapath);
    const list = bindings.get(datapath);
    if (list === undefined) bindings.set(datapath, [row]);
    else list.push(row);
  }
  const chassis = new Map(
    [...rowsOf(database, 'Chassis').values()].map((row) => [String(row._uuid), titleOf('Chassis', row)]),
  );
  return [...southbound.datapaths.values()].map((datapath): DatapathView => {
    const own = rowsOf(database, 'Datapath_Binding').get(datapath.uuid);
    const behind = provenance?.behindDatapath(datapath);
    return {
      id: datapath.uuid,
      name: datapath.name,
      title: datapath.alias || datapath.name || datapath.uuid.slice(0, 8),
      kind: datapath.kind,
      key: datapath.tunnelKey,
      flows: countFlows(southbound, datapath.uuid),
      ports: (bindings.get(datapath.uuid) ?? []).map((row) => bindingView(row, owners, chassis, provenance)),
      rows: [
        ...(own === undefined ? [] : [namedRow('southbound', 'Datapath_Binding', own)]),
        ...(behind === undefined ? [] : [namedRow('northbound', behind.table, behind.row)]),
      ],
    };
  });
}

function countFlows(southbound: Southbound, datapath: string): number {
  let sum = 0;
  for (const pipeline of ['ingress', 'egress'] as const)
    for (const table of southbound.tablesOf(datapath, pipeline))
      sum += southbound.flowsOf(datapath, pipeline, table).length;
  return sum;
}

function bindingView(
  row: Row,
  owners: ReadonlyMap<string, string>,
  chassis: ReadonlyMap<string, string>,
  provenance: Provenance | undefined,
): PortView {
  const name = textIn(row, 'logical_port');
  const type = textIn(row, 'type');
  const peer = entryIn(row, 'options', 'peer');
  const peerOwner = peer === undefined ? undefined : owners.get(peer);
  const behind = provenance?.behindBinding(row);
  return {
    name,
    title: entryIn(row, 'external_ids', 'neutron:port_name') || entryIn(row, 'external_ids', 'name') || name,
    type,
    key: numberIn(row, 'tunnel_key') || null,
    addresses: textsIn(row, 'mac'),
    peer: peer === undefined || peerOwner === undefined ? null : { datapath: peerOwner, port: peer },
    chassis: chassis.get(textIn(row, 'chassis')) ?? null,
    network: entryIn(row, 'options', 'network_name') ?? null,
    up: textIn(row, 'up') === '' ? null : textIn(row, 'up') === 'true',
    rows: [
      namedRow('southbound', 'Port_Binding', row),
      ...(behind === undefined ? [] : [namedRow('northbound', behind.table, behind.row)]),
    ],
  };
}

function northboundDatapaths(database: FileDatabase): readonly DatapathView[] {
  const switchPorts = rowsOf(database, 'Logical_Switch_Port');
  const routerPorts = rowsOf(database, 'Logical_Router_Port');
  const owners = new Map<string, string>();
  const owning = [
    ['Logical_Switch', 'switch', switchPorts],
    ['Logical_Router', 'router', routerPorts],
  ] as const;
  for (const [table, , ports] of owning)
    for (const row of rowsOf(database, table).values())
      for (const uuid of textsIn(row, 'ports')) owners.set(textIn(ports.get(uuid), 'name'), row._uuid);
  /** Of a router port: the switch port that names it. */
  const attached = new Map<string, string>();
  for (const row of switchPorts.values()) {
    const router = entryIn(row, 'options', 'router-port');
    if (router !== undefined) attached.set(router, textIn(row, 'name'));
  }
  return owning.flatMap(([table, kind, ports]) =>
    [...rowsOf(database, table).values()].map((row): DatapathView => ({
      id: row._uuid,
      name: textIn(row, 'name'),
      title: titleOf(table, row),
      kind,
      key: null,
      flows: 0,
      ports: textsIn(row, 'ports').flatMap((uuid) => {
        const port = ports.get(uuid);
        return port === undefined ? [] : [northboundPort(kind, port, owners, attached)];
      }),
      rows: [namedRow('northbound', table, row)],
    })),
  );
}

function northboundPort(
  kind: 'switch' | 'router',
  row: Row,
  owners: ReadonlyMap<string, string>,
  attached: ReadonlyMap<string, string>,
): PortView {
  const name = textIn(row, 'name');
  const table = kind === 'switch' ? 'Logical_Switch_Port' : 'Logical_Router_Port';
  const peer =
    kind === 'switch'
      ? entryIn(row, 'options', 'router-port') || textIn(row, 'peer') || undefined
      : (attached.get(name) ?? (textIn(row, 'peer') || undefined));
  const owner = peer === undefined ? undefined : owners.get(peer);
  return {
    name,
    title: titleOf(table, row),
    type: kind === 'switch' ? textIn(row, 'type') : 'patch',
    key: null,
    addresses:
      kind === 'switch'
        ? [...textsIn(row, 'addresses'), ...textsIn(row, 'dynamic_addresses')]
        : [[textIn(row, 'mac'), ...textsIn(row, 'networks')].join(' ')],
    peer: peer === undefined || owner === undefined ? null : { datapath: owner, port: peer },
    chassis: null,
    network: entryIn(row, 'options', 'network_name') ?? null,
    up: textIn(row, 'up') === '' ? null : textIn(row, 'up') === 'true',
    rows: [namedRow('northbound', table, row)],
  };
}

function chassisOf(database: FileDatabase): readonly ChassisView[] {
  const encaps = rowsOf(database, 'Encap');
  const bound = new Map<string, number>();
  for (const row of rowsOf(database, 'Port_Binding').values()) {
    const at = textIn(row, 'chassis');
    if (at !== '') bound.set(at, (bound.get(at) ?? 0) + 1);
  }
  return [...rowsOf(database, 'Chassis').values()].map((row) => ({
    name: textIn(row, 'name'),
    title: titleOf('Chassis', row),
    encaps: textsIn(row, 'encaps').map((uuid) => titleOf('Encap', encaps.get(uuid) ?? row)),
    ports: bound.get(row._uuid) ?? 0,
    row: namedRow('southbound', 'Chassis', row),
  }));
}

/** What the outline lists besides switches and routers: of the northbound database, or what the southbound one has of it. */
const COLLECTIONS: readonly (readonly [title: string, side: Side, table: string, aside: (row: Row) => string])[] = [
  ['NAT', 'northbound', 'NAT', (row) => textIn(row, 'external_mac')],
  ['Routes', 'northbound', 'Logical_Router_Static_Route', (row) => textIn(row, 'output_port')],
  ['Routing policies', 'northbound', 'Logical_Router_Policy', (row) => textIn(row, 'action')],
  ['Load balancers', 'northbound', 'Load_Balancer', (row) => many(pairsIn(row, 'vips').length, 'VIP')],
  ['ACLs', 'northbound', 'ACL', (row) => textIn(row, 'action')],
  ['Port groups', 'northbound', 'Port_Group', (row) => many(textsIn(row, 'ports').length, 'port')],
  ['Address sets', 'northbound', 'Address_Set', (row) => many(textsIn(row, 'addresses').length, 'address', 'es')],
];

/** Where there is no northbound database. */
const SOUTHBOUND_COLLECTIONS: typeof COLLECTIONS = [
  ['Load balancers', 'southbound', 'Load_Balancer', (row) => many(pairsIn(row, 'vips').length, 'VIP')],
  ['Port groups', 'southbound', 'Port_Group', (row) => many(textsIn(row, 'ports').length, 'port')],
  ['Address sets', 'southbound', 'Address_Set', (row) => many(textsIn(row, 'addresses').length, 'address', 'es')],
];

function collectionsOf({ northbound, southbound }: Databases): readonly Collection[] {
  const database = northbound ?? southbound?.database;
  if (database === undefined) return [];
  return (northbound === undefined ? SOUTHBOUND_COLLECTIONS : COLLECTIONS).flatMap(([title, side, table, aside]) => {
    const rows = [...rowsOf(database, table).values()].map((row): NamedRow & { aside: string } => ({
      ...namedRow(side, table, row),
      aside: aside(row),
    }));
    return rows.length === 0 ? [] : [{ title, rows }];
  });
}

function many(count: number, one: string, plural = 's'): string {
  return `${count} ${one}${count === 1 ? '' : plural}`;
}
