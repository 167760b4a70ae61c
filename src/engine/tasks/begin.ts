/** What a student begins with, and what they are told: the start with the student's own words, and the fault in it. */
import { err, ok, type Problem, type Result, type Work } from '../base';
import { deploymentHost, NOTHING_SET, startScript } from '../commands';
import type { Deployment } from '../releases';
import { exporting, opening } from '../scenario';
import type { ScenarioDocument } from '../scenario';
import { personalDocument, personalFor } from './personal';
import type { Task } from './task';

/** The text of the task with the student's own words. */
export function personalText({ text, own }: Task, student: string): string {
  return personalFor(own, student)(text);
}

/** The lab that a student begins with, as a document. */
export function* beginning(task: Task, student: string): Work<Result<ScenarioDocument>> {
  const personal = personalFor(task.own, student);
  const document = task.own.length === 0 ? task.start : personalDocument(task.start, personal);
  if (document === undefined) return err(CANNOT_BE_PERSONAL);
  const opened = yield* opening(document);
  if (!opened.ok) return opened;
  const { deployment, packets, positions } = opened.value;
  const broken = typed(deployment, personal(task.hidden.fault));
  if (broken !== undefined) return err({ code: 'bad-task', message: `What breaks the network fails: ${broken}` });
  deployment.settle();
  deployment.beginHere();
  return ok(yield* exporting(deployment, { name: task.title, packets, positions }));
}

/** Types commands on the first machine, up to the first that fails: what that said. */
export function typed(deployment: Deployment, commands: string): string | undefined {
  if (commands.trim() === '') return undefined;
  const [machine] = deployment.machines.keys();
  const started = startScript(deploymentHost(deployment), machine, commands, NOTHING_SET, (program) =>
    deployment.action(program),
  );
  if (!started.ok) return started.error.stderr.trim();
  const shell = started.value;
  for (const work = shell.run(); work.next().done !== true;) {
    const failed = shell.lines.find(({ status }) => status !== 0);
    if (failed) return `${failed.line}: ${failed.stderr.trim() || `exit status ${failed.status}`}`;
  }
  return undefined;
}

const CANNOT_BE_PERSONAL: Problem = {
  code: 'bad-task',
  message: 'The start of this task cannot be read with names of one’s own.',
};
