import { beforeEach, describe, expect, test, vi } from 'vitest';
import { finishWork } from '../../engine/base';
import { Deployment } from '../../engine/releases';
import type { KeptEntry } from './protocol';
import { Browser } from './testing';
import type { Tab } from './testing';

let browser: Browser;
beforeEach(() => {
  browser = new Browser();
});

const told = (tab: Tab) => tab.signals.flatMap((signal) => (signal.signal === 'told' ? [signal.problem.code] : []));
const keeping = (tab: Tab) =>
  tab.signals.flatMap((signal) => (signal.signal === 'keeping' ? [signal.keeping] : [])).at(-1);
const switches = (tab: Tab) => tab.model().switches.map(({ name }) => name);

async function edited(tab: Tab, names: readonly string[]): Promise<void> {
  expect(await tab.session.open({ kind: 'gallery', id: 'empty' })).toMatchObject({ ok: true });
  for (const name of names) await add(tab, name);
}

async function add(tab: Tab, name: string): Promise<void> {
  expect(await tab.session.run(`ovn-nbctl lswitch-add ${name}`, 'hv1')).toMatchObject({ status: 0 });
}

/** Lets time pass while something waits for it. */
async function meanwhile<T>(waiting: Promise<T>): Promise<T> {
  let done = false;
  const settled = waiting.finally(() => (done = true));
  while (!done) {
    browser.time.pass(250);
    await new Promise((resolve) => setTimeout(resolve));
  }
  return settled;
}

async function newest(tab: Tab): Promise<KeptEntry> {
  const [entry] = await tab.session.kept();
  if (entry === undefined) throw new Error('Nothing is kept.');
  return entry;
}

/** What a tab shows that is opened after all others were closed. */
async function later(...closed: readonly Tab[]): Promise<Tab> {
  for (const tab of closed) tab.close();
  const tab = browser.tab();
  expect(await tab.session.openKept('latest')).toMatchObject({ ok: true });
  return tab;
}

describe('two tabs of one scenario', () => {
  test('do not overwrite each other: the second goes on in a copy', async () => {
    const [first, second] = [browser.tab(), browser.tab()];
    await edited(first, ['a']);
    expect(await meanwhile(second.session.openKept('latest'))).toMatchObject({ ok: true });
    await meanwhile(add(second, 'b'));
    await add(first, 'c');
    expect(told(first)).toEqual(['also-open']);
    expect(told(second)).toEqual(['copied']);
    expect(switches(second)).toEqual(['a', 'b']);
    expect(switches(first)).toEqual(['a', 'c']);
    // The copy gets its name while the other tab writes: either may be the last.
    const kept = (await second.session.kept()).toSorted((a, b) => a.name.localeCompare(b.name));
    expect(kept.map(({ name, open }) => [name, open])).toEqual([
      ['An empty lab', 'elsewhere'],
      ['An empty lab (copy)', 'here'],
    ]);
    for (const entry of kept) {
      const tab = browser.tab();
      await meanwhile(tab.session.openKept(entry.id));
      expect(switches(tab)).toEqual(entry.open === 'here' ? ['a', 'b'] : ['a', 'c']);
    }
  });

  test('know that another tab holds it, and no longer when it is closed', async () => {
    const [first, second] = [browser.tab(), browser.tab()];
    await edited(first, ['a']);
    await meanwhile(second.session.openKept('latest'));
    await meanwhile(second.session.kept());
    browser.time.pass(1_000);
    await vi.waitFor(() => expect(keeping(second)).toMatchObject({ elsewhere: true }));
    first.close();
    await vi.waitFor(() => expect(keeping(second)).toMatchObject({ elsewhere: false }));
    await add(second, 'b');
    expect(told(second)).toEqual([]);
    expect(await second.session.kept()).toHaveLength(1);
  });

  test('are kept apart without locks, by the writes alone', async () => {
    const [first, second] = [browser.tab(), browser.tab()];
    await edited(first, ['a']);
    first.close();
    await second.session.openKept('latest');
    await add(second, 'b');
    await add(first, 'c');
    expect(told(first)).toEqual(['copied']);
    expect(switches(await later(first, second))).toEqual(['a', 'c']);
  });

  test('a tab in which nothing is done writes nothing', async () => {
    const [first, second] = [browser.tab(), browser.tab()];
    await edited(first, ['a']);
    await meanwhile(second.session.openKept('latest'));
    const before = await newest(first);
    browser.time.pass(10_000_000);
    expect(await newest(first)).toEqual(before);
  });
});

