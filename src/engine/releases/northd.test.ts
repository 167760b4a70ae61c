import type { NewPort } from '../network';
import { describe, expect, it } from 'vitest';
import { Northd } from '../northd';
import { RELEASES, release2015_04, release2015_08, type Release } from '.';
import { northdLab, onlyUuid, pipelineRow } from './testing';

const MAC1 = '00:00:00:00:00:01';
const MAC2 = '00:00:00:00:00:02';

function sw0(release: Release = release2015_04, ...ports: Omit<NewPort, 'uuid'>[]) {
  const lab = northdLab(release);
  lab.edit(release.northbound.addSwitch(lab.nb.newUuid(), 'sw0'));
  const sw = onlyUuid(lab.nb, 'Logical_Switch');
  for (const port of ports) {
    lab.edit(release.northbound.addPorts(lab.nb, sw, [{ ...port, uuid: lab.nb.newUuid() }]));
  }
  const port = (name: string) => lab.nb.find('Logical_Port', 'name', name)!._uuid;
  return { ...lab, sw, port, ops: release.northbound };
}

describe('the article', () => {
  const article = () => sw0(release2015_04, { name: 'sw0-port1', macs: [MAC1] }, { name: 'sw0-port2', macs: [MAC2] });

  it('has its eleven Pipeline rows letter for letter', () => {
    expect(article().pipeline().toSorted()).toEqual(
      [
        '0 100 eth.src[40] -> drop',
        '0 100 vlan.present -> drop',
        '0 50 inport == "sw0-port1" -> resubmit',
        '0 50 inport == "sw0-port2" -> resubmit',
        '0 0 1 -> drop',
        '1 100 eth.dst[40] -> outport = "sw0-port2"; resubmit; outport = "sw0-port1"; resubmit;',
        '1 50 eth.dst == 00:00:00:00:00:01 -> outport = "sw0-port1"; resubmit;',
        '1 50 eth.dst == 00:00:00:00:00:02 -> outport = "sw0-port2"; resubmit;',
        '2 0 1 -> resubmit',
        '3 50 outport == "sw0-port1" -> output("sw0-port1")',
        '3 50 outport == "sw0-port2" -> output("sw0-port2")',
      ].toSorted(),
    );
  });

  it('says of each row why it is there', () => {
    const { sb, northd, port, sw } = article();
    const row = pipelineRow(sb, 'eth.dst == 00:00:00:00:00:01', 1);
    const ref = (table: string, uuid: string) => ({ db: 'OVN_Northbound', table, uuid });
    expect(northd.provenance(row._uuid)).toEqual({
      rule: 'l2-lookup',
      text: 'Port "sw0-port1" has the address 00:00:00:00:00:01.',
      nb: [ref('Logical_Port', port('sw0-port1')), ref('Logical_Switch', sw)],
    });
    const flood = northd.provenance(pipelineRow(sb, 'eth.dst[40]', 1)._uuid);
    expect(flood?.nb.map(({ uuid }) => uuid)).toEqual([sw, port('sw0-port2'), port('sw0-port1')]);
    for (const uuid of sb.rows('Pipeline').keys()) expect(northd.provenance(uuid)?.text).toMatch(/^[A-Z].*\.$/);
  });

  it('tells by `up` whether a chassis has the port', () => {
    const { nb, sb, editSouthbound, port } = article();
    const up = () => nb.row('Logical_Port', port('sw0-port1'))!.up;
    expect(up()).toEqual([false]);
    const binding = sb.find('Bindings', 'logical_port', 'sw0-port1')!._uuid;
    editSouthbound([{ op: 'update', table: 'Bindings', uuid: binding, row: { chassis: 'hv1' } }]);
    expect(up()).toEqual([true]);
    editSouthbound([{ op: 'update', table: 'Bindings', uuid: binding, row: { chassis: '' } }]);
    expect(up()).toEqual([false]);
  });
});

describe('port security', () => {
  const secured = { name: 'p', portSecurity: [MAC1, `${MAC2} 10.0.0.2`, '10.0.0.3', 'junk'] };

  it('2015-04: a blank after each address, and nothing for broadcasts', () => {
    expect(sw0(release2015_04, secured).pipeline()).toEqual([
      '0 100 eth.src[40] -> drop',
      '0 100 vlan.present -> drop',
      `0 50 inport == "p" && eth.src == {${MAC1} ${MAC2} } -> resubmit`,
      '0 0 1 -> drop',
      '1 100 eth.dst[40] -> outport = "p"; resubmit;',
      '2 0 1 -> resubmit',
      `3 50 outport == "p" && eth.dst == {${MAC1} ${MAC2} } -> output("p")`,
    ]);
  });

  it('2015-08: broadcasts are delivered', () => {
    expect(sw0(release2015_08, secured).pipeline()).toEqual([
      '0 100 eth.src[40] -> drop;',
      '0 100 vlan.present -> drop;',
      `0 50 inport == "p" && eth.src == {${MAC1} ${MAC2}} -> next;`,
      '0 0 1 -> drop;',
      '1 100 eth.dst[40] -> outport = "p"; next;',
      '2 0 1 -> next;',
      '3 100 eth.dst[40] -> output;',
      `3 50 outport == "p" && eth.dst == {${MAC1} ${MAC2}} -> output;`,
    ]);
  });

  it('a member that does not parse is logged once, with the port it is about', () => {
    const { log, port } = sw0(release2015_04, secured);
    expect(log).toEqual([
      {
        level: 'INFO',
        module: 'ovn_northd',
        message: "p: invalid syntax 'junk' in port_security column",
        about: { db: 'OVN_Northbound', table: 'Logical_Port', uuid: port('p') },
      },
    ]);
  });
});

