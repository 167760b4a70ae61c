/**
 * Whatever happens to the databases, in whichever pieces a controller sees it, its flows and what it
 * remembers are those of a controller that reads everything afresh; and on the way it asks for the same in the same order.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uuidFromContent, type LogRecord } from '../base';
import { formatActions } from '../openflow';
import { getNumber, getString, getUuid, type Row } from '../ovsdb';
import { release2015_04, release2015_08 } from '../releases';
import { Controller } from './controller';
import { LogicalCompiler } from './logical';
import { commit, TestWorld, type TestMachine } from './testing';
import type { ControllerMemory, ControllerResult, ControllerSeen, OriginFlow } from './types';

const DATAPATHS = [uuidFromContent('sw0'), uuidFromContent('sw1')] as const;
const MACHINES = ['hv1', 'hv2', 'hv3'] as const;
const PORTS = 6;

/** Rows that name ports, do not compile, flood, and ask for one another's flows. */
const ROWS: readonly (readonly [tableId: number, priority: number, match: string, actions: string])[] = [
  [0, 50, 'inport == "p0"', 'NEXT;'],
  [0, 50, 'inport == {"p1", "p2"} && eth.src == {00:00:00:00:00:01, 00:00:00:00:00:02}', 'NEXT;'],
  [1, 100, 'eth.dst[40]', 'outport = "p0"; NEXT; outport = "p1"; NEXT;'],
  [1, 50, 'eth.dst == 00:00:00:00:00:01', 'outport = "p3"; NEXT;'],
  [2, 7, 'ip4', 'NEXT;'],
  [2, 7, 'ip4 || ip6', 'drop;'],
  [2, 7, 'outport == "p4" || ip6', 'NEXT;'],
  [2, 7, 'broken &&', 'NEXT;'],
  [2, 0, '1', 'NEXT;'],
  [3, 50, 'outport == "p5"', 'outport = "p5"; NEXT;'],
  [3, 50, '1', 'tcp.dst = 80; NEXT;'],
  [3, 50, 'tcp', 'nonsense;'],
];

/** One thing that happens: which, and numbers taken modulo what there is. */
interface Step {
  readonly do: keyof typeof STEPS;
  readonly a: number;
  readonly b: number;
}

const STEPS = {
  /** All have seen everything: time to compare, before later steps cover what went wrong. */
  settle: (world) => {
    world.settle();
    for (const machine of world.machines.values()) expectFresh(machine);
  },
  /** One controller alone sees what happened so far. */
  run: (world, { a }) => {
    machineOf(world, a).run();
  },
  bind: (world, { a, b }) => {
    bind(world, a % PORTS, b % 2, b % 3 === 0 ? b % PORTS : undefined);
  },
  unbind: (world, { a }) => {
    const binding = pick(bindingsOf(world), a);
    if (binding !== undefined) world.unbind(getString(binding, 'logical_port'));
  },
  plug: (world, { a, b }) => {
    plug(machineOf(world, b), a % PORTS);
  },
  unplug: (world, { a, b }) => {
    const machine = machineOf(world, b);
    const iface = pick(vifsOf(machine), a);
    if (iface !== undefined) machine.unplug(iface);
  },
  /** An interface that stands for another port. */
  repoint: (world, { a, b }) => {
    const machine = machineOf(world, a);
    const row = machine.ovs.find('Interface', 'name', pick(vifsOf(machine), b) ?? '');
    if (row === undefined) return;
    const ids = [['iface-id', `p${b % PORTS}`] as const];
    commit(machine.ovs, [{ op: 'update', table: 'Interface', uuid: row._uuid, row: { external_ids: ids } }]);
  },
  'add a row': (world, { a, b }) => {
    addRow(world, a % ROWS.length, b % 2);
  },
  'delete a row': (world, { a }) => {
    const row = pick(pipelineOf(world), a);
    if (row !== undefined) commit(world.sb, [{ op: 'delete', table: 'Pipeline', uuid: row._uuid }]);
  },
  'replace a row by its equal': (world, { a, b }) => {
    const row = pick(pipelineOf(world), a);
    if (row === undefined) return;
    const { _uuid, ...contents } = row;
    commit(world.sb, [
      { op: 'delete', table: 'Pipeline', uuid: _uuid },
      { op: 'insert', table: 'Pipeline', uuid: uuidFromContent(`${_uuid} ${b}`), row: contents },
    ]);
  },
  'two rows change places': (world, { a, b }) => {
    const [one, other] = [pick(pipelineOf(world), a), pick(pipelineOf(world), b)];
    if (one === undefined || other === undefined || one === other) return;
    commit(world.sb, [
      { op: 'update', table: 'Pipeline', uuid: one._uuid, row: { match: getString(other, 'match') } },
      { op: 'update', table: 'Pipeline', uuid: other._uuid, row: { match: getString(one, 'match') } },
    ]);
  },
  'rename a binding': (world, { a, b }) => {
    const binding = pick(bindingsOf(world), a);
    const name = `p${b % PORTS}`;
    const { table } = world.rules.binding;
    if (binding === undefined || world.sb.find(table, 'logical_port', name) !== undefined) return;
    commit(world.sb, [{ op: 'update', table, uuid: binding._uuid, row: { logical_port: name } }]);
  },
  'two bindings swap keys': (world, { a, b }) => {
    swap(world, a, b, (row) => ({ tunnel_key: getNumber(row, 'tunnel_key') }));
  },
  'two bindings swap names': (world, { a, b }) => {
    swap(world, a, b, (row) => ({ logical_port: getString(row, 'logical_port') }));
  },
  'two bindings swap switches': (world, { a, b }) => {
    swap(world, a, b, (row) => ({ logical_datapath: getUuid(row, 'logical_datapath') }));
  },
  'rename a chassis': (world, { a, b }) => {
    const chassis = pick([...world.sb.rows('Chassis').values()], a);
    const name = ['old', 'older', 'oldest', 'hv1'][b % 4] ?? '';
    if (chassis === undefined || world.sb.find('Chassis', 'name', name) !== undefined) return;
    commit(world.sb, [{ op: 'update', table: 'Chassis', uuid: chassis._uuid, row: { name } }]);
  },
  reconfigure: (world, { a, b }) => {
    const machine = machineOf(world, a);
    machine.configure({
      'system-id': machine.name,
      'ovn-remote': 'x',
      'ovn-encap-type': ['geneve', 'stt', 'vxlan', 'geneve,stt'][b % 4] ?? '',
      'ovn-encap-ip': '10.0.0.1',
    });
  },
  'take the name of another': (world, { a, b }) => {
    const machine = machineOf(world, a);
    machine.configure({
      'system-id': machineOf(world, b).name,
      'ovn-remote': 'x',
      'ovn-encap-type': 'geneve',
      'ovn-encap-ip': `10.0.1.${a % 3}`,
    });
  },
  'leave and return': (world, { a }) => {
    const machine = machineOf(world, a);
    machine.exit();
    machine.restart();
  },
} as const satisfies Record<string, (world: TestWorld, step: { readonly a: number; readonly b: number }) => void>;

