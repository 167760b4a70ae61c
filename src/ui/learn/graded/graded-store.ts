/**
 * The tasks that this browser was given, with whom they are done by, kept as the texts
 * of their files. Where the browser keeps nothing, they are there as long as the page is.
 */
import { createStore } from 'zustand/vanilla';
import { useStore } from 'zustand';
import { engine } from '../../bridge';
import type { Problem } from '../../bridge';

export interface GivenToMe {
  readonly id: string;
  readonly title: string;
  /** The text of the task's file. */
  readonly file: string;
  /** Null until a name was given. */
  readonly student: string | null;
}

const KEY = 'ovn-playground.graded';
const MOST = 20;

const gradedStore = createStore<{ readonly tasks: readonly GivenToMe[] }>(() => ({ tasks: restored() }));

export const useGraded = (): readonly GivenToMe[] => useStore(gradedStore, (s) => s.tasks);

/** Takes a task from its file or its link; its identity, or what is wrong with it. */
export async function takeTask(text: string): Promise<{ readonly id: string } | Problem> {
  const read = await engine().readTask(text, '');
  if (!read.ok) return read.error;
  const { id, title, file } = read.value;
  const before = gradedStore.getState().tasks.find((task) => task.id === id);
  keep([...others(id), { id, title, file, student: before?.student ?? null }]);
  return { id };
}

export function nameStudent(id: string, student: string): void {
  keep(gradedStore.getState().tasks.map((task) => (task.id === id ? { ...task, student } : task)));
}

/** The name that was given last, to be offered for the next task. */
export function lastStudent(): string {
  return gradedStore.getState().tasks.findLast(({ student }) => student !== null)?.student ?? '';
}

export function forgetTask(id: string): void {
  keep(others(id));
}

function others(id: string): readonly GivenToMe[] {
  return gradedStore.getState().tasks.filter((task) => task.id !== id);
}

function keep(tasks: readonly GivenToMe[]): void {
  gradedStore.setState({ tasks: tasks.slice(-MOST) });
  try {
    localStorage.setItem(KEY, JSON.stringify(gradedStore.getState().tasks));
  } catch {
    // Too large or not allowed: the page has them all the same.
  }
}

function restored(): readonly GivenToMe[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(stored) ? stored.slice(-MOST).flatMap(readGiven) : [];
  } catch {
    return [];
  }
}

function readGiven(value: unknown): readonly GivenToMe[] {
  if (typeof value !== 'object' || value === null) return [];
  const { id, title, file, student }: Partial<Record<keyof GivenToMe, unknown>> = value;
  if (typeof id !== 'string' || typeof title !== 'string' || typeof file !== 'string') return [];
  return [{ id, title, file, student: typeof student === 'string' ? student : null }];
}
