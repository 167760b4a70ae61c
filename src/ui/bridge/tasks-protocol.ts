/** What the page asks of tasks: plain data, in which nothing hidden crosses but the task's own file. */
import type { Result } from '../../engine/base';

export interface TaskDraft {
  readonly title: string;
  readonly text: string;
  /** `nothing`, `marks` or `checks`. */
  readonly shows: string;
  /** Names and addresses of which each student has others. */
  readonly own: readonly string[];
  /** The start as the text of a scenario file. */
  readonly start: string;
  readonly fault: string;
  readonly solution: string;
  readonly checks: string;
}

/** A task that can be given out, and what its checks say of it. */
export interface GivenTask {
  readonly id: string;
  readonly file: string;
  /** What stands behind `#/learn/task?`. */
  readonly link: string;
  readonly before: TaskResult;
  readonly after: TaskResult;
}

/** What a student sees of a task. */
export interface TaskView {
  readonly id: string;
  readonly title: string;
  /** With the student's own words. */
  readonly text: string;
  /** Whether names and addresses are each student's own. */
  readonly personal: boolean;
  readonly shows: 'nothing' | 'marks' | 'checks';
  /** The task as the text of a file. */
  readonly file: string;
}

/** As much as the task shows; a teacher sees everything. */
export interface TaskResult {
  readonly points: number;
  readonly possible: number;
  readonly reason: string;
  readonly checks: readonly { readonly name: string; readonly passed: boolean; readonly sentence: string }[];
}

export interface TaskApi {
  /** Puts a task together and tries it: at the beginning and after its solution. */
  makeTask(draft: TaskDraft): Promise<Result<GivenTask>>;
  /** A task from its file or link, as this student sees it. */
  readTask(text: string, student: string): Promise<Result<TaskView>>;
  /** The lab that this student begins with, as the text of a scenario file. */
  beginTask(file: string, student: string): Promise<Result<string>>;
  /** What the open lab is worth; null where the task shows nothing. */
  gradeTask(file: string, student: string): Promise<Result<TaskResult | null>>;
  /** What is handed in: the text of a file, and what stands behind `#/lab?` where it fits into a link. */
  answerTask(file: string, student: string): Promise<Result<{ readonly file: string; readonly link: string | null }>>;
}