describe('a store that fails', () => {
  test.each([
    ['denied', new DOMException('', 'SecurityError')],
    ['full', new DOMException('', 'QuotaExceededError')],
    ['broken', new Error('something else')],
  ])('is said: %s', async (reason, thrown) => {
    const tab = browser.tab();
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw thrown;
    });
    await edited(tab, ['a']);
    expect(keeping(tab)).toMatchObject({ state: 'unkept', reason });
    expect(switches(tab)).toEqual(['a']);
    vi.restoreAllMocks();
    browser.time.pass(10_000);
    await vi.waitFor(() => expect(keeping(tab)).toMatchObject({ state: 'kept', reason: null }));
    expect(switches(await later(tab))).toEqual(['a']);
  });

  test('and never answers, holds nobody up', async () => {
    // A connection of an older program that does not make way.
    const older = await versionOne({});
    const tab = browser.tab();
    expect(await meanwhile(tab.session.openKept('latest'))).toMatchObject({ error: { code: 'nothing-kept' } });
    await meanwhile(edited(tab, ['a']));
    expect(keeping(tab)).toMatchObject({ state: 'unkept', reason: 'mute' });
    older.close();
    browser.time.pass(10_000);
    await vi.waitFor(() => expect(keeping(tab)).toMatchObject({ state: 'kept' }));
    expect(switches(await later(tab))).toEqual(['a']);
  });

  test('and never answers, is waited for once when the page starts, and what it kept is there later', async () => {
    const before = browser.tab();
    await edited(before, ['mine']);
    const current = before.document();
    browser = new Browser();
    const older = await versionOne({ current });
    const tab = browser.tab();
    const began = browser.time.now;
    for (const entry of ['the-one-before', 'latest'])
      expect(await meanwhile(tab.session.openKept(entry))).toMatchObject({ error: { code: 'nothing-kept' } });
    // A look of `meanwhile` is 250 milliseconds, in which one beat goes by.
    expect((browser.time.now - began) / 250).toBeLessThan(24);
    expect(await meanwhile(tab.session.open({ kind: 'gallery', id: 'article' }))).toMatchObject({ ok: true });
    expect(keeping(tab)).toMatchObject({ state: 'unkept', reason: 'mute' });
    older.close();
    browser.time.pass(10_000);
    await vi.waitFor(() => expect(keeping(tab)).toMatchObject({ state: 'kept' }));
    const mine = (await tab.session.kept()).find(({ open }) => open === null)?.id ?? '';
    expect(await meanwhile(tab.session.openKept(mine))).toMatchObject({ ok: true });
    expect(switches(tab)).toEqual(['mine']);
  });
});

describe('what version 1 kept', () => {
  test('becomes entries, also what cannot be read', async () => {
    const tab = browser.tab();
    await edited(tab, ['mine']);
    const document = tab.document();
    browser = new Browser();
    (await versionOne({ current: document, previous: '{"v":1,"name":"Half' })).close();
    const now = browser.tab();
    expect((await now.session.kept()).map(({ name }) => name)).toEqual(['An empty lab', 'Unreadable']);
    expect(await now.session.openKept('latest')).toMatchObject({ ok: true, value: { told: [] } });
    expect(switches(now)).toEqual(['mine']);
    await add(now, 'more');
    expect(await now.session.kept()).toHaveLength(2);
    const broken = (await now.session.kept())[1]?.id ?? '';
    expect(await now.session.openKept(broken)).toMatchObject({ ok: false });
    expect(await now.session.keptFile(broken, 1)).toEqual({ ok: true, value: '{"v":1,"name":"Half' });
  });
});

