/**
 * The part of the `Open_vSwitch` schema that OVN and its tools touch. Names and
 * types are those of ovs-vswitchd.conf.db(5); tables for SSL, QoS, mirrors and
 * flow monitoring are left out, and so are the columns that refer to them.
 */
import { ownSchema } from './schema';
import { OPTIONAL_BOOLEAN, OPTIONAL_STRING, STRING_MAP, STRINGS, oneOf, optional, range, references } from './columns';

const BRIDGE = {
  name: { type: 'string', mutable: false },
  datapath_type: { type: 'string' },
  datapath_version: { type: 'string' },
  datapath_id: { type: OPTIONAL_STRING, ephemeral: true },
  stp_enable: { type: 'boolean' },
  rstp_enable: { type: 'boolean' },
  mcast_snooping_enable: { type: 'boolean' },
  ports: { type: references('Port') },
  controller: { type: references('Controller') },
  protocols: {
    type: {
      key: oneOf('OpenFlow10', 'OpenFlow11', 'OpenFlow12', 'OpenFlow13', 'OpenFlow14', 'OpenFlow15'),
      min: 0,
      max: 'unlimited',
    },
  },
  fail_mode: { type: optional(oneOf('standalone', 'secure')) },
  status: { type: STRING_MAP, ephemeral: true },
  other_config: { type: STRING_MAP },
  external_ids: { type: STRING_MAP },
  flood_vlans: { type: { key: range(0, 4095), min: 0, max: 4096 } },
} as const;

const PORT = {
  name: { type: 'string', mutable: false },
  interfaces: { type: { ...references('Interface'), min: 1 } },
  trunks: { type: { key: range(0, 4095), min: 0, max: 4096 } },
  tag: { type: optional(range(0, 4095)) },
  vlan_mode: { type: optional(oneOf('trunk', 'access', 'native-tagged', 'native-untagged')) },
  mac: { type: OPTIONAL_STRING },
  bond_mode: { type: optional(oneOf('balance-tcp', 'balance-slb', 'active-backup')) },
  lacp: { type: optional(oneOf('active', 'passive', 'off')) },
  bond_updelay: { type: 'integer' },
  bond_downdelay: { type: 'integer' },
  bond_fake_iface: { type: 'boolean' },
  fake_bridge: { type: 'boolean' },
  status: { type: STRING_MAP, ephemeral: true },
  statistics: { type: { key: 'string', value: 'integer', min: 0, max: 'unlimited' }, ephemeral: true },
  other_config: { type: STRING_MAP },
  external_ids: { type: STRING_MAP },
} as const;

const INTERFACE = {
  name: { type: 'string', mutable: false },
  type: { type: 'string' },
  options: { type: STRING_MAP },
  ingress_policing_rate: { type: { key: { type: 'integer', minInteger: 0 } } },
  ingress_policing_burst: { type: { key: { type: 'integer', minInteger: 0 } } },
  mac_in_use: { type: OPTIONAL_STRING, ephemeral: true },
  mac: { type: OPTIONAL_STRING },
  ifindex: { type: optional(range(0, 4294967295)), ephemeral: true },
  external_ids: { type: STRING_MAP },
  ofport: { type: optional('integer') },
  ofport_request: { type: optional(range(1, 65279)) },
  bfd: { type: STRING_MAP },
  bfd_status: { type: STRING_MAP, ephemeral: true },
  cfm_mpid: { type: optional('integer') },
  cfm_fault: { type: OPTIONAL_BOOLEAN, ephemeral: true },
  lacp_current: { type: OPTIONAL_BOOLEAN, ephemeral: true },
  lldp: { type: STRING_MAP },
  other_config: { type: STRING_MAP },
  statistics: { type: { key: 'string', value: 'integer', min: 0, max: 'unlimited' }, ephemeral: true },
  status: { type: STRING_MAP, ephemeral: true },
  admin_state: { type: optional(oneOf('up', 'down')), ephemeral: true },
  link_state: { type: optional(oneOf('up', 'down')), ephemeral: true },
  link_resets: { type: optional('integer'), ephemeral: true },
  link_speed: { type: optional('integer'), ephemeral: true },
  duplex: { type: optional(oneOf('half', 'full')), ephemeral: true },
  mtu: { type: optional('integer'), ephemeral: true },
  error: { type: OPTIONAL_STRING },
} as const;

/** Whom a bridge or the database is to talk to, and how. */
const CONNECTION = {
  target: { type: 'string' },
  max_backoff: { type: optional({ type: 'integer', minInteger: 1000 }) },
  inactivity_probe: { type: optional('integer') },
  connection_mode: { type: optional(oneOf('in-band', 'out-of-band')) },
  other_config: { type: STRING_MAP },
  external_ids: { type: STRING_MAP },
  is_connected: { type: 'boolean', ephemeral: true },
  status: { type: STRING_MAP, ephemeral: true },
} as const;

const CONTROLLER = {
  ...CONNECTION,
  local_ip: { type: OPTIONAL_STRING },
  local_netmask: { type: OPTIONAL_STRING },
  local_gateway: { type: OPTIONAL_STRING },
  enable_async_messages: { type: OPTIONAL_BOOLEAN },
  controller_rate_limit: { type: optional({ type: 'integer', minInteger: 100 }) },
  controller_burst_limit: { type: optional({ type: 'integer', minInteger: 25 }) },
  role: { type: optional(oneOf('other', 'master', 'slave')), ephemeral: true },
} as const;

const OPEN_VSWITCH = {
  bridges: { type: references('Bridge') },
  manager_options: { type: references('Manager') },
  other_config: { type: STRING_MAP },
  external_ids: { type: STRING_MAP },
  next_cfg: { type: 'integer' },
  cur_cfg: { type: 'integer' },
  statistics: { type: STRING_MAP, ephemeral: true },
  ovs_version: { type: OPTIONAL_STRING },
  db_version: { type: OPTIONAL_STRING },
  system_type: { type: OPTIONAL_STRING },
  system_version: { type: OPTIONAL_STRING },
  datapath_types: { type: STRINGS },
  iface_types: { type: STRINGS },
} as const;

/** One `Open_vSwitch` database runs on each hypervisor. */
export const OPEN_VSWITCH_SCHEMA = ownSchema({
  name: 'Open_vSwitch',
  version: '7.12.1',
  tables: {
    Interface: { columns: INTERFACE, indexes: [['name']] },
    Open_vSwitch: { columns: OPEN_VSWITCH, isRoot: true, maxRows: 1 },
    Port: { columns: PORT, indexes: [['name']] },
    Bridge: { columns: BRIDGE, indexes: [['name']] },
    Controller: { columns: CONTROLLER },
    Manager: { columns: CONNECTION, indexes: [['target']] },
  },
});
