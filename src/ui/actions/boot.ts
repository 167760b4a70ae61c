/**
 * From nothing to a running deployment: a link wins, then what was kept in this
 * browser, then the article's network. A damaged link says so and opens an empty lab.
 */
import { openDB } from 'idb';
import { engine, subscribe } from '../bridge';
import { applyUpdate, mirrorStore, playerStore, preferencesStore, setPreference } from '../state';
import type { PaneId } from '../state';
import { open, say } from './actions';
import { placeStore } from './place';
import { sendPacket } from './packets';

const panes: readonly PaneId[] = ['trace', 'pipeline', 'openflow', 'databases', 'timeline', 'terminal'];

let booted: Promise<void> | undefined;

export function boot(): Promise<void> {
  booted ??= start();
  return booted;
}

async function start(): Promise<void> {
  await subscribe((update) => {
    mirrorStore.setState(applyUpdate(mirrorStore.getState(), update), true);
    if (playerStore.getState().trace) playerStore.setState({ stale: true });
  });
  window.addEventListener('hashchange', () => void openFromAddress());
  if (!(await openFromAddress()) && !(await openKept())) await open({ kind: 'gallery', id: 'article' });
  keepWhatChanges();
}

/** Opens what the address carries; false when it carries nothing. */
async function openFromAddress(): Promise<boolean> {
  const payload = placeStore.getState().params.get('s');
  if (placeStore.getState().name === 'match' || payload === undefined) return false;
  const result = await engine().open({ kind: 'link', payload });
  if (!result.ok) {
    await open({ kind: 'gallery', id: 'empty' });
    say(`This link is damaged: ${result.error.message} An empty lab was opened instead.`, 'bad');
    return true;
  }
  const { extras } = result.value;
  preferencesStore.setState({ machine: mirrorStore.getState().model.machines[0]?.name ?? '' });
  const pane = panes.find((id) => id === extras.pane);
  if (pane) setPreference({ pane });
  if (extras.packet !== undefined) await sendPacket(extras.packet, extras.step);
  return true;
}

const database = () =>
  openDB('ovn-playground', 1, {
    upgrade: (db) => {
      db.createObjectStore('documents');
    },
  });

async function openKept(): Promise<boolean> {
  try {
    const kept: unknown = await (await database()).get('documents', 'current');
    if (typeof kept !== 'string') return false;
    return (await engine().open({ kind: 'document', json: kept })).ok;
  } catch {
    return false;
  }
}

/** Keeps the document in this browser, a moment after the last change. */
function keepWhatChanges(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  mirrorStore.subscribe(() => {
    clearTimeout(timer);
    timer = setTimeout(() => void keep(), 400);
  });
}

async function keep(): Promise<void> {
  try {
    const json = await engine().document();
    await (await database()).put('documents', json, 'current');
  } catch {
    // Private windows keep nothing; the link still carries everything.
  }
}