function versionOne(documents: Readonly<Record<string, string>>): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('ovn-playground', 1);
    opening.onupgradeneeded = () => {
      const store = opening.result.createObjectStore('documents');
      for (const [key, text] of Object.entries(documents)) store.put(text, key);
    };
    opening.onsuccess = () => {
      resolve(opening.result);
    };
    opening.onerror = () => {
      reject(new Error('no database'));
    };
  });
}

describe('documents', () => {
  /** Enough acts for a document, then rest. */
  async function saved(tab: Tab, name: string): Promise<void> {
    await add(tab, name);
    browser.time.pass(700_000);
    await add(tab, `${name}-late`);
    const before = (await newest(tab)).states[0]?.id;
    browser.time.pass(2_000);
    await vi.waitFor(async () => expect((await newest(tab)).states[0]?.id).not.toBe(before));
  }

  test('are made at rest, and on a slow computer the log goes on from the newest', async () => {
    const tab = browser.tab({ slow: true });
    await edited(tab, []);
    await saved(tab, 'a');
    await add(tab, 'b');
    expect((await newest(tab)).states.map(({ actions }) => actions)).toEqual([1, 2]);
    const again = await later(tab);
    expect(again.signals.filter(({ signal }) => signal === 'replaying')).toHaveLength(1);
    expect(again.document() === tab.document()).toBe(true);
    expect(keeping(again)?.since).toBeGreaterThan(0);
  });

  test('lose no history that can be done again in a moment, nor what undo leads through', async () => {
    const tab = browser.tab();
    await edited(tab, ['zero']);
    await tab.session.setPositions({ 'machine:hv1': { x: 1, y: 2 } }, 'move hv1');
    await saved(tab, 'a');
    await add(tab, 'b');
    const again = await later(tab);
    expect(keeping(again)).toMatchObject({ since: null });
    expect(again.updates.at(-1)?.history).toEqual(tab.updates.at(-1)?.history);
    for (let undone = 0; undone < 4; undone += 1) await again.session.undo();
    expect(switches(again)).toEqual(['zero']);
    expect(again.updates.at(-1)).toMatchObject({ undo: 'ovn-nbctl lswitch-add zero', redo: 'move hv1' });
    await again.session.redo();
    // It reached back before a document, which is passed over from now on.
    await add(again, 'other');
    const last = await later(again);
    expect(switches(last)).toEqual(['zero', 'other']);
    expect(last.updates.at(-1)).toMatchObject({ undo: 'ovn-nbctl lswitch-add other', redo: null });
    expect(last.document() === again.document()).toBe(true);
  });

  test('are brought back, and so is what was brought back over', async () => {
    const tab = browser.tab();
    await edited(tab, ['zero']);
    await saved(tab, 'a');
    await add(tab, 'b');
    const { id, states } = await newest(tab);
    expect(await tab.session.bringBack(states.at(-1)?.id ?? 0)).toMatchObject({ ok: true, value: { entry: id } });
    expect(switches(tab)).toEqual([]);
    await add(tab, 'c');
    const again = await later(tab);
    expect(switches(again)).toEqual(['c']);
    const over = (await newest(again)).states[1]?.id ?? 0;
    expect(await again.session.bringBack(over)).toMatchObject({ ok: true });
    expect(switches(again)).toEqual(['zero', 'a', 'a-late', 'b']);
    expect(switches(await later(again))).toEqual(['zero', 'a', 'a-late', 'b']);
  });

  test('that were reached back before are passed over', async () => {
    const tab = browser.tab();
    await edited(tab, ['zero']);
    await saved(tab, 'a');
    await tab.session.undo();
    await tab.session.undo();
    await add(tab, 'other');
    const again = await later(tab);
    expect(switches(again)).toEqual(['zero', 'other']);
    expect(again.document() === tab.document()).toBe(true);
  });

  test('are twenty at most', async () => {
    const tab = browser.tab();
    await edited(tab, []);
    for (let index = 0; index < 25; index += 1) await saved(tab, `s${index}`);
    expect((await newest(tab)).states).toHaveLength(20);
    const again = await later(tab);
    expect(again.document() === tab.document()).toBe(true);
  });

  test('that cannot be read are set aside, and an older one leads to the same', async () => {
    const tab = browser.tab({ slow: true });
    await edited(tab, ['zero']);
    await saved(tab, 'a');
    await add(tab, 'b');
    const entry = await newest(tab);
    await damage(entry.id, entry.states[0]?.id ?? 0);
    tab.close();
    const again = browser.tab();
    const opened = await again.session.openKept('latest');
    if (!opened.ok) throw new Error(opened.error.message);
    expect(opened.value.told).toHaveLength(1);
    expect(again.document() === tab.document()).toBe(true);
    expect((await newest(again)).states[0]?.problem).not.toBeNull();
    expect(await again.session.keptFile(entry.id, entry.states[0]?.id ?? 0)).toEqual({ ok: true, value: '{"v":99}' });
  });

  test('can be opened alone, as an entry of its own', async () => {
    const tab = browser.tab();
    await edited(tab, ['zero']);
    await saved(tab, 'a');
    await add(tab, 'b');
    const { id, states } = await newest(tab);
    expect(await tab.session.openState(id, states[0]?.id ?? 0)).toMatchObject({ ok: true });
    expect(switches(tab)).toEqual(['zero', 'a', 'a-late']);
    await add(tab, 'c');
    expect(await tab.session.kept()).toHaveLength(2);
    await tab.session.openKept(id);
    expect(switches(tab)).toEqual(['zero', 'a', 'a-late', 'b']);
  });

  function damage(entry: string, state: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const opening = indexedDB.open('ovn-playground');
      opening.onerror = () => {
        reject(new Error('no database'));
      };
      opening.onsuccess = () => {
        const transaction = opening.result.transaction('texts', 'readwrite');
        transaction.objectStore('texts').put('{"v":99}', [entry, state]);
        transaction.oncomplete = () => {
          opening.result.close();
          resolve();
        };
      };
    });
  }
});

