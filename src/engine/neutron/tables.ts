/**
 * The database of neutron-server: its tables, the resources that are kept in them,
 * and how they are found. Attributes have the names of the API.
 */
import { isUuid, type Uuid } from '../base';
import { resourcesOf, schemaOf } from './resources';
import type { DatabaseSchema } from '../ovsdb';
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
} from './columns';

export interface FixedIp {
  readonly subnet_id: Uuid;
  readonly ip_address: string;
}

export interface IpRange {
  readonly start: string;
  readonly end: string;
}

export interface HostRoute {
  readonly destination: string;
  readonly nexthop: string;
}

export interface AddressPair {
  readonly mac_address: string;
  readonly ip_address: string;
}

export const FIXED_IPS = words<FixedIp>(
  (word) => {
    const [ip_address = '', subnet_id = ''] = word.split('@');
    return isUuid(subnet_id) ? { subnet_id, ip_address } : undefined;
  },
  ({ subnet_id, ip_address }) => `${ip_address}@${subnet_id}`,
);

export const RANGES = words<IpRange>(
  (word) => {
    const [start, end] = word.split('-');
    return start === undefined || end === undefined ? undefined : { start, end };
  },
  ({ start, end }) => `${start}-${end}`,
);

export const HOST_ROUTES = words<HostRoute>(
  (word) => {
    const [destination, nexthop] = word.split('>');
    return destination === undefined || nexthop === undefined ? undefined : { destination, nexthop };
  },
  ({ destination, nexthop }) => `${destination}>${nexthop}`,
);

export const ADDRESS_PAIRS = words<AddressPair>(
  (word) => {
    const [mac_address, ip_address] = word.split('>');
    return mac_address === undefined || ip_address === undefined ? undefined : { mac_address, ip_address };
  },
  ({ mac_address, ip_address }) => `${mac_address}>${ip_address}`,
);

export const TABLES = {
  /** One row: how the server is configured. `neutron.conf` and `ml2_conf.ini` of a real one. */
  Server: {
    driver: TEXT,
    security_groups: TEXT,
    port_status: TEXT,
    sync_mode: TEXT,
    tenant_id: TEXT,
    /** When it will compare both databases, in virtual milliseconds; 0 when it has. */
    sync_due: NUMBER,
  },
  Network: {
    name: TEXT,
    tenant_id: TEXT,
    admin_state_up: BOOLEAN,
    shared: BOOLEAN,
    status: TEXT,
    'router:external': BOOLEAN,
    mtu: NUMBER,
    'provider:network_type': OPTIONAL_TEXT,
    'provider:physical_network': OPTIONAL_TEXT,
    'provider:segmentation_id': OPTIONAL_NUMBER,
  },
  Subnet: {
    network_id: reference('Network'),
    name: TEXT,
    tenant_id: TEXT,
    ip_version: NUMBER,
    cidr: TEXT,
    gateway_ip: OPTIONAL_TEXT,
    enable_dhcp: BOOLEAN,
    allocation_pools: RANGES,
    dns_nameservers: WORDS,
    host_routes: HOST_ROUTES,
    ipv6_ra_mode: OPTIONAL_TEXT,
    ipv6_address_mode: OPTIONAL_TEXT,
    /** What of the pools has not been given out since they were last gathered: the table IPAvailabilityRange. */
    availability: RANGES,
  },
  Port: {
    network_id: reference('Network'),
    name: TEXT,
    tenant_id: TEXT,
    mac_address: TEXT,
    admin_state_up: BOOLEAN,
    status: TEXT,
    device_id: TEXT,
    device_owner: TEXT,
    fixed_ips: FIXED_IPS,
    security_groups: references('Security_Group'),
    allowed_address_pairs: ADDRESS_PAIRS,
    'binding:host_id': TEXT,
    'binding:profile': DICTIONARY,
    'binding:vif_type': TEXT,
    'binding:vif_details': DICTIONARY,
    'binding:vnic_type': TEXT,
  },
  Security_Group: {
    name: TEXT,
    description: TEXT,
    tenant_id: TEXT,
  },
  Security_Group_Rule: {
    security_group_id: reference('Security_Group'),
    tenant_id: TEXT,
    direction: TEXT,
    ethertype: TEXT,
    protocol: OPTIONAL_TEXT,
    port_range_min: OPTIONAL_NUMBER,
    port_range_max: OPTIONAL_NUMBER,
    remote_ip_prefix: OPTIONAL_TEXT,
    remote_group_id: optionalReference('Security_Group'),
  },
  Router: {
    name: TEXT,
    tenant_id: TEXT,
    admin_state_up: BOOLEAN,
    status: TEXT,
    gateway_network_id: optionalReference('Network'),
    enable_snat: BOOLEAN,
  },
  /** What is to be told to Nova and has not yet been posted. */
  Notification: {
    server_uuid: TEXT,
    name: TEXT,
    tag: TEXT,
    status: TEXT,
  },
} as const;

export type TableName = keyof typeof TABLES;
export type Resource<T extends TableName> = Stored<(typeof TABLES)[T]>;

export type Network = Resource<'Network'>;
export type Subnet = Resource<'Subnet'>;
export type Port = Resource<'Port'>;
export type SecurityGroup = Resource<'Security_Group'>;
export type SecurityGroupRule = Resource<'Security_Group_Rule'>;
export type Router = Resource<'Router'>;
export type ServerSettings = Resource<'Server'>;

export const NEUTRON_SCHEMA: DatabaseSchema = schemaOf('Neutron', TABLES);

const RESOURCES = resourcesOf(TABLES);
export const { all, find, insertion, update, deletion } = RESOURCES;
