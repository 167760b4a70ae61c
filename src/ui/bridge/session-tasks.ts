/** The calls about tasks: they change nothing of what is open, and a mistake of ours is answered with a problem. */
import { err, ok } from '../../engine/base';
import type { Result, Work } from '../../engine/base';
import { documentText, encodeLink, exporting, parseDocument } from '../../engine/scenario';
import {
  answerFile,
  answerLink,
  beginning,
  gradingLab,
  personalText,
  readTask,
  SHOWN,
  taskFile,
  taskId,
  taskLink,
  tryingTask,
} from '../../engine/tasks';
import type { Grade, Task } from '../../engine/tasks';
import type { SessionCore } from './session-core';
import type { TaskApi, TaskDraft, TaskResult } from './tasks-protocol';

/** Whose names a teacher sees while a task is tried. */
const SOMEBODY = 'A student';

export function sessionTasks(core: SessionCore): TaskApi {
  const { compression } = core.platform;
  const ponder = async <T>(words: string, work: () => Work<Result<T>>): Promise<Result<T>> =>
    (await core.ponder(words, work, err)) ?? err({ code: 'stopped', message: 'It was stopped.' });
  const withTask = async <T>(file: string, then: (task: Task) => Promise<Result<T>>): Promise<Result<T>> => {
    const task = await readTask(file, compression);
    return task.ok ? then(task.value) : task;
  };
  return {
    async makeTask(draft) {
      const task = taskOf(draft);
      if (!task.ok) return task;
      const tried = await ponder('try the task', () => tryingTask(task.value, SOMEBODY));
      if (!tried.ok) return tried;
      const link = await taskLink(task.value, compression);
      if (!link.ok) return link;
      const { before, after } = tried.value;
      return ok({
        id: taskId(task.value),
        file: taskFile(task.value),
        link: link.value,
        before: resultOf(before),
        after: resultOf(after),
      });
    },
    readTask: (text, student) =>
      withTask(text, (task) =>
        Promise.resolve(
          ok({
            id: taskId(task),
            title: task.title,
            text: personalText(task, student),
            personal: task.own.length > 0,
            shows: task.shows,
            file: taskFile(task),
          }),
        ),
      ),
    beginTask: (file, student) =>
      withTask(file, async (task) => {
        const begun = await ponder('begin the task', () => beginning(task, student));
        return begun.ok ? ok(documentText(begun.value)) : begun;
      }),
    gradeTask: (file, student) =>
      withTask(file, async (task) => {
        if (task.shows === 'nothing') return ok(null);
        const graded = await ponder('grade the task', () => gradingLab(task, core.open.deployment.copy(), student));
        if (!graded.ok) return graded;
        const result = resultOf(graded.value);
        return ok(task.shows === 'checks' ? result : { ...result, reason: '', checks: [] });
      }),
    answerTask: (file, student) =>
      withTask(file, (task) =>
        core.enqueue(async () => {
          const { deployment, scenario: named } = core.open;
          const scenario = await core.drive(exporting(deployment, named, { shortest: true }));
          const payload = await encodeLink({ scenario, extras: {} }, compression);
          const id = taskId(task);
          return ok({
            file: answerFile(documentText(scenario), id, student),
            link: payload.ok ? answerLink(payload.value, id, student) : null,
          });
        }),
      ),
  };
}

function taskOf({ title, text, shows, own, start, fault, solution, checks }: TaskDraft): Result<Task> {
  const document = parseDocument(start);
  if (!document.ok) return document;
  return ok({
    title: title.trim() === '' ? document.value.name : title.trim(),
    text,
    shows: SHOWN.find((one) => one === shows) ?? 'marks',
    own,
    // What a teacher has tried as checks in the lab is no part of what students begin with.
    start: { ...document.value, checks: '' },
    hidden: { fault, solution, checks },
  });
}

function resultOf({ points, possible, reason, checks }: Grade): TaskResult {
  return {
    points,
    possible,
    reason,
    checks: checks.map(({ name, points: earned, possible: most, sentence }) => ({
      name,
      passed: earned === most,
      sentence,
    })),
  };
}