const step: fc.Arbitrary<Step> = fc.record({
  do: fc.constantFrom(...keysOf(STEPS), 'settle', 'settle'),
  a: fc.nat(1000),
  b: fc.nat(1000),
});

const WORLDS = {
  '2015-04': () =>
    new TestWorld(release2015_04.controller, { sb: release2015_04.schemas.sb, ovs: release2015_08.schemas.ovs }),
  '2015-08': () =>
    new TestWorld(release2015_08.controller, { sb: release2015_08.schemas.sb, ovs: release2015_08.schemas.ovs }),
} as const;

describe.each(keysOf(WORLDS))('a controller of %s', (release) => {
  it('ends, after any changes, where a fresh one does', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const world = smallNetwork(WORLDS[release]());
        for (const machine of world.machines.values()) {
          machine.onRun = (seen, memory, result) => {
            if (!isToldOfNewName(world, seen)) expectSameWishes(machine, memory, result);
          };
        }
        for (const each of steps) STEPS[each.do](world, each);
        STEPS.settle(world);
      }),
      { numRuns: 60 },
    );
  });
});

/** Three hypervisors; four ports on two switches, of which one is a container's; some rows; all settled. */
function smallNetwork(world: TestWorld): TestWorld {
  const compiler = new LogicalCompiler(world.rules);
  for (const [i, name] of MACHINES.entries()) {
    plug(world.addMachine({ name, encap: 'geneve', ip: `192.168.0.${i + 1}` }, compiler), i);
  }
  for (const [port, datapath, parent] of [
    [0, 0],
    [1, 0],
    [2, 1],
    [3, 0, 0],
  ] as const)
    bind(world, port, datapath, parent);
  for (const row of [0, 1, 2, 4, 8, 10]) addRow(world, row, 0);
  for (const row of [2, 8]) addRow(world, row, 1);
  world.settle();
  return world;
}

function expectFresh(machine: TestMachine): void {
  const { sb, rules } = machine.world;
  const memory = machine.controller.memory();
  const fresh = new Controller(rules, { memory });
  const asked = fresh.run({ sb, ovs: machine.ovs }, 'all');
  expect([asked.sb, asked.ovs]).toEqual([[], []]);
  const told = textsOf(machine.switch.values());
  expect('replaceAll' in asked.flows && textsOf(asked.flows.replaceAll)).toEqual(told);
  expect(textsOf(machine.controller.flows())).toEqual(told);
  expect(fresh.memory()).toEqual(memory);
}

