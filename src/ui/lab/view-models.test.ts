import { expect, test } from 'vitest';
import type { FlowView, MachineView, NetworkModel, PipelineRowView, PortView, SwitchView, Uuid } from '../bridge';
import { flowGroups } from './openflow-pane/flow-rows';
import { outlineRows } from './outline/outline-rows';
import { pipelineGroups } from './pipeline-pane/pipeline-rows';
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
  cutOff: { southbound: false, underlay: name === 'hv2' },
});

const sw: SwitchView = { uuid: uuid(1), name: 'sw0', ports: [port(2, 'p1', 'hv1'), port(3, 'p2', null)], acls: [] };
const model: NetworkModel = { switches: [sw], machines: [machine('hv1', 'hv2', 'p1'), machine('hv2', 'hv1', 'p2')] };

test('the outline hides what is closed', () => {
  const labels = (closed: readonly string[]) =>
    outlineRows(model, [], [], new Set(closed)).map((row) => `${'  '.repeat(row.level - 1)}${row.label}`);
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

test('Pipeline rows are grouped by switch and table, by falling priority, then match', () => {
  const row = (n: number, tableId: number, priority: number, match: string): PipelineRowView => ({
    uuid: uuid(n),
    datapath: uuid(1),
    tableId,
    priority,
    match,
    actions: '',
    provenance: null,
    problem: null,
  });
  const rows = [row(1, 1, 0, 'b'), row(2, 0, 50, 'z'), row(3, 0, 100, 'y'), row(4, 0, 50, 'a')];
  const text = (filter: string) =>
    pipelineGroups(rows, [sw], null, filter).map(
      (group) => `${group.datapathName} ${group.tableId}: ${group.rows.map((r) => r.match).join(' ')}`,
    );
  expect(text('')).toEqual(['sw0 0: y a z', 'sw0 1: b']);
  expect(text('z')).toEqual(['sw0 0: z']);
});

test('flows are grouped by table and say what the table is for', () => {
  const flow = (table: number, priority: number): FlowView => ({
    id: `${table},${priority}`,
    table,
    priority,
    match: '',
    actions: '',
    cookie: '',
    origin: null,
    packets: 0,
    bytes: 0,
  });
  const groups = flowGroups(
    [flow(64, 50), flow(0, 1), flow(16, 2), flow(16, 3)],
    [{ tableId: 0, name: 'Ingress' }],
    '',
  );
  expect(
    groups.map(({ table, what, flows }) => `${table} ${what}: ${flows.map(({ priority }) => priority).join(' ')}`),
  ).toEqual(['0 physical to logical: 1', '16 logical table 0, Ingress: 3 2', '64 logical to physical: 50']);
});

test('the line editor edits by characters and words', () => {
  const line = insert(insert(emptyLine, 'ovn-nbctl lswitch-add '), '😀');
  expect(backspace(line).text).toBe('ovn-nbctl lswitch-add ');
  expect(deleteWord(backspace(line)).text).toBe('ovn-nbctl ');
  expect(insert(moveCursor(line, 'start'), '#').text).toBe('#ovn-nbctl lswitch-add 😀');
  expect(commonPrefix(['lport-add', 'lport-del', 'lport-list'])).toBe('lport-');
});
