/** What a person can do anywhere on the page: open, undo, share, announce. */
import { createStore } from 'zustand/vanilla';
import { engine } from '../bridge';
import type { Edit, EditOutcome, LinkExtras, OpenSource } from '../bridge';
import { machineKey, mirrorStore, playerStore, preferencesStore, select, selectionStore } from '../state';
import { readKept, writeKept } from './kept';
import { formatPlace, leaveLink } from './place';

export interface Notice {
  readonly id: number;
  /** `quiet` is only for those who cannot see what changed. */
  readonly tone: 'info' | 'bad' | 'quiet';
  readonly text: string;
}

/** The last thing worth saying aloud; also read by screen readers. */
export const noticeStore = createStore<{ readonly notice: Notice | null }>(() => ({ notice: null }));

let notices = 0;

export function say(text: string, tone: Notice['tone'] = 'info'): void {
  notices += 1;
  noticeStore.setState({ notice: { id: notices, tone, text } });
}

/** Every command that was run or drawn, so that the terminal can show both hands' work. */
export interface TranscriptEntry {
  readonly id: number;
  readonly from: 'typed' | 'drawn';
  readonly machine: string;
  readonly line: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
  /** Explanations of ours, apart from what the real program prints. */
  readonly notes: readonly string[];
}

export const transcriptStore = createStore<{ readonly entries: readonly TranscriptEntry[] }>(() => ({ entries: [] }));

let transcriptIds = 0;

export function record(entry: Omit<TranscriptEntry, 'id'>): void {
  transcriptIds += 1;
  const next = { ...entry, id: transcriptIds };
  transcriptStore.setState(({ entries }) => ({ entries: [...entries.slice(-499), next] }));
}

export async function open(source: OpenSource): Promise<LinkExtras | null> {
  const replaced = await engine().document();
  const result = await engine().open(source);
  if (!result.ok) {
    say(result.error.message, 'bad');
    return null;
  }
  await writeKept('previous', replaced);
  select(null);
  playerStore.setState({ trace: null, packet: null, step: 0, playing: false, stale: false });
  const machine = mirrorStore.getState().model.machines[0]?.name ?? '';
  preferencesStore.setState({ machine });
  return result.value.extras;
}

/** Brings back the scenario that the open one took the place of; what is open now can then be brought back in turn. */
export async function openPrevious(): Promise<void> {
  const json = await readKept('previous');
  if (json === undefined) say('Nothing else was open in this browser before.');
  else if (await open({ kind: 'document', json })) {
    leaveLink();
    say('This is what was open before');
  }
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
  if (!outcome.ok) say(outcome.message ?? 'That cannot be done.', 'bad');
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
export async function shareLink(): Promise<string> {
  const { packet, step, trace } = playerStore.getState();
  const extras: LinkExtras = {
    ...(packet !== null && trace ? { packet, step } : {}),
    pane: preferencesStore.getState().pane,
  };
  const payload = await engine().link(extras);
  return `${location.origin}${location.pathname}${formatPlace('lab', '', { s: payload })}`;
}
