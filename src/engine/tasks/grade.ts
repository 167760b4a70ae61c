/** Grades a lab by the checks of a task: points for each, and the reason of the first that failed. */
import { err, ok, type Problem, type Result, type Work } from '../base';
import { parseSuite, runningSuite } from '../checks';
import type { Check, Suite } from '../checks';
import type { Deployment } from '../releases';
import { opening } from '../scenario';
import type { Answer } from './answer';
import { beginning, typed } from './begin';
import { personalFor } from './personal';
import { taskId } from './task';
import type { Task } from './task';

export interface Grade {
  readonly student: string;
  readonly checks: readonly GradedCheck[];
  readonly points: number;
  readonly possible: number;
  /** Why the first failed that did; empty where none did. */
  readonly reason: string;
}

export interface GradedCheck {
  /** With the student's own words. */
  readonly name: string;
  readonly points: number;
  readonly possible: number;
  readonly sentence: string;
}

/** The checks of a task as they are called in it; a problem where they cannot be read, or there are none. */
export function checksOf({ hidden }: Task): Result<readonly Check[]> {
  const suite = suiteOf(hidden.checks);
  return suite.ok ? ok(suite.value.steps.filter((step) => step.kind === 'check')) : suite;
}

/** `student` is what to call somebody whose answer does not say it. */
export function* grading(task: Task, answer: Answer, student: string): Work<Result<Grade>> {
  const name = answer.student ?? student;
  if (answer.task !== null && answer.task !== taskId(task)) return err(ANOTHER_TASK);
  const opened = yield* opening(answer.document);
  if (!opened.ok) return opened;
  return yield* gradingLab(task, opened.value.deployment, name);
}

/** The deployment is one to play with: checks may change it. */
export function* gradingLab(task: Task, deployment: Deployment, student: string): Work<Result<Grade>> {
  const suite = suiteOf(personalFor(task.own, student)(task.hidden.checks));
  if (!suite.ok) return suite;
  const report = yield* runningSuite(deployment, suite.value);
  const checks = report.outcomes.flatMap((outcome): readonly GradedCheck[] => {
    if (outcome.kind === 'deed') return [];
    const possible = outcome.check.marks ?? 1;
    return [{ name: outcome.check.name, points: outcome.passed ? possible : 0, possible, sentence: outcome.sentence }];
  });
  const [failed] = checks.filter(({ points, possible }) => points < possible);
  const [broken] = report.outcomes.filter((outcome) => outcome.kind === 'deed' && !outcome.ok);
  const failedDeed = broken?.kind === 'deed' ? `A command between the checks failed: ${broken.said}` : '';
  return ok({
    student,
    checks,
    points: sum(checks.map(({ points }) => points)),
    possible: sum(checks.map(({ possible }) => possible)),
    reason: failed === undefined ? failedDeed : `${failed.name}: ${failed.sentence}`,
  });
}

/** What the checks say of the beginning, and after the solution: all of them must pass then, and not before. */
export interface Tried {
  readonly before: Grade;
  readonly after: Grade;
}

export function* tryingTask(task: Task, student: string): Work<Result<Tried>> {
  const before = yield* tried(task, student, '');
  if (!before.ok) return before;
  const after = yield* tried(task, student, task.hidden.solution);
  return after.ok ? ok({ before: before.value, after: after.value }) : after;
}

function* tried(task: Task, student: string, solution: string): Work<Result<Grade>> {
  const begun = yield* beginning(task, student);
  if (!begun.ok) return begun;
  const opened = yield* opening(begun.value);
  if (!opened.ok) return opened;
  const { deployment } = opened.value;
  const failed = typed(deployment, personalFor(task.own, student)(solution));
  if (failed !== undefined) return err({ code: 'bad-task', message: `The solution fails: ${failed}` });
  deployment.settle();
  return yield* gradingLab(task, deployment, student);
}

function suiteOf(text: string): Result<Suite> {
  const suite = parseSuite(text);
  if (!suite.ok) {
    const [first] = suite.error;
    const line = text.slice(0, first?.range?.start ?? 0).split('\n').length;
    return err({ code: 'bad-task', message: `The checks cannot be read, line ${line}: ${first?.message ?? ''}.` });
  }
  const { steps, starts } = suite.value;
  if (starts.length > 0)
    return err({
      code: 'bad-task',
      message: 'Checks of a task begin with what a student hands in, not with “run” or “scenario”.',
    });
  if (!steps.some((step) => step.kind === 'check')) return err(NO_CHECKS);
  return suite;
}

const NO_CHECKS: Problem = { code: 'bad-task', message: 'The task has no checks: nothing could be graded.' };

const ANOTHER_TASK: Problem = {
  code: 'another-task',
  message: 'This answers another task, or one that was given out with another beginning.',
};

/** Marks may have two decimals. */
function sum(numbers: readonly number[]): number {
  return Math.round(numbers.reduce((total, number) => total + number, 0) * 100) / 100;
}
