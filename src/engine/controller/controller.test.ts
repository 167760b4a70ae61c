import { describe, expect, test } from 'vitest';
import { uuidFromContent } from '../base';
import { formatActions, formatMatch, toOpenFlow10 } from '../openflow';
import { getString, getUuids } from '../ovsdb';
import { release2015_04, release2015_08 } from '../releases';
import { Controller } from './controller';
import { LogicalCompiler } from './logical';
import { controller2015_04, controller2015_08 } from './rules';
import { commit, TestWorld, type TestMachine } from './testing';

const SW0 = uuidFromContent('sw0');
const SW1 = uuidFromContent('sw1');

function world2015_08(): TestWorld {
  return new TestWorld(controller2015_08, { sb: release2015_08.schemas.sb, ovs: release2015_08.schemas.ovs });
}

function world2015_04(): TestWorld {
  return new TestWorld(controller2015_04, { sb: release2015_04.schemas.sb, ovs: release2015_08.schemas.ovs });
}

function addMachines(world: TestWorld, ...names: string[]): TestMachine[] {
  const compiler = new LogicalCompiler(world.rules);
  return names.map((name, i) => world.addMachine({ name, encap: 'geneve', ip: `192.168.0.${i + 1}` }, compiler));
}

/** `TABLE PRIORITY MATCH => ACTIONS`, sorted. */
function flowsOf(machine: TestMachine): string[] {
  return [...machine.switch.values()]
    .map(
      (flow) =>
        `${flow.table} ${flow.priority} ${formatMatch(flow.match)} => ${formatActions(toOpenFlow10(flow.actions))}`,
    )
    .sort();
}

function tunnelsOf(machine: TestMachine): string[] {
  return [...machine.ovs.rows('Interface').values()]
    .filter((row) => getString(row, 'type') !== '')
    .map((row) => `${getString(row, 'name')} ${getString(row, 'type')}`)
    .sort();
}

function chassisOf(world: TestWorld): string[] {
  return [...world.sb.rows('Chassis').values()]
    .map((row) => {
      const encaps = getUuids(row, 'encaps').map((uuid) => {
        const encap = world.sb.row('Encap', uuid)!;
        return `${getString(encap, 'type')}@${getString(encap, 'ip')}`;
      });
      return `${getString(row, 'name')}: ${encaps.sort().join(' ')}`;
    })
    .sort();
}

function messages(machine: TestMachine): string[] {
  return machine.log.map(({ level, message }) => `${level} ${message}`);
}

