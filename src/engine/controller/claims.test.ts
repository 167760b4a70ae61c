/** Which chassis a logical port is bound to. */
import { describe, expect, test } from 'vitest';
import { SW0, SW1, world2015_08, world2015_04, addMachines, flowsOf, messages, commit } from './testing';

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
