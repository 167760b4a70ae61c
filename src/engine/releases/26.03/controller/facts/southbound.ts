/** What a controller reads in the southbound database: rows as facts, reduced to the columns that flows are made of. */
import type { Uuid } from '../../../../base';
import type { Collection, Graph, Group, Source } from '../../../../derive';
import {
  getNumber,
  getOptionalNumber,
  getOptionalString,
  getOptionalUuid,
  getPairs,
  getString,
  getStrings,
  getUuid,
  getUuids,
  type Row,
} from '../../../../ovsdb';

/** What a Port_Binding is: its type; a VIF has none, and a container is a VIF behind another. */
export type PortType =
  | 'vif'
  | 'container'
  | 'patch'
  | 'chassisredirect'
  | 'l3gateway'
  | 'localnet'
  | 'localport'
  | 'l2gateway'
  | 'virtual'
  | 'external'
  | 'remote'
  | 'vtep'
  | 'mirror'
  | 'unknown';

export interface Port {
  readonly uuid: Uuid;
  readonly name: string;
  readonly type: PortType;
  /** The Datapath_Binding. */
  readonly datapath: Uuid;
  readonly key: number;
  readonly options: ReadonlyMap<string, string>;
  readonly chassis: Uuid | undefined;
  readonly additionalChassis: readonly Uuid[];
  readonly requestedChassis: Uuid | undefined;
  readonly requestedAdditionalChassis: readonly Uuid[];
  readonly encap: Uuid | undefined;
  readonly additionalEncaps: readonly Uuid[];
  readonly haGroup: Uuid | undefined;
  readonly macs: readonly string[];
  readonly portSecurity: readonly string[];
  readonly parent: string | undefined;
  readonly tag: number | undefined;
  readonly mirroredPort: string | undefined;
  readonly virtualParent: string | undefined;
}

/** Where a port is, for those who only look up its number. */
export interface PortPlace {
  readonly uuid: Uuid;
  readonly name: string;
  readonly datapath: Uuid;
  readonly key: number;
}

export interface Datapath {
  readonly uuid: Uuid;
  readonly key: number;
  readonly isSwitch: boolean;
  /** Zones are named after it; absent where nobody named it. */
  readonly name: string | undefined;
  readonly options: ReadonlyMap<string, string>;
}

export interface Chassis {
  readonly uuid: Uuid;
  readonly name: string;
  readonly hostname: string;
  readonly otherConfig: ReadonlyMap<string, string>;
}

export interface Encap {
  readonly chassis: string;
  readonly ip: string;
  readonly type: string;
  /** To be used for ports that chose none. */
  readonly isDefault: boolean;
}

export interface HaGroup {
  readonly members: readonly Uuid[];
  readonly references: readonly Uuid[];
}

export interface HaMember {
  readonly chassis: Uuid | undefined;
  readonly priority: number;
}

export interface MulticastGroup {
  readonly uuid: Uuid;
  readonly name: string;
  readonly datapath: Uuid;
  readonly key: number;
  readonly ports: readonly Uuid[];
}

export interface SouthboundFacts {
  readonly ports: Collection<Uuid, Port>;
  readonly portsByName: Group<string, Uuid, Port>;
  /** The ports of a datapath that lead to other datapaths, to a physical network, or are external. */
  readonly linksOf: Group<Uuid, Uuid, Port>;
  readonly localnetsOf: Group<Uuid, Uuid, Port>;
  readonly externalsOf: Group<Uuid, Uuid, Port>;
  /** Ports of a datapath that are on several chassis, since they move. */
  readonly movingOf: Group<Uuid, Uuid, Port>;
  readonly vtepsOnChassis: Group<Uuid, Uuid, Port>;
  readonly placesByName: Group<string, Uuid, PortPlace>;
  /** By `DATAPATH KEY`. */
  readonly placesByKey: Group<string, Uuid, PortPlace>;
  readonly datapaths: Collection<Uuid, Datapath>;
  readonly datapathsByKey: Group<number, Uuid, Datapath>;
  readonly chassis: Collection<Uuid, Chassis>;
  readonly chassisByName: Group<string, Uuid, Chassis>;
  readonly encapIps: Collection<Uuid, Encap>;
  readonly encapsOf: Group<string, Uuid, Encap>;
  readonly haGroups: Collection<Uuid, HaGroup>;
  readonly haMembers: Collection<Uuid, HaMember>;
  readonly multicast: Collection<Uuid, MulticastGroup>;
  /** By `DATAPATH NAME`. */
  readonly multicastByName: Group<string, Uuid, MulticastGroup>;
  readonly datapathGroups: Collection<Uuid, readonly Uuid[]>;
  readonly addressSets: Group<string, Uuid, NamedSet>;
  readonly portGroups: Group<string, Uuid, NamedSet>;
  /** By the name of a chassis: what its template variables stand for. */
  readonly templates: Group<string, Uuid, Templates>;
  /** An option of SB_Global. */
  readonly option: (key: string) => string | undefined;
}

