import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { terminal } from './testing';

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/gm;

test('a long session prints what the real program printed', () => {
  const recorded = readFileSync(new URL('ovs-vsctl.session.txt', import.meta.url), 'utf8');
  const { run } = terminal('2015-08', []);
  run('sim_add hv1');
  const commands = recorded.split('\n').filter((line) => line.startsWith('$ '));
  const ours = commands.map((line) => {
    // A hint of ours is not the program's.
    const text = run(line).replace(/^\(.*\)\n/gm, '');
    return `${line}\n${text}`;
  });
  const text = ours.join('').replace(UUID, '<uuid>').replace(TIME, '<time>').replace(/ +$/gm, '');
  expect(text).toBe(recorded.slice(recorded.indexOf('$ ')));
});

describe('what 2015 says otherwise than today', () => {
  test.each([
    [
      'ovs-vsctl add port br-int tag 1 2',
      'ovs-vsctl: "add" operation would put 2 values in column tag of table Port but the maximum number is 1\n=> 1\n',
    ],
    ['ovs-vsctl set port br-int trunks=a', 'ovs-vsctl: "a" is not a valid integer\n=> 1\n'],
    ['ovs-vsctl add-port br-int vif1 -- get port vif1 name', '"vif1"\n'],
    ['ovs-vsctl get i br-int name', 'br-int\n'],
    ['ovs-vsctl get bridge br-int p', 'ovs-vsctl: Bridge contains more than one column whose name matches "p"\n=> 1\n'],
  ])('%s', (line, expected) => {
    const { run } = terminal('2015-08');
    expect(run(line)).toBe(expected);
  });
});

test('a command that fails leaves the ones before it undone', () => {
  const { run, deployment } = terminal('2015-08');
  const position = deployment.position;
  expect(run('ovs-vsctl add-port br-int vif1 -- set interface vif1 ofport_request=70000')).toBe(
    'ovs-vsctl: constraint violation: 70000 is not in the valid range 1 to 65279 (inclusive)\n=> 1\n',
  );
  expect(run('ovs-vsctl add-br br1 -- add-br br1')).toContain('already exists');
  expect(run('ovs-vsctl list-br', 'ovs-vsctl list-ports br-int')).toBe('br-int\n');
  expect(deployment.position).toBe(position);
});

test('new rows may refer to each other by row id', () => {
  const { run } = terminal('2015-08');
  run(
    'ovs-vsctl -- --id=@i create interface name=x type=internal -- --id=@p create port name=x interfaces=@i -- add bridge br-int ports @p',
  );
  expect(run('ovs-vsctl list-ports br-int', 'ovs-vsctl get interface x ofport')).toBe('x\n1\n');
});

test('it waits for ovs-vswitchd, which answers in cur_cfg and ofport', () => {
  const { run } = terminal('2015-08');
  expect(
    run(
      'ovs-vsctl add-port br-int vif-a',
      'ovs-vsctl get open . next_cfg cur_cfg',
      'ovs-vsctl get interface vif-a ofport',
    ),
  ).toBe('1\n1\n1\n');
  run('ovs-appctl exit');
  expect(run('ovs-vsctl add-port br-int vif-b')).toBe(
    'ovs-vsctl: ovs-vswitchd is stopped: the real program would wait for it (use --no-wait)\n',
  );
  expect(run('ovs-vsctl --no-wait add-port br-int vif-c')).toBe('');
});

test('an interface that the switch cannot bring up is reported', () => {
  const { run } = terminal('2015-08');
  expect(run('ovs-vsctl add-port br-int gnv -- set interface gnv type=geneve')).toBe(
    "ovs-vsctl: Error detected while setting up 'gnv'.  See ovs-vswitchd log for details.\n",
  );
});

test('wait-until does not wait for what nobody will do', () => {
  const { run } = terminal('2015-08');
  expect(run('ovs-vsctl --timeout=5 wait-until interface br-int ofport=9')).toBe(
    'ovs-vsctl: terminating with signal 14 (Alarm clock)\n=> 142\n',
  );
  expect(run('ovs-vsctl wait-until interface br-int ofport=65534')).toBe('');
});

test('whatever is typed: a failure changes nothing and nothing throws', () => {
  const word = fc.constantFrom(
    'ovs-vsctl',
    'ovn-nbctl',
    'ovn-sbctl',
    'ovsdb-client',
    'ovs-ofctl',
    'ovs-appctl',
    'add-br',
    'add-port',
    'del-port',
    'del-br',
    'set',
    'get',
    'list',
    'create',
    'destroy',
    'add',
    'remove',
    'clear',
    'bridge',
    'port',
    'interface',
    'open',
    '.',
    'br-int',
    'vif1',
    'sw0',
    'p1',
    'name=x',
    'external-ids:a=b',
    'tag=5000',
    '--',
    '--id=@x',
    '--may-exist',
    '--if-exists',
    '[]',
    '{',
    '"',
    'lswitch-add',
    'lswitch-del',
    'lport-add',
    'lport-set-macs',
    'dump',
    'transact',
    'OVN_Northbound',
    '["OVN_Northbound"]',
    'dump-flows',
    'add-flow',
    'actions=drop',
    'del-flows',
    'find',
    'show',
    '-1',
    '--columns=name',
  );
  const { run, deployment } = terminal('2015-08');
  run('ovn-nbctl lswitch-add sw0', 'ovn-nbctl lport-add sw0 p1', 'ovs-vsctl add-port br-int vif1');
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 9 }), (words) => {
      const position = deployment.position;
      const text = run(words.map((part) => `'${part}'`).join(' '));
      if (/^=> [1-9]/m.test(text)) expect(deployment.position).toBe(position);
    }),
    { numRuns: 400 },
  );
});

test('while somebody steps through the control plane, nothing is waited for or complained about', () => {
  const { run, deployment } = terminal('2015-08');
  deployment.automatic = false;
  expect(run('ovs-vsctl add-port br-int vif-a')).toBe('');
  expect(run('ovs-vsctl get interface vif-a ofport')).toBe('[]\n');
  deployment.settle();
  expect(run('ovs-vsctl get interface vif-a ofport')).toBe('1\n');
});
