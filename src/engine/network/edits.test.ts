import { describe, expect, test } from 'vitest';
import type { Uuid } from '../base';
import { performEdit } from '../commands';
import { terminal } from '../commands/testing';
import { commandsFor, type Edit } from '.';

function lab(release: '2015-04' | '2015-08') {
  const { deployment, run } = terminal(release, ['hv1', 'hv2']);
  run(
    'ovn-nbctl lswitch-add sw',
    'ovn-nbctl lport-add sw p',
    'ovs-vsctl add-port br-int vif1 -- set interface vif1 external-ids:iface-id=p',
  );
  const uuid = (table: string): Uuid => [...deployment.nb.rows(table).keys()][0]!;
  const lines = (edit: Edit) => {
    const result = commandsFor(edit, deployment);
    return result.ok ? result.value : result.error.message;
  };
  return { deployment, run, uuid, lines, sw: uuid('Logical_Switch'), port: uuid('Logical_Port') };
}

describe('the lines of an edit', () => {
  const { lines, sw, port } = lab('2015-08');
  const cases: readonly (readonly [Edit, readonly string[] | string])[] = [
    [{ kind: 'createSwitch', name: "it's" }, [String.raw`ovn-nbctl lswitch-add 'it'\''s'`]],
    [{ kind: 'deleteSwitch', switch: sw }, ['ovn-nbctl lswitch-del sw']],
    [
      { kind: 'createPort', switch: sw, name: 'q', macs: ['00:00:00:00:00:01'] },
      ['ovn-nbctl lport-add sw q', 'ovn-nbctl lport-set-macs q 00:00:00:00:00:01'],
    ],
    [{ kind: 'createPort', switch: sw, name: '-q', parent: port, tag: 3 }, ['ovn-nbctl lport-add -- sw -q p 3']],
    [{ kind: 'createPort', switch: sw, name: 'p' }, "There is a logical port 'p' already: names of ports are unique."],
    [{ kind: 'deletePort', port }, ['ovn-nbctl lport-del p']],
    [{ kind: 'setMacs', port, macs: [] }, ['ovn-nbctl lport-set-macs p']],
    [
      { kind: 'setPortSecurity', port: 'p', portSecurity: ['00:00:00:00:00:01 10.0.0.1'] },
      ["ovn-nbctl lport-set-port-security p '00:00:00:00:00:01 10.0.0.1'"],
    ],
    [{ kind: 'setEnabled', port, enabled: false }, ['ovn-nbctl lport-set-enabled p disabled']],
    [{ kind: 'setMacs', port: 'nosuch', macs: [] }, "lport not found for name: 'nosuch'"],
    [
      { kind: 'plug', port, machine: 'hv1' },
      ['as hv1 ovs-vsctl add-port br-int vif2 -- set interface vif2 external-ids:iface-id=p'],
    ],
    [{ kind: 'unplug', port, machine: 'hv1' }, ['as hv1 ovs-vsctl del-port vif1']],
    [{ kind: 'unplug', port, machine: 'hv2' }, 'p is not plugged into hv2.'],
    [
      { kind: 'migrate', port: 'p', from: 'hv1', to: 'hv2' },
      [
        'as hv1 ovs-vsctl del-port vif1',
        'as hv2 ovs-vsctl add-port br-int vif1 -- set interface vif1 external-ids:iface-id=p',
      ],
    ],
    [
      { kind: 'setMachineConfig', machine: 'hv1', ip: '10.0.0.7' },
      ['as hv1 ovs-vsctl set open . external-ids:ovn-encap-ip=10.0.0.7'],
    ],
    [
      { kind: 'setMachineConfig', machine: 'hv1', remote: 'unix:/sandbox/db.sock' },
      ['as hv1 ovs-vsctl set open . external-ids:ovn-remote=unix:"$sandbox"/db.sock'],
    ],
    [
      { kind: 'setMachineConfig', machine: 'hv1', remote: 'tcp:10.0.0.9:6640' },
      ['as hv1 ovs-vsctl set open . external-ids:ovn-remote=tcp:10.0.0.9:6640'],
    ],
    [
      { kind: 'addIntegrationBridge', machine: 'hv1' },
      ['as hv1 ovs-vsctl add-br br-int -- set bridge br-int fail_mode=secure'],
    ],
    [{ kind: 'deleteMachine', machine: 'hv2' }, ['sim_del hv2']],
    [{ kind: 'deleteMachine', machine: 'hv9' }, 'There is no machine hv9.'],
    [
      { kind: 'createMachine', name: 'hv3', systemId: 'hv3', encap: 'vxlan', ip: '10.0.0.3' },
      [
        'sim_add hv3',
        'as hv3 ovs-vsctl set open . external-ids:system-id=hv3 external-ids:ovn-remote=unix:"$sandbox"/db.sock external-ids:ovn-encap-type=vxlan external-ids:ovn-encap-ip=10.0.0.3',
        'as hv3 ovs-vsctl add-br br-int -- set bridge br-int fail_mode=secure',
      ],
    ],
  ];
  test.each(cases)('%o', (edit, expected) => expect(lines(edit)).toEqual(expected));
});