describe('chassis', () => {
  test('it is registered, follows the configuration, and goes at a clean exit', () => {
    const world = world2015_08();
    const [hv1] = addMachines(world, 'hv1');
    world.settle();
    expect(chassisOf(world)).toEqual(['hv1: geneve@192.168.0.1']);
    hv1!.configure({
      'system-id': 'hv1',
      'ovn-remote': 'x',
      'ovn-encap-type': 'stt,geneve,vxlan',
      'ovn-encap-ip': '10.0.0.9',
    });
    world.settle();
    expect(chassisOf(world)).toEqual(['hv1: geneve@10.0.0.9 stt@10.0.0.9 vxlan@10.0.0.9']);
    expect(world.sb.rows('Encap').size).toBe(3);
    hv1!.exit();
    expect(chassisOf(world)).toEqual([]);
    expect(world.sb.rows('Encap').size).toBe(0);
  });

  test('unknown encapsulations are logged and left out in 2015-08, taken as they are in 2015-04', () => {
    const later = world2015_08();
    const machine = later.addMachine({ name: 'hv1', encap: 'gre,stt', ip: '1.1.1.1' });
    later.settle();
    expect(chassisOf(later)).toEqual(['hv1: stt@1.1.1.1']);
    expect(messages(machine)).toEqual(['INFO Unknown tunnel type: gre']);
    const earlier = world2015_04();
    earlier.addMachine({ name: 'hv1', encap: 'gre,stt', ip: '1.1.1.1' });
    earlier.settle();
    expect(chassisOf(earlier)).toEqual(['hv1: gre,stt@1.1.1.1']);
  });

  test('an incomplete configuration waits, and says so once', () => {
    const world = world2015_08();
    const [hv1] = addMachines(world, 'hv1');
    hv1!.configure({ 'system-id': 'hv1' });
    world.settle();
    hv1!.configure({ 'system-id': 'hv1', other: '1' });
    world.settle();
    expect(chassisOf(world)).toEqual([]);
    expect(messages(hv1!)).toEqual(['INFO external-ids:ovn-remote is not set; waiting']);
    hv1!.configure({ 'system-id': 'hv1', 'ovn-remote': 'x' });
    world.settle();
    expect(messages(hv1!).at(-1)).toBe('INFO Need to specify an encap type and ip');
  });

  test('a new name takes the row of the old one away and keeps the ports', () => {
    const world = world2015_08();
    const [hv1] = addMachines(world, 'hv1', 'hv2');
    world.bind('p1', SW0, 1);
    hv1!.plug('vif1', 'p1');
    world.settle();
    hv1!.configure({ 'system-id': 'other', 'ovn-remote': 'x', 'ovn-encap-type': 'stt', 'ovn-encap-ip': '192.168.0.1' });
    world.settle();
    expect(chassisOf(world)).toEqual(['hv2: geneve@192.168.0.2', 'other: stt@192.168.0.1']);
    expect(world.chassisOf('p1')).toBe('other');
    expect(tunnelsOf(world.machines.get('hv2')!)).toEqual(['ovn-other-0 stt']);
  });

  test('a row that somebody deletes comes back', () => {
    const world = world2015_08();
    const [hv1] = addMachines(world, 'hv1');
    world.bind('p1', SW0, 1);
    hv1!.plug('vif1', 'p1');
    world.settle();
    const [row] = world.sb.rows('Chassis').keys();
    commit(world.sb, [{ op: 'delete', table: 'Chassis', uuid: row! }]);
    expect(world.chassisOf('p1')).toBeUndefined();
    world.settle();
    expect(world.chassisOf('p1')).toBe('hv1');
  });

  test('a row that somebody renames is followed like a new chassis', () => {
    const world = world2015_08();
    const [hv1, hv2] = addMachines(world, 'hv1', 'hv2');
    world.bind('p1', SW0, 1);
    hv2!.plug('vif1', 'p1');
    world.settle();
    const row = world.sb.find('Chassis', 'name', 'hv2')!;
    commit(world.sb, [{ op: 'update', table: 'Chassis', uuid: row._uuid, row: { name: 'hv9' } }]);
    world.settle();
    expect(chassisOf(world)).toEqual(['hv1: geneve@192.168.0.1', 'hv2: geneve@192.168.0.2', 'hv9: geneve@192.168.0.2']);
    expect(tunnelsOf(hv1!)).toEqual(['ovn-hv2-0 geneve', 'ovn-hv9-0 geneve']);
    expect(hv1!.switch.size).toBe(hv1!.controller.flows().length);
  });

  test('2015-04 waits for br-int', () => {
    const world = world2015_04();
    const [hv1] = addMachines(world, 'hv1');
    const [root] = hv1!.ovs.rows('Open_vSwitch').keys();
    commit(hv1!.ovs, [{ op: 'update', table: 'Open_vSwitch', uuid: root!, row: { bridges: [] } }]);
    world.settle();
    expect(chassisOf(world)).toEqual([]);
    hv1!.addBridge();
    world.settle();
    expect(chassisOf(world)).toEqual(['hv1: geneve@192.168.0.1']);
  });

  test('a new name makes no tunnel to the row of the old one', () => {
    const world = world2015_08();
    const [hv1] = addMachines(world, 'hv1');
    world.settle();
    hv1!.configure({
      'system-id': 'new',
      'ovn-remote': 'x',
      'ovn-encap-type': 'geneve',
      'ovn-encap-ip': '192.168.0.1',
    });
    hv1!.run();
    expect(tunnelsOf(hv1!)).toEqual([]);
  });
});

