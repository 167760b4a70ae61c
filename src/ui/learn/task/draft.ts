/** The lesson that is being written, as long as the page is open. */
import { createStore } from 'zustand/vanilla';
import { useStore } from 'zustand';
import { transcriptStore } from '../../actions';
import { engine } from '../../bridge';
import { mirrorStore, playerStore } from '../../state';
import { suggestChecks } from './record';
import type { Moment } from './record';
import type { Check, Task, TaskStep } from './task';
import { TASK_VERSION } from './task';

export interface Draft {
  readonly title: string;
  readonly summary: string;
  /** The document that a student starts from, as text; null until it was taken. */
  readonly start: string | null;
  readonly steps: readonly TaskStep[];
  /** Since when what is done belongs to the next step. */
  readonly since: Moment | null;
}

export const draftStore = createStore<Draft>(() => ({ title: '', summary: '', start: null, steps: [], since: null }));

export const useDraft = (): Draft => useStore(draftStore);

/** The lab as it is becomes the start, whatever is broken in it. */
export async function takeStart(): Promise<void> {
  draftStore.setState({ start: await engine().document(), since: moment() });
}

/** True when what was done since gave a step; false when nothing of it can be checked. */
export function addStep(): boolean {
  const { steps, since } = draftStore.getState();
  if (since === null) return false;
  const now = moment();
  const ran = transcriptStore.getState().entries.filter(({ id, status }) => id > since.line && status === 0);
  const checks = suggestChecks(since, now);
  const last = ran.at(-1);
  const printed: readonly Check[] =
    checks.length === 0 && last
      ? [{ is: 'printed', command: last.line.slice(0, 200), output: firstLine(last.stdout) }]
      : checks;
  if (printed.length === 0) return false;
  const step: TaskStep = {
    title: freeTitle(steps),
    text: '',
    commands: [],
    solution: ran.map(({ line }) => line).slice(-50),
    hints: [],
    learned: '',
    checks: printed.slice(0, 20),
  };
  draftStore.setState({ steps: [...steps, step], since: now });
  return true;
}

export function changeStep(at: number, change: Partial<TaskStep>): void {
  const { steps } = draftStore.getState();
  draftStore.setState({ steps: steps.map((step, index) => (index === at ? { ...step, ...change } : step)) });
}

export function removeStep(at: number): void {
  draftStore.setState({ steps: draftStore.getState().steps.filter((_, index) => index !== at) });
}

/** The text of the file; what is missing in it, the reader says. */
export function fileOf({ title, summary, start, steps }: Draft): string {
  const document: unknown = start === null ? null : JSON.parse(start);
  const task: Omit<Task, 'start'> & { readonly start: unknown } = {
    'ovn-lesson': TASK_VERSION,
    title,
    summary,
    start: document,
    steps,
  };
  return JSON.stringify(task, null, 1);
}

function moment(): Moment {
  return {
    model: mirrorStore.getState().model,
    trace: playerStore.getState().trace,
    line: transcriptStore.getState().entries.at(-1)?.id ?? 0,
  };
}

function firstLine(text: string): string {
  return (text.split('\n').find((line) => line.trim() !== '') ?? '').slice(0, 200);
}

function freeTitle(steps: readonly TaskStep[]): string {
  let number = steps.length + 1;
  while (steps.some(({ title }) => title === `Step ${number}`)) number += 1;
  return `Step ${number}`;
}
