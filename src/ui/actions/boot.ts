/**
 * From nothing to a running deployment: a link wins, then what was kept in this
 * browser, then the article's network. A damaged link says so and opens an empty lab.
 */
import { engine, subscribe } from '../bridge';
import type { EngineClient, LinkExtras } from '../bridge';
import { applyUpdate, mirrorStore, playerStore, preferencesStore, setPreference } from '../state';
import type { PaneId } from '../state';
import { say } from './actions';
import { readKept, writeKept } from './kept';
import { leaveLink, placeStore } from './place';
import { sendPacket } from './packets';

const panes: readonly PaneId[] = [
  'trace',
  'traffic',
  'pipeline',
  'match',
  'openflow',
  'databases',
  'timeline',
  'log',
  'terminal',
];

let booted: Promise<void> | undefined;

export function boot(): Promise<void> {
  booted ??= start();
  return booted;
}

async function start(): Promise<void> {
  const opened =
    (await openFromAddress()) ?? (await openKept()) ?? (await engine().open({ kind: 'gallery', id: 'article' }));
  // Nothing is shown before this, so that nobody acts on what is about to be replaced.
  await new Promise<void>((resolve) => {
    void subscribe((update) => {
      mirrorStore.setState(applyUpdate(mirrorStore.getState(), update), true);
      if (playerStore.getState().trace) playerStore.setState({ stale: true });
      resolve();
    });
  });
  await look(opened.ok ? opened.value.extras : {});
  window.addEventListener('hashchange', () => {
    void openFromAddress().then((result) => (result?.ok === true ? look(result.value.extras) : undefined));
  });
  keepWhatChanges();
}

type Opened = Awaited<ReturnType<EngineClient['open']>>;

/** Opens what the address carries; undefined when it carries nothing. */
async function openFromAddress(): Promise<Opened | undefined> {
  const place = placeStore.getState();
  const payload = place.params.get('s');
  if (place.name === 'match' || payload === undefined) return undefined;
  const replaced = await readKept('current');
  const result = await openLink(payload);
  // What it took the place of can be brought back, whatever the link turned out to be.
  if (replaced !== undefined && replaced !== (await engine().document())) await writeKept('previous', replaced);
  return result;
}

async function openLink(payload: string): Promise<Opened> {
  const result = await engine().open({ kind: 'link', payload });
  if (result.ok) return result;
  say(`${result.error.message} An empty lab was opened instead.`, 'bad');
  return engine().open({ kind: 'gallery', id: 'empty' });
}

/** Shows what a link was sent for: its packet, step and pane. */
async function look(extras: LinkExtras): Promise<void> {
  preferencesStore.setState({ machine: mirrorStore.getState().model.machines[0]?.name ?? '' });
  if (extras.packet !== undefined) await sendPacket(extras.packet, extras.step);
  const pane = panes.find((id) => id === extras.pane);
  if (pane) setPreference({ pane });
}

async function openKept(): Promise<Opened | undefined> {
  const kept = await readKept('current');
  if (kept === undefined) return undefined;
  const result = await engine().open({ kind: 'document', json: kept });
  return result.ok ? result : undefined;
}

/** Keeps the document in this browser, a moment after the last change. */
function keepWhatChanges(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  mirrorStore.subscribe(({ canUndo }) => {
    // What was done since is not in the link: loading the page again goes on from here.
    if (canUndo) leaveLink();
    clearTimeout(timer);
    timer = setTimeout(() => void keep(), 400);
  });
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) void keep();
  });
}

async function keep(): Promise<void> {
  await writeKept('current', await engine().document());
}
