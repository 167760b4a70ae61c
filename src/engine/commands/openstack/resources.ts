/** What `neutron` can do with each kind of object: commands, options, columns of lists. */
import type { ClientOption } from './arguments';

export interface Resource {
  /** In front of the verb: `net` of `net-create`. */
  readonly word: string;
  readonly collection: string;
  readonly plural: string;
  readonly singular: string;
  readonly columns: readonly string[];
  /** Arguments of `create`: attribute, word in the usage, and the resource that it names. */
  readonly args: readonly Argument[];
  readonly create: readonly AttributeOption[];
  readonly update: readonly AttributeOption[];
  readonly verbs: readonly Verb[];
}

export type Verb = 'create' | 'list' | 'show' | 'update' | 'delete';

export interface Argument {
  readonly attribute: string;
  readonly word: string;
  readonly names?: string;
  readonly optional?: true;
}

export interface AttributeOption extends ClientOption {
  readonly attribute: string;
  /** How its text becomes a value; a flag gives `gives`. */
  readonly kind: 'text' | 'texts' | 'number' | 'gives' | 'dict' | 'dicts' | 'json' | 'name' | 'names';
  readonly gives?: unknown;
  /** The resource that the text names. */
  readonly names?: string;
}

const text = (name: string, attribute: string, value: string): AttributeOption => ({
  name,
  attribute,
  value,
  kind: 'text',
});
const number = (name: string, attribute: string, value: string): AttributeOption => ({
  name,
  attribute,
  value,
  kind: 'number',
});
const gives = (name: string, attribute: string, given: unknown): AttributeOption => ({
  name,
  attribute,
  kind: 'gives',
  gives: given,
});

const DOWN = [gives('--admin-state-down', 'admin_state_up', false), text('--tenant-id', 'tenant_id', 'TENANT_ID')];
const ADMIN_STATE = text('--admin-state-up', 'admin_state_up', 'True|False');

const SUBNET_OPTIONS: readonly AttributeOption[] = [
  text('--name', 'name', 'NAME'),
  text('--gateway', 'gateway_ip', 'GATEWAY_IP'),
  gives('--no-gateway', 'gateway_ip', null),
  { name: '--allocation-pool', attribute: 'allocation_pools', value: 'start=IP_ADDR,end=IP_ADDR', kind: 'dicts' },
  { name: '--host-route', attribute: 'host_routes', value: 'destination=CIDR,nexthop=IP_ADDR', kind: 'dicts' },
  { name: '--dns-nameserver', attribute: 'dns_nameservers', value: 'DNS_NAMESERVER', kind: 'texts' },
  gives('--disable-dhcp', 'enable_dhcp', false),
  gives('--enable-dhcp', 'enable_dhcp', true),
];

const PORT_OPTIONS: readonly AttributeOption[] = [
  text('--name', 'name', 'NAME'),
  {
    name: '--fixed-ip',
    attribute: 'fixed_ips',
    value: 'subnet_id=SUBNET,ip_address=IP_ADDR',
    kind: 'dicts',
    names: 'subnet',
  },
  text('--device-id', 'device_id', 'DEVICE_ID'),
  text('--device-owner', 'device_owner', 'DEVICE_OWNER'),
  {
    name: '--security-group',
    attribute: 'security_groups',
    value: 'SECURITY_GROUP',
    kind: 'names',
    names: 'security-group',
  },
  gives('--no-security-groups', 'security_groups', []),
  { name: '--binding-profile', attribute: 'binding:profile', value: 'BINDING_PROFILE', kind: 'json' },
];

const EVERY: readonly Verb[] = ['create', 'list', 'show', 'update', 'delete'];