export interface NamedSet {
  readonly name: string;
  readonly members: readonly string[];
}

export interface Templates {
  readonly chassis: string;
  readonly variables: ReadonlyMap<string, string>;
}

export function southboundFacts(graph: Graph, sb: Source): SouthboundFacts {
  const ports = graph.map('ports', sb.table('Port_Binding', PORT_COLUMNS), readPort);
  const portsByName = ports.by('ports by name', ({ name }) => [name]);
  const of = (name: string, belongs: (port: Port) => boolean) =>
    ports.by(name, (port) => (belongs(port) ? [port.datapath] : []));
  const linksOf = of('links of a datapath', ({ type }) => type === 'patch' || type === 'l3gateway');
  const localnetsOf = of('localnet ports of a datapath', ({ type }) => type === 'localnet');
  const externalsOf = of('external ports of a datapath', ({ type }) => type === 'external');
  const movingOf = of(
    'moving ports of a datapath',
    ({ type, additionalChassis }) => type === 'vif' && additionalChassis.length > 0,
  );
  const vtepsOnChassis = ports.by('VTEP ports of a chassis', ({ type, chassis: uuid }) =>
    type === 'vtep' && uuid !== undefined ? [uuid] : [],
  );
  const places = graph.map('places of ports', ports, placeOf, { same: samePlace });
  const datapaths = graph.map(
    'datapaths',
    sb.table('Datapath_Binding', ['tunnel_key', 'type', 'external_ids']),
    readDatapath,
  );
  const chassis = graph.map('chassis', sb.table('Chassis', ['name', 'hostname', 'other_config']), readChassis);
  const encapIps = graph.map(
    'encapsulations',
    sb.table('Encap', ['chassis_name', 'ip', 'type', 'options']),
    (row): Encap => ({
      chassis: getString(row, 'chassis_name'),
      ip: getString(row, 'ip'),
      type: getString(row, 'type'),
      isDefault: flag(readMap(row, 'options'), 'is_default'),
    }),
  );
  const multicast = graph.map(
    'multicast groups',
    sb.table('Multicast_Group', ['name', 'datapath', 'tunnel_key', 'ports']),
    (row, uuid): MulticastGroup => ({
      uuid,
      name: getString(row, 'name'),
      datapath: getUuid(row, 'datapath'),
      key: getNumber(row, 'tunnel_key'),
      // A server keeps the members of a set in order, and so floods go.
      ports: [...getUuids(row, 'ports')].sort(),
    }),
  );
  const options = graph.map('options', sb.table('SB_Global', ['options']), (row) => readMap(row, 'options'));
  const optionsOfAll = options.by('options of the database', () => ['']);
  const option = graph.memo('option', (key: string) => optionsOfAll.first('')?.get(key));
  return {
    ports,
    portsByName,
    linksOf,
    localnetsOf,
    externalsOf,
    movingOf,
    vtepsOnChassis,
    placesByName: places.by('places by name', ({ name }) => [name]),
    placesByKey: places.by<string>('places by key', ({ datapath, key }) => [`${datapath} ${key}`]),
    datapaths,
    datapathsByKey: datapaths.by('datapaths by key', ({ key }) => [key]),
    chassis,
    chassisByName: chassis.by('chassis by name', ({ name }) => [name]),
    encapIps,
    encapsOf: encapIps.by('encapsulations of a chassis', ({ chassis: name }) => [name]),
    haGroups: graph.map('HA groups', sb.table('HA_Chassis_Group', ['ha_chassis', 'ref_chassis']), (row) => ({
      members: getUuids(row, 'ha_chassis'),
      references: getUuids(row, 'ref_chassis'),
    })),
    haMembers: graph.map('HA members', sb.table('HA_Chassis', ['chassis', 'priority']), (row) => ({
      chassis: getOptionalUuid(row, 'chassis'),
      priority: getNumber(row, 'priority'),
    })),
    multicast,
    multicastByName: multicast.by<string>('multicast groups by name', ({ datapath, name }) => [`${datapath} ${name}`]),
    datapathGroups: graph.map('datapath groups', sb.table('Logical_DP_Group', ['datapaths']), (row) =>
      getUuids(row, 'datapaths'),
    ),
    addressSets: namedSets(graph, sb, 'Address_Set', 'addresses'),
    portGroups: namedSets(graph, sb, 'Port_Group', 'ports'),
    templates: graph
      .map('templates', sb.table('Chassis_Template_Var', ['chassis', 'variables']), (row) => ({
        chassis: getString(row, 'chassis'),
        variables: readMap(row, 'variables'),
      }))
      .by('templates of a chassis', ({ chassis: name }) => [name]),
    option: (key) => option.get(key),
  };
}

