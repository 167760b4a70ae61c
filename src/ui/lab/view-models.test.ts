import { expect, test } from 'vitest';
import type { MachineView, NetworkModel, PortView, SwitchView, Uuid } from '../bridge';
import { closedIn, outlineRows } from './outline/outline-rows';
import { backspace, commonPrefix, deleteWord, emptyLine, insert, moveCursor } from './terminal-pane/line-editor';

const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}` as Uuid;

const port = (n: number, name: string, machine: string | null): PortView => ({
  uuid: uuid(n),
  name,
  switch: uuid(1),
  macs: [],
  portSecurity: [],
  up: machine !== null,
  enabled: null,
  parent: null,
  tag: null,
  tunnelKey: n,
  chassis: machine,
  machine,
});

const machine = (name: string, peer: string, ifaceId: string): MachineView => ({
  name,
  systemId: name,
  encapTypes: ['vxlan'],
  encapIp: '127.0.0.1',
  remote: 'unix:/sandbox/db.sock',
  registered: true,
  hasIntegrationBridge: true,
  vifs: [{ name: `vif-${name}`, ofport: 1, ifaceId }],
  tunnels: [{ name: 'ovn-x-0', ofport: 2, type: 'vxlan', remoteIp: '127.0.0.9', peer }],
  tables: [],
  cutOff: { southbound: false, underlay: name === 'hv2' },
});

const sw: SwitchView = { uuid: uuid(1), name: 'sw0', ports: [port(2, 'p1', 'hv1'), port(3, 'p2', null)], acls: [] };
const model: NetworkModel = { switches: [sw], machines: [machine('hv1', 'hv2', 'p1'), machine('hv2', 'hv1', 'p2')] };

test('the outline hides what is closed', () => {
  const labels = (closed: readonly string[]) =>
    outlineRows(model, [], [], closedIn(model, new Set(closed))).map(
      (row) => `${'  '.repeat(row.level - 1)}${row.label}`,
    );
  expect(labels([])).toEqual([
    'Logical network',
    '  sw0',
    '    p1',
    '    p2',
    'Hypervisors',
    '  hv1',
    '    vif-hv1',
    '  hv2',
    '    vif-hv2',
    'Daemons',
    'Packets',
  ]);
  expect(labels(['group:Logical network', 'machine:hv1'])).toEqual([
    'Logical network',
    'Hypervisors',
    '  hv1',
    '  hv2',
    '    vif-hv2',
    'Daemons',
    'Packets',
  ]);
});

test('the line editor edits by characters and words', () => {
  const line = insert(insert(emptyLine, 'ovn-nbctl lswitch-add '), '😀');
  expect(backspace(line).text).toBe('ovn-nbctl lswitch-add ');
  expect(deleteWord(backspace(line)).text).toBe('ovn-nbctl ');
  expect(insert(moveCursor(line, 'start'), '#').text).toBe('#ovn-nbctl lswitch-add 😀');
  expect(commonPrefix(['lport-add', 'lport-del', 'lport-list'])).toBe('lport-');
});
