/** What becomes of logical flows and bindings on the switch, and what is said of those of which nothing does. */
import { describe, expect, test } from 'vitest';
import { Controller } from './controller';
import { SW0, SW1, world2015_08, world2015_04, addMachines, flowsOf, tunnelsOf, messages, commit } from './testing';

describe('flows', () => {
  test('none leads to a tunnel that the same run takes away', () => {
    const world = world2015_08();
    const [hv1, hv2] = addMachines(world, 'hv1', 'hv2');
    world.bind('p1', SW0, 1);
    hv2!.plug('vif1', 'p1');
    world.settle();
    const toOther = '64 50 reg7=0x1 => load:0x1->NXM_NX_TUN_ID[],output:1';
    expect(flowsOf(hv1!)).toContain(toOther);
    // hv2 keeps the port and offers nothing any more that hv1 can use.
    hv2!.configure({ 'system-id': 'hv2', 'ovn-remote': 'x', 'ovn-encap-type': 'vxlan', 'ovn-encap-ip': '192.168.0.2' });
    hv2!.run();
    hv1!.run();
    expect(tunnelsOf(hv1!)).toEqual([]);
    expect(world.chassisOf('p1')).toBe('hv2');
    expect(flowsOf(hv1!)).not.toContain(toOther);
  });

  test('a row that does not compile is logged, told, and skipped; its repair is seen', () => {
    const world = world2015_08();
    const [hv1] = addMachines(world, 'hv1');
    world.bind('p1', SW0, 1);
    const bad = world.addRow(SW0, 2, 100, 'ip4 &&', 'next;');
    const worse = world.addRow(SW0, 2, 100, 'ip4', 'next(1);');
    world.settle();
    expect(hv1!.controller.problem(bad)).toMatchObject({ column: 'match', problem: { range: { start: 6, end: 6 } } });
    expect(hv1!.controller.problem(worse)).toMatchObject({
      column: 'actions',
      problem: { range: { start: 4, end: 5 } },
    });
    expect(messages(hv1!).filter((line) => line.startsWith('WARN'))).toEqual([
      'WARN error parsing match "ip4 &&": Syntax error at end of input expecting constant.',
      "WARN error parsing actions \"next(1);\": Syntax error at `(' expecting ';'.",
    ]);
    expect(flowsOf(hv1!)).toEqual([]);
    commit(world.sb, [{ op: 'update', table: 'Pipeline', uuid: bad, row: { match: 'ip4' } }]);
    world.settle();
    expect(hv1!.controller.problem(bad)).toBeUndefined();
    expect(flowsOf(hv1!)).toEqual(['18 100 ip,metadata=0x1 => resubmit(,19)']);
  });

  test.each([
    ['1', 'drop;', ['16 5 metadata=0x1 => drop']],
    ['inport == "p1"', 'next;', ['16 5 reg6=0x1,metadata=0x1 => resubmit(,17)']],
    ['inport == "nosuch"', 'next;', []],
    ['inport == "elsewhere"', 'next;', []],
    ['1', 'outport = "p1"; output;', ['16 5 metadata=0x1 => load:0x1->NXM_NX_REG7[],resubmit(,64)']],
    ['1', 'outport = "elsewhere"; next;', ['16 5 metadata=0x1 => load:0->NXM_NX_REG7[],resubmit(,17)']],
    [
      '1',
      'vlan.pcp = 2; next;',
      ['16 5 metadata=0x1,vlan_tci=0x1000/0x1000 => load:0x2->NXM_OF_VLAN_TCI[13..15],resubmit(,17)'],
    ],
    [
      'tcp.dst == {80, 443} && ip4.src == {10.0.0.1, 10.0.0.2}',
      'next;',
      [
        '16 5 tcp,metadata=0x1,nw_src=10.0.0.1,tp_dst=443 => resubmit(,17)',
        '16 5 tcp,metadata=0x1,nw_src=10.0.0.1,tp_dst=80 => resubmit(,17)',
        '16 5 tcp,metadata=0x1,nw_src=10.0.0.2,tp_dst=443 => resubmit(,17)',
        '16 5 tcp,metadata=0x1,nw_src=10.0.0.2,tp_dst=80 => resubmit(,17)',
      ],
    ],
    ['ip4 && ip.ttl == 1', 'drop;', ['16 5 ip,metadata=0x1 => drop']],
    ['ip4.src == 10.0.0.1/24', 'drop;', []],
    ['ip4.src == $set', 'drop;', []],
  ])('%s: %s', (match, actions, expected) => {
    const world = world2015_08();
    const [hv1] = addMachines(world, 'hv1');
    world.bind('p1', SW0, 1);
    world.bind('elsewhere', SW1, 2);
    world.addRow(SW0, 0, 5, match, actions);
    world.settle();
    expect(flowsOf(hv1!)).toEqual(expected);
  });

  test('a test that a switch is not told is told to the person', () => {
    const world = world2015_08();
    const [hv1] = addMachines(world, 'hv1');
    world.bind('p1', SW0, 1);
    world.addRow(SW0, 0, 7, '!ip.is_frag', 'drop;');
    world.addRow(SW0, 0, 8, 'ip.is_frag', 'drop;');
    world.settle();
    const lost = 'INFO the switch is not told the test of ip_frag in match "!ip.is_frag", so its flows match any value';
    expect(messages(hv1!).filter((line) => line.includes('is not told'))).toEqual([lost]);
    expect(flowsOf(hv1!).filter((line) => line.includes('nw_frag'))).toEqual([
      '16 8 ip,metadata=0x1,nw_frag=yes => drop',
      '16 8 ipv6,metadata=0x1,nw_frag=yes => drop',
    ]);
    expect(flowsOf(hv1!)).toContain('16 7 metadata=0x1 => drop');
  });

  test('a conjunction too large to multiply out stays one, with ids of its row', () => {
    const world = world2015_08();
    const [hv1] = addMachines(world, 'hv1');
    world.bind('p1', SW0, 1);
    const set = (n: number, text: (i: number) => string) =>
      `{${Array.from({ length: n }, (_, i) => text(i)).join(', ')}}`;
    const match = `ip4.src == ${set(70, (i) => `10.0.0.${i}`)} && ip4.dst == ${set(70, (i) => `10.0.1.${i}`)}`;
    const row = world.addRow(SW0, 0, 5, match, 'next;');
    world.settle();
    const id = Number.parseInt(row.slice(0, 8), 16) + 1;
    expect(hv1!.switch.size).toBe(141);
    expect(flowsOf(hv1!)).toContain(`16 5 conj_id=${id},ip,metadata=0x1 => resubmit(,17)`);
  });

  test('the last table has no next, and 2015-04 rows past it have no place', () => {
    const later = world2015_08();
    const [hv1] = addMachines(later, 'hv1');
    later.bind('p1', SW0, 1);
    const last = later.addRow(SW0, 31, 0, '1', 'next;');
    later.settle();
    expect(hv1!.controller.problem(last)?.problem.message).toBe('"next" action not allowed here.');
    const earlier = world2015_04();
    const [other] = addMachines(earlier, 'hv1');
    earlier.bind('p1', SW0, 1);
    const far = earlier.addRow(SW0, 32, 0, '1', 'drop');
    earlier.settle();
    expect(other!.controller.problem(far)?.column).toBe('table');
  });

  test('2015-04: the texts of the article', () => {
    const world = world2015_04();
    const [hv1] = addMachines(world, 'hv1');
    world.bind('sw0-port1', SW0, 1);
    world.bind('sw0-port2', SW0, 2);
    world.addRow(SW0, 1, 100, 'eth.dst[40]', 'outport = "sw0-port2"; resubmit; outport = "sw0-port1"; resubmit;');
    world.addRow(SW0, 3, 50, 'outport == "sw0-port2"', 'output("sw0-port2")');
    world.addRow(SW0, 2, 0, '1', 'resubmit');
    world.addRow(SW1, 1, 100, 'eth.dst[40]', '');
    world.settle();
    expect(flowsOf(hv1!)).toEqual([
      '17 100 metadata=0x1,dl_dst=01:00:00:00:00:00/01:00:00:00:00:00 => load:0x2->NXM_NX_REG7[],resubmit(,18),load:0x1->NXM_NX_REG7[],resubmit(,18)',
      '18 0 metadata=0x1 => resubmit(,19)',
      '19 50 reg7=0x2,metadata=0x1 => load:0x2->NXM_NX_REG7[],resubmit(,64)',
    ]);
  });

  test('of rows that ask for one flow one wins, whichever came first, and the others are logged', () => {
    const orders = [
      [0, 1],
      [1, 0],
    ] as const;
    const winners = orders.map((order) => {
      const world = world2015_08();
      const [hv1] = addMachines(world, 'hv1');
      world.bind('p1', SW0, 1);
      const actions = ['next;', 'drop;'] as const;
      for (const i of order) {
        world.addRow(SW0, 2, 7, 'ip4', actions[i]);
        world.settle();
      }
      expect(messages(hv1!).filter((line) => line.includes('duplicate')).length).toBe(1);
      const [flow] = hv1!.switch.values();
      expect(hv1!.controller.contenders(flow!).length).toBe(2);
      const origin = hv1!.controller.origin(flow!);
      expect([origin!.rule, flow!.cookie]).toEqual(['logical', 0n]);
      return flowsOf(hv1!);
    });
    expect(winners[0]).toEqual(winners[1]);
  });

  test('a later process that is given the memory of an earlier one changes nothing', () => {
    const world = world2015_08();
    const [hv1] = addMachines(world, 'hv1');
    world.bind('a', SW1, 1);
    world.bind('b', SW0, 2);
    world.addRow(SW0, 0, 0, '1', 'drop;');
    world.settle();
    world.unbind('a');
    world.settle();
    world.bind('a', SW1, 1);
    world.settle();
    const before = flowsOf(hv1!);
    const next = new Controller(world.rules, { memory: hv1!.controller.memory() });
    const result = next.run({ sb: world.sb, ovs: hv1!.ovs }, 'all');
    expect([result.sb, result.ovs]).toEqual([[], []]);
    hv1!.controller = next;
    expect(next.datapathNumber(SW1)).toBe(3);
    expect(next.flows().length).toBe(before.length);
  });
});
