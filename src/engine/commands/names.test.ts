/** Whatever things are called, no command and no edit throws, and every moment can be gone back to. */
import type { Edit } from '../network';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { performEdit } from './index';
import { shellQuote } from '../base';
import { terminal, type Terminal } from './testing';

const NAMES = [
  ...['', '/', 'a/b', '../../etc', String.raw`a\b`, '\\', 'a@b', '@x', 'a b', ' ', '-x', '--', "it's", '"', '\n', '\0'],
  ...['hv1', 'br-int', 'hv1/br-int', 'hv2', 'Open_vSwitch@hv1', 'OVN_Northbound', 'ovn-controller@hv1', 'p', 'sw'],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '\ud800',
    '\u202e',
    '\u00a0',
    '😀',
    ':',
    '=',
    ',',
    '[]',
  ],
  ...['{}', '.', '..', '65534', 'LOCAL', '0', 'ovn-hv2-0', 'ovs-system', 'x'.repeat(100_000)],
];
const name = fc.constantFrom(...NAMES);
const line = fc.oneof(
  fc.tuple(fc.constantFrom(...ONE_NAME()), name).map(([words, a]) => [...words, a]),
  fc.tuple(fc.constantFrom(...TWO_NAMES()), name, name).map(([words, a, b]) => [...words, a, b]),
  name.map((a) => ['ovs-vsctl', 'set', 'Interface', 'vif1', `external_ids:iface-id=${JSON.stringify(a)}`]),
  name.map((a) => ['ovs-vsctl', 'set', 'Open_vSwitch', '.', `external_ids:system-id=${JSON.stringify(a)}`]),
  name.map((a) => [
    'ovs-vsctl',
    'add-port',
    'br-int',
    a,
    '--',
    'set',
    'Interface',
    a,
    'type=geneve',
    'options:remote_ip=flow',
  ]),
  name.map((a) => [
    'ovs-vsctl',
    'add-port',
    'br-int',
    a,
    '--',
    'set',
    'Interface',
    a,
    'type=patch',
    `options:peer=${a}`,
  ]),
  name.map((a) => ['ovs-vsctl', 'add-br', a, '--', 'set', 'Bridge', a, 'fail_mode=secure', 'datapath_type=dummy']),
  fc.tuple(name, name).map(([a, b]) => ['ovsdb-client', 'transact', insertBridge(a, b)]),
);

function ONE_NAME(): readonly (readonly string[])[] {
  const vsctl = ['add-br', 'del-br', 'br-exists', 'list-ports', 'list-ifaces', 'port-to-br', 'get-fail-mode'];
  return [
    ...vsctl.map((command) => ['ovs-vsctl', command]),
    ...['show', 'dump-flows', 'dump-ports', 'dump-tables', 'del-flows'].map((command) => ['ovs-ofctl', command]),
    ...['lswitch-add', 'lswitch-del', 'lport-list', 'lport-del', 'lport-get-macs'].map((command) => [
      'ovn-nbctl',
      command,
    ]),
    ['ovs-vsctl', 'add-port', 'br-int'],
    ['ovs-appctl', 'fdb/show'],
    ['ovs-appctl', 'ofproto/trace', 'br-int'],
    ['machine'],
  ];
}

function TWO_NAMES(): readonly (readonly string[])[] {
  return [
    ['ovs-vsctl', 'add-port'],
    ['ovs-vsctl', '--may-exist', 'add-br'],
    ['ovs-vsctl', 'del-port'],
    ['ovs-vsctl', 'set-fail-mode'],
    ['ovs-ofctl', 'add-flow'],
    ['ovs-appctl', 'ofproto/trace'],
    ['ovn-nbctl', 'lport-add'],
    ['ovn-nbctl', 'lport-set-macs'],
  ];
}

function insertBridge(bridge: string, port: string): string {
  const insert = (table: string, row: object, uuidName: string) => ({
    op: 'insert',
    table,
    row,
    'uuid-name': uuidName,
  });
  return JSON.stringify([
    'Open_vSwitch',
    insert('Interface', { name: port, type: 'internal' }, 'i'),
    insert('Port', { name: port, interfaces: ['named-uuid', 'i'] }, 'p'),
    insert('Bridge', { name: bridge, ports: ['named-uuid', 'p'] }, 'b'),
    { op: 'mutate', table: 'Open_vSwitch', where: [], mutations: [['bridges', 'insert', ['named-uuid', 'b']]] },
  ]);
}

const edit = fc.oneof(
  name.map((a): Edit => ({ kind: 'createSwitch', name: a })),
  name.map((a): Edit => ({ kind: 'renamePort', port: 'p', name: a })),
  name.map((a): Edit => ({ kind: 'deletePort', port: a })),
  name.map((a): Edit => ({ kind: 'createMachine', name: a, systemId: a, encap: 'geneve', ip: '10.0.0.9' })),
  fc.tuple(name, name).map(([a, b]): Edit => ({ kind: 'renameMachine', machine: a, name: b })),
  fc.tuple(name, name).map(([a, b]): Edit => ({ kind: 'setMachineConfig', machine: 'hv1', systemId: a, remote: b })),
  fc.tuple(name, name).map(([a, b]): Edit => ({ kind: 'plug', port: a, machine: 'hv1', iface: b })),
  name.map((a): Edit => ({ kind: 'addIntegrationBridge', machine: a })),
);
const act = fc.oneof({ weight: 3, arbitrary: line }, { weight: 1, arbitrary: edit });

function lab(): Terminal {
  const made = terminal('2015-08', ['hv1', 'hv2']);
  made.run('ovn-nbctl lswitch-add sw', 'ovn-nbctl lport-add sw p', 'ovs-vsctl add-port br-int vif1');
  made.deployment.settle();
  return made;
}

test('nothing throws, and undoing leads back', () => {
  fc.assert(
    fc.property(fc.array(act, { minLength: 1, maxLength: 6 }), (acts) => {
      const { run, deployment } = lab();
      const beginning = deployment.position;
      for (const one of acts) {
        if ('kind' in one) performEdit(deployment, one);
        else run(one.map(shellQuote).join(' '));
        deployment.settle();
      }
      const end = deployment.position;
      const shown = run('ovs-vsctl show');
      expect(deployment.goTo(beginning).ok).toBe(true);
      expect(deployment.goTo(end).ok).toBe(true);
      expect(run('ovs-vsctl show')).toBe(shown);
    }),
    { numRuns: 60 },
  );
});

test.each(['a/b', String.raw`a\b`, '../x'])(
  'ovs-vswitchd ignores a bridge called %s, as the real one does',
  (bridge) => {
    const { run, deployment } = lab();
    const quoted = shellQuote(bridge);
    run(`ovs-vsctl add-br ${quoted}`);
    deployment.settle();
    expect(run('ovs-vsctl list-br').split('\n')).toContain(bridge);
    expect(deployment.log.map(({ message }) => message)).toContain(`ignoring bridge with invalid name "${bridge}"`);
    expect(run(`ovs-ofctl show ${quoted}`)).toContain('is not a bridge or a socket');
    expect(run(`ovs-vsctl get Interface ${quoted} ofport`)).toBe('-1\n');
    run('ovs-vsctl add-br fine');
    deployment.settle();
    expect(run('ovs-ofctl show fine')).toContain('LOCAL(fine)');
  },
);
