import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { finishWork } from '../../engine/base';
import { Deployment } from '../../engine/releases';
import { Store } from '../keeping';
import { Browser } from './testing';
import type { Signal } from './signals';
import type { Tab } from './testing';

let browser: Browser;
beforeEach(() => {
  browser = new Browser();
});
afterEach(() => {
  vi.restoreAllMocks();
});

const BUILD = [
  'ovn-nbctl lswitch-add sw1',
  'ovn-nbctl lport-add sw1 p1',
  'ovs-vsctl add-port br-int vif9 -- set interface vif9 external-ids:iface-id=p1',
  'sim_add hv3',
];

async function edited(tab: Tab, lines: readonly string[] = BUILD): Promise<string> {
  const opened = await tab.session.open({ kind: 'gallery', id: 'article' });
  if (!opened.ok) throw new Error(opened.error.message);
  for (const line of lines) expect(await tab.session.run(line, 'hv1')).toMatchObject({ status: 0 });
  return opened.value.entry ?? '';
}

const only = <T>(values: readonly T[]): T => {
  expect(values).toHaveLength(1);
  const [value] = values;
  if (value === undefined) throw new Error('There is none.');
  return value;
};

const told = (tab: Tab) => tab.signals.flatMap((signal) => (signal.signal === 'told' ? [signal.problem.code] : []));

function stored(): Promise<number> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('ovn-playground');
    opening.onerror = () => {
      reject(new Error('no database'));
    };
    opening.onsuccess = () => {
      const count = opening.result.transaction('entries').objectStore('entries').count();
      count.onsuccess = () => {
        opening.result.close();
        resolve(count.result);
      };
    };
  });
}

/** A store that is asked to write, and writes when it is told to. */
function slowStore(): { readonly asked: Promise<void>; readonly write: () => void } {
  let ask: () => void = () => undefined;
  let tell: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => (ask = resolve));
  const told = new Promise<void>((resolve) => (tell = resolve));
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called on the store below
  const { write } = Store.prototype;
  vi.spyOn(Store.prototype, 'write').mockImplementation(async function (this: Store, batch) {
    ask();
    await told;
    return write.call(this, batch);
  });
  return { asked, write: tell };
}

describe('what is kept', () => {
  test('is the same deployment in a tab that is opened later', async () => {
    const tab = browser.tab();
    await edited(tab);
    await tab.session.perform({ kind: 'createSwitch', name: 'drawn' });
    await tab.session.undo();
    await tab.session.undo();
    await tab.session.redo();
    await tab.session.setDaemon('ovn-northd', { status: 'paused' });
    await tab.session.run('ovn-nbctl lswitch-add waiting', 'hv1');
    await tab.session.setStepping(true);
    await tab.session.setDaemon('ovn-northd', { status: 'running' });
    await tab.session.step();
    await tab.session.rename('Mine');
    tab.close();

    const later = browser.tab();
    const opened = await later.session.openKept('latest');
    expect(opened).toMatchObject({ ok: true, value: { leftOut: [], told: [] } });
    expect(later.document() === tab.document()).toBe(true);
    expect(later.updates.at(-1)?.history.position).toBe(tab.updates.at(-1)?.history.position);
    // And it goes on alike.
    for (const { session } of [tab, later]) {
      await session.settle();
      await session.undo();
      await session.run('ovn-nbctl lport-add sw1 p2', 'hv1');
    }
    // The later one as a copy: the first has written meanwhile.
    expect(told(later)).toEqual(['copied']);
    expect(later.document() === tab.document().replace('"Mine"', '"Mine (copy)"')).toBe(true);
  });

  test('is safe before it is shown', async () => {
    const tab = browser.tab();
    await edited(tab, []);
    const shown = tab.updates.length;
    const store = slowStore();
    const done = tab.session.run(BUILD[0] ?? '', 'hv1');
    await store.asked;
    // Whatever does not wait for the store has had its turn.
    await new Promise((resolve) => setTimeout(resolve));
    expect(tab.updates).toHaveLength(shown);
    store.write();
    await done;
    expect(tab.updates).toHaveLength(shown + 1);
    const other = browser.tab();
    await other.session.openKept('latest');
    expect(other.document()).toContain('"sw1"');
  });

  test('is nothing where nothing was kept', async () => {
    expect(await browser.tab().session.openKept('latest')).toMatchObject({ error: { code: 'nothing-kept' } });
  });

  test('questions leave no trace', async () => {
    const tab = browser.tab();
    await edited(tab, ['ovn-nbctl lswitch-list', 'ovs-vsctl list-br']);
    expect(only(only(await tab.session.kept()).states).actions).toBe(0);
  });

  test('a list of what was worked on: what was only looked at is not in it, and goes later', async () => {
    const tab = browser.tab();
    await edited(tab, []);
    await edited(tab, BUILD);
    await tab.session.open({ kind: 'gallery', id: 'empty' });
    expect((await tab.session.kept()).map(({ open, states }) => [open, states[0]?.actions])).toEqual([
      ['here', 0],
      [null, BUILD.length],
    ]);
    expect(await stored()).toBe(3);
    browser.time.pass(4_000_000);
    await tab.session.open({ kind: 'gallery', id: 'article' });
    expect(await stored()).toBe(2);
  });
});