describe.each(RELEASES)('$id', (release) => {
  it('an address that is none is logged and skipped; `unknown` gets a row of its own', () => {
    const { pipeline, log } = sw0(release, { name: 'a', macs: ['garbage', 'unknown', '0:0:0:0:0:1'] }, { name: 'b' });
    const next = release.id === '2015-04' ? 'resubmit' : 'next';
    expect(pipeline().filter((row) => row.startsWith('1 '))).toEqual([
      `1 100 eth.dst[40] -> outport = "b"; ${next}; outport = "a"; ${next};`,
      `1 50 eth.dst == 0:0:0:0:0:1 -> outport = "a"; ${next};`,
      `1 0 1 -> outport = "a"; ${next};`,
    ]);
    expect(log.map(({ message }) => message)).toEqual(["a: invalid syntax 'garbage' in macs column"]);
  });

  it.each([
    ['vm "3"', '"vm \\"3\\""'],
    ['p\\1', '"p\\\\1"'],
    ['tenant/é', '"tenant/é"'],
    ['a\nb\u0001', '"a\\nb\\u0001"'],
    ['', '""'],
  ])('quotes the name %j as %s', (name, quoted) => {
    expect(sw0(release, { name }).pipeline()[2]).toMatch(`inport == ${quoted} -> `);
  });

  it('parent and tag reach the binding together or not at all', () => {
    const lab = sw0(release, { name: 'vm' }, { name: 'c', container: { parent: 'vm', tag: 42 } });
    const binding = () => release.southbound.binding(lab.sb, 'c')!;
    expect([binding().parent, binding().tag]).toEqual(['vm', 42]);
    lab.edit([{ op: 'update', table: 'Logical_Port', uuid: lab.port('c'), row: { tag: [] } }]);
    expect([binding().parent, binding().tag]).toEqual([undefined, undefined]);
  });

  it('gives the lowest free tunnel key and leaves keys alone', () => {
    const lab = sw0(release, { name: 'a' }, { name: 'b' }, { name: 'c' });
    const keys = () =>
      release.southbound.bindings(lab.sb).map(({ logicalPort, tunnelKey }) => [logicalPort, tunnelKey]);
    lab.edit(lab.ops.delPort(lab.nb, lab.port('b')));
    lab.edit(lab.ops.setMacs(lab.port('c'), [MAC1]));
    expect(keys()).toEqual([
      ['a', 1],
      ['c', 3],
    ]);
    lab.edit(
      lab.ops.addPorts(lab.nb, lab.sw, [
        { name: 'd', uuid: lab.nb.newUuid() },
        { name: 'e', uuid: lab.nb.newUuid() },
      ]),
    );
    expect(keys().slice(2)).toEqual([
      ['d', 2],
      ['e', 4],
    ]);
  });

  it('a row that is still wanted keeps its UUID', () => {
    const lab = sw0(release, { name: 'a', macs: [MAC1] });
    const before = new Set(lab.sb.rows('Pipeline').keys());
    const changes: string[] = [];
    lab.sb.onCommit((made) =>
      changes.push(...made.map(({ table, after }) => `${after === undefined ? '-' : '+'}${table}`)),
    );
    lab.edit(lab.ops.setMacs(lab.port('a'), [MAC1, MAC2]));
    expect(changes.toSorted()).toEqual(
      [release.tables.binding.table, 'Pipeline'].map((table) => `+${table}`).toSorted(),
    );
    for (const uuid of before) expect(lab.sb.row('Pipeline', uuid)).toBeDefined();
  });

  it('puts back what others delete, change or add', () => {
    const lab = sw0(release, { name: 'a', macs: [MAC1] });
    const wanted = lab.pipeline();
    const { _uuid: one } = pipelineRow(lab.sb, '1', 0);
    const { _uuid: two } = pipelineRow(lab.sb, 'vlan.present', 0);
    lab.editSouthbound([
      { op: 'delete', table: 'Pipeline', uuid: one },
      { op: 'update', table: 'Pipeline', uuid: two, row: { actions: 'nonsense' } },
      { op: 'insert', table: 'Pipeline', row: { match: 'ip4', logical_datapath: lab.sw } },
    ]);
    expect(lab.pipeline().toSorted()).toEqual(wanted.toSorted());
    const { table } = release.tables.binding;
    lab.editSouthbound([{ op: 'update', table, uuid: onlyUuid(lab.sb, table), row: { logical_port: 'zzz', mac: [] } }]);
    expect(release.southbound.bindings(lab.sb)).toMatchObject([{ logicalPort: 'a', mac: [MAC1], datapath: lab.sw }]);
  });

  it('keeps a row with the right contents that somebody else inserted', () => {
    const lab = sw0(release);
    const { _uuid: old, ...row } = pipelineRow(lab.sb, '1', 0);
    const other = lab.sb.newUuid();
    lab.editSouthbound([
      { op: 'delete', table: 'Pipeline', uuid: old },
      { op: 'insert', table: 'Pipeline', uuid: other, row },
    ]);
    expect(pipelineRow(lab.sb, '1', 0)._uuid).toBe(other);
    expect(lab.northd.provenance(other)?.rule).toBe('admission-default');
    expect(new Northd(release.northd).run(lab, 'all')).toMatchObject({ nb: [], sb: [] });
  });

  it('ACLs with the same contents are one row that knows both', () => {
    const lab = sw0(release);
    const acl = { priority: 7, match: 'ip4', action: 'allow', log: false };
    lab.edit(
      lab.ops.addAcls(
        lab.nb,
        lab.sw,
        [1, 2].map(() => ({ ...acl, uuid: lab.nb.newUuid() })),
      ),
    );
    const rows = lab.pipeline().filter((row) => row.startsWith('2 7 '));
    expect(rows).toHaveLength(1);
    expect(lab.northd.provenance(pipelineRow(lab.sb, 'ip4', 2)._uuid)?.nb.map(({ table }) => table)).toEqual([
      'ACL',
      'Logical_Switch',
      'ACL',
      'Logical_Switch',
    ]);
    const [first] = lab.ops.aclsOf(lab.nb, lab.sw);
    lab.edit(lab.ops.setAcl(first!.uuid, { action: 'reject' }));
    expect(lab.pipeline().filter((row) => row.startsWith('2 7 '))).toHaveLength(2);
  });

  it('deleting a switch with its contents leaves nothing behind', () => {
    const lab = sw0(release, { name: 'a', macs: [MAC1, 'unknown'] });
    lab.edit(
      lab.ops.addAcls(lab.nb, lab.sw, [{ uuid: lab.nb.newUuid(), priority: 1, match: '1', action: 'drop', log: true }]),
    );
    lab.edit(lab.ops.delSwitchAndContents(lab.nb, lab.sw));
    expect([lab.pipeline(), release.southbound.bindings(lab.sb), [...lab.nb.rows('ACL')]]).toEqual([[], [], []]);
  });

  it('asks again for what was not committed', () => {
    const lab = northdLab(release);
    lab.edit([]);
    const changes = lab.nb.commit(release.northbound.addSwitch(lab.nb.newUuid(), 'sw0'));
    const asked = lab.northd.run(lab, { nb: changes.ok ? changes.value : [], sb: [] });
    expect(asked.sb.length).toBeGreaterThan(0);
    expect(lab.northd.run(lab, { nb: [], sb: [] })).toEqual(asked);
  });
});