describe('bindings', () => {
  test('plug, unplug, migrate', () => {
    const world = world2015_08();
    const [hv1, hv2] = addMachines(world, 'hv1', 'hv2');
    world.bind('p1', SW0, 1);
    hv1!.plug('vif1', 'p1');
    world.settle();
    expect(world.chassisOf('p1')).toBe('hv1');
    hv2!.plug('vif1', 'p1');
    world.settle();
    expect(world.chassisOf('p1')).toBe('hv2');
    hv1!.unplug('vif1');
    world.settle();
    expect(world.chassisOf('p1')).toBe('hv2');
    hv2!.unplug('vif1');
    world.settle();
    expect(world.chassisOf('p1')).toBeUndefined();
    expect(messages(hv2!)).toContain('INFO Changing chassis for lport p1 from hv1 to hv2');
  });

  test('the loser of a migration gets the port back when the winner gives it up', () => {
    const world = world2015_04();
    const [hv1, hv2] = addMachines(world, 'hv1', 'hv2');
    world.bind('p1', SW0, 1);
    hv1!.plug('vif1', 'p1');
    world.settle();
    hv2!.plug('vif1', 'p1');
    world.settle();
    hv2!.unplug('vif1');
    world.settle();
    expect(world.chassisOf('p1')).toBe('hv1');
  });

  test('two that plug one port in at the same time come to rest', () => {
    const world = world2015_08();
    const [hv1, hv2] = addMachines(world, 'hv1', 'hv2');
    world.settle();
    world.bind('p1', SW0, 1);
    hv1!.plug('vif1', 'p1');
    hv2!.plug('vif1', 'p1');
    world.settle();
    expect(world.chassisOf('p1')).toBe('hv2');
  });

  test('containers follow their VM in 2015-08 only', () => {
    for (const [world, expected] of [
      [world2015_08(), 'hv1'],
      [world2015_04(), undefined],
    ] as const) {
      const [hv1] = addMachines(world, 'hv1');
      world.bind('vm', SW0, 1);
      world.bind('inside', SW1, 2, { parent_port: ['vm'], tag: [42] });
      hv1!.plug('vif1', 'vm');
      world.settle();
      expect(world.chassisOf('inside')).toBe(expected);
    }
  });

  test.each([
    [0xff00, ['0 100 in_port=65280']],
    [0xff01, []],
    [-1, []],
  ])('an interface with the number %i is a port if OpenFlow has such ports', (ofport, expected) => {
    const world = world2015_08();
    const config = { name: 'hv1', encap: 'geneve', ip: '192.168.0.1' };
    const hv1 = world.addMachine(config, undefined, new Map([['vif1', ofport]]));
    world.bind('p1', SW0, 1);
    hv1.plug('vif1', 'p1');
    world.settle();
    expect(flowsOf(hv1).flatMap((line) => (line.startsWith('0 100 in_port') ? [line.split(' =>')[0]] : []))).toEqual(
      expected,
    );
    expect(world.chassisOf('p1')).toBe('hv1');
  });

  test('a port that was given up while the name was another’s is claimed with the name', () => {
    const world = world2015_04();
    const [hv1, hv2] = addMachines(world, 'hv1', 'hv2');
    world.bind('p1', SW0, 1);
    hv1!.plug('vif1', 'p1');
    const named = (ip: string) => ({
      'system-id': 'both',
      'ovn-remote': 'x',
      'ovn-encap-type': 'geneve',
      'ovn-encap-ip': ip,
    });
    hv1!.configure(named('192.168.0.1'));
    world.settle();
    hv2!.configure(named('192.168.0.2'));
    world.settle();
    hv2!.exit();
    world.machines.delete('hv2');
    world.settle();
    expect(world.chassisOf('p1')).toBe('both');
  });

  test('a port that is claimed before its interface has a number is no port of elsewhere any more', () => {
    const world = world2015_08();
    const [hv1, hv2] = addMachines(world, 'hv1', 'hv2');
    world.bind('p1', SW0, 1);
    hv2!.plug('vif1', 'p1');
    world.settle();
    expect(flowsOf(hv1!).filter((line) => line.startsWith('64 50'))).toHaveLength(1);
    hv1!.plug('vif2', 'p1');
    const vif2 = hv1!.ovs.find('Interface', 'name', 'vif2')!;
    commit(hv1!.ovs, [{ op: 'update', table: 'Interface', uuid: vif2._uuid, row: { ofport: [] } }]);
    hv1!.run();
    expect(world.chassisOf('p1')).toBe('hv1');
    expect(flowsOf(hv1!).filter((line) => line.startsWith('64 50'))).toEqual([]);
  });

  test('of two interfaces for one port the newer has its packets', () => {
    const world = world2015_08();
    const [hv1] = addMachines(world, 'hv1');
    world.bind('p1', SW0, 1);
    hv1!.plug('vif1', 'p1');
    hv1!.plug('vif2', 'p1');
    world.settle();
    expect(flowsOf(hv1!)).toContain('64 50 reg7=0x1 => output:2');
    hv1!.unplug('vif2');
    world.settle();
    expect(world.chassisOf('p1')).toBe('hv1');
    expect(flowsOf(hv1!)).toContain('64 50 reg7=0x1 => output:1');
  });
});

