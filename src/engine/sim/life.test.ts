import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { getMapString, getNumbers, getString, getUuids } from '../ovsdb';
import { RELEASES, type Release } from '../releases';
import { Deployment } from './deployment';
import { INTEGRATION_BRIDGE, NORTHBOUND } from './names';
import { plugEdits } from './provision';
import { outcome, snapshot } from './testing';
import type { DaemonStatus } from './types';

const MACS = ['00:00:00:00:00:01', '00:00:00:00:00:02', 'unknown', 'nonsense', '0a:00:00:00:00:03'];
const MATCHES = ['ip4', 'tcp.dst == {80, 443} && ip4.src == {10.0.0.1, 10.0.0.2}', 'inport == "p1"', 'not a match'];
const STATUSES: readonly DaemonStatus[] = ['running', 'paused', 'killed', 'stopped'];
const ENCAPS = ['geneve', 'stt', 'vxlan', 'geneve,vxlan', 'nonsense'];

/** Something that can happen: numbers choose among what is there. */
type Happening = readonly [name: keyof typeof HAPPENINGS, a: number, b: number];

const HAPPENINGS = {
  addSwitch: (d, a) => void d.commitNorthbound(ops(d).addSwitch(d.plannedUuid(0), `sw${a % 3}`), 'adds a switch'),
  delSwitch: (d, a) => {
    const sw = pick(ops(d).switches(d.nb), a);
    if (sw) d.commitNorthbound(ops(d).delSwitchAndContents(d.nb, sw.uuid), 'deletes a switch');
  },
  addPort: (d, a, b) => {
    const sw = pick(ops(d).switches(d.nb), a);
    const container = b % 4 === 0 ? { container: { parent: `p${(b + 1) % 6}`, tag: b % 3 } } : {};
    const port = { uuid: d.plannedUuid(0), name: `p${b % 6}`, macs: [MACS[a % MACS.length]!], ...container };
    if (sw) d.commitNorthbound(ops(d).addPorts(d.nb, sw.uuid, [port]), 'adds a port');
  },
  delPort: (d, a) => {
    const port = pick(ops(d).ports(d.nb), a);
    if (port) d.commitNorthbound(ops(d).delPort(d.nb, port.uuid), 'deletes a port');
  },
  setMacs: (d, a, b) => {
    const port = pick(ops(d).ports(d.nb), a);
    const macs = MACS.filter((_, index) => ((b >> index) & 1) === 1);
    if (port) d.commitNorthbound(ops(d).setMacs(port.uuid, macs), 'sets addresses');
  },
  setPortSecurity: (d, a, b) => {
    const port = pick(ops(d).ports(d.nb), a);
    const members = MACS.filter((_, index) => ((b >> index) & 1) === 1);
    if (port) d.commitNorthbound(ops(d).setPortSecurity(port.uuid, members), 'sets port security');
  },
  renamePort: (d, a, b) => {
    const port = pick(ops(d).ports(d.nb), a);
    if (port) d.commitNorthbound(ops(d).renamePort(port.uuid, `p${b % 6}`), 'renames a port');
  },
  setEnabled: (d, a, b) => {
    const port = pick(ops(d).ports(d.nb), a);
    const edits = port && ops(d).setEnabled(port.uuid, b % 2 === 0);
    if (edits?.ok === true) d.commitNorthbound(edits.value, 'enables a port');
  },
  addAcl: (d, a, b) => {
    const sw = pick(ops(d).switches(d.nb), a);
    const acl = { uuid: d.plannedUuid(0), priority: 1 + (b % 3), match: MATCHES[b % 4]!, action: 'allow', log: false };
    if (sw) d.commitNorthbound(ops(d).addAcls(d.nb, sw.uuid, [acl]), 'adds an ACL');
  },
  addMachine: (d, a, b) => {
    const name = `hv${1 + (a % 3)}`;
    d.addMachine(name, {
      systemId: name,
      encapType: ENCAPS[b % ENCAPS.length]!,
      encapIp: `10.0.0.${1 + (a % 3)}`,
      bridge: b % 7 !== 0,
    });
  },
  removeMachine: (d, a) => {
    const name = pick([...d.machines.keys()], a);
    // One that goes while it is cut off leaves its rows behind, which fresh daemons cannot know.
    if (name !== undefined && !d.isCutOff(name, 'southbound')) d.removeMachine(name);
  },
  reconfigure: (d, a, b) => {
    const machine = pick([...d.machines.values()], a);
    const [root] = machine?.ovs.rows('Open_vSwitch').values() ?? [];
    if (!machine || !root) return;
    const ids = [
      ['system-id', b % 5 === 0 ? `${machine.name}-${b % 2}` : machine.name],
      ['ovn-remote', 'unix:db.sock'],
      // A chassis whose new encapsulations are all unusable keeps the old ones, which fresh daemons cannot know.
      ['ovn-encap-type', ENCAPS[b % (ENCAPS.length - 1)]!],
      ['ovn-encap-ip', `10.0.1.${b % 4}`],
    ] as const;
    const edits = [{ op: 'update', table: 'Open_vSwitch', uuid: root._uuid, row: { external_ids: ids } }] as const;
    d.commitLocal(machine.name, edits, 'reconfigures a chassis');
  },
  plug: (d, a, b) => {
    const machine = pick([...d.machines.values()], a);
    const bridge = machine?.ovs.find('Bridge', 'name', INTEGRATION_BRIDGE);
    if (!machine || !bridge) return;
    const place = { _uuid: bridge._uuid, ports: getUuids(bridge, 'ports') };
    const edits = plugEdits(place, { name: `vif${b % 6}`, ifaceId: `p${b % 6}` }, (index) => d.plannedUuid(index));
    d.commitLocal(machine.name, edits, 'plugs a port');
  },
  unplug: (d, a, b) => {
    const machine = pick([...d.machines.values()], a);
    const bridge = machine?.ovs.find('Bridge', 'name', INTEGRATION_BRIDGE);
    const port = machine?.ovs.find('Port', 'name', `vif${b % 6}`);
    if (!machine || !bridge || !port) return;
    const ports = getUuids(bridge, 'ports').filter((uuid) => uuid !== port._uuid);
    d.commitLocal(
      machine.name,
      [{ op: 'update', table: 'Bridge', uuid: bridge._uuid, row: { ports } }],
      'unplugs a port',
    );
  },
  delBridge: (d, a) => {
    // The controller of 2015-04 waits for br-int and meanwhile leaves everything as it is, which fresh daemons cannot know.
    if (d.release.id === '2015-04') return;
    const machine = pick([...d.machines.values()], a);
    const [root] = machine?.ovs.rows('Open_vSwitch').values() ?? [];
    if (machine && root)
      d.commitLocal(
        machine.name,
        [{ op: 'update', table: 'Open_vSwitch', uuid: root._uuid, row: { bridges: [] } }],
        'deletes br-int',
      );
  },
  setDaemon: (d, a, b) => {
    const daemon = pick(d.daemons, a);
    if (daemon) d.setDaemon(daemon.name, { status: STATUSES[b % 4]!, delay: b % 3 });
  },
  cutOff: (d, a, b) => {
    const name = pick([...d.machines.keys()], a);
    if (name !== undefined) d.setCutOff(name, b % 4 === 0 ? 'underlay' : 'southbound', b % 2 === 0);
  },
  step: (d, a) => {
    for (let i = 0; i <= a % 5; i++) d.step();
  },
  settle: (d) => void d.settle(),
  undo: (d) => void d.undo(),
  redo: (d) => void d.redo(),
  goTo: (d, a) => void d.goTo(1 + (a % d.history.length)),
  switchBranch: (d, a) => void d.switchBranch(pick(d.branches, a)!.id),
} satisfies Record<string, (d: Deployment, a: number, b: number) => void>;