describe('2015-08 only', () => {
  it('a disabled port sends nothing and gets no unicast', () => {
    const { pipeline } = sw0(release2015_08, { name: 'p', enabled: false, portSecurity: [MAC1] });
    expect(pipeline().filter((row) => row.includes('"p" &&'))).toEqual([
      `0 50 inport == "p" && eth.src == {${MAC1}} -> drop;`,
      `3 50 outport == "p" && eth.dst == {${MAC1}} -> drop;`,
    ]);
  });

  it('a port that two switches list belongs to one of them, and the log says so', () => {
    const lab = sw0(release2015_08, { name: 'p' });
    const other = lab.nb.newUuid();
    lab.edit([{ op: 'insert', table: 'Logical_Switch', uuid: other, row: { name: 'sw1', ports: [lab.port('p')] } }]);
    expect(lab.pipeline().filter((row) => row.includes('inport'))).toHaveLength(1);
    expect(lab.log).toMatchObject([{ level: 'WARN', about: { uuid: lab.port('p') } }]);
  });
});

it('2015-04: a switch with ports cannot be deleted alone', () => {
  const lab = sw0(release2015_04, { name: 'p' });
  expect(lab.nb.commit(lab.ops.delSwitch(lab.sw))).toMatchObject({
    ok: false,
    error: { code: 'referential integrity violation' },
  });
});