describe('tunnels', () => {
  test('names are cut to six characters and made unique', () => {
    const world = world2015_08();
    addMachines(world, 'hypervisor-a', 'hypervisor-b', 'hypervisor-c');
    world.settle();
    expect(tunnelsOf(world.machines.get('hypervisor-a')!)).toEqual(['ovn-hyperv-0 geneve', 'ovn-hyperv-1 geneve']);
  });

  test('geneve before stt; vxlan alone only in 2015-04', () => {
    const offers = { a: 'vxlan', b: 'stt,vxlan', c: 'stt,geneve' };
    const later = world2015_08();
    const viewer = later.addMachine({ name: 'viewer', encap: 'geneve', ip: '1.1.1.1' });
    for (const [name, encap] of Object.entries(offers)) later.addMachine({ name, encap, ip: '1.1.1.2' });
    later.settle();
    expect(tunnelsOf(viewer)).toEqual(['ovn-b-0 stt', 'ovn-c-0 geneve']);
    expect(messages(viewer).filter((line) => line.includes('No supported'))).toEqual([
      "INFO No supported encaps for 'a'",
    ]);
    const earlier = world2015_04();
    const article = earlier.addMachine({ name: 'viewer', encap: 'vxlan', ip: '127.0.0.1' });
    earlier.addMachine({ name: 'hv2', encap: 'vxlan', ip: '127.0.0.2' });
    earlier.settle();
    expect(tunnelsOf(article)).toEqual(['ovn-hv2-0 vxlan']);
  });

  test('a chassis that leaves takes its tunnel, a new address replaces it, an exit removes all', () => {
    const world = world2015_08();
    const [hv1, hv2] = addMachines(world, 'hv1', 'hv2', 'hv3');
    world.settle();
    hv2!.exit();
    world.machines.delete('hv2');
    world.settle();
    expect(tunnelsOf(hv1!)).toEqual(['ovn-hv3-0 geneve']);
    world.machines
      .get('hv3')!
      .configure({ 'system-id': 'hv3', 'ovn-remote': 'x', 'ovn-encap-type': 'geneve', 'ovn-encap-ip': '9.9.9.9' });
    world.settle();
    expect(tunnelsOf(hv1!)).toEqual(['ovn-hv3-1 geneve']);
    hv1!.exit();
    expect(tunnelsOf(hv1!)).toEqual([]);
  });
});

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