function namedSets(graph: Graph, sb: Source, table: string, column: string): Group<string, Uuid, NamedSet> {
  return graph
    .map(table, sb.table(table, ['name', column]), (row) => ({
      name: getString(row, 'name'),
      members: getStrings(row, column),
    }))
    .by(`${table} by name`, ({ name }) => [name]);
}

const PORT_COLUMNS = [
  'logical_port',
  'type',
  'datapath',
  'tunnel_key',
  'options',
  'chassis',
  'additional_chassis',
  'requested_chassis',
  'requested_additional_chassis',
  'encap',
  'additional_encap',
  'ha_chassis_group',
  'mac',
  'port_security',
  'parent_port',
  'tag',
  'mirror_port',
  'virtual_parent',
];

function readPort(row: Row, uuid: Uuid): Port {
  const parent = getOptionalString(row, 'parent_port') || undefined;
  return {
    uuid,
    name: getString(row, 'logical_port'),
    type: portType(getString(row, 'type'), parent),
    datapath: getUuid(row, 'datapath'),
    key: getNumber(row, 'tunnel_key'),
    options: readMap(row, 'options'),
    chassis: getOptionalUuid(row, 'chassis'),
    additionalChassis: getUuids(row, 'additional_chassis'),
    requestedChassis: getOptionalUuid(row, 'requested_chassis'),
    requestedAdditionalChassis: getUuids(row, 'requested_additional_chassis'),
    encap: getOptionalUuid(row, 'encap'),
    additionalEncaps: getUuids(row, 'additional_encap'),
    haGroup: getOptionalUuid(row, 'ha_chassis_group'),
    macs: getStrings(row, 'mac'),
    portSecurity: getStrings(row, 'port_security'),
    parent,
    tag: getOptionalNumber(row, 'tag'),
    mirroredPort: getOptionalString(row, 'mirror_port'),
    virtualParent: getOptionalString(row, 'virtual_parent'),
  };
}

const NAMED_TYPES: readonly PortType[] = [
  'patch',
  'chassisredirect',
  'l3gateway',
  'localnet',
  'localport',
  'l2gateway',
  'virtual',
  'external',
  'remote',
  'vtep',
  'mirror',
];

function portType(type: string, parent: string | undefined): PortType {
  if (type === '') return parent === undefined ? 'vif' : 'container';
  return NAMED_TYPES.find((known) => known === type) ?? 'unknown';
}

function placeOf({ uuid, name, datapath, key }: Port): PortPlace {
  return { uuid, name, datapath, key };
}

function samePlace(a: PortPlace, b: PortPlace): boolean {
  return a.name === b.name && a.datapath === b.datapath && a.key === b.key;
}

/** What a datapath is stands in a column of its own since 25.09, before that in external_ids. */
function readDatapath(row: Row, uuid: Uuid): Datapath {
  const options = readMap(row, 'external_ids');
  const type = getOptionalString(row, 'type') ?? '';
  return {
    uuid,
    key: getNumber(row, 'tunnel_key'),
    isSwitch: type === '' ? options.has('logical-switch') : type === 'logical-switch',
    name: options.get('name'),
    options,
  };
}

function readChassis(row: Row, uuid: Uuid): Chassis {
  return {
    uuid,
    name: getString(row, 'name'),
    hostname: getString(row, 'hostname'),
    otherConfig: readMap(row, 'other_config'),
  };
}

export function readMap(row: Row, column: string): ReadonlyMap<string, string> {
  return new Map(getPairs(row, column).map(([key, value]) => [String(key), String(value)]));
}

/** As smap_get_bool reads a flag: anything but the two words is `otherwise`. */
export function flag(options: ReadonlyMap<string, string>, key: string, otherwise = false): boolean {
  const text = options.get(key)?.toLowerCase();
  return text === 'true' ? true : text === 'false' ? false : otherwise;
}
