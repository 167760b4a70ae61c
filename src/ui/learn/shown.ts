/** Which steps were shown to the person, and what was done for them: as long as the page is open. */
import { wordsOf } from './deeds';
import type { Deed } from './deeds';

const shown = new Map<string, string>();

export function noteShown(lesson: string, step: number, deeds: readonly Deed[]): void {
  shown.set(`${lesson} ${step}`, wordsOf(deeds));
}

/** In one sentence; undefined when the person did it. */
export function shownBy(lesson: string, step: number): string | undefined {
  return shown.get(`${lesson} ${step}`);
}
