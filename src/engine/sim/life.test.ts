import { INTEGRATION_BRIDGE } from '../controller';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { getMapString, getNumbers, getString } from '../ovsdb';
import { RELEASES, type Release, Deployment } from '../releases';
import { BY_HAND, happen, NAMES, TRAVELS } from './happenings';
import { NORTHBOUND } from './names';
import { outcome, snapshot } from './testing';
import type { Happening } from './happenings';

const happening = fc.tuple(fc.constantFrom(...NAMES), fc.nat(1000), fc.nat(1000));
const unaided = happening.filter(([name]) => !BY_HAND.has(name));
const RUNS = Number(process.env.SIM_RUNS ?? 60);

describe.each(RELEASES)('the life of a deployment of $id', (release) => {
  it('after anything at all, settled is what fresh daemons would make of it', () => {
    fc.assert(
      fc.property(fc.array(unaided, { minLength: 1, maxLength: 120 }), (happenings) => {
        const d = live(release, happenings);
        recover(d);
        // A controller that is started again claims a port that it finds with another chassis, as one does that is new.
        const seen = () => (contestedPorts(d).size > 0 ? essence(d, d) : outcome(d));
        const before = seen();
        expect(d.next).toBeUndefined();
        restart(d);
        expect(seen()).toEqual(before);
        expect(d.next).toBeUndefined();
        const fresh = rebuilt(d);
        expect(essence(fresh, d)).toEqual(essence(d, d));
      }),
      {
        numRuns: RUNS,
        examples: [
          // One port on two hypervisors, held by the first.
          [
            [
              ['addMachine', 0, 1],
              ['addMachine', 1, 1],
              ['plug', 0, 260],
              ['settle', 0, 0],
              ['addSwitch', 0, 0],
              ['addPort', 0, 2],
              ['plug', 127, 2],
              ['addSwitch', 0, 0],
            ],
          ],
        ],
      },
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
      fc.property(fc.array(happening, { minLength: 1, maxLength: 60 }), fc.nat(), (happenings, choice) => {
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
      fc.property(fc.array(happening, { maxLength: 40 }), fc.array(later, { maxLength: 20 }), (past, future) => {
        const d = live(release, past);
        const before = all(d);
        const copy = d.copy();
        expect(snapshot(copy)).toEqual(snapshot(d));
        for (const each of future) happen(copy, each);
        expect(all(d)).toEqual(before);
        for (const each of future) happen(d, each);
        expect(snapshot(d)).toEqual(snapshot(copy));
      }),
      {
        numRuns: RUNS,
        examples: [
          // What is wrong with a port is told once, also by a daemon that reads everything again.
          [
            [
              ['addSwitch', 0, 0],
              ['addPort', 0, 0],
              ['setMacs', 0, 72],
              ['step', 0, 0],
            ],
            [
              ['setEnabled', 0, 0],
              ['settle', 0, 0],
            ],
          ],
        ],
      },
    );
  });
});

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
  const several = contestedPorts(reference);
  const contested = (port: string) => several.has(port);
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

/** Logical ports that are plugged in more than once. */
function contestedPorts(d: Deployment): ReadonlySet<string> {
  const plugged = new Map<string, number>();
  for (const machine of d.machines.values()) {
    for (const row of machine.ovs.rows('Interface').values()) {
      const id = getMapString(row, 'external_ids', 'iface-id');
      if (id !== undefined && getNumbers(row, 'ofport').length > 0) plugged.set(id, (plugged.get(id) ?? 0) + 1);
    }
  }
  return new Set([...plugged].flatMap(([port, times]) => (times > 1 ? [port] : [])));
}

function hasBridge(d: Deployment, systemId: string): boolean {
  return [...d.machines.values()].some(
    ({ ovs }) =>
      ovs.find('Bridge', 'name', INTEGRATION_BRIDGE) !== undefined &&
      [...ovs.rows('Open_vSwitch').values()].some((row) => getMapString(row, 'external_ids', 'system-id') === systemId),
  );
}
