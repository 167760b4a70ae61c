import { beforeEach, expect, test } from 'vitest';
import { releaseById, Deployment } from '../../engine/releases';
import { buildNetwork, exportScenario, galleryScenario, gridPlan, openScenario } from '../../engine/scenario';
import { applyModelPatch } from './model-patch';
import { Browser } from './testing';
import type { ScenarioDocument } from '../../engine/scenario';
import type { NetworkModel } from './protocol';
import type { Tab } from './testing';

let browser: Browser;
beforeEach(() => {
  browser = new Browser();
});

const EXTRAS = { name: 'grid', packets: [], positions: {} };
const PORTS = 120;

/** A network that is as it stood, or of which only what daemons start from is said. */
function grid(stands: boolean): ScenarioDocument {
  const release = releaseById('2015-08');
  if (release === undefined) throw new Error('There is no release 2015-08.');
  const deployment = new Deployment({ release, seed: 1 });
  const built = buildNetwork(deployment, gridPlan(4, PORTS / 4, 8));
  if (!built.ok) throw new Error(built.error.message);
  const document = exportScenario(deployment, EXTRAS, { shortest: !stands });
  expect(document.standing !== undefined).toBe(stands);
  return document;
}

const open = (tab: Tab, document: ScenarioDocument) =>
  tab.session.open({ kind: 'document', json: JSON.stringify(document) });

const portsOf = ({ switches }: NetworkModel) => switches.reduce((sum, { ports }) => sum + ports.length, 0);

test.each([
  ['as it stood', true],
  ['that fresh daemons make', false],
])('a scenario %s is shown before its daemons have settled', async (_, stands) => {
  const tab = browser.tab();
  const document = grid(stands);
  const from = tab.updates.length;
  const whole: string[] = [];
  const opening = open(tab, document).finally(() => whole.push('open'));
  const acting = tab.session.run('ovn-nbctl lswitch-add late', 'hv1').then(() => whole.push('acted'));
  while (tab.updates.length === from) await new Promise((resolve) => setTimeout(resolve));
  // It can be drawn, and is the document still.
  expect(whole).toEqual([]);
  expect(portsOf(tab.model())).toBe(PORTS);
  expect(JSON.parse(tab.session.document())).toEqual(JSON.parse(JSON.stringify(document)));
  expect(await opening).toMatchObject({ ok: true });
  await acting;
  expect(whole).toEqual(['open', 'acted']);

  const shown = tab.updates.slice(from);
  expect(shown.map(({ full }) => full)).toEqual(shown.map((_update, index) => index === 0));
  expect(shown.length).toBeGreaterThanOrEqual(stands ? 3 : 4);
  expect(shown.at(-1)?.settled).toBe(true);
  // What was shown bit by bit is what is there.
  const bitByBit = tab.model();
  tab.session.subscribe((update) => {
    if (!update.full) return;
    expect(applyModelPatch({ switches: [], machines: [] }, update.model)).toEqual(bitByBit);
  });
  expect(bitByBit.switches.flatMap(({ ports }) => ports).every(({ up }) => up === true)).toBe(true);
  expect(tab.signals.filter(({ signal }) => signal === 'alive').length).toBeGreaterThan(0);
  const progress = tab.signals.flatMap((signal) => (signal.signal === 'progress' ? [signal.progress] : []));
  expect(progress.some((one) => one?.what.startsWith('ovn-controller@'))).toBe(true);
  expect(progress.at(-1)).toBeNull();
});

test('a problem that is found after it was shown is answered, and what was open comes back', async () => {
  const tab = browser.tab();
  await tab.session.open({ kind: 'gallery', id: 'article' });
  await tab.session.run('ovn-nbctl lswitch-add mine', 'hv1');
  const [document, before, entries] = [tab.document(), tab.model(), await tab.session.kept()];
  const { machines, ...rest } = grid(false);
  const wrong = machines.map((machine) => ({ ...machine, flows: { 'br-int': ['nonsense'] } }));
  const from = tab.updates.length;
  expect(await open(tab, { ...rest, machines: wrong })).toMatchObject({ ok: false, error: { code: 'bad-scenario' } });
  expect(tab.updates.length).toBeGreaterThan(from + 1);
  expect(tab.document() === document).toBe(true);
  expect(tab.model()).toEqual(before);
  expect(await tab.session.kept()).toEqual(entries);
  // And goes on being kept.
  await tab.session.run('ovn-nbctl lswitch-add more', 'hv1');
  tab.close();
  const later = browser.tab();
  expect(await later.session.openKept('latest')).toMatchObject({ ok: true, value: { told: [] } });
  expect(later.model().switches.map(({ name }) => name)).toEqual(['sw0', 'mine', 'more']);
});

test('what is saved while events wait to be stepped waits on when it is opened', async () => {
  const article = galleryScenario('article');
  const opened = article && openScenario(article);
  if (opened?.ok !== true) throw new Error('The article does not open.');
  const { deployment } = opened.value;
  deployment.automatic = false;
  deployment.commitNorthbound(
    deployment.release.northbound.addSwitch(deployment.plannedUuid(0), 'waiting'),
    'adds a switch',
  );
  const document = exportScenario(deployment, EXTRAS);
  expect(document.standing?.stepping).toBe(true);
  const tab = browser.tab();
  expect(await open(tab, document)).toMatchObject({ ok: true });
  expect(tab.updates.at(-1)?.settled).toBe(false);
  expect(JSON.parse(tab.document())).toMatchObject({ standing: { stepping: true } });
  // As a kept scenario, too.
  await tab.session.rename('Mine');
  tab.close();
  const later = browser.tab();
  expect(await later.session.openKept('latest')).toMatchObject({ ok: true });
  expect(JSON.parse(later.document())).toMatchObject({ standing: { stepping: true, wakes: document.standing?.wakes } });
  await later.session.setStepping(false);
  expect(later.updates.at(-1)?.settled).toBe(true);
});