describe('a log that goes otherwise', () => {
  /** Another program, which makes a switch more. */
  function changeProgram(from: string): void {
    vi.spyOn(Deployment.prototype, 'settle').mockImplementation(function (this: Deployment) {
      const names = Array.from(this.nb.rows('Logical_Switch').values(), ({ name }) => name);
      if (names.includes(from) && !names.includes('extra')) {
        const row = { name: 'extra' };
        this.commitNorthbound([{ op: 'insert', table: 'Logical_Switch', uuid: this.plannedUuid(0), row }], 'more');
      }
      return finishWork(this.settling());
    });
  }

  test('is followed as far as it goes as it went, and stays kept', async () => {
    const tab = browser.tab({ build: 'old' });
    await edited(tab, ['a', 'b', 'c', 'd']);
    tab.close();
    const { id, states } = await newest(tab);
    changeProgram('c');
    const again = browser.tab({ build: 'new' });
    const opened = await again.session.openKept('latest');
    vi.restoreAllMocks();
    expect(opened).toMatchObject({ ok: true, value: { told: [{ code: 'replay-differs' }] } });
    expect(switches(again)).toEqual(['a', 'b']);
    await add(again, 'e');
    expect(await again.session.kept()).toHaveLength(2);
    const file = await again.session.keptFile(id, states[0]?.id ?? 0);
    expect(file.ok ? file.value.split('lswitch-add') : []).toHaveLength(5);
    expect(switches(await later(again))).toEqual(['a', 'b', 'e']);
    // The program that kept it still opens all of it.
    const old = browser.tab({ build: 'old' });
    expect(await old.session.openKept(id)).toMatchObject({ ok: true, value: { told: [] } });
    expect(switches(old)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('can be followed without the action that hangs', async () => {
    const tab = browser.tab();
    await edited(tab, ['a', 'b', 'c']);
    tab.close();
    const again = browser.tab();
    const opened = await again.session.openKept('latest', [2]);
    expect(opened).toMatchObject({ ok: true, value: { leftOut: ['ovn-nbctl lswitch-add b'] } });
    expect(switches(again)).toEqual(['a', 'c']);
    await add(again, 'd');
    await again.session.undo();
    await again.session.undo();
    // From now on it is left out for good.
    const last = await later(again);
    expect(switches(last)).toEqual(['a']);
    expect(last.document() === again.document()).toBe(true);
  });
});
