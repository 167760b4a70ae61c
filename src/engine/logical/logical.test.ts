/** The vocabulary refuses what would make two things of one, and rows come back as they were written. */
import { describe, expect, it } from 'vitest';
import { ZERO_UUID } from '../base';
import { release2015_08 } from '../releases';
import { logicalFlowLayout, Stages, stageTitle, TableMap, tableTitles } from '.';
import type { DatapathKind, Direction, LogicalFlowContents, TableRanges } from '.';

const stage = (kind: DatapathKind, direction: Direction, number: number) => ({
  kind,
  direction,
  number,
  name: `${kind} ${direction} ${number}`,
  text: '',
});

describe('stages', () => {
  const stages = new Stages([
    stage('switch', 'ingress', 0),
    stage('switch', 'egress', 0),
    stage('router', 'ingress', 0),
  ]);

  it('are found by kind, direction and number', () => {
    expect(stages.find('switch', 'egress', 0)?.name).toBe('switch egress 0');
    expect(stages.find('router', 'ingress', 0)?.name).toBe('router ingress 0');
    expect(stageTitle(stages.find('router', 'egress', 0), 0)).toBe('table 0');
  });

  it('have a place of their own each', () => {
    expect(() => new Stages([stage('switch', 'ingress', 1), stage('switch', 'ingress', 1)])).toThrow(
      'There are two stages switch ingress 1',
    );
  });
});

/** As today's OVN has them, in part. */
const LATER: TableRanges = {
  ingress: { first: 8, count: 34 },
  egress: { first: 48, count: 16 },
  physical: [
    { table: 0, role: 'enter', name: 'physical to logical' },
    { table: 44, role: 'output', name: 'remote output' },
    { table: 46, role: 'between', name: 'local output' },
    { table: 66, role: 'helper', name: 'get_arp' },
  ],
};

describe('OpenFlow tables', () => {
  it('of 2015', () => {
    const { tables } = release2015_08.logical;
    expect([tables.enter, tables.tableOf('ingress', 0), tables.tableOf('ingress', 31), tables.output]).toEqual([
      0, 16, 47, 64,
    ]);
    expect([tables.tableOf('ingress', 32), tables.tableOf('egress', 0)]).toEqual([undefined, undefined]);
    expect(tables.logicalAt(19)).toEqual({ direction: 'ingress', number: 3 });
    expect([tables.logicalAt(15), tables.logicalAt(48), tables.logicalAt(64)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(tables.physicalAt(64)?.name).toBe('logical to physical');
  });

  it('of both directions, with helpers', () => {
    const tables = new TableMap(LATER);
    expect([tables.tableOf('ingress', 33), tables.tableOf('egress', 0)]).toEqual([41, 48]);
    expect(tables.logicalAt(63)).toEqual({ direction: 'egress', number: 15 });
    expect(tables.physicalAt(66)?.role).toBe('helper');
  });

  it.each<[string, Partial<TableRanges>]>([
    ['Table 48 has two meanings', { ingress: { first: 8, count: 41 } }],
    ['Table 50 has two meanings', { physical: [...LATER.physical, { table: 50, role: 'helper', name: '' }] }],
    ['There is no OpenFlow table 255', { egress: { first: 250, count: 16 } }],
    ['Exactly one table must be for output', { physical: LATER.physical.slice(0, 1) }],
  ])('%s', (message, wrong) => {
    expect(() => new TableMap({ ...LATER, ...wrong })).toThrow(message);
  });
});

it('tells what each OpenFlow table is for', () => {
  const titles = tableTitles(
    new TableMap(LATER),
    new Stages([stage('switch', 'ingress', 1), stage('router', 'ingress', 1)]),
  );
  expect(titles.map(({ table, title }) => `${table} ${title}`)).toEqual([
    '0 physical to logical',
    '9 logical table 1, switch ingress 1 / router ingress 1',
    '44 remote output',
    '46 local output',
    '66 get_arp',
  ]);
});

describe('rows of logical flows', () => {
  const contents: LogicalFlowContents = {
    datapath: ZERO_UUID,
    direction: 'ingress',
    table: 2,
    priority: 100,
    match: 'ip4',
    actions: 'next;',
  };
  const layouts = {
    'of 2015': release2015_08.logical.flows,
    'with directions': logicalFlowLayout('Logical_Flow', {
      datapath: 'logical_datapath',
      direction: 'pipeline',
      table: 'table_id',
      priority: 'priority',
      match: 'match',
      actions: 'actions',
    }),
  };

  it.each(Object.entries(layouts))('%s come back as they were written', (_, layout) => {
    const row = { _uuid: ZERO_UUID, _version: ZERO_UUID, ...layout.write(contents) };
    expect(layout.read(row)).toEqual({ uuid: ZERO_UUID, ...contents });
    expect(layout.holds(row, contents)).toBe(true);
    const others = { table: 3, priority: 1, match: 'ip6', actions: 'drop;', datapath: crypto.randomUUID() };
    for (const [key, value] of Object.entries(others)) {
      expect(layout.holds(row, { ...contents, [key]: value }), key).toBe(false);
    }
  });

  it('of another direction are other flows', () => {
    const layout = layouts['with directions'];
    const row = { _uuid: ZERO_UUID, _version: ZERO_UUID, ...layout.write({ ...contents, direction: 'egress' }) };
    expect(layout.read(row).direction).toBe('egress');
    expect(layout.holds(row, contents)).toBe(false);
  });
});
