/** What a person can do anywhere on the page: open, undo, share. */
import { createStore } from 'zustand/vanilla';
import { engine, SAID } from '../bridge';
import type { Edit, EditOutcome, LinkExtras, Opening, OpenSource, Problem, Result } from '../bridge';
import { machineKey, mirrorStore, playerStore, preferencesStore, select, selectionStore } from '../state';
import { openDialog } from './dialogs';
import { closeDoor, doorBack, doorForward, doorStore, here, wentBack, wentForward, wentThrough } from './doors';
import type { Door } from './doors';
import { problemText, say, sayLasting } from './notices';
import { beginAfresh, unlessReplaced } from './opening';
import { deedBack, deedForward, deedStore, doDeedAgain, takeDeedBack } from './page-deeds';
import { formatPlace, leaveLink } from './place';
import { transcriptOpened } from './transcript';
import { record } from './transcript';

/** What would cost more than is done without asking, and what asked for it. */
export interface Costly {
  readonly source: OpenSource;
  readonly problem: Problem;
}

export const costlyStore = createStore<{ readonly costly: Costly | null }>(() => ({ costly: null }));

interface HowToOpen {
  readonly evenIfCostly?: boolean;
  /** Where its entry is said to come from. */
  readonly origin?: string;
  /** Its name, other than the source's. */
  readonly name?: string;
  /** Told why not, where it is not asked about. */
  readonly tell?: (text: string) => void;
}

/** What was there stays when this gives null. */
export async function open(
  source: OpenSource,
  { tell = sayBad, ...options }: HowToOpen = {},
): Promise<LinkExtras | null> {
  const from = here();
  const result = await unlessReplaced<Result<Opening>>(engine().open(source, options));
  if (result?.ok === false) refuse(source, result.error, tell);
  return adopt(result, from);
}

/**
 * Opens a source as the entry of an origin, such as `lesson:first-packet`: the one that
 * is kept already, or, `afresh`, a new one beside those that are kept.
 */
export async function openAsEntry(origin: string, source: OpenSource, how: 'again' | 'afresh'): Promise<boolean> {
  const from = here();
  const result = await unlessReplaced<Result<Opening>>(engine().open(source, { origin, again: how === 'again' }));
  if (result?.ok === false) refuse(source, result.error);
  // It may be open already: then nothing was changed.
  if (result?.ok === true && result.value.entry !== null && result.value.entry === from?.entry) return true;
  return adopt(result, from) !== null;
}

function sayBad(text: string): void {
  say(text, 'bad');
}

/** Another scenario of those that this browser keeps. */
export async function openKept(entry: string, tell: (text: string) => void = sayBad): Promise<LinkExtras | null> {
  return throughDoor(engine().openKept(entry), tell);
}

/** An older state of one, which opens as a scenario of its own. */
export async function openState(entry: string, state: number): Promise<LinkExtras | null> {
  return throughDoor(engine().openState(entry, state));
}

/** The open scenario becomes what it was. */
export async function bringBack(state: number): Promise<LinkExtras | null> {
  return throughDoor(engine().bringBack(state));
}

async function throughDoor(answer: Promise<Result<Opening>>, tell = sayBad): Promise<LinkExtras | null> {
  const from = here();
  return kept(await unlessReplaced(answer), from, tell);
}

function kept(
  result: Result<Opening> | undefined,
  from: Door | undefined,
  tell: (text: string) => void,
): LinkExtras | null {
  if (result?.ok === false) tell(problemText(result.error));
  return adopt(result, from);
}

function adopt(result: Result<Opening> | undefined, from: Door | undefined): LinkExtras | null {
  if (result?.ok !== true) return null;
  wentThrough(from, result.value.entry);
  beginAfresh();
  transcriptOpened(result.value.entry, mirrorStore.getState().scenario.name);
  sayTold(result.value.told);
  return result.value.extras;
}

