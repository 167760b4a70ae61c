/** A task: where students begin, what they are to do, and, hidden, what is broken and how it is judged. */
import { uuidFromContent } from '../base';
import { documentText } from '../scenario';
import type { ScenarioDocument } from '../scenario';

export const TASK_VERSION = 1;

/** What a student is told of the checks: nothing, the marks, or each with what it says. */
export const SHOWN = ['nothing', 'marks', 'checks'] as const;

export type Shown = (typeof SHOWN)[number];

export interface Task {
  readonly title: string;
  /** What is to be done: paragraphs, lists that begin with -, `code` and **bold**. */
  readonly text: string;
  readonly shows: Shown;
  /** Names and addresses of which each student has others. */
  readonly own: readonly string[];
  readonly start: ScenarioDocument;
  readonly hidden: HiddenPart;
}

export interface HiddenPart {
  /** Typed over the start before a student sees it; may be empty. */
  readonly fault: string;
  /** Typed over that, it passes every check; for who wrote it. */
  readonly solution: string;
  /** A suite (docs/checks.md); a check that says nothing of marks counts one. */
  readonly checks: string;
}

/** The same for tasks with the same beginning: texts, checks and solution may be mended after the task was given out. */
export function taskId({ title, start, own, hidden }: Task): string {
  return uuidFromContent(title, documentText(start), own.join('\n'), hidden.fault).slice(0, 8);
}
