/**
 * The tasks that this browser has: opened from files or written here, kept as the texts
 * of their files. Where the browser keeps nothing, they are there as long as the page is.
 */
import { createStore } from 'zustand/vanilla';
import { useStore } from 'zustand';
import type { Result } from '../../bridge';
import type { Lesson } from '../lesson';
import { lessonOfTask } from './lesson-of-task';
import { readTask } from './read-task';

const KEY = 'ovn-playground.tasks';
const MOST = 20;

/** By their identity, oldest first. */
const taskStore = createStore<{ readonly lessons: readonly Lesson[] }>(() => ({ lessons: [] }));
const texts = new Map<string, string>();

/** Adds a task, or finds it again; a bad one is answered with where it is wrong. */
export function addTask(text: string): Result<Lesson> {
  const task = readTask(text);
  if (!task.ok) return task;
  const id = `task-${hashOf(text)}`;
  const lesson = lessonOfTask(id, task.value);
  texts.delete(id);
  texts.set(id, text);
  const others = taskStore.getState().lessons.filter((one) => one.id !== id);
  const lessons = [...others, lesson].slice(-MOST);
  taskStore.setState({ lessons });
  keep();
  return { ok: true, value: lesson };
}

export function removeTask(id: string): void {
  texts.delete(id);
  taskStore.setState({ lessons: taskStore.getState().lessons.filter((one) => one.id !== id) });
  keep();
}

export const useTasks = (): readonly Lesson[] => useStore(taskStore, (s) => s.lessons);

function keep(): void {
  const kept = taskStore.getState().lessons.flatMap(({ id }) => texts.get(id) ?? []);
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // Too large or not allowed: the page has them all the same.
  }
}

/** FNV-1a, 64 bits of it: the same file is the same task. */
function hashOf(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (let at = 0; at < text.length; at += 1)
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(at))) * 0x100000001b3n);
  return hash.toString(16).padStart(16, '0');
}

function restore(): void {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    if (!Array.isArray(stored)) return;
    for (const text of stored.slice(-MOST)) if (typeof text === 'string') addTask(text);
  } catch {
    // What cannot be read is no task.
  }
}

restore();
