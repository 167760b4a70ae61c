/** The database of neutron-server 21 (Zed): its tables and their types. Attributes have the names of the API. */
import { isUuid, type Uuid } from '../../base';
import {
  BOOLEAN,
  DICTIONARY,
  NUMBER,
  OPTIONAL_NUMBER,
  OPTIONAL_TEXT,
  optionalReference,
  reference,
  references,
  TEXT,
  words,
  WORDS,
  type Stored,
} from '../columns';
import { resourcesOf, schemaOf } from '../resources';
import { ADDRESS_PAIRS, FIXED_IPS, HOST_ROUTES, RANGES } from '../tables';
import type { DatabaseView, RowEdit } from '../../ovsdb';

export type { AddressPair, FixedIp, HostRoute, IpRange } from '../tables';

export interface DhcpOption {
  readonly opt_name: string;
  readonly opt_value: string;
  readonly ip_version: number;
}

/** Names and values may hold anything, so each part is written as a component of an address of the web. */
const DHCP_OPTIONS = words<DhcpOption>(
  (word) => {
    const [version = '', name = '', value = ''] = word.split('|');
    const parts = [decode(name), decode(value)];
    const [opt_name, opt_value] = parts;
    return opt_name === undefined || opt_value === undefined
      ? undefined
      : { opt_name, opt_value, ip_version: version === '6' ? 6 : 4 };
  },
  ({ ip_version, opt_name, opt_value }) =>
    `${ip_version}|${encodeURIComponent(opt_name)}|${encodeURIComponent(opt_value)}`,
);

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** What every object has that counts its own changes. */
const STANDARD = { name: TEXT, description: TEXT, project_id: TEXT, revision_number: NUMBER } as const;

export const ZED_TABLES = {
  /** One row: how the server is configured. */
  Server: {
    sync_mode: TEXT,
    /** When it will compare both databases, in virtual milliseconds; 0 when it has. */
    sync_due: NUMBER,
    /** The project of callers who name none. */
    project_id: TEXT,
    /** `enable_distributed_floating_ip` and `ovn_metadata_enabled`. */
    distributed_floating_ip: BOOLEAN,
    metadata: BOOLEAN,
    dns_domain: TEXT,
    dns_servers: WORDS,
    /** The chassis when it last looked: one that comes or goes has gateways scheduled anew. */
    chassis: WORDS,
  },
  Network: {
    ...STANDARD,
    admin_state_up: BOOLEAN,
    shared: BOOLEAN,
    status: TEXT,
    'router:external': BOOLEAN,
    mtu: NUMBER,
    port_security_enabled: BOOLEAN,
    vlan_transparent: BOOLEAN,
    dns_domain: TEXT,
    availability_zone_hints: WORDS,
    qos_policy_id: optionalReference('QoS_Policy'),
  },
  Segment: {
    ...STANDARD,
    network_id: reference('Network'),
    network_type: TEXT,
    physical_network: OPTIONAL_TEXT,
    segmentation_id: OPTIONAL_NUMBER,
  },
  Subnet: {
    ...STANDARD,
    network_id: reference('Network'),
    ip_version: NUMBER,
    cidr: TEXT,
    gateway_ip: OPTIONAL_TEXT,
    enable_dhcp: BOOLEAN,
    allocation_pools: RANGES,
    dns_nameservers: WORDS,
    host_routes: HOST_ROUTES,
    ipv6_ra_mode: OPTIONAL_TEXT,
    ipv6_address_mode: OPTIONAL_TEXT,
  },
  Port: {
    ...STANDARD,
    network_id: reference('Network'),
    mac_address: TEXT,
    admin_state_up: BOOLEAN,
    status: TEXT,
    device_id: TEXT,
    device_owner: TEXT,
    fixed_ips: FIXED_IPS,
    security_groups: references('Security_Group'),
    allowed_address_pairs: ADDRESS_PAIRS,
    extra_dhcp_opts: DHCP_OPTIONS,
    port_security_enabled: BOOLEAN,
    dns_name: TEXT,
    qos_policy_id: optionalReference('QoS_Policy'),
    'binding:host_id': TEXT,
    'binding:profile': DICTIONARY,
    'binding:vif_type': TEXT,
    'binding:vif_details': DICTIONARY,
    'binding:vnic_type': TEXT,
    /** What OVN last said of it: Logical_Switch_Port.up. */
    ovn_up: BOOLEAN,
  },
  Security_Group: { ...STANDARD, stateful: BOOLEAN },
  Security_Group_Rule: {
    ...STANDARD,
    security_group_id: reference('Security_Group'),
    direction: TEXT,
    ethertype: TEXT,
    protocol: OPTIONAL_TEXT,
    port_range_min: OPTIONAL_NUMBER,
    port_range_max: OPTIONAL_NUMBER,
    remote_ip_prefix: OPTIONAL_TEXT,
    normalized_cidr: OPTIONAL_TEXT,
    remote_group_id: optionalReference('Security_Group'),
    remote_address_group_id: optionalReference('Address_Group'),
  },
  Address_Group: { ...STANDARD, addresses: WORDS },
  Router: {
    ...STANDARD,
    admin_state_up: BOOLEAN,
    status: TEXT,
    gw_port_id: optionalReference('Port'),
    enable_snat: BOOLEAN,
    routes: HOST_ROUTES,
    availability_zone_hints: WORDS,
  },
  Floating_IP: {
    ...STANDARD,
    floating_network_id: reference('Network'),
    floating_ip_address: TEXT,
    floating_port_id: reference('Port'),
    port_id: optionalReference('Port'),
    fixed_ip_address: OPTIONAL_TEXT,
    router_id: optionalReference('Router'),
    status: TEXT,
    qos_policy_id: optionalReference('QoS_Policy'),
  },
  Port_Forwarding: {
    ...STANDARD,
    floatingip_id: reference('Floating_IP'),
    internal_port_id: reference('Port'),
    internal_ip_address: TEXT,
    internal_port: NUMBER,
    external_port: NUMBER,
    protocol: TEXT,
  },
  Trunk: { ...STANDARD, port_id: reference('Port'), admin_state_up: BOOLEAN, status: TEXT },
  Subport: {
    trunk_id: reference('Trunk'),
    port_id: reference('Port'),
    segmentation_type: TEXT,
    segmentation_id: NUMBER,
  },
  QoS_Policy: { ...STANDARD, shared: BOOLEAN, is_default: BOOLEAN },
  QoS_Rule: {
    policy_id: reference('QoS_Policy'),
    type: TEXT,
    direction: TEXT,
    max_kbps: OPTIONAL_NUMBER,
    max_burst_kbps: OPTIONAL_NUMBER,
    dscp_mark: OPTIONAL_NUMBER,
    min_kbps: OPTIONAL_NUMBER,
  },
  /** What is to be told to Nova and has not yet been posted. */
  Notification: { server_uuid: TEXT, name: TEXT, tag: TEXT, status: TEXT },
} as const;

