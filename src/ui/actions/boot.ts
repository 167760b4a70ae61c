/**
 * From nothing to a running deployment: what this history entry showed before, then
 * a link, then what this browser kept last, then the article's network. A link that
 * does not open changes nothing. Each entry of the browser's history remembers the
 * kept scenario that it showed, so that Back after a link brings the work back.
 */
import { embedding, engine, engineStore, openEngine, subscribe } from '../bridge';
import type { Plan } from '../bridge';
import { applyUpdate, compareMoments, mirrorStore } from '../state';
import { open, openKept, refuse, sayTold } from './actions';
import { openDialog } from './dialogs';
import { heldDocument, holdWhatIsNotKept } from './held';
import { sayGone, sayLeftOut, sayMistake, sayRevived } from './lost-engine';
import { endNoticesWithTheirCause } from './notices-end';
import { dismiss, problemText, say, sayLasting } from './notices';
import { beginAfresh, linkInAddress, look, openPlan, unlessReplaced } from './opening';
import type { Opened } from './opening';
import { leaveLink } from './place';
import { rememberTranscript } from './transcript';

let booted: Promise<void> | undefined;

export function boot(): Promise<void> {
  booted ??= start();
  return booted;
}

async function start(): Promise<void> {
  // Nothing is shown before the first update, so that nobody acts on what is about to be replaced.
  const shown = new Promise<void>((resolve) => {
    void subscribe((update) => {
      mirrorStore.setState(applyUpdate(mirrorStore.getState(), update), true);
      compareMoments();
      resolve();
    });
  });
  holdWhatIsNotKept();
  endNoticesWithTheirCause();
  rememberTranscript();
  const opened = await openEngine(opener, firstPlan());
  if (!opened) return;
  await shown;
  beginAfresh();
  await look(opened.opening.extras);
  watchAddress();
  sayOpened(opened);
  if (opened.plan.kind === 'source') void sayKept();
  // Work that did not open is kept all the same, and so is what storage tells of later only.
  if (opened.plan.kind === 'article' && !opened.unreadable) sayKeptLater();
}

const opener = {
  open: openPlan,
  revived(opened: Opened, losses: Parameters<typeof sayRevived>[1]) {
    beginAfresh();
    sayRevived(opened, losses);
  },
  gone: sayGone,
  mistake: sayMistake,
  told: (problem: Parameters<typeof problemText>[0]) =>
    sayLasting({ key: problem.code, tone: 'info', text: problemText(problem), choices: [] }),
  held: heldDocument,
};

function firstPlan(): Plan {
  const entry = embedding.part === null ? entryOf(history.state) : undefined;
  if (entry !== undefined) return { kind: 'kept', entry, leaveOut: [] };
  const payload = linkInAddress();
  if (payload !== undefined) return { kind: 'source', source: { kind: 'link', payload } };
  return embedding.part === null ? { kind: 'kept', entry: 'latest', leaveOut: [] } : { kind: 'article' };
}

function sayOpened({ opening, refused, unreadable }: Opened): void {
  if (unreadable)
    sayLasting({
      key: 'unreadable',
      tone: 'bad',
      text: `What was kept here could not be opened. ${problemText(unreadable)} It is set aside, not lost.`,
      choices: [{ label: 'What is kept…', run: () => openDialog('kept') }],
    });
  if (refused) {
    leaveLink();
    refuse(refused.source, refused.problem);
  } else sayTold(opening.told);
  if (opening.leftOut.length > 0) sayLeftOut(opening.leftOut);
}

/** A link was opened: work that it stands in the place of is one click away. */
async function sayKept(): Promise<void> {
  const mine = (await unlessReplaced(engine().kept()))?.find((entry) => entry.open === null && !entry.untouched);
  if (mine) sayOwnWork(mine.name, () => openKept(mine.id));
}

/** As `sayKept`, once storage answers that did not while the page began. */
function sayKeptLater(): void {
  const mute = () => engineStore.getState().keeping?.reason === 'mute';
  if (!mute()) {
    void sayKept();
    return;
  }
  const stop = engineStore.subscribe(() => {
    if (mute()) return;
    stop();
    void sayKept();
  });
}

function sayOwnWork(name: string, bringBack: () => Promise<unknown>): void {
  sayLasting({
    key: 'own-work',
    tone: 'info',
    text: `Your own work, “${name}”, is kept.`,
    choices: [
      {
        label: 'Open it',
        run: async () => {
          if ((await bringBack()) !== null) leaveLink();
        },
      },
    ],
  });
}

/** Follows the browser's history, and keeps in it which scenario each of its entries showed. */
function watchAddress(): void {
  let last = location.href;
  const arrive = async () => {
    const entry = entryOf(history.state);
    const arrived = location.href !== last;
    last = location.href;
    if (entry !== undefined) await goBackTo(entry);
    else if (arrived) {
      const payload = linkInAddress();
      if (payload !== undefined) await openLink(payload);
      last = location.href;
      stamp();
    }
  };
  window.addEventListener('popstate', () => void arrive());
  window.addEventListener('hashchange', () => void arrive());
  engineStore.subscribe((now, before) => {
    if (now.keeping?.entry !== before.keeping?.entry) stamp();
  });
  mirrorStore.subscribe(({ undo }) => {
    // What was done since is not in the link: loading the page again goes on from here.
    if (undo !== null) leaveLink();
  });
  stamp();
}

/** Back or forward, to where another scenario was shown. */
async function goBackTo(entry: string): Promise<void> {
  if (entry === engineStore.getState().keeping?.entry) return;
  if ((await openKept(entry)) === null) stamp();
  else {
    dismiss('own-work');
    say(`This is “${mirrorStore.getState().scenario.name}” again`);
  }
}

async function openLink(payload: string): Promise<void> {
  const { undo, scenario } = mirrorStore.getState();
  const unkept = undo !== null && engineStore.getState().keeping?.state === 'unkept';
  const json = unkept ? await unlessReplaced(engine().document()) : undefined;
  const extras = await open({ kind: 'link', payload });
  if (extras === null) {
    leaveLink();
    return;
  }
  await look(extras);
  if (json === undefined) await sayKept();
  else sayOwnWork(scenario.name, () => open({ kind: 'document', json }, { evenIfCostly: true }));
}

function stamp(): void {
  const entry = engineStore.getState().keeping?.entry ?? null;
  if (entry !== null && entryOf(history.state) !== entry) history.replaceState({ entry }, '');
}

/** The kept scenario that an entry of the browser's history showed. */
function entryOf(state: unknown): string | undefined {
  if (typeof state !== 'object' || state === null || !('entry' in state)) return undefined;
  return typeof state.entry === 'string' ? state.entry : undefined;
}
