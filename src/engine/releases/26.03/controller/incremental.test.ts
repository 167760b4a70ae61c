/** A controller that follows changes wants what one wants that begins with the databases as they are. */
import { test } from 'vitest';
import { freshEqualsIncremental, rowChanges } from '../../../derive/testing';
import type { ColumnValue, Database } from '../../../ovsdb';
import { newController, pairs, printed, smallNetwork, uuidOf } from './testing';

const here = (table: string) => (db: Database) => Array.from(db.rows(table).keys());
const some =
  (table: string) =>
  (db: Database): readonly ColumnValue[] => [[], ...here(table)(db).map((uuid) => [uuid])];
const several =
  (table: string) =>
  (db: Database): readonly ColumnValue[] => {
    const uuids = here(table)(db);
    return [[], uuids, uuids.slice(1), uuids.slice(0, 2)];
  };

const CHASSIS: readonly ColumnValue[] = [[], [uuidOf('hv1')], [uuidOf('hv2')]];
const names = ['p1', 'p2', 'c1', 'lr0-ext', 'cr-lr0-ext', 'ln', 'new'];

const CHANGES = [
  rowChanges('sb', 'Port_Binding', {
    logical_port: names,
    type: ['', '', 'patch', 'chassisredirect', 'localnet', 'localport', 'virtual', 'external', 'l3gateway'],
    datapath: here('Datapath_Binding'),
    tunnel_key: [1, 2, 3, 4, 5, 6],
    chassis: CHASSIS,
    additional_chassis: CHASSIS,
    requested_chassis: CHASSIS,
    ha_chassis_group: some('HA_Chassis_Group'),
    parent_port: [[], ['p1'], ['p2']],
    tag: [[], [10], [20]],
    virtual_parent: [[], ['p1']],
    mac: [[], ['50:54:00:00:00:01 10.0.0.11 fd00::1']],
    port_security: [[], ['50:54:00:00:00:01 10.0.0.11'], ['VRRPv3 50:54:00:00:00:01 10.0.0.11/24 fd00::/64']],
    options: [
      [],
      pairs({ peer: 'lr0-ext' }),
      pairs({ peer: 'p1', 'distributed-port': 'lr0-ext', 'chassis-redirect-port': 'cr-lr0-ext' }),
      pairs({ network_name: 'physnet1', 'l3gateway-chassis': 'hv1', 'activation-strategy': 'rarp' }),
    ],
  }),
  rowChanges('sb', 'Datapath_Binding', {
    tunnel_key: [1, 2, 3, 4],
    type: [['logical-switch'], ['logical-router']],
    external_ids: [[], pairs({ name: 'a' }), pairs({ name: 'b', 'snat-ct-zone': '7' })],
  }),
  rowChanges('sb', 'Logical_Flow', {
    pipeline: ['ingress', 'egress'],
    table_id: [0, 1, 2],
    priority: [100],
    match: [
      '1',
      'inport == "p1"',
      'ip4.src == $as1 && inport == @pg && tcp.dst == {1, 2}',
      'is_chassis_resident("p1")',
      '^x',
    ],
    actions: ['next;', 'drop;', 'outport = "_MC_flood"; output;', 'ct_lb_mark(backends=10.0.0.11:80);'],
    logical_datapath: some('Datapath_Binding'),
    logical_dp_group: [[], [uuidOf('switches')]],
    tags: [[], pairs({ in_out_port: 'p1' })],
    controller_meter: [[], ['m1']],
  }),
  rowChanges('sb', 'Logical_DP_Group', { datapaths: several('Datapath_Binding') }),
  rowChanges('sb', 'Multicast_Group', {
    name: ['_MC_flood', '_MC_other'],
    datapath: here('Datapath_Binding'),
    tunnel_key: [32768, 32769],
    ports: several('Port_Binding'),
  }),
  rowChanges('sb', 'HA_Chassis', { chassis: CHASSIS, priority: [10, 20, 30] }),
  rowChanges('sb', 'HA_Chassis_Group', { name: ['gateways', 'more'], ha_chassis: several('HA_Chassis') }),
  rowChanges('sb', 'Address_Set', { name: ['as1', 'as2'], addresses: [[], ['10.0.0.1'], ['10.0.0.1', '10.0.0.2']] }),
  rowChanges('sb', 'Port_Group', { name: ['1_pg', '2_pg'], ports: [[], ['p1'], ['p1', 'p2', 'c1']] }),
  rowChanges('sb', 'MAC_Binding', { logical_port: names, ip: ['10.0.0.9', 'fd00::9'], mac: ['00:00:00:00:00:09'] }),
  rowChanges('sb', 'FDB', { mac: ['00:00:00:00:00:08'], dp_key: [1, 2, 3], port_key: [1, 2, 3] }),
  rowChanges('sb', 'Load_Balancer', {
    name: ['lb'],
    protocol: [[], ['udp']],
    vips: [[], pairs({ '172.16.0.10': '10.0.0.11' }), pairs({ '[fd00::10]:80': '[fd00::11]:8080' })],
    options: [[], pairs({ hairpin_snat_ip: '1.2.3.4' })],
    datapaths: several('Datapath_Binding'),
  }),
  rowChanges('sb', 'Meter', { name: ['m1', 'm2'], unit: ['kbps', 'pktps'], bands: several('Meter_Band') }),
  rowChanges('sb', 'Chassis', {
    name: ['hv1', 'hv2', 'hv3'],
    hostname: ['hv1', 'hv2'],
    other_config: [
      [],
      pairs({ 'ovn-chassis-mac-mappings': 'physnet1:aa:bb:cc:dd:ee:ff' }),
      pairs({ 'is-remote': 'true' }),
    ],
  }),
  rowChanges('sb', 'SB_Global', { options: [[], pairs({ always_tunnel: 'true' })] }),
  rowChanges('sb', 'Chassis_Template_Var', { chassis: ['hv1', 'hv2'], variables: [[], pairs({ x: 'ip4' })] }),
  rowChanges('ovs', 'Interface', {
    name: ['vif2', 'vif3'],
    type: ['', 'patch', 'geneve', 'vxlan'],
    ofport: [[], [101], [102], [1]],
    external_ids: [[], ...names.map((name) => pairs({ 'iface-id': name }))],
    bfd_status: [[], pairs({ state: 'up' })],
    mtu: [[], [1500]],
  }),
  rowChanges('ovs', 'Port', {
    name: ['port2', 'port3'],
    interfaces: several('Interface'),
    external_ids: [[], pairs({ 'ovn-chassis-id': 'hv2@192.168.0.2' }), pairs({ 'ovn-localnet-port': 'ln' })],
  }),
  rowChanges('ovs', 'Bridge', {
    name: ['br-int', 'br-other'],
    ports: several('Port'),
    external_ids: [[], pairs({ 'ct-zone-p1': '5', 'ct-zone-sw0_snat': '6' })],
  }),
  rowChanges('ovs', 'Open_vSwitch', {
    bridges: several('Bridge'),
    external_ids: [
      [],
      pairs({ 'system-id': 'hv1', 'ovn-encap-ip': '192.168.0.1,192.168.1.1' }),
      pairs({ 'system-id': 'hv2', 'ovn-encap-ip': '192.168.0.2', 'ovn-bridge-mappings': 'physnet1:br-phys' }),
    ],
  }),
];

test('fresh and incremental runs want the same', () => {
  freshEqualsIncremental<'sb' | 'ovs'>({
    begin: () => ({ ...smallNetwork() }),
    follow: ({ sb, ovs }) => {
      const controller = newController();
      return {
        update(seen) {
          controller.run({ sb, ovs }, seen === 'all' ? seen : { sb: seen('sb'), ovs: seen('ovs') });
        },
        result: () => ({ flows: printed(controller), zones: Array.from(controller.zoneUsers()).sort() }),
      };
    },
    changes: CHANGES,
    runs: 40,
    steps: 12,
  });
});