const NAMES = Object.keys(HAPPENINGS) as readonly (keyof typeof HAPPENINGS)[];
const happening = fc.tuple(fc.constantFrom(...NAMES), fc.nat(1000), fc.nat(1000));
const RUNS = Number(process.env.SIM_RUNS ?? 60);

describe.each(RELEASES)('the life of a deployment of $id', (release) => {
  it('after anything at all, settled is what fresh daemons would make of it', () => {
    fc.assert(
      fc.property(fc.array(happening, { minLength: 1, maxLength: 120, size: 'max' }), (happenings) => {
        const d = live(release, happenings);
        recover(d);
        const before = outcome(d);
        expect(d.next).toBeUndefined();
        restart(d);
        expect(outcome(d)).toEqual(before);
        expect(d.next).toBeUndefined();
        const fresh = rebuilt(d);
        expect(essence(fresh, d)).toEqual(essence(d, d));
      }),
      { numRuns: RUNS },
    );
  });

  it('registers after a cut what was configured during it', () => {
    const d = live(release, [
      ['addMachine', 0, 1],
      ['settle', 0, 0],
      ['cutOff', 0, 14],
      ['reconfigure', 0, 86],
      ['settle', 0, 0],
    ]);
    recover(d);
    const before = outcome(d);
    restart(d);
    expect(outcome(d)).toEqual(before);
  });

  it('goes back to exactly what was', () => {
    fc.assert(
      fc.property(fc.array(happening, { minLength: 1, maxLength: 60, size: 'max' }), fc.nat(), (happenings, choice) => {
        const d = new Deployment({ release, seed: 1 });
        const known = new Map<string, unknown>();
        const remember = () => known.set(`${d.branches.find((b) => b.current)!.id} ${d.position}`, snapshot(d));
        remember();
        for (const each of happenings) {
          happen(d, each);
          remember();
        }
        const { id } = d.branches.find((b) => b.current)!;
        for (const position of [
          1 + (choice % d.history.length),
          d.history.length,
          1 + ((choice * 7) % d.history.length),
        ]) {
          d.goTo(position);
          const then = known.get(`${id} ${position}`);
          if (then !== undefined) expect(snapshot(d)).toEqual(then);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('has a copy that is as it is, goes on as it does, and that it does not feel', () => {
    const later = happening.filter(([name]) => !TRAVELS.has(name));
    fc.assert(
      fc.property(
        fc.array(happening, { maxLength: 40, size: 'max' }),
        fc.array(later, { maxLength: 20 }),
        (past, future) => {
          const d = live(release, past);
          const before = all(d);
          const copy = d.copy();
          expect(snapshot(copy)).toEqual(snapshot(d));
          for (const each of future) happen(copy, each);
          expect(all(d)).toEqual(before);
          for (const each of future) happen(d, each);
          expect(snapshot(d)).toEqual(snapshot(copy));
        },
      ),
      { numRuns: RUNS },
    );
  });
});

/** What only the original can do. */
const TRAVELS: ReadonlySet<string> = new Set(['undo', 'redo', 'goTo', 'switchBranch']);

/** The state, the whole of history, and what undo and redo would do. */
function all(d: Deployment): unknown {
  const { history, branches, position, canUndo, canRedo } = d;
  const counters = Array.from(d.machines.values(), (machine) =>
    Array.from(machine.bridges.values(), ({ config, flows }) => [
      config.ports.map((port) => machine.counters(port.name)),
      flows.map(({ stats }) => ({ ...stats })),
    ]),
  );
  return { ...snapshot(d), history: [...history], branches, position, canUndo, canRedo, counters };
}

function ops(d: Deployment) {
  return d.release.northbound;
}

function pick<T>(from: readonly T[], choice: number): T | undefined {
  return from[choice % Math.max(1, from.length)];
}

function happen(d: Deployment, [name, a, b]: Happening): void {
  HAPPENINGS[name](d, a, b);
}

function live(release: Release, happenings: readonly Happening[]): Deployment {
  const d = new Deployment({ release, seed: 1 });
  for (const each of happenings) happen(d, each);
  return d;
}

/** Everybody runs and sees everything again. */
function recover(d: Deployment): void {
  for (const name of d.machines.keys())
    for (const what of ['southbound', 'underlay'] as const) d.setCutOff(name, what, false);
  for (const { name } of d.daemons) d.setDaemon(name, { status: 'running' });
  expect(d.settle(5000).settled).toBe(true);
}

function restart(d: Deployment): void {
  for (const { name, kind } of d.daemons) {
    if (kind === 'ovs-vswitchd') continue;
    d.setDaemon(name, { status: 'killed' });
    d.setDaemon(name, { status: 'running' });
  }
  expect(d.settle(5000).settled).toBe(true);
}

/** A new deployment with the same northbound database and the same machines, which nothing ever happened to. */
function rebuilt(d: Deployment): Deployment {
  const fresh = new Deployment({ release: d.release, seed: 2 });
  const copy = (key: string) => {
    const database = d.database(key)!;
    return [...database.schema.tables.keys()].flatMap((table) =>
      [...database.rows(table).values()].map(
        ({ _uuid, ...row }) => ({ op: 'insert', table, uuid: _uuid, row }) as const,
      ),
    );
  };
  fresh.commit(NORTHBOUND, copy(NORTHBOUND), 'the same network');
  for (const { name } of d.machines.values()) fresh.addMachine(name, copy(`Open_vSwitch@${name}`));
  expect(fresh.settle(5000).settled).toBe(true);
  return fresh;
}

/** What does not depend on who came first: keys are numbered in order of appearance, and of two claims either may win. */
function essence(d: Deployment, reference: Deployment): unknown {
  const { southbound, northbound } = d.release;
  const plugged = new Map<string, number>();
  for (const machine of reference.machines.values()) {
    for (const row of machine.ovs.rows('Interface').values()) {
      const id = (row.external_ids as readonly (readonly [string, string])[]).find(([key]) => key === 'iface-id')?.[1];
      if (id !== undefined && getNumbers(row, 'ofport').length > 0) plugged.set(id, (plugged.get(id) ?? 0) + 1);
    }
  }
  const contested = (port: string) => (plugged.get(port) ?? 0) > 1;
  return {
    pipeline: [...d.sb.rows('Pipeline').values()]
      .map((row) => `${row._uuid} ${getString(row, 'match')} ${getString(row, 'actions')}`)
      .sort(),
    bindings: southbound
      .bindings(d.sb)
      .map(({ uuid, logicalPort, chassisName, mac, parent, tag, datapath }) =>
        JSON.stringify([
          uuid,
          logicalPort,
          contested(parent ?? logicalPort) || contested(logicalPort) ? '?' : chassisName,
          mac,
          parent,
          tag,
          datapath,
        ]),
      )
      .sort(),
    // In 2015-04 a chassis registers once it has br-int, and stays when the bridge goes.
    chassis: southbound
      .chassis(d.sb)
      .filter(({ name }) => hasBridge(reference, name))
      .map(
        ({ name, encaps }) =>
          `${name} ${encaps
            .map(({ type, ip }) => `${type} ${ip}`)
            .sort()
            .join()}`,
      )
      .sort(),
    up: northbound
      .ports(d.nb)
      .filter(({ name, parent }) => !contested(parent ?? name) && !contested(name))
      .map(({ name, up }) => `${name} ${up}`)
      .sort(),
  };
}

function hasBridge(d: Deployment, systemId: string): boolean {
  return [...d.machines.values()].some(
    ({ ovs }) =>
      ovs.find('Bridge', 'name', INTEGRATION_BRIDGE) !== undefined &&
      [...ovs.rows('Open_vSwitch').values()].some((row) => getMapString(row, 'external_ids', 'system-id') === systemId),
  );
}