describe('a mistake of ours', () => {
  function plant(): void {
    vi.spyOn(Deployment.prototype, 'settle').mockImplementation(function (this: Deployment) {
      const settled = finishWork(this.settling());
      if (Array.from(this.nb.rows('Logical_Switch').values()).some(({ name }) => name === 'boom'))
        throw new Error('planted');
      return settled;
    });
  }

  test('is answered, and leaves everything byte for byte as it was', async () => {
    const tab = browser.tab();
    await edited(tab);
    await tab.session.undo();
    const [document, history] = [tab.document(), tab.updates.at(-1)?.history];
    plant();
    const answer = await tab.session.run('ovn-nbctl lswitch-add boom', 'hv1');
    vi.restoreAllMocks();
    expect(answer).toMatchObject({ status: 1, stderr: 'This is a mistake of ours: nothing was changed.\n' });
    expect(tab.document() === document).toBe(true);
    expect(tab.updates.at(-1)?.history).toMatchObject({ position: history?.position, branches: history?.branches });
    const mistake = only(tab.signals.flatMap((signal) => (signal.signal === 'mistake' ? [signal.mistake] : [])));
    expect(mistake).toMatchObject({ words: 'ovn-nbctl lswitch-add boom', answered: true, fatal: false });
    expect(mistake.report).toContain('planted');
    // Redo is still there, and what was kept does not know of the mistake.
    await tab.session.redo();
    tab.close();
    const later = browser.tab();
    expect(await later.session.openKept('latest')).toMatchObject({ ok: true, value: { told: [] } });
    expect(later.document() === tab.document()).toBe(true);
  });

  test('has an answer of the right shape for every kind of call', async () => {
    const tab = browser.tab();
    await edited(tab);
    const document = tab.document();
    plant();
    expect(await tab.session.perform({ kind: 'createSwitch', name: 'boom' })).toMatchObject({
      ok: false,
      commands: [],
    });
    expect(await tab.session.performAll([{ kind: 'createSwitch', name: 'boom' }])).toMatchObject({ ok: false });
    const script = await tab.session.runScript(
      ['ovn-nbctl lswitch-add a', 'ovn-nbctl lswitch-add boom', 'ovn-nbctl lswitch-add b'],
      'hv1',
    );
    expect(script.results.map(({ status }) => status)).toEqual([0, 1, 0]);
    vi.restoreAllMocks();
    vi.spyOn(Deployment.prototype, 'goTo').mockImplementation(() => {
      throw new Error('planted');
    });
    await tab.session.undo();
    vi.restoreAllMocks();
    expect(tab.signals.at(-1)).toMatchObject({ signal: 'mistake', mistake: { words: 'undo', answered: false } });
    await tab.session.undo();
    expect(tab.document() === document).toBe(true);
  });

  test('leaves nothing to show where a pane asked', async () => {
    const tab = browser.tab();
    await edited(tab, []);
    vi.spyOn(Deployment.prototype, 'history', 'get').mockImplementation(() => {
      throw new Error('planted');
    });
    expect(tab.session.historyLines({ daemon: '', changing: false }, { start: 0, count: 10 })).toEqual({
      start: 0,
      total: 0,
      items: [],
    });
    vi.restoreAllMocks();
    expect(tab.signals.at(-1)).toMatchObject({ signal: 'mistake', mistake: { words: 'show the history' } });
  });
});

describe('a script', () => {
  const lines = Array.from({ length: 30 }, (_, index) => `ovn-nbctl lswitch-add s${index}`);

  test('is one action, whose output is that of its lines', async () => {
    const [tab, one] = [browser.tab(), browser.tab()];
    await edited(tab, []);
    await edited(one, lines);
    const document = tab.document();
    const updates = tab.updates.length;
    const { results, stopped } = await tab.session.runScript(lines, 'hv1');
    expect(results).toHaveLength(lines.length);
    expect(stopped).toBe(false);
    expect(tab.updates).toHaveLength(updates + 1);
    await tab.session.undo();
    expect(tab.document() === document).toBe(true);
    await tab.session.redo();
    tab.close();
    const later = browser.tab();
    await later.session.openKept('latest');
    expect(later.document() === tab.document()).toBe(true);
  });

  test('ends at stop, tells how far it is, and what was done of it is one action', async () => {
    const tab = browser.tab();
    await edited(tab, []);
    const document = tab.document();
    const many = Array.from({ length: 100 }, (_, index) => `ovn-nbctl lswitch-add s${index}`);
    tab.signals.splice(0);
    const running = tab.session.runScript(many, 'hv1');
    const isProgress = (signal: Signal) => signal.signal === 'progress' && signal.progress !== null;
    await vi.waitFor(() => expect(tab.signals.some(isProgress)).toBe(true), { interval: 1 });
    // Questions are answered meanwhile.
    expect(tab.session.complete('ovn-nb', 6, 'hv1').candidates).not.toHaveLength(0);
    tab.session.stop();
    const { results, stopped, total } = await running;
    expect([stopped, total]).toEqual([true, 100]);
    expect(results.length).toBeLessThan(100);
    expect(tab.signals.find(isProgress)).toMatchObject({ progress: { what: 'commands', total: 100 } });
    tab.close();
    const later = browser.tab();
    expect(await later.session.openKept('latest')).toMatchObject({ ok: true, value: { told: [] } });
    expect(later.document() === tab.document()).toBe(true);
    await later.session.undo();
    expect(later.document() === document).toBe(true);
  });
});
