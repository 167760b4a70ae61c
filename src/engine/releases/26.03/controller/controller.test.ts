import { expect, test } from 'vitest';
import { change, commit, newController, pairs, settle, smallNetwork, tableOf, uuidOf, type Databases } from './testing';
import type { Controller } from './index';

function begin(
  alter: (databases: Databases) => void = () => undefined,
): Databases & { readonly controller: Controller } {
  const databases = smallNetwork();
  alter(databases);
  const controller = newController();
  settle(controller, databases);
  return { ...databases, controller };
}

const starting = (lines: readonly string[], ...starts: readonly string[]) =>
  lines.filter((line) => starts.some((start) => line.startsWith(start)));

test('a VIF, a container behind it and a physical network are entered by their interfaces', () => {
  const { controller } = begin();
  expect(starting(tableOf(controller, 0), 'priority=100,in_port=101', 'priority=150')).toMatchInlineSnapshot(`
    [
      "priority=150,in_port=101,dl_vlan=10 actions=set_field:0x20/0x20->reg10,pop_vlan,set_field:0x1/0xffff->reg13,set_field:0x9->reg11,set_field:0xa->reg12,set_field:0x1->metadata,set_field:0x3->reg14,set_field:0/0xffff0000->reg13,resubmit(,8)",
      "priority=150,in_port=2,dl_vlan=42 actions=pop_vlan,set_field:0x3/0xffff->reg13,set_field:0x5->reg11,set_field:0x6->reg12,set_field:0x3->metadata,set_field:0x1->reg14,set_field:0/0xffff0000->reg13,resubmit(,8)",
      "priority=100,in_port=101 actions=set_field:0x4/0xffff->reg13,set_field:0x9->reg11,set_field:0xa->reg12,set_field:0x1->metadata,set_field:0x1->reg14,set_field:0/0xffff0000->reg13,resubmit(,8)",
    ]
  `);
});

test('a gateway moves to the next chassis of its group, and back', () => {
  const { controller, sb, ovs } = begin();
  const local = 'priority=100,reg15=0x3,metadata=0x2';
  expect(starting(tableOf(controller, 46), local)).toHaveLength(1);
  expect(starting(tableOf(controller, 44), local)).toHaveLength(0);
  commit(sb, change('HA_Chassis', 'second gateway', { priority: 30 }));
  settle(controller, { sb, ovs });
  expect(starting(tableOf(controller, 46), local)).toHaveLength(0);
  expect(starting(tableOf(controller, 44), local)).toEqual([
    'priority=100,reg15=0x3,metadata=0x2 actions=set_field:0x2/0xffffff->tun_id,set_field:0x3->tun_metadata0,move:NXM_NX_REG14[0..14]->NXM_NX_TUN_METADATA0[16..30],bundle(eth_src,0,active_backup,ofport,members:1)',
  ]);
});

test('who hears of nobody does not take over a gateway, even as its first choice', () => {
  const { controller } = begin(({ ovs }) => {
    commit(ovs, change('Interface', 'interface ovn-hv2-0', { bfd_status: pairs({ state: 'down' }) }));
  });
  expect(starting(tableOf(controller, 46), 'priority=100,reg15=0x3,metadata=0x2')).toHaveLength(0);
  expect(tableOf(controller, 13)).toEqual([]);
});

test('clauses that two rows share are one flow, and each row has its own conjunction', () => {
  const { controller } = begin();
  const shared = tableOf(controller, 10).filter((line) => (line.match(/conjunction/g) ?? []).length === 2);
  expect(shared.map((line) => line.replace(/ actions=.*/, ''))).toEqual([
    'priority=100,ip,metadata=0x1,nw_src=10.0.0.11',
    'priority=100,ip,metadata=0x1,nw_src=10.0.0.12',
    'priority=100,ip,reg14=0x1,metadata=0x1',
    'priority=100,ip,reg14=0x3,metadata=0x1',
  ]);
});

