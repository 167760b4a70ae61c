import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runCommand } from '../../engine/commands';
import { RELEASES, type Deployment } from '../../engine/releases';
import { galleryScenario, openScenario } from '../../engine/scenario';
import { applyModelPatch } from './model-patch';
import type { NetworkModel, Uuid } from './protocol';
import { windowsOf } from './session-windows';
import { UpdateBuilder } from './update-builder';

const NOTHING: NetworkModel = { switches: [], machines: [] };
const ALL = { start: 0, count: 2_000 };

function open(release: string): Deployment {
  const document = galleryScenario('article', release);
  const opened = document && openScenario(document);
  if (!opened?.ok) throw new Error('The article opens');
  return opened.value.deployment;
}

/** What a page that opened just now would be told, and would be answered. */
function fromScratch(deployment: Deployment) {
  const builder = new UpdateBuilder(deployment);
  const { model, tables, flows } = builder.full();
  return { model: applyModelPatch(NOTHING, model), tables, flows, builder };
}

/** Everything that panes can ask for. */
function answers(deployment: Deployment, builder: UpdateBuilder) {
  const windows = windowsOf(() => ({ deployment, builder }));
  const rows = <T extends object>(items: readonly T[]) => items.map((item) => ({ ...item, touched: false }));
  const ports = Array.from(deployment.nb.rows('Logical_Port').keys());
  return {
    tables: deployment.databases.flatMap((db) =>
      Array.from(deployment.database(db)?.schema.tables.keys() ?? [], (table) => [
        db,
        table,
        rows(windows.tableRows(db, table, ALL).items),
      ]),
    ),
    pipeline: rows(windows.pipelineRows({ datapath: null, filter: '' }, ALL).items),
    filtered: rows(windows.pipelineRows({ datapath: null, filter: 'p' }, ALL).items),
    flows: Array.from(deployment.machines.keys(), (machine) =>
      rows(windows.flowRows({ machine, filter: '' }, ALL).items),
    ),
    madeOf: ports.map((port) =>
      windows
        .rowsMadeOf(port)
        .map(({ uuid }) => uuid)
        .sort(),
    ),
    related: ports.map((port) => windows.related(`row:OVN_Northbound:${port}`).toSorted()),
  };
}

