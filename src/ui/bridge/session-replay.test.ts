import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { Browser } from './testing';
import type { Tab } from './testing';

/** Whatever is done, in whatever order, and wherever documents are made: what is opened later is the same. */
const act = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('add' as const), name: fc.constantFrom('a', 'b', 'c', 'd', 'e') }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('delete' as const), name: fc.constantFrom('a', 'b', 'c', 'd', 'e') }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('port' as const), name: fc.constantFrom('a', 'b', 'c'), port: fc.nat(9) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('plug' as const), port: fc.nat(9) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('undo' as const), times: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('redo' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('goTo' as const), back: fc.integer({ min: 1, max: 12 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('branch' as const), index: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('pause' as const), paused: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('stepping' as const), manual: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('rest' as const) }) },
);
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

async function perform(browser: Browser, tab: Tab, one: Act): Promise<void> {
  const { session } = tab;
  const history = tab.updates.at(-1)?.history;
  switch (one.kind) {
    case 'add':
      await session.run(`ovn-nbctl lswitch-add ${one.name}`, 'hv1');
      return;
    case 'delete':
      await session.run(`ovn-nbctl lswitch-del ${one.name}`, 'hv1');
      return;
    case 'port':
      await session.run(`ovn-nbctl lport-add ${one.name} p${one.port}`, 'hv1');
      return;
    case 'plug':
      await session.run(
        `ovs-vsctl add-port br-int v${one.port} -- set interface v${one.port} external-ids:iface-id=p${one.port}`,
        'hv1',
      );
      return;
    case 'undo':
      for (let time = 0; time < one.times; time += 1) await session.undo();
      return;
    case 'redo':
      return session.redo();
    case 'goTo':
      return session.goTo((history?.position ?? 0) - one.back);
    case 'branch': {
      const branches = history?.branches ?? [];
      return session.switchBranch(branches[one.index % branches.length]?.id ?? 'main');
    }
    case 'pause':
      return session.setDaemon('ovn-northd', { status: one.paused ? 'paused' : 'running' });
    case 'stepping':
      return session.setStepping(one.manual);
    case 'rest': {
      const states = async () => (await session.kept())[0]?.states[0]?.id;
      const before = await states();
      browser.time.pass(700_000);
      // Something that counts, so that the age of the document does.
      await session.rename(`at ${browser.time.now}`);
      browser.time.pass(2_000);
      if (manual.has(tab)) return;
      await vi.waitFor(async () => expect(await states()).not.toBe(before));
    }
  }
}

const manual = new WeakSet<Tab>();

test('a document and the actions after it are the deployment', async () => {
  let documents = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 10, maxLength: 40 }), async (acts) => {
      const browser = new Browser();
      const tab = browser.tab();
      await tab.session.open({ kind: 'gallery', id: 'article' });
      for (const one of acts) {
        if (one.kind === 'stepping') manual[one.manual ? 'add' : 'delete'](tab);
        await perform(browser, tab, one);
      }
      documents += (await tab.session.kept())[0]?.states.length ?? 0;
      tab.close();
      const later = browser.tab();
      expect(await later.session.openKept('latest')).toMatchObject({ ok: true, value: { told: [] } });
      // Twice: what is opened from what was opened is the same again.
      await later.session.run('ovn-nbctl lswitch-add last', 'hv1');
      await tab.session.run('ovn-nbctl lswitch-add last', 'hv1');
      later.close();
      const last = browser.tab();
      expect(await last.session.openKept('latest')).toMatchObject({ ok: true });
      const withoutName = (document: string) => document.replace(/"name":"[^"]*"/, '');
      expect(withoutName(later.document()) === withoutName(tab.document())).toBe(true);
      expect(withoutName(last.document()) === withoutName(tab.document())).toBe(true);
    }),
    { numRuns: 5 },
  );
  expect(documents).toBeGreaterThan(8);
});
