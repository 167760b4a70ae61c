/** What holds for every release: whoever adds one finds here what was forgotten. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DHCPV4_OPTIONS, DHCPV6_OPTIONS, parseActions, parseTodayActions } from '../actions';
import { describeCommands, performEdit } from '../commands';
import { commandsFor, type Edit, type TopologyEdit } from '../network';
import { tableTitles, type Direction } from '../logical';
import { Northd } from '../northd';
import { Database, parseSchema, schemaToJson } from '../ovsdb';
import { createRandom } from '../base';
import { buildNetwork, exportScenario, galleryScenario, GALLERY, openScenario, type NetworkPlan } from '../scenario';
import { SUBJECTS } from './differences';
import { Deployment, RELEASES, type Release } from '.';

const EXTRAS = { name: 'contract', packets: [], positions: {} };
const MACS = ['00:00:00:00:00:01', '00:00:00:00:00:02', 'unknown', 'nonsense'];

/** A network of two hypervisors, drawn anew for each case; names of ports are unique. */
const plan: fc.Arbitrary<NetworkPlan> = fc
  .record({
    macs: fc.array(fc.subarray(MACS), { minLength: 1, maxLength: 5 }),
    acls: fc.array(fc.record({ priority: fc.integer({ min: 1, max: 3 }), action: fc.constantFrom('allow', 'drop') }), {
      maxLength: 3,
    }),
    secured: fc.nat(31),
    plugged: fc.nat(31),
  })
  .map(({ macs, acls, secured, plugged }) => ({
    machines: ['hv1', 'hv2'].map((name, n) => ({ name, encapType: 'geneve', encapIp: `10.0.0.${n + 1}` })),
    switches: ['sw0', 'sw1'],
    ports: macs.map((each, n) => ({
      switch: `sw${n % 2}`,
      name: `p${n}`,
      macs: each,
      portSecurity: (secured & (1 << n)) === 0 ? [] : each,
    })),
    acls: acls.map((acl, n) => ({ ...acl, switch: `sw${n % 2}`, match: 'ip4' })),
    vifs: macs.flatMap((_, n) =>
      (plugged & (1 << n)) === 0 ? [] : [{ machine: `hv${1 + (n % 2)}`, iface: `vif${n}`, port: `p${n}` }],
    ),
  }));

function built(release: Release, network: NetworkPlan): Deployment {
  const deployment = new Deployment({ release, seed: 1 });
  const done = buildNetwork(deployment, network);
  if (!done.ok) throw new Error(done.error.message);
  return deployment;
}

/** With a port plugged in and an ACL, so that every edit finds what it is about. */
function small(release: Release): Deployment {
  return built(release, {
    machines: ['hv1', 'hv2'].map((name, n) => ({ name, encapType: 'geneve', encapIp: `10.0.0.${n + 1}` })),
    switches: ['sw0'],
    ports: [{ switch: 'sw0', name: 'p0', macs: ['00:00:00:00:00:01'] }],
    acls: [{ switch: 'sw0', priority: 5, match: 'ip4', action: 'drop' }],
    vifs: [{ machine: 'hv1', iface: 'vif1', port: 'p0' }],
  });
}

/** The actions of a row, in whichever language the release has. */
function readActions(
  { actions: dialect, today, symbols }: Release,
  text: string,
  pipeline: Direction,
  table: number,
  nextAllowed: boolean,
): { readonly ok: boolean } {
  if (dialect !== undefined) return parseActions(text, { dialect, symbols, nextAllowed });
  if (today === undefined) throw new Error('The release has no language of actions');
  const dhcp = { v4: DHCPV4_OPTIONS, v6: DHCPV6_OPTIONS };
  return parseTodayActions(text, { language: today.actions, symbols, pipeline, table, dhcp });
}

