import { beforeEach, expect, test } from 'vitest';
import { Browser } from './testing';
import type { Tab } from './testing';

let tab: Tab;
beforeEach(async () => {
  tab = new Browser().tab();
  await tab.session.open({ kind: 'gallery', id: 'article' });
});

const last = () => tab.updates.at(-1);
const state = () => {
  const { scenario, history } = last() ?? {};
  const { name, packets, positions } = scenario ?? {};
  return { name, packets, positions, at: history?.position, branch: history?.branches.find((b) => b.current)?.id };
};
const packet = { id: 'p', name: 'ping', machine: 'hv1', iface: 'vif1', hex: '00' };

test('whatever changes the lab is undone and done again, and says what it is', async () => {
  const { session } = tab;
  const sw = tab.model().switches[0]?.uuid ?? '';
  const acts: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['move sw0', () => session.setPositions({ [`switch:${sw}`]: { x: 7, y: 8 } }, 'move sw0')],
    ['Layout', () => session.setPositions({}, 'Layout')],
    ['rename the scenario', () => session.rename('mine')],
    ['save the packet “ping”', () => session.setPackets([packet])],
    ['delete the packet “ping”', () => session.setPackets([])],
    ['change the checks', () => session.setChecks('sw0-port1 reaches sw0-port2 by ping')],
    ['ovn-nbctl lswitch-add sw1', () => session.run('ovn-nbctl lswitch-add sw1', 'hv1')],
    ['add sw2', () => session.perform({ kind: 'createSwitch', name: 'sw2' })],
    [
      '2 lines, the first of them ovn-nbctl lswitch-add x',
      () => session.runScript(['ovn-nbctl lswitch-add x', 'ovn-nbctl lswitch-add y'], 'hv1'),
    ],
    ['kill ovn-northd', () => session.setDaemon('ovn-northd', { status: 'killed' })],
    ['let run ovn-northd', () => session.setDaemon('ovn-northd', { status: 'running' })],
    ['cut off hv1', () => session.setCutOff('hv1', 'underlay', true)],
    ['go to entry 4', () => session.goTo(4)],
    // Here a branch begins.
    ['add sw3', () => session.perform({ kind: 'createSwitch', name: 'sw3' })],
    ['switch to main', () => session.switchBranch('main')],
    ['add sw4', () => session.perform({ kind: 'createSwitch', name: 'sw4' })],
  ];
  const states = [state()];
  for (const [words, act] of acts) {
    await act();
    expect(last()?.undo).toBe(words);
    states.push(state());
  }
  const switches = tab.model().switches.map(({ name }) => name);
  for (const [index, [words]] of Array.from(acts.entries()).toReversed()) {
    expect(last()?.undo).toBe(words);
    await session.undo();
    expect(state()).toEqual(states[index]);
  }
  expect(last()?.undo).toBeNull();
  for (const [words] of acts) {
    expect(last()?.redo).toBe(words);
    await session.redo();
  }
  expect(state()).toEqual(states.at(-1));
  expect(tab.model().switches.map(({ name }) => name)).toEqual(switches);
  expect(last()?.redo).toBeNull();
});

test('what daemons do after an act belongs to it', async () => {
  const { session } = tab;
  await session.setStepping(true);
  const before = state();
  await session.run('ovn-nbctl lswitch-add a', 'hv1');
  await session.step();
  await session.settle();
  const after = state();
  await session.undo();
  expect(state()).toEqual(before);
  await session.redo();
  expect(state()).toEqual(after);
});

test('a question, a refusal and what changes nothing leave nothing to undo', async () => {
  const { session } = tab;
  await session.run('ovn-nbctl show', 'hv1');
  await session.run('nonsense', 'hv1');
  await session.perform({ kind: 'createSwitch', name: '' });
  await session.goTo(last()?.history.position ?? 0);
  expect(last()?.undo ?? '').not.toMatch(/show|nonsense|entry/);
});