/** What opening had to tell besides: what could not be read, or went otherwise. */
export function sayTold(told: readonly Problem[]): void {
  if (told.length === 0) return;
  sayLasting({
    key: 'told',
    tone: 'info',
    text: told.map(problemText).join(' '),
    choices: [{ label: 'What is kept…', run: () => openDialog('kept') }],
  });
}

/** Says why something does not open, or asks whether it should all the same. */
export function refuse(source: OpenSource, problem: Problem, tell: (text: string) => void = sayBad): void {
  if (problem.code === 'too-costly') costlyStore.setState({ costly: { source, problem } });
  else tell(problemText(problem));
}

/** Performs a drawn edit; says aloud why when it cannot be done, unless `tell` says it where it belongs. */
export async function perform(edit: Edit, tell: (text: string) => void = sayBad): Promise<EditOutcome> {
  const outcome = told(await engine().perform(edit), tell);
  if (outcome.ok && edit.kind === 'renameMachine') followMachine(edit.machine, edit.name);
  return outcome;
}

/** What was chosen by a machine's name stays chosen under its new one. */
function followMachine(from: string, to: string): void {
  if (preferencesStore.getState().machine === from) preferencesStore.setState({ machine: to });
  if (selectionStore.getState().selected === machineKey(from)) select(machineKey(to));
}

/** Several drawn edits as one action: all of them, or none. */
export async function performAll(edits: readonly Edit[]): Promise<EditOutcome> {
  return told(await engine().performAll(edits));
}

function told(outcome: EditOutcome, tell: (text: string) => void = sayBad): EditOutcome {
  const machine = preferencesStore.getState().machine;
  for (const line of outcome.commands) {
    record({ from: 'drawn', machine, line, stdout: '', stderr: '', status: 0, notes: [] });
  }
  if (!outcome.ok && outcome.message !== SAID) tell(outcome.message ?? 'That cannot be done.');
  return outcome;
}

/** Takes back the last act; where there is none, what was open before this comes back. */
export async function undo(): Promise<void> {
  const mirror = mirrorStore.getState();
  const deed = deedBack(deedStore.getState(), mirror);
  if (deed !== undefined) {
    takeDeedBack();
    say(`Undone: ${deed.words}`);
    return;
  }
  const door = doorBack(doorStore.getState(), mirror);
  if (door !== undefined) await travel(door, wentBack);
  else if (mirror.undo !== null) {
    await engine().undo();
    say(`Undone: ${mirror.undo}`);
  }
}

export async function redo(): Promise<void> {
  const mirror = mirrorStore.getState();
  const deed = deedForward(deedStore.getState(), mirror);
  if (deed !== undefined) {
    doDeedAgain();
    say(`Done again: ${deed.words}`);
    return;
  }
  const door = doorForward(doorStore.getState(), mirror);
  if (door !== undefined) await travel(door, wentForward);
  else if (mirror.redo !== null) {
    await engine().redo();
    say(`Done again: ${mirror.redo}`);
  }
}

async function travel(door: Door, went: (from: Door | undefined) => void): Promise<void> {
  const from = here();
  const result = await unlessReplaced<Result<Opening>>(engine().openKept(door.entry));
  if (result?.ok !== true) {
    closeDoor(door.entry);
    say(`“${door.name}” is not kept any more.`, 'bad');
    return;
  }
  went(from);
  leaveLink();
  beginAfresh();
  transcriptOpened(result.value.entry, mirrorStore.getState().scenario.name);
  sayTold(result.value.told);
  say(`“${door.name}” is open again`);
}

/** The address that reopens this scenario, with the packet and step being watched. */
export async function shareLink(): Promise<Result<string>> {
  const { packet, step, trace } = playerStore.getState();
  const extras: LinkExtras = {
    ...(packet !== null && trace ? { packet, step } : {}),
    pane: preferencesStore.getState().pane,
  };
  const payload = await engine().link(extras);
  if (!payload.ok) return payload;
  const place = formatPlace('lab', '', { s: payload.value });
  return { ok: true, value: `${location.origin}${location.pathname}${place}` };
}