describe.each(RELEASES)('$id', (release) => {
  const { northbound } = release;
  const { flows: layout, tables, kindOf } = release.logical;
  const last = Math.max(...release.stages.all.map(({ number }) => number));

  it('has words for people, and about everything in which releases differ', () => {
    expect(Object.keys(release.differences).sort()).toEqual(Object.keys(SUBJECTS).sort());
    for (const text of [release.title, release.summary, ...Object.values(release.differences)])
      expect(text).toMatch(/^[A-Z`].*[.)]$|^OVN of /s);
    for (const { name, text } of release.stages.all) expect(`${name}: ${text}`).toMatch(/^[A-Z].*: [A-Z].*\.$/s);
  });

  it('has schemas that say the same when they are written again', () => {
    for (const schema of Object.values(release.schemas)) {
      expect(parseSchema(schemaToJson(schema))).toEqual({ ok: true, value: schema });
    }
    for (const table of release.kept) expect(release.schemas.sb.tables.has(table)).toBe(true);
    for (const { table } of Object.values(release.tables)) expect(release.schemas.sb.tables.has(table)).toBe(true);
  });

  it('has one OpenFlow table for each stage, below the one where packets leave', () => {
    for (const { direction, number } of release.stages.all) {
      const table = tables.tableOf(direction, number);
      expect(table).toBeGreaterThan(tables.enter);
      expect(table).toBeLessThan(tables.output);
    }
    expect(tableTitles(tables, release.stages).map(({ table }) => table)).toContain(tables.output);
  });

  it('has programs that differ by name, and knows which commands are still to come', () => {
    const programs = describeCommands(release);
    expect(new Set(programs.map(({ name }) => name)).size).toBe(programs.length);
    const commands = programs.flatMap(({ name, commands }) => commands.map((command) => `${name} ${command.name}`));
    for (const later of release.tools.later.commands) expect(commands).not.toContain(later);
    for (const name of Object.keys(release.tools.missing))
      expect(programs.map((each) => each.name)).not.toContain(name);
  });

  it('gives each logical flow a stage that it has, a reason, and a text that its own language reads', () => {
    fc.assert(
      fc.property(plan, (network) => {
        const deployment = built(release, network);
        const rows = [...deployment.sb.rows(layout.table).values()];
        expect(rows.length).toBeGreaterThan(0);
        for (const row of rows) {
          const { datapath, direction, table, actions } = layout.read(row);
          const stage = release.stages.find(kindOf(datapath), direction, table);
          expect(stage && release.northd.drops(stage)).toBeDefined();
          expect(deployment.provenance(row._uuid)).toMatchObject({
            rule: expect.stringMatching(/^[a-z\d-]+$/) as unknown,
            text: expect.stringMatching(/^[A-Z].*\.$/) as unknown,
          });
          const read = readActions(release, actions, direction, table, table !== last);
          expect([actions, read.ok]).toEqual([actions, true]);
        }
      }),
      { numRuns: 10 },
    );
  });

  /** One of each kind: the checker asks for a line when a kind is added. */
  const EDITS: {
    readonly [Kind in Exclude<Edit['kind'], TopologyEdit['kind']>]: (d: Deployment) => Extract<Edit, { kind: Kind }>;
  } = {
    createSwitch: () => ({ kind: 'createSwitch', name: 'sw1' }),
    renameSwitch: (d) => ({ kind: 'renameSwitch', switch: northbound.switches(d.nb)[0]!.uuid, name: 'other' }),
    deleteSwitch: (d) => ({ kind: 'deleteSwitch', switch: northbound.switches(d.nb)[0]!.uuid }),
    createPort: () => ({ kind: 'createPort', switch: 'sw0', name: '-c', parent: 'p0', tag: 4, macs: [MACS[1]!] }),
    renamePort: () => ({ kind: 'renamePort', port: 'p0', name: 'it’s "p"' }),
    deletePort: () => ({ kind: 'deletePort', port: 'p0' }),
    setMacs: () => ({ kind: 'setMacs', port: 'p0', macs: ['unknown'] }),
    setPortSecurity: () => ({ kind: 'setPortSecurity', port: 'p0', portSecurity: [MACS[0]!] }),
    setEnabled: () => ({ kind: 'setEnabled', port: 'p0', enabled: false }),
    addAcl: () => ({ kind: 'addAcl', switch: 'sw0', priority: 7, match: 'ip4', action: 'allow', log: false }),
    setAcl: (d) => ({ kind: 'setAcl', acl: northbound.acls(d.nb)[0]!.uuid, priority: 9 }),
    deleteAcl: (d) => ({ kind: 'deleteAcl', acl: northbound.acls(d.nb)[0]!.uuid }),
    createMachine: () => ({ kind: 'createMachine', name: 'hv3', systemId: 'hv3', encap: 'geneve', ip: '10.0.0.3' }),
    renameMachine: () => ({ kind: 'renameMachine', machine: 'hv2', name: 'hv4' }),
    deleteMachine: () => ({ kind: 'deleteMachine', machine: 'hv2' }),
    setMachineConfig: () => ({ kind: 'setMachineConfig', machine: 'hv2', encap: 'stt' }),
    addIntegrationBridge: () => ({ kind: 'addIntegrationBridge', machine: 'hv3' }),
    mapNetwork: () => ({ kind: 'mapNetwork', machine: 'hv2', network: 'physnet1', bridge: 'br-ex' }),
    plug: () => ({ kind: 'plug', port: 'p0', machine: 'hv2' }),
    unplug: () => ({ kind: 'unplug', port: 'p0', machine: 'hv1' }),
    migrate: () => ({ kind: 'migrate', port: 'p0', from: 'hv1', to: 'hv2' }),
  };

  it.each(Object.entries(EDITS))('draws what it can: %s', (kind, edit) => {
    const deployment = small(release);
    if (kind === 'addIntegrationBridge') expect(deployment.addMachine('hv3').ok).toBe(true);
    const before = deployment.position;
    const { ok, commands, message } = performEdit(deployment, edit(deployment));
    if (kind === 'setEnabled' && !northbound.features.enabled) {
      expect([ok, message]).toEqual([false, expect.stringContaining('cannot be disabled')]);
      return;
    }
    expect([kind, ok, message]).toEqual([kind, true, null]);
    expect(commands.length).toBeGreaterThan(0);
    expect(deployment.position).toBeGreaterThan(before);
  });

  it('says that it has no routers, where it has none', () => {
    if (release.edits.topology !== undefined) return;
    expect(northbound.topology).toBeUndefined();
    expect(commandsFor({ kind: 'createRouter', name: 'lr0' }, small(release))).toMatchObject({ ok: false });
  });

  it('runs no other way when it follows changes than when it starts', () => {
    fc.assert(
      fc.property(plan, fc.array(fc.nat(), { maxLength: 12 }), (network, choices) => {
        const deployment = built(release, network);
        for (const choice of choices) {
          const [kind, edit] = Object.entries(EDITS)[choice % Object.keys(EDITS).length]!;
          const there = kind.endsWith('Acl') ? northbound.acls(deployment.nb) : northbound.switches(deployment.nb);
          if (there.length > 0) performEdit(deployment, edit(deployment));
        }
        deployment.settle();
        const { nb, sb } = deployment;
        expect(new Northd(release.northd).run({ nb, sb }, 'all')).toMatchObject({ nb: [], sb: [] });
        const fresh = new Database(release.schemas.sb, createRandom(1));
        expect(fresh.commit(new Northd(release.northd).run({ nb, sb: fresh }, 'all').sb).ok).toBe(true);
        expect(flows(fresh, release)).toEqual(flows(sb, release));
      }),
      { numRuns: 20 },
    );
  });

  it('opens what it saved as it was', () => {
    fc.assert(
      fc.property(plan, (network) => {
        const document = exportScenario(built(release, network), EXTRAS);
        const opened = openScenario(document);
        if (!opened.ok) throw new Error(opened.error.message);
        expect(opened.value.deployment.release).toBe(release);
        expect(exportScenario(opened.value.deployment, EXTRAS)).toEqual(document);
      }),
      { numRuns: 10 },
    );
  });

  it('can play every scenario of the gallery', () => {
    for (const { id, commands } of GALLERY) {
      const document = galleryScenario(id, release.id);
      // What was typed is of one release alone.
      if (commands !== undefined && document === undefined) continue;
      expect([id, document !== undefined && openScenario(document).ok]).toEqual([id, true]);
    }
  });
});

function flows(sb: Database, release: Release): readonly string[] {
  return Array.from(sb.rows(release.logical.flows.table).values(), (row) =>
    JSON.stringify({ ...row, _uuid: '' }),
  ).sort();
}