/** A controller that sees a binding change its port gives the old one up; who reads the database afresh does not see that. */
function isToldOfNewName({ rules }: TestWorld, seen: ControllerSeen): boolean {
  if (seen === 'all') return false;
  const { table, logicalPort } = rules.binding;
  return seen.sb.some(
    ({ table: changed, before, after }) =>
      changed === table && before !== undefined && after !== undefined && before[logicalPort] !== after[logicalPort],
  );
}

/** In order, because that is the order of new rows. What is the case, a fresh one tells again, so only what was done is compared. */
function expectSameWishes(machine: TestMachine, memory: ControllerMemory, { sb, ovs, log }: ControllerResult): void {
  const { sb: rows, rules } = machine.world;
  const controller = new Controller(rules, { memory });
  const fresh = controller.run({ sb: rows, ovs: machine.ovs }, 'all');
  const events = (records: readonly LogRecord[]) => records.filter(({ event }) => event === true);
  expect([sb, ovs, events(log)]).toEqual([fresh.sb, fresh.ovs, events(fresh.log)]);
  expect(machine.controller.memory()).toEqual(controller.memory());
}

function textsOf(flows: Iterable<OriginFlow>): readonly string[] {
  return Array.from(flows, ({ key, actions, cookie, origin }) =>
    JSON.stringify([key, formatActions(actions), cookie.toString(16), origin]),
  ).sort();
}

function machineOf(world: TestWorld, n: number): TestMachine {
  const machine = world.machines.get(MACHINES[n % MACHINES.length] ?? '');
  if (machine === undefined) throw new Error('The world has lost a machine.');
  return machine;
}

function bindingsOf(world: TestWorld): readonly Row[] {
  return [...world.sb.rows(world.rules.binding.table).values()];
}

function pipelineOf(world: TestWorld): readonly Row[] {
  return [...world.sb.rows('Pipeline').values()];
}

function vifsOf(machine: TestMachine): readonly string[] {
  return [...machine.ovs.rows('Interface').values()]
    .map((row) => getString(row, 'name'))
    .filter((name) => name.startsWith('vif'));
}

function pick<T>(items: readonly T[], n: number): T | undefined {
  return items[n % Math.max(1, items.length)];
}

function bind(world: TestWorld, port: number, datapath: number, parent?: number): void {
  const rows = bindingsOf(world);
  const name = `p${port}`;
  // A binding that was renamed keeps its UUID.
  const uuids = new Set<string>(rows.map(({ _uuid }) => _uuid));
  if (uuids.has(uuidFromContent(`binding ${name}`))) return;
  if (rows.some((row) => getString(row, 'logical_port') === name)) return;
  const keys = new Set(rows.map((row) => getNumber(row, 'tunnel_key')));
  let key = 1;
  while (keys.has(key)) key++;
  const more = parent === undefined ? {} : { parent_port: [`p${parent}`], tag: [10 + (port % 2)] };
  world.bind(name, DATAPATHS[datapath === 0 ? 0 : 1], key, more);
}

function plug(machine: TestMachine, port: number): void {
  const iface = `vif${port}`;
  if (machine.ovs.find('Port', 'name', iface) === undefined) machine.plug(iface, `p${port}`);
}

function addRow(world: TestWorld, row: number, datapath: number): void {
  const [tableId, priority, match, actions] = ROWS[row] ?? [0, 0, '1', ''];
  const own = DATAPATHS[datapath === 0 ? 0 : 1];
  const isThere = pipelineOf(world).some(
    (known) => getUuid(known, 'logical_datapath') === own && getString(known, 'match') === match,
  );
  if (isThere) return;
  const text = actions.replaceAll('NEXT', world.rules.dialect.next);
  world.addRow(own, tableId, priority, match, text);
}

/** In one commit each of two bindings gets what the other had. */
function swap(
  world: TestWorld,
  a: number,
  b: number,
  of: (row: Row) => Readonly<Record<string, string | number>>,
): void {
  const [one, other] = [pick(bindingsOf(world), a), pick(bindingsOf(world), b)];
  if (one === undefined || other === undefined || one === other) return;
  const { table } = world.rules.binding;
  commit(world.sb, [
    { op: 'update', table, uuid: one._uuid, row: of(other) },
    { op: 'update', table, uuid: other._uuid, row: of(one) },
  ]);
}

/** `Object.keys` with the names that it has. */
function keysOf<T extends object>(table: T): readonly (keyof T & string)[] {
  const isKey = (name: string): name is keyof T & string => name in table;
  return Object.keys(table).filter(isKey);
}
