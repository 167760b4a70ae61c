/**
 * The lab that belongs to a lesson: a scenario of its own, made from the lesson's
 * beginning when it is first opened and gone back to after that. Nobody's work is
 * replaced: what was open stays kept, or is held where the browser keeps nothing.
 */
import { boot, open, openAsEntry, openKept, sayLasting, unlessReplaced } from '../actions';
import { engine, engineStore } from '../bridge';
import type { OpenSource } from '../bridge';
import { mirrorStore, setPreference } from '../state';
import type { Lesson } from './lesson';
import { remember, remembered, rememberedStore } from './remembered';

interface OwnWork {
  readonly name: string;
  readonly bringBack: () => Promise<unknown>;
}

/** What was open before, where the browser keeps nothing. */
let held: OwnWork | null = null;
let last: Promise<unknown> = Promise.resolve();

/** False when it does not open; why has been said. `afresh` makes a new one from the beginning. */
export function openLessonLab(lesson: Lesson, afresh = false): Promise<boolean> {
  const opened = last.then(() => openOne(lesson, afresh));
  last = opened.catch(() => undefined);
  return opened;
}

async function openOne(lesson: Lesson, afresh: boolean): Promise<boolean> {
  // What the page opens by itself at its start must not come after what was asked for.
  await boot();
  const { entry } = remembered(lesson.id);
  const before = currentEntry();
  if (!afresh && entry !== null && entry === before) return true;
  if (before === null) held = (await unkeptWork()) ?? held;
  const back = !afresh && entry !== null && (await openKept(entry, quietly)) !== null;
  if (!back) {
    if (!(await begin(lesson))) return false;
    const now = currentEntry();
    remember(lesson.id, { done: 0, entry: now === before ? null : now, answers: {}, found: {} });
  } else remember(lesson.id, { entry: currentEntry() });
  return true;
}

/** Where the next thing to do can be typed, the terminal is there for it. */
export function showTerminalFor({ id, steps }: Lesson): void {
  if (steps[remembered(id).done]?.commands !== undefined) setPreference({ pane: 'terminal' });
}

function begin({ id, scenario }: Lesson): Promise<boolean> {
  const source: OpenSource =
    typeof scenario === 'string' ? { kind: 'gallery', id: scenario } : { kind: 'document', json: scenario.document };
  return openAsEntry(`lesson:${id}`, source, 'afresh');
}

/** Whether what is open is the lab of this lesson; where nothing is kept, that cannot be told. */
export function isLessonLab(lesson: string, entry: string | null): boolean {
  const { entry: ours } = remembered(lesson);
  return ours === null || entry === null || ours === entry;
}

/** Follows the lab where it goes on under another identity: another tab has it, or it is kept only now. */
export function followLab(lesson: string): () => void {
  return engineStore.subscribe(({ keeping }, { keeping: before }) => {
    if (keeping?.entry == null || keeping.entry === before?.entry) return;
    const { entry } = remembered(lesson);
    const copied = before?.elsewhere === true && before.entry === entry;
    if (entry === null || copied) remember(lesson, { entry: keeping.entry });
  });
}

/** Whoever leaves a lesson for the lab is told where their own work is. */
export async function sayOwnWork(): Promise<void> {
  const work = held ?? (await keptWork());
  held = null;
  if (!work) return;
  sayLasting({
    key: 'own-work',
    tone: 'info',
    text: `This is the lab of the lesson. Your own work, “${work.name}”, is kept.`,
    choices: [{ label: 'Open it', run: work.bringBack }],
  });
}

async function unkeptWork(): Promise<OwnWork | null> {
  const { undo, scenario } = mirrorStore.getState();
  const json = undo !== null ? await unlessReplaced(engine().document()) : undefined;
  if (json === undefined) return null;
  return { name: scenario.name, bringBack: () => open({ kind: 'document', json }, { evenIfCostly: true }) };
}

/** The newest of what is kept that is no lesson's lab; nothing when no lesson's lab is open. */
async function keptWork(): Promise<OwnWork | null> {
  const labs = new Set(Object.values(rememberedStore.getState()).map(({ entry }) => entry));
  if (!labs.has(currentEntry())) return null;
  const mine = (await unlessReplaced(engine().kept()))?.find(({ id, open: where }) => where === null && !labs.has(id));
  return mine ? { name: mine.name, bringBack: () => openKept(mine.id) } : null;
}

function currentEntry(): string | null {
  const { keeping } = engineStore.getState();
  return keeping?.state === 'kept' ? keeping.entry : null;
}

function quietly(): void {
  // A lab that is not kept any more is made again.
}
