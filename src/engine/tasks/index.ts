/**
 * Tasks that teachers give and that are graded (docs/tasks.md): a start, a hidden
 * fault, a text, and checks in the language of `ovn ci`.
 *
 * - `beginning` is what a student begins with, `grading` what an answer is worth.
 * - Words of the start that are the student's own follow from the student's name:
 *   whoever grades makes the same (`personalFor`).
 * - A task is a file or a link, an answer a scenario file or a link to one.
 *
 * Invariants: the same task and answer give the same grade; whatever a text is, the
 * answer is a task, an answer, a grade or a problem.
 *
 * Simplified: hidden is veiled, not encrypted; an answer says itself whose it is.
 */
export { answerFile, answerLink, linksIn, readAnswer } from './answer';
export type { Answer } from './answer';
export { beginning, personalText } from './begin';
export { gradesCsv } from './csv';
export type { GradedFile } from './csv';
export { isTaskFile, isTaskLink, readTask, readTaskFile, readTaskLink, taskFile, taskLink } from './file';
export { checksOf, grading, gradingLab, tryingTask } from './grade';
export type { Grade, GradedCheck, Tried } from './grade';
export { personalFor, plainName } from './personal';
export { SHOWN, taskId } from './task';
export type { HiddenPart, Shown, Task } from './task';