export type ZedTable = keyof typeof ZED_TABLES;
export type ZedResource<T extends ZedTable> = Stored<(typeof ZED_TABLES)[T]>;

export type Server = ZedResource<'Server'>;
export type Network = ZedResource<'Network'>;
export type Segment = ZedResource<'Segment'>;
export type Subnet = ZedResource<'Subnet'>;
export type Port = ZedResource<'Port'>;
export type SecurityGroup = ZedResource<'Security_Group'>;
export type SecurityGroupRule = ZedResource<'Security_Group_Rule'>;
export type AddressGroup = ZedResource<'Address_Group'>;
export type Router = ZedResource<'Router'>;
export type FloatingIp = ZedResource<'Floating_IP'>;
export type PortForwarding = ZedResource<'Port_Forwarding'>;
export type Trunk = ZedResource<'Trunk'>;
export type Subport = ZedResource<'Subport'>;
export type QosPolicy = ZedResource<'QoS_Policy'>;
export type QosRule = ZedResource<'QoS_Rule'>;

export const ZED_SCHEMA = schemaOf('Neutron', ZED_TABLES);

const RESOURCES = resourcesOf(ZED_TABLES);
export const { all, find, insertion, deletion } = RESOURCES;

/** The edits of a change; an object that counts its changes counts this one. */
export function update<T extends ZedTable>(
  neutron: DatabaseView,
  table: T,
  id: Uuid,
  values: Partial<ZedResource<T>>,
): readonly RowEdit[] {
  const edits = RESOURCES.update(neutron, table, id, values);
  const before = isUuid(id) ? neutron.row(table, id) : undefined;
  const revision = before?.revision_number;
  return edits.map((edit) =>
    edit.op === 'update' && typeof revision === 'number'
      ? { ...edit, row: { ...edit.row, revision_number: revision + 1 } }
      : edit,
  );
}

/** What Neutron only remembers, without counting it as a change. */
export const remember = RESOURCES.update;

export function serverOf(neutron: DatabaseView): Server {
  const [server] = all(neutron, 'Server');
  if (server === undefined) throw new Error('neutron-server has not been started.');
  return server;
}

export function portsOf(neutron: DatabaseView, network: Uuid): readonly Port[] {
  return all(neutron, 'Port').filter(({ network_id }) => network_id === network);
}

export function subnetsOf(neutron: DatabaseView, network: Uuid): readonly Subnet[] {
  return all(neutron, 'Subnet').filter(({ network_id }) => network_id === network);
}

export function segmentsOf(neutron: DatabaseView, network: Uuid): readonly Segment[] {
  return all(neutron, 'Segment').filter(({ network_id }) => network_id === network);
}
