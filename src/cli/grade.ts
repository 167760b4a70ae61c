/** `ovn grade TASK FILES…`: what students handed in, graded by a task, as CSV. */
import { basename } from 'node:path';
import { err, finishWork } from '../engine/base';
import type { Result } from '../engine/base';
import { checksOf, grading, gradesCsv, linksIn, readAnswer, readTask, tryingTask } from '../engine/tasks';
import type { Grade, GradedFile, Task } from '../engine/tasks';
import { nodeCompression } from './read-scenario';

export interface GradeIo {
  /** Throws where a file cannot be read. */
  readonly readText: (file: string) => string;
  readonly out: (text: string) => void;
  readonly error: (line: string) => void;
}

/** 0 when everything was graded, 1 when something was not, 2 when the task cannot be read. */
export async function gradeFiles(taskFile: string, files: readonly string[], io: GradeIo): Promise<0 | 1 | 2> {
  const task = await readTask(io.readText(taskFile), nodeCompression);
  const checks = task.ok ? checksOf(task.value) : task;
  if (!task.ok || !checks.ok) {
    io.error(`${taskFile}: ${checks.ok ? '' : checks.error.message}`);
    return 2;
  }
  const graded: GradedFile[] = [];
  for (const file of files) graded.push(...(await gradeFile(task.value, file, io)));
  const names = checks.value.map(({ name }) => name);
  io.out(gradesCsv(names, graded));
  return graded.every(({ grade }) => grade.ok) ? 0 : 1;
}

/** 0 when the checks fail at the beginning and all pass after the solution, 1 when not, 2 when it cannot be tried. */
export async function tryTask(taskFile: string, io: GradeIo): Promise<0 | 1 | 2> {
  const task = await readTask(io.readText(taskFile), nodeCompression);
  const tried = task.ok ? finishWork(tryingTask(task.value, 'A student')) : task;
  if (!tried.ok) {
    io.error(`${taskFile}: ${tried.error.message}`);
    return 2;
  }
  const { before, after } = tried.value;
  io.out(`at the beginning: ${before.points} of ${before.possible}\n`);
  io.out(`after the solution: ${after.points} of ${after.possible}${after.reason === '' ? '' : `, ${after.reason}`}\n`);
  return after.points === after.possible && before.points < before.possible ? 0 : 1;
}

/** One row for a file, or one for each link in it. */
async function gradeFile(task: Task, file: string, { readText }: GradeIo): Promise<readonly GradedFile[]> {
  const shown = basename(file);
  let text: string;
  try {
    text = readText(file);
  } catch (cause) {
    return [
      {
        file: shown,
        grade: err({ code: 'unreadable', message: cause instanceof Error ? cause.message : String(cause) }),
      },
    ];
  }
  const links = linksIn(text);
  if (links.length <= 1) return [{ file: shown, grade: await gradeText(task, links[0] ?? text, shown) }];
  const rows: GradedFile[] = [];
  for (const [index, link] of links.entries())
    rows.push({ file: `${shown}:${index + 1}`, grade: await gradeText(task, link, `${shown}:${index + 1}`) });
  return rows;
}

/** A file that does not say whose it is, is whose it is called after. */
async function gradeText(task: Task, text: string, file: string): Promise<Result<Grade>> {
  const answer = await readAnswer(text, nodeCompression);
  if (!answer.ok) return answer;
  try {
    return finishWork(grading(task, answer.value, file.replace(/(\.ovn)?\.(json|txt)$/i, '')));
  } catch (cause) {
    // What one student handed in must not keep the others from their grades.
    return err({
      code: 'failed',
      message: `grading it failed: ${cause instanceof Error ? cause.message : String(cause)}`,
    });
  }
}

export const GRADE_HELP = `
TASK is the file, or a file with the link, that the page gave (docs/tasks.md). Each of FILES is what a student handed in:
a file, or one with a link, or with many, one a line.

Exit status: 0 all graded, 1 something could not be graded (its row says why), 2 the task cannot be read.
`;
