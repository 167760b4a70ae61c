/**
 * How far this person is with each lesson, kept in the browser. Where it keeps nothing,
 * the page remembers as long as it is open.
 */
import { createStore } from 'zustand/vanilla';
import { useStore } from 'zustand';

export interface Remembered {
  /** Steps done: all before this one. */
  readonly done: number;
  /** It was once gone through to its end. */
  readonly finished: boolean;
  /** The scenario that is its lab, as the browser keeps it; null where it keeps none. */
  readonly entry: string | null;
  /** What was answered to the questions, by the number of the step. */
  readonly answers: Readonly<Record<number, number>>;
  /** What the network answered to them, where a lesson asks it. */
  readonly found: Readonly<Record<number, number>>;
}

const KEY = 'ovn-playground.lessons';
/** Lessons of teachers come and go: the oldest are forgotten. */
const MOST = 100;

export const untouched: Remembered = { done: 0, finished: false, entry: null, answers: {}, found: {} };

export const rememberedStore = createStore<Readonly<Record<string, Remembered>>>(() => read());

export function remembered(lesson: string): Remembered {
  return rememberedStore.getState()[lesson] ?? untouched;
}

export const useRemembered = (lesson: string): Remembered =>
  useStore(rememberedStore, (all) => all[lesson] ?? untouched);

export function remember(lesson: string, change: Partial<Remembered>): void {
  const { [lesson]: before = untouched, ...others } = rememberedStore.getState();
  const all = { ...others, [lesson]: { ...before, ...change } };
  rememberedStore.setState(Object.fromEntries(Object.entries(all).slice(-MOST)), true);
  try {
    localStorage.setItem(KEY, JSON.stringify(rememberedStore.getState()));
  } catch {
    // A browser that keeps nothing still teaches.
  }
}

function read(): Readonly<Record<string, Remembered>> {
  try {
    return readRemembered(JSON.parse(localStorage.getItem(KEY) ?? '{}'));
  } catch {
    return {};
  }
}

/** Reads what may have been written by another version, or by anybody. */
const FILE = 'ovn-progress';

/** How far this person is, as the text of a file. Labs stay in this browser, so what is under way elsewhere begins again there. */
export function progressFile(): string {
  const lessons = Object.entries(rememberedStore.getState()).map(([lesson, one]) => [lesson, { ...one, entry: null }]);
  return `${JSON.stringify({ [FILE]: 1, lessons: Object.fromEntries(lessons) as unknown }, null, 1)}\n`;
}

export function isProgressFile(text: string): boolean {
  return /^\s*\{\s*"ovn-progress"\s*:/.test(text);
}

/** Takes what a file knows more of; how many lessons it had, or null for one that cannot be read. */
export function takeProgress(text: string): number | null {
  let stored: unknown;
  try {
    stored = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof stored !== 'object' || stored === null || !('lessons' in stored)) return null;
  const taken = Object.entries(readRemembered(stored.lessons));
  for (const [lesson, { done, finished, answers, found }] of taken) {
    const here = remembered(lesson);
    remember(lesson, {
      finished: here.finished || finished,
      ...(here.entry === null && here.done < done ? { done } : {}),
      answers: { ...answers, ...here.answers },
      found: { ...found, ...here.found },
    });
  }
  return taken.length;
}

export function readRemembered(stored: unknown): Readonly<Record<string, Remembered>> {
  if (typeof stored !== 'object' || stored === null) return {};
  return Object.fromEntries(
    Object.entries(stored)
      .slice(-MOST)
      .flatMap(([lesson, value]: [string, unknown]) => {
        if (typeof value !== 'object' || value === null) return [];
        const { done, finished, entry, answers, found }: Partial<Record<keyof Remembered, unknown>> = value;
        return [
          [
            lesson,
            {
              done: isCount(done) ? done : 0,
              finished: finished === true,
              entry: typeof entry === 'string' ? entry : null,
              answers: choices(answers),
              found: choices(found),
            },
          ],
        ];
      }),
  );
}

function choices(value: unknown): Remembered['answers'] {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter(([, choice]) => isCount(choice)));
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
