/** The task that is being recorded, as long as the page is open. */
import { createStore } from 'zustand/vanilla';
import { useStore } from 'zustand';
import { transcriptStore } from '../../actions';
import { engine } from '../../bridge';
import type { GivenTask, TaskDraft, TaskView } from '../../bridge';
import { mirrorStore } from '../../state';

export interface Recording {
  readonly title: string;
  readonly text: string;
  readonly shows: TaskView['shows'];
  readonly own: readonly string[];
  /** The document that students begin with, as text; null until it was taken. */
  readonly start: string | null;
  /** Names and addresses of the start that each student may have others of. */
  readonly words: readonly string[];
  readonly fault: string;
  readonly solution: string;
  readonly checks: string;
  /** The number of the last command that was taken already. */
  readonly since: number;
  /** What was made of it; null once something was changed. */
  readonly made: GivenTask | null;
}

export const recordingStore = createStore<Recording>(() => ({
  title: '',
  text: '',
  shows: 'marks',
  own: [],
  start: null,
  words: [],
  fault: '',
  solution: '',
  checks: '',
  since: 0,
  made: null,
}));

export const useRecording = (): Recording => useStore(recordingStore);

export function change(part: Partial<Omit<Recording, 'made'>>): void {
  recordingStore.setState({ ...part, made: null });
}

/** The lab as it is becomes the start; what stands in its Checks pane is proposed as the checks. */
export async function takeStart(): Promise<void> {
  const start = await engine().document();
  const { model, scenario } = mirrorStore.getState();
  const { title, checks, own } = recordingStore.getState();
  const words = wordsOf(model);
  change({
    start,
    words,
    own: own.filter((word) => words.includes(word)),
    title: title === '' ? scenario.name : title,
    checks: checks === '' ? (scenario.checks ?? '') : checks,
    since: lastLine(),
  });
}

/** What was typed and drawn since the start, or since it was last taken. */
export function takeTyped(what: 'fault' | 'solution'): void {
  const { since, [what]: before } = recordingStore.getState();
  const lines = transcriptStore
    .getState()
    .entries.filter(({ id, status }) => id > since && status === 0)
    .map(({ line }) => line);
  const text = [before.trimEnd(), ...lines].filter((line) => line !== '').join('\n');
  change({ [what]: text, since: lastLine() });
}

export function takeChecks(): void {
  change({ checks: mirrorStore.getState().scenario.checks ?? '' });
}

/** A problem in words, or empty: then it is made. */
export async function make(): Promise<string> {
  const { start, title, text, shows, own, fault, solution, checks } = recordingStore.getState();
  if (start === null) return 'Take the start first.';
  const draft: TaskDraft = { start, title, text, shows, own, fault, solution, checks };
  const made = await engine().makeTask(draft);
  if (!made.ok) return made.error.message;
  recordingStore.setState({ made: made.value });
  return '';
}

function lastLine(): number {
  return transcriptStore.getState().entries.at(-1)?.id ?? 0;
}

function wordsOf({ switches }: ReturnType<typeof mirrorStore.getState>['model']): readonly string[] {
  const ports = switches.flatMap((sw) => sw.ports);
  const names = [...switches.map(({ name }) => name), ...ports.map(({ name }) => name)];
  const addresses = ports.flatMap(({ macs }) => macs.flatMap((text) => text.split(' ')));
  return Array.from(new Set([...names, ...addresses])).filter((word) => word.length > 1 && word !== 'unknown');
}