const name = fc.constantFrom('a', 'b', 'c');
const machine = fc.constantFrom('hv1', 'hv2', 'hv3');
const line = fc.oneof(
  name.map((sw) => `ovn-nbctl lswitch-add ${sw}`),
  name.map((sw) => `ovn-nbctl lswitch-del ${sw}`),
  fc.tuple(name, name).map(([sw, port]) => `ovn-nbctl lport-add ${sw} p${port}`),
  fc.tuple(name, name).map(([sw, port]) => `ovn-nbctl lport-add sw0 ${sw}${port}`),
  name.map((port) => `ovn-nbctl lport-del p${port}`),
  name.map((port) => `ovn-nbctl lport-set-macs p${port} 00:00:00:00:00:0${port}`),
  name.map((port) => `ovn-nbctl lport-set-macs sw0-port1 00:00:00:00:00:0${port}`),
  name.map((sw) => `ovn-nbctl acl-add ${sw} to-lport 5 ip4 drop`),
  name.map((sw) => `ovn-nbctl acl-del ${sw}`),
  fc.constant('ovn-nbctl lport-del sw0-port2'),
  name.map((port) => `ovs-vsctl add-port br-int v${port} -- set interface v${port} external-ids:iface-id=p${port}`),
  name.map((port) => `ovs-vsctl del-port br-int v${port}`),
  name.map((id) => `ovs-vsctl set open_vswitch . external-ids:system-id=${id}`),
  name.map((id) => `ovs-vsctl set open_vswitch . external-ids:ovn-encap-ip=10.0.0.${id.charCodeAt(0)}`),
  machine.map((hv) => `sim_add ${hv}`),
  machine.map((hv) => `sim_del ${hv}`),
  fc.tuple(machine, machine).map(([from, to]) => `sim_rename ${from} ${to}`),
);
const step = fc.oneof(
  { weight: 12, arbitrary: fc.record({ do: fc.constant('run' as const), line, machine }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('undo' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('redo' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('goTo' as const), back: fc.integer({ min: 1, max: 12 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('branch' as const), index: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cut' as const), machine, cut: fc.boolean() }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function take(deployment: Deployment, one: Step): void {
  switch (one.do) {
    case 'run':
      runCommand(deployment, deployment.machines.has(one.machine) ? one.machine : undefined, one.line);
      return;
    case 'undo':
      deployment.undo();
      return;
    case 'redo':
      deployment.redo();
      return;
    case 'goTo':
      deployment.goTo(Math.max(1, deployment.position - one.back));
      return;
    case 'branch': {
      const branch = deployment.branches[one.index % deployment.branches.length];
      if (branch) deployment.switchBranch(branch.id);
      return;
    }
    case 'cut':
      deployment.setCutOff(one.machine, 'southbound', one.cut);
      deployment.settle();
  }
}

describe.each(RELEASES.map(({ id }) => id))('what the page is told in %s', (release) => {
  test('is what a page that opens now would be told, after anything', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 14 }), (steps) => {
        const deployment = open(release);
        const builder = new UpdateBuilder(deployment);
        deployment.subscribe((update) => builder.note(update));
        let model = applyModelPatch(NOTHING, builder.full().model);
        for (const one of steps) {
          take(deployment, one);
          model = applyModelPatch(model, builder.take().model);
          answers(deployment, builder);
        }
        const scratch = fromScratch(deployment);
        expect(model).toEqual(scratch.model);
        expect(answers(deployment, builder)).toEqual(answers(deployment, scratch.builder));
      }),
      { numRuns: 25 },
    );
  });

  test('what is as before stays the same object', () => {
    const deployment = open(release);
    const builder = new UpdateBuilder(deployment);
    deployment.subscribe((update) => builder.note(update));
    const before = applyModelPatch(NOTHING, builder.full().model);
    runCommand(deployment, 'hv1', 'ovn-nbctl lport-add sw0 new');
    const patch = structuredClone(builder.take().model);
    const after = applyModelPatch(before, patch);
    expect(after.switches[0]?.ports.map((port) => before.switches[0]?.ports.includes(port))).toEqual([
      true,
      true,
      false,
    ]);
    expect(patch.switches).toHaveLength(1);
    const again = applyModelPatch(after, structuredClone(builder.take().model));
    expect(again.switches).toBe(after.switches);
    expect(again.machines).toBe(after.machines);
  });
});

describe('lists', () => {
  test('Pipeline rows stand by switch and table, by falling priority, then match', () => {
    const deployment = open('2015-08');
    const windows = windowsOf(() => ({ deployment, builder: new UpdateBuilder(deployment) }));
    const sw = deployment.nb.rows('Logical_Switch').keys().next().value;
    const text = (filter: string, datapath: Uuid | null = null) =>
      windows
        .pipelineRows({ datapath, filter }, ALL)
        .items.map((item) =>
          item.kind === 'group'
            ? `${item.head.datapathName} ${item.head.tableId}`
            : `${item.value.priority} ${item.value.match}`,
        );
    expect(text('port1')).toEqual([
      'sw0 0',
      '50 inport == "sw0-port1"',
      'sw0 1',
      '100 eth.dst[40]',
      '50 eth.dst == 00:00:00:00:00:01',
      'sw0 3',
      '50 outport == "sw0-port1"',
    ]);
    expect(text('port1', sw)).toEqual(text('port1'));
    expect(windows.pipelinePlace({ datapath: null, filter: 'port1' }, rowAt(4))).toBe(4);
    function rowAt(index: number): Uuid {
      const item = windows.pipelineRows({ datapath: null, filter: 'port1' }, { start: index, count: 1 }).items[0];
      if (item?.kind !== 'row') throw new Error('There is a row');
      return item.value.uuid;
    }
  });

  test('a table that the release does not have is empty', () => {
    const deployment = open('2015-04');
    const windows = windowsOf(() => ({ deployment, builder: new UpdateBuilder(deployment) }));
    expect(windows.tableRows('OVN_Southbound', 'Multicast_Group', ALL)).toEqual({ start: 0, total: 0, items: [] });
    expect(windows.tableRows('Open_vSwitch@nowhere', 'Bridge', ALL).total).toBe(0);
  });

  test('flows stand by table, by falling priority, then match', () => {
    const deployment = open('2015-08');
    const windows = windowsOf(() => ({ deployment, builder: new UpdateBuilder(deployment) }));
    const { items } = windows.flowRows({ machine: 'hv1', filter: '' }, ALL);
    const places = items.flatMap((item) =>
      item.kind === 'row' ? [[item.value.table, -item.value.priority, item.value.match] as const] : [],
    );
    const sorted = places.toSorted((a, b) => a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : 1));
    expect(places.length).toBeGreaterThan(10);
    expect(places).toEqual(sorted);
  });
});