export const RESOURCES: readonly Resource[] = [
  {
    word: 'net',
    collection: 'networks',
    plural: 'networks',
    singular: 'network',
    columns: ['id', 'name', 'subnets'],
    args: [{ attribute: 'name', word: 'NAME' }],
    create: [
      ...DOWN,
      gives('--shared', 'shared', true),
      gives('--router:external', 'router:external', true),
      text('--provider:network_type', 'provider:network_type', 'TYPE'),
      text('--provider:physical_network', 'provider:physical_network', 'NAME'),
      text('--provider:segmentation_id', 'provider:segmentation_id', 'ID'),
    ],
    update: [text('--name', 'name', 'NAME'), ADMIN_STATE],
    verbs: EVERY,
  },
  {
    word: 'subnet',
    collection: 'subnets',
    plural: 'subnets',
    singular: 'subnet',
    columns: ['id', 'name', 'cidr', 'allocation_pools'],
    args: [
      { attribute: 'network_id', word: 'NETWORK', names: 'net' },
      { attribute: 'cidr', word: 'CIDR' },
    ],
    create: [
      ...SUBNET_OPTIONS,
      number('--ip-version', 'ip_version', '4|6'),
      text('--ipv6-ra-mode', 'ipv6_ra_mode', 'MODE'),
      text('--ipv6-address-mode', 'ipv6_address_mode', 'MODE'),
      text('--tenant-id', 'tenant_id', 'TENANT_ID'),
    ],
    update: SUBNET_OPTIONS,
    verbs: EVERY,
  },
  {
    word: 'port',
    collection: 'ports',
    plural: 'ports',
    singular: 'port',
    columns: ['id', 'name', 'mac_address', 'fixed_ips'],
    args: [{ attribute: 'network_id', word: 'NETWORK', names: 'net' }],
    create: [
      ...PORT_OPTIONS,
      ...DOWN,
      text('--mac-address', 'mac_address', 'MAC_ADDRESS'),
      text('--vnic-type', 'binding:vnic_type', 'normal|direct|macvtap'),
    ],
    update: [...PORT_OPTIONS, ADMIN_STATE, text('--mac-address', 'mac_address', 'MAC_ADDRESS')],
    verbs: EVERY,
  },
  {
    word: 'security-group',
    collection: 'security-groups',
    plural: 'security_groups',
    singular: 'security_group',
    columns: ['id', 'name', 'security_group_rules'],
    args: [{ attribute: 'name', word: 'NAME' }],
    create: [text('--description', 'description', 'DESCRIPTION'), text('--tenant-id', 'tenant_id', 'TENANT_ID')],
    update: [text('--name', 'name', 'NAME'), text('--description', 'description', 'DESCRIPTION')],
    verbs: EVERY,
  },
  {
    word: 'security-group-rule',
    collection: 'security-group-rules',
    plural: 'security_group_rules',
    singular: 'security_group_rule',
    columns: ['id', 'security_group', 'direction', 'ethertype', 'protocol/port', 'remote'],
    args: [{ attribute: 'security_group_id', word: 'SECURITY_GROUP', names: 'security-group' }],
    create: [
      text('--direction', 'direction', 'ingress|egress'),
      text('--ethertype', 'ethertype', 'IPv4|IPv6'),
      text('--protocol', 'protocol', 'PROTOCOL'),
      number('--port-range-min', 'port_range_min', 'PORT'),
      number('--port-range-max', 'port_range_max', 'PORT'),
      text('--remote-ip-prefix', 'remote_ip_prefix', 'CIDR'),
      {
        name: '--remote-group-id',
        attribute: 'remote_group_id',
        value: 'GROUP',
        kind: 'name',
        names: 'security-group',
      },
      text('--tenant-id', 'tenant_id', 'TENANT_ID'),
    ],
    update: [],
    verbs: ['create', 'list', 'show', 'delete'],
  },
  {
    word: 'router',
    collection: 'routers',
    plural: 'routers',
    singular: 'router',
    columns: ['id', 'name', 'external_gateway_info'],
    args: [{ attribute: 'name', word: 'NAME' }],
    create: DOWN,
    update: [text('--name', 'name', 'NAME'), ADMIN_STATE],
    verbs: EVERY,
  },
];

export function resourceOf(word: string): Resource {
  const found = RESOURCES.find((resource) => resource.word === word);
  if (found === undefined) throw new Error(`There is no resource ${word}.`);
  return found;
}
