import { describe, expect, test } from 'vitest';
import { createSession } from '../../bridge/session';
import type { PacketSpec, Trace } from '../../bridge';
import { applyUpdate, emptyMirror } from '../../state';
import type { Mirror } from '../../state';
import { walk } from './curves';
import { graphNodes } from './graph';
import { crossingOf } from './crossing';
import { journeyOf, keyOfStop } from './journey';
import type { Journey } from './journey';
import { motionBetween, positionOf } from './motion';
import { pointOfStop, routeTo } from './routes';
import { sceneOf } from './scene';
import type { Scene } from './scene';

const refuse = () => Promise.reject(new Error('not used here'));

interface Shown {
  readonly trace: Trace;
  readonly journey: Journey;
  readonly scene: Scene;
  readonly portKey: (name: string) => string;
  readonly switchKey: string;
}

type Session = ReturnType<typeof createSession>;

/** A packet of a gallery scenario on its graph. */
async function show(id: string, packet: number, change?: (session: Session, sent: PacketSpec) => Promise<PacketSpec>) {
  const session = createSession({ compression: { deflate: refuse, inflate: refuse } });
  let mirror: Mirror = emptyMirror;
  session.subscribe((update) => {
    mirror = applyUpdate(mirror, update);
  });
  await session.open({ kind: 'gallery', id });
  const found = mirror.scenario.packets[packet];
  if (!found) throw new Error('There is no such packet');
  const sent = change ? await change(session, found) : found;
  const bytes = Uint8Array.from(sent.hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  const result = await session.trace({ machine: sent.machine, iface: sent.iface, bytes });
  if (!result.ok) throw new Error(result.error.message);
  const { model, daemons } = mirror;
  const shown: Shown = {
    trace: result.value,
    journey: journeyOf(result.value, model),
    scene: sceneOf(graphNodes({ model, daemons }, {}), model),
    portKey: (name) =>
      `row:OVN_Northbound:${model.switches.flatMap((sw) => sw.ports).find((port) => port.name === name)?.uuid ?? ''}`,
    switchKey: `row:OVN_Northbound:${model.switches[0]?.uuid ?? ''}`,
  };
  return shown;
}

function told({ journey }: Shown): string[] {
  return journey.stops.map((stop) => keyOfStop(stop) + (stop.kind === 'tunnel' ? ` ${stop.part}` : ''));
}

describe('a packet to another hypervisor', () => {
  test('goes from interface through the tables and the tunnel to interface', async () => {
    const shown = await show('article', 0);
    expect(told(shown)).toEqual([
      'vif:hv1:vif1',
      ...[0, 16, 17, 18, 19, 64].map((table) => `table:hv1:${table}`),
      'tunnel:hv1:hv2 middle',
      'tunnel:hv1:hv2 end',
      'table:hv2:0',
      'vif:hv2:vif2',
    ]);
    expect(shown.journey.keys.get('tunnel:hv1:hv2')).toBe(2);
  });

  test('and in the logical network from port over the switch to port', async () => {
    const shown = await show('article', 0);
    const places = shown.journey.logical.map((stop) => (stop ? keyOfStop(stop) : null));
    const [from, to] = [shown.portKey('sw0-port1'), shown.portKey('sw0-port2')];
    const sw = shown.switchKey;
    expect(places).toEqual([from, from, sw, sw, sw, sw, to, to, to, to, to]);
  });

  test('lights up what it has crossed, and nothing that comes later', async () => {
    const { journey } = await show('article', 0);
    const at = (step: number) => (key: string) => crossingOf({ journey, step, now: new Set() }, key);
    expect(at(3)('table:hv1:17')).toBe('crossed');
    expect(at(3)('table:hv1:18')).toBeUndefined();
    expect(at(6)('tunnel:hv1:hv2')).toBeUndefined();
    expect(at(7)('tunnel:hv1:hv2')).toBe('crossed');
    expect(at(7)('machine:hv2')).toBeUndefined();
    expect(at(10)('vif:hv2:vif2')).toBe('delivered');
    expect(at(10)('binding:hv2:vif2:sw0-port2')).toBe('crossed');
  });

  test('every step has a point, and the way to it starts where the step before was', async () => {
    const { journey, scene } = await show('article', 0);
    journey.stops.forEach((stop, step) => {
      const point = pointOfStop(scene, stop);
      const route = routeTo(journey, scene, step, 'stops');
      expect(point).toBeDefined();
      expect(route && walk(route, 1)).toEqual(point);
      const before = journey.stops[step - 1];
      if (before && route) expect(walk(route, 0)).toEqual(pointOfStop(scene, before));
    });
  });
});

describe('a flood', () => {
  test('moves all copies side by side, and the copy to the ingress port ends there as expected', async () => {
    const shown = await show('article', 1);
    const { journey, trace } = shown;
    const drop = trace.steps.findIndex(({ kind }) => kind === 'drop');
    const deliver = trace.steps.findIndex(({ kind }) => kind === 'deliver');
    expect(journey.ends.get(shown.portKey('sw0-port1'))?.kind).toBe('as expected');
    expect(journey.ends.get('table:hv1:64')?.kind).toBe('as expected');
    expect(journey.ends.get(shown.portKey('sw0-port2'))?.kind).toBe('delivered');
    // The trace tells the dropped copy last; the graph shows its end as soon as the other has come as far.
    expect(drop).toBeGreaterThan(deliver);
    expect(journey.ends.get('table:hv1:64')?.step).toBeLessThan(deliver);
  });

  test('has two packets under way after the copies part, one before', async () => {
    const { journey, scene } = await show('article', 1);
    const physical = (from: number, to: number) =>
      motionBetween(journey, scene, from, to).movers.filter(({ layer }) => layer === 'stops');
    expect(physical(2, 3).length).toBe(1);
    expect(physical(4, 5).map(({ main }) => main)).toEqual([false, true]);
  });

  test('stepping back walks the same way in the other direction', async () => {
    const { journey, scene } = await show('article', 0);
    const [there] = motionBetween(journey, scene, 6, 7).movers.filter(({ layer }) => layer === 'stops');
    const [back] = motionBetween(journey, scene, 7, 6).movers.filter(({ layer }) => layer === 'stops');
    expect(there && back).toBeDefined();
    if (!there || !back) return;
    for (const t of [0, 0.25, 0.5, 1]) {
      const [a, b] = [positionOf(there, t), positionOf(back, 1 - t)];
      expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeLessThan(0.001);
    }
  });

  test('a step far away does not move anything', async () => {
    const { journey, scene } = await show('article', 1);
    expect(motionBetween(journey, scene, 1, 9).moving).toBe(false);
  });
});

test('what port security refuses does not come past its port', async () => {
  const shown = await show('spoofing', 0);
  const last = shown.trace.steps.length - 1;
  expect(shown.trace.steps[last]?.kind).toBe('drop');
  expect(shown.journey.outcomes.get(last)).toBe('dropped');
  const inport = shown.trace.logical[0]?.inport ?? '';
  expect(shown.journey.ends.get(shown.portKey(inport))?.kind).toBe('dropped');
});

test('a packet for a container ends at the container, not at the interface of its machine', async () => {
  const shown = await show('containers', 0);
  expect(told(shown).at(-1)).toBe('vif:hv1:vif1/web');
  expect(shown.journey.ends.get('vif:hv1:vif1/web')?.kind).toBe('delivered');
  expect(shown.journey.crossed.has('binding:hv1:vif1:web')).toBe(true);
});

test('a packet that a cut underlay loses is dropped on the tunnel', async () => {
  const shown = await show('article', 0, async (session, sent) => {
    await session.setCutOff('hv2', 'underlay', true);
    return sent;
  });
  expect(shown.trace.verdict.kind).toBe('dropped');
  expect(shown.journey.ends.get('tunnel:hv1:hv2')?.kind).toBe('dropped');
  expect(shown.scene.tunnels.get('tunnel:hv1:hv2')?.cut).toBe(true);
});
