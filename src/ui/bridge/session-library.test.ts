import { beforeEach, describe, expect, test } from 'vitest';
import { Browser } from './testing';
import type { Tab } from './testing';

let browser: Browser;
beforeEach(() => {
  browser = new Browser();
});

const switches = (tab: Tab) => tab.model().switches.map(({ name }) => name);
const names = async (tab: Tab) => (await tab.session.kept()).map(({ name }) => name);

async function made(tab: Tab, name: string, ...lines: readonly string[]): Promise<string> {
  const opened = await tab.session.open({ kind: 'gallery', id: 'empty' }, { name });
  for (const line of lines) expect(await tab.session.run(line, 'hv1')).toMatchObject({ status: 0, stderr: '' });
  if (!opened.ok || opened.value.entry === null) throw new Error('It is not kept.');
  return opened.value.entry;
}

describe('an entry that is not open', () => {
  test('is renamed, and opens under that name with its undo', async () => {
    const tab = browser.tab();
    const one = await made(tab, 'one', 'ovn-nbctl lswitch-add a');
    await made(tab, 'two', 'ovn-nbctl lswitch-add b');
    expect(await tab.session.renameKept(one, 'first')).toMatchObject({ ok: true });
    expect(await names(tab)).toEqual(['two', 'first']);
    await tab.session.openKept(one);
    expect(tab.updates.at(-1)).toMatchObject({ scenario: { name: 'first' }, undo: 'ovn-nbctl lswitch-add a' });
    await tab.session.run('ovn-nbctl lswitch-add c', 'hv1');
    expect(await names(tab)).toEqual(['first', 'two']);
  });

  test('is duplicated with its history, and goes on apart', async () => {
    const tab = browser.tab();
    const one = await made(tab, 'one', 'ovn-nbctl lswitch-add a');
    const copy = await tab.session.duplicateKept(one);
    await tab.session.run('ovn-nbctl lswitch-add b', 'hv1');
    if (!copy.ok) throw new Error(copy.error.message);
    await tab.session.openKept(copy.value);
    expect(switches(tab)).toEqual(['a']);
    await tab.session.undo();
    expect(switches(tab)).toEqual([]);
    expect((await names(tab)).toSorted()).toEqual(['one', 'one (copy)']);
  });

  test('is deleted and taken back, and goes for good later', async () => {
    const tab = browser.tab();
    const one = await made(tab, 'one', 'ovn-nbctl lswitch-add a');
    const two = await made(tab, 'two', 'ovn-nbctl lswitch-add b');
    expect(await tab.session.setKeptDeleted(two, true)).toMatchObject({ error: { code: 'open' } });
    await tab.session.setKeptDeleted(one, true);
    expect(await names(tab)).toEqual(['two']);
    await tab.session.setKeptDeleted(one, false);
    expect(await names(tab)).toEqual(['two', 'one']);
    await tab.session.setKeptDeleted(one, true);
    browser.time.pass(4_000_000);
    await made(tab, 'three');
    expect(await tab.session.setKeptDeleted(one, false)).toMatchObject({ error: { code: 'no-such-state' } });
  });

  test('is written as it is now, with what was done after its document', async () => {
    const tab = browser.tab();
    const one = await made(tab, 'one', 'ovn-nbctl lswitch-add a');
    const now = tab.document();
    await made(tab, 'two');
    const text = await tab.session.keptDocument(one);
    expect(text.ok ? text.value.replace(/,"cold":\[[^\]]*\]/, '') : text.error.message).toBe(now);
  });

  test('tells its size and a picture', async () => {
    const tab = browser.tab();
    await made(tab, 'one', 'ovn-nbctl lswitch-add a', 'ovn-nbctl lport-add a p1');
    const [entry] = await tab.session.kept();
    expect(entry).toMatchObject({ origin: 'gallery:empty', untouched: false, about: { switches: 1, ports: 1 } });
    expect(entry?.about?.nodes).toContainEqual({ kind: 'switch', x: 0, y: 0 });
  });
});

test('two entries are compared by what they are called, the lab first', async () => {
  const tab = browser.tab();
  const drop = async (priority: number) => {
    const [sw] = tab.model().switches;
    if (sw === undefined) throw new Error('There is no switch.');
    await tab.session.perform({ kind: 'addAcl', switch: sw.uuid, priority, match: 'ip4', action: 'drop', log: false });
  };
  const one = await made(tab, 'one', 'ovn-nbctl lswitch-add a', 'ovn-nbctl lport-add a p1');
  await drop(1000);
  const two = await made(tab, 'two', 'ovn-nbctl lswitch-add a', 'ovn-nbctl lswitch-add b');
  await drop(1001);
  const answer = await tab.session.compareKept(one, two);
  if (!answer.ok) throw new Error(answer.error.message);
  const told = answer.value.groups.map(({ title, things }) => [title, things.map(({ how, name }) => `${how} ${name}`)]);
  expect(told).toEqual([
    ['Scenario', ['changed this scenario']],
    ['Switches', ['changed a', 'added b']],
    ['Ports', ['removed p1']],
    ['ACLs', ['removed a: 1000 ip4', 'added a: 1001 ip4']],
  ]);
  expect(answer.value.rows.length).toBeGreaterThan(0);
  expect(await tab.session.compareKept(one, one)).toEqual({ ok: true, value: { groups: [], rows: [] } });
});

test('an origin is found again, or begins afresh beside what is kept', async () => {
  const tab = browser.tab();
  const source = { kind: 'gallery', id: 'empty' } as const;
  const lesson = { origin: 'lesson:first', again: true } as const;
  await tab.session.open(source, lesson);
  await tab.session.run('ovn-nbctl lswitch-add mine', 'hv1');
  await made(tab, 'other', 'ovn-nbctl lswitch-add b');
  await tab.session.open(source, lesson);
  expect(switches(tab)).toEqual(['mine']);
  await tab.session.open(source, { ...lesson, again: false });
  expect(switches(tab)).toEqual([]);
  await tab.session.open(source, lesson);
  expect(switches(tab)).toEqual([]);
  expect((await tab.session.kept()).filter(({ origin }) => origin === 'lesson:first')).toHaveLength(2);
});

test('a link that was only looked at is one entry, however often it is opened', async () => {
  const tab = browser.tab();
  await made(tab, 'mine', 'ovn-nbctl lswitch-add a');
  const link = await tab.session.link({});
  if (!link.ok) throw new Error(link.error.message);
  const source = { kind: 'link', payload: link.value } as const;
  for (let times = 0; times < 2; times += 1) {
    await tab.session.open(source);
    await made(tab, 'between');
  }
  const links = async () => (await tab.session.kept()).filter(({ origin }) => origin.startsWith('link:'));
  expect(await links()).toHaveLength(1);
  await tab.session.open(source);
  await tab.session.run('ovn-nbctl lswitch-add b', 'hv1');
  await tab.session.open(source);
  expect(switches(tab)).toEqual(['a']);
  expect(await links()).toHaveLength(2);
});
