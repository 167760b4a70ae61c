/**
 * What is said to a person: one thing that passes, and what stays said until it is
 * dismissed or no longer true. Both are read by screen readers.
 */
import { createStore } from 'zustand/vanilla';
import type { Problem } from '../bridge';

export interface Notice {
  readonly id: number;
  /** `quiet` is only for those who cannot see what changed. */
  readonly tone: 'info' | 'bad' | 'quiet';
  readonly text: string;
}

/** The last thing worth saying aloud. */
export const noticeStore = createStore<{ readonly notice: Notice | null }>(() => ({ notice: null }));

let notices = 0;

export function say(text: string, tone: Notice['tone'] = 'info'): void {
  notices += 1;
  noticeStore.setState({ notice: { id: notices, tone, text } });
}

export interface LastingNotice {
  /** Saying it again under the same key replaces it, so that nothing ever piles up. */
  readonly key: string;
  readonly tone: 'info' | 'bad';
  readonly text: string;
  /** What can be done about it, in order; each ends the notice. */
  readonly choices: readonly { readonly label: string; readonly run: () => unknown }[];
  /** Text to copy for whoever mends it. */
  readonly report?: string;
}

/** More at once are noise; the newest stay. */
const MOST = 4;

export const lastingStore = createStore<{ readonly notices: readonly LastingNotice[] }>(() => ({ notices: [] }));

export function sayLasting(notice: LastingNotice): void {
  lastingStore.setState(({ notices: before }) => ({
    notices: [...before.filter(({ key }) => key !== notice.key), notice].slice(-MOST),
  }));
}

export function dismiss(key: string): void {
  lastingStore.setState(({ notices: before }) => ({ notices: before.filter((notice) => notice.key !== key) }));
}

/** A problem with what helps against it, as sentences. */
export function problemText({ message, hint }: Problem): string {
  return hint === undefined ? ended(message) : `${ended(message)} ${ended(hint)}`;
}

function ended(sentence: string): string {
  return /[.!?…”)]$/.test(sentence) ? sentence : `${sentence}.`;
}