test('a port that is not here is no part of a port group', () => {
  const { controller } = begin(({ sb }) => {
    commit(sb, change('Port_Binding', 'c1', { parent_port: ['p2'] }));
  });
  // Of the group only p1 is left, so that two clauses remain.
  expect(tableOf(controller, 10).filter((line) => line.includes('conj_id'))).toHaveLength(2);
  expect(tableOf(controller, 10).filter((line) => line.includes('/3)'))).toEqual([]);
});

test('a meter and a group are named by the flows that use them', () => {
  const { controller } = begin();
  expect(controller.meters().map(({ text }) => text)).toEqual([
    'pktps burst stats bands=type=drop rate=100 burst_size=10',
  ]);
  expect(tableOf(controller, 12)).toEqual([
    expect.stringContaining('meter(pktps burst stats bands=type=drop rate=100 burst_size=10)'),
  ]);
  expect(controller.groups()).toHaveLength(1);
});

test('a port that moves here is blocked until the machine behind it speaks', () => {
  const { controller } = begin(({ sb }) => {
    commit(
      sb,
      change('Port_Binding', 'p1', {
        chassis: [uuidOf('hv2')],
        additional_chassis: [uuidOf('hv1')],
        requested_chassis: [uuidOf('hv2')],
        requested_additional_chassis: [uuidOf('hv1')],
        options: pairs({ 'activation-strategy': 'rarp,garp' }),
      }),
    );
  });
  expect(starting(tableOf(controller, 0), 'priority=1010', 'priority=1000')).toMatchInlineSnapshot(`
    [
      "priority=1000,in_port=101 actions=drop",
      "priority=1010,arp,in_port=101,dl_src=50:54:00:00:00:01,arp_spa=10.0.0.11,arp_tpa=10.0.0.11,arp_sha=50:54:00:00:00:01 actions=set_field:0x4/0xffff->reg13,set_field:0x9->reg11,set_field:0xa->reg12,set_field:0x1->metadata,set_field:0x1->reg14,set_field:0/0xffff0000->reg13,controller(userdata=00.00.00.1a.00.00.00.00),resubmit(,8)",
      "priority=1010,rarp,in_port=101 actions=set_field:0x4/0xffff->reg13,set_field:0x9->reg11,set_field:0xa->reg12,set_field:0x1->metadata,set_field:0x1->reg14,set_field:0/0xffff0000->reg13,controller(userdata=00.00.00.1a.00.00.00.00),resubmit(,8)",
    ]
  `);
  expect(starting(tableOf(controller, 65), 'priority=1000')).toEqual([
    'priority=1000,reg15=0x1,metadata=0x1 actions=drop',
  ]);
});

test('what a moving port sends to a physical network must fit into a tunnel', () => {
  const { controller } = begin(({ sb, ovs }) => {
    commit(ovs, change('Interface', 'interface vif1', { mtu: [1500] }));
    commit(
      sb,
      change('Port_Binding', 'p1', { datapath: uuidOf('ext'), tunnel_key: 7, additional_chassis: [uuidOf('hv2')] }),
      change('Port_Binding', 'p2', { datapath: uuidOf('ext'), tunnel_key: 8 }),
    );
  });
  expect(tableOf(controller, 42)).toEqual(
    expect.arrayContaining([
      'priority=100,ip,reg14=0x7,metadata=0x3 actions=check_pkt_larger(1442)->NXM_NX_REG9[1],resubmit(,43)',
      'priority=100,ipv6,reg15=0x7,metadata=0x3 actions=check_pkt_larger(1442)->NXM_NX_REG9[1],resubmit(,43)',
    ]),
  );
  expect(starting(tableOf(controller, 44), 'priority=110')).toHaveLength(1);
});

test('a hypervisor that is not registered has no flows, and loses them when it leaves', () => {
  const { controller, sb, ovs } = begin();
  expect(controller.flows().length).toBeGreaterThan(50);
  commit(ovs, change('Open_vSwitch', 'open vswitch', { external_ids: pairs({ 'system-id': 'hv9' }) }));
  settle(controller, { sb, ovs });
  expect(controller.flows()).toEqual([]);
  expect(controller.groups()).toEqual([]);
});