test('2015-04 has no way to disable a port', () => {
  const { lines, port } = lab('2015-04');
  expect(lines({ kind: 'setEnabled', port, enabled: false })).toBe('Ports cannot be disabled in 2015-04.');
});

describe.each(['2015-04', '2015-08'] as const)('done in %s', (release) => {
  test('each edit does what it says, and one undo takes it back', () => {
    const { deployment, uuid, sw, port, run } = lab(release);
    const dump = () => run('ovsdb-client dump OVN_Northbound', 'as hv1 ovs-vsctl show', 'as hv2 ovs-vsctl show');
    const perform = (edit: Edit) => {
      const before = dump();
      const outcome = performEdit(deployment, edit);
      deployment.settle();
      expect(outcome).toMatchObject({ ok: true, message: null });
      const after = dump();
      expect(after).not.toBe(before);
      expect(deployment.undo()).toBe(true);
      expect(dump()).toBe(before);
      expect(deployment.redo()).toBe(true);
      expect(dump()).toBe(after);
    };
    const northbound = deployment.release.northbound;
    perform({ kind: 'renameSwitch', switch: sw, name: `a "b" 'c'` });
    expect(northbound.switch(deployment.nb, sw)?.name).toBe(`a "b" 'c'`);
    perform({ kind: 'renamePort', port: 'p', name: 'p1' });
    perform({ kind: 'setMacs', port: 'p1', macs: ['unknown'] });
    perform({ kind: 'setPortSecurity', port, portSecurity: ['00:00:00:00:00:01'] });
    expect(northbound.port(deployment.nb, port)).toMatchObject({
      name: 'p1',
      macs: ['unknown'],
      portSecurity: ['00:00:00:00:00:01'],
    });
    perform({ kind: 'addAcl', switch: sw, priority: 5, match: 'ip4 && tcp.dst == 80', action: 'drop', log: true });
    perform({ kind: 'setAcl', acl: uuid('ACL'), priority: 6 });
    expect(northbound.aclsOf(deployment.nb, sw)).toMatchObject([
      { priority: 6, match: 'ip4 && tcp.dst == 80', action: 'drop', log: true },
    ]);
    perform({ kind: 'deleteAcl', acl: uuid('ACL') });
    expect(northbound.aclsOf(deployment.nb, sw)).toEqual([]);
    perform({ kind: 'addAcl', switch: sw, priority: 5, match: '1', action: 'drop', log: false });
    perform({ kind: 'createPort', switch: sw, name: 'c', macs: ['00:00:00:00:00:02'], parent: 'p1', tag: 7 });
    perform({ kind: 'plug', port: 'c', machine: 'hv1' });
    perform({ kind: 'migrate', port: 'c', from: 'hv1', to: 'hv2' });
    expect(run('as hv2 ovs-vsctl --bare --columns=name find interface external_ids:iface-id=c')).toBe('vif2\n');
    perform({ kind: 'unplug', port: 'c', machine: 'hv2' });
    perform({ kind: 'deletePort', port: 'c' });
    perform({ kind: 'deleteSwitch', switch: sw });
    expect(northbound.ports(deployment.nb)).toEqual([]);
    expect(northbound.acls(deployment.nb)).toEqual([]);
  });

  test('an edit that fails leaves everything as it was', () => {
    const { deployment, sw } = lab(release);
    const position = deployment.position;
    const outcome = performEdit(deployment, {
      kind: 'addAcl',
      switch: sw,
      priority: 99999,
      match: '1',
      action: 'drop',
      log: false,
    });
    expect(outcome.ok).toBe(false);
    expect(outcome.message).toContain('99999');
    expect(deployment.position).toBe(position);
    expect(performEdit(deployment, { kind: 'plug', port: 'p', machine: 'hv1', iface: 'vif1' })).toMatchObject({
      ok: false,
      message: 'ovs-vsctl: cannot create a port named vif1 because a port named vif1 already exists on bridge br-int',
    });
  });
});
