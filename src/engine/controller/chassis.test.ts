/** A chassis, and the tunnels between all of them. */
import { describe, expect, test } from 'vitest';
import { SW0, world2015_08, world2015_04, addMachines, tunnelsOf, chassisOf, messages, commit } from './testing';

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
