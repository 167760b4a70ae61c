/** What a person can do anywhere on the page: open, undo, share. */
import { createStore } from 'zustand/vanilla';
import { engine, SAID } from '../bridge';
import type { Edit, EditOutcome, LinkExtras, Opening, OpenSource, Problem, Result } from '../bridge';
import { machineKey, mirrorStore, playerStore, preferencesStore, select, selectionStore } from '../state';
import { openDialog } from './dialogs';
import { problemText, say, sayLasting } from './notices';
import { beginAfresh, unlessReplaced } from './opening';
import { formatPlace } from './place';
import { record } from './transcript';

/** What would cost more than is done without asking, and what asked for it. */
export interface Costly {
  readonly source: OpenSource;
  readonly problem: Problem;
}

export const costlyStore = createStore<{ readonly costly: Costly | null }>(() => ({ costly: null }));

/** What was there stays when this gives null; `tell` is told why, where it is not asked about. */
export async function open(
  source: OpenSource,
  evenIfCostly = false,
  tell: (text: string) => void = sayBad,
): Promise<LinkExtras | null> {
  const result = await unlessReplaced<Result<Opening>>(engine().open(source, { evenIfCostly }));
  if (result?.ok === false) refuse(source, result.error, tell);
  return adopt(result);
}

function sayBad(text: string): void {
  say(text, 'bad');
}

/** Another scenario of those that this browser keeps. */
export async function openKept(entry: string, tell: (text: string) => void = sayBad): Promise<LinkExtras | null> {
  return kept(await unlessReplaced<Result<Opening>>(engine().openKept(entry)), tell);
}

/** An older state of one, which opens as a scenario of its own. */
export async function openState(entry: string, state: number): Promise<LinkExtras | null> {
  return kept(await unlessReplaced<Result<Opening>>(engine().openState(entry, state)));
}

function kept(result: Result<Opening> | undefined, tell = sayBad): LinkExtras | null {
  if (result?.ok === false) tell(problemText(result.error));
  return adopt(result);
}

function adopt(result: Result<Opening> | undefined): LinkExtras | null {
  if (result?.ok !== true) return null;
  beginAfresh();
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

/** Performs a drawn edit; says aloud why when it cannot be done. */
export async function perform(edit: Edit): Promise<EditOutcome> {
  const outcome = told(await engine().perform(edit));
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

function told(outcome: EditOutcome): EditOutcome {
  const machine = preferencesStore.getState().machine;
  for (const line of outcome.commands) {
    record({ from: 'drawn', machine, line, stdout: '', stderr: '', status: 0, notes: [] });
  }
  if (!outcome.ok && outcome.message !== SAID) say(outcome.message ?? 'That cannot be done.', 'bad');
  return outcome;
}

export async function undo(): Promise<void> {
  if (!mirrorStore.getState().canUndo) return;
  await engine().undo();
  say('Undone');
}

export async function redo(): Promise<void> {
  if (!mirrorStore.getState().canRedo) return;
  await engine().redo();
  say('Done again');
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
