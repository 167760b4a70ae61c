/** For tests: a task, and how its students did. */
import { finishWork } from '../base';
import type { Result } from '../base';
import { documentText, exportScenario, galleryScenario, openScenario } from '../scenario';
import type { ScenarioDocument } from '../scenario';
import { beginning, typed } from './begin';
import { personalFor } from './personal';
import type { Task } from './task';

/** sw0-port2 was given another address than the machine behind it has. */
export const task: Task = {
  title: 'Who is silent?',
  text: 'sw0-port2 does not answer at 00:00:00:00:00:02. Find out why, and mend it.',
  shows: 'marks',
  own: ['sw0-port1', 'sw0-port2', '00:00:00:00:00:01', '00:00:00:00:00:02', '10.0.0.1'],
  start: article(),
  hidden: {
    fault: 'ovn-nbctl lport-set-macs sw0-port2 00:00:00:00:00:99',
    solution: 'ovn-nbctl lport-set-macs sw0-port2 00:00:00:00:00:02',
    checks: [
      '`ovn-nbctl lport-get-macs sw0-port2` prints "00:00:00:00:00:02" as "The address is right" for 3 marks',
      'sw0-port1 is up as "Nothing else is broken"',
    ].join('\n'),
  },
};

function article(): ScenarioDocument {
  const document = galleryScenario('article');
  if (document === undefined) throw new Error('The gallery has no article.');
  return document;
}

export function good<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

/** The lab of a student who typed `commands`, which name things as the task does. */
export function answered(given: Task, student: string, commands: string): string {
  const document: ScenarioDocument = good(finishWork(beginning(given, student)));
  const { deployment, ...extras } = good(openScenario(document));
  const failed = typed(deployment, personalFor(given.own, student)(commands));
  if (failed !== undefined) throw new Error(failed);
  deployment.settle();
  return documentText(exportScenario(deployment, extras));
}
