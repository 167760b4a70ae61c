/** Files and links of tasks, and what is handed in for them, damaged: each is read or refused, and what is read is the same again. */
import { finishWork } from '../../src/engine/base';
import { galleryScenario } from '../../src/engine/scenario';
import {
  beginning,
  linksIn,
  personalFor,
  readAnswer,
  readTask,
  taskFile,
  taskId,
  taskLink,
} from '../../src/engine/tasks';
import type { Task } from '../../src/engine/tasks';
import { nodeCompression } from '../../src/cli/read-scenario';
import type { Chance } from '../chance';
import { type Door, type Visit, must, mustEqual } from '../door';
import { mutateText } from '../mutate';
import { once } from '../recordings';

const TASK = once((): Task => {
  const start = galleryScenario('article');
  if (start === undefined) throw new Error('The gallery has no article.');
  return {
    title: 'Who is silent?',
    text: 'Mend `sw0-port2`.',
    shows: 'marks',
    own: ['sw0-port2', '00:00:00:00:00:02', '10.0.0.1'],
    start,
    hidden: { fault: 'ovn-nbctl lport-del sw0-port2', solution: '', checks: 'sw0-port1 reaches sw0-port2 by ping' },
  };
});

const LINK = await taskLink(TASK(), nodeCompression);

const SEEDS = once(() => {
  const answer = JSON.stringify({ answer: { task: taskId(TASK()), student: 'Ada' }, ...galleryScenario('empty') });
  return [taskFile(TASK()), LINK.ok ? `https://x/#/learn/task?${LINK.value}` : '', answer];
});

/** Words and names for the part that changes texts. */
const WORDS = ['.*', 'a', '-', '[', '(?', '\\', 'sw0', '1.2.3.4', '00:00:00:00:00:00', '  ', 'İ', '$&', '\u0000'];

export const tasks: Door = {
  id: 'tasks',
  title: 'files and links of tasks, and answers',
  form: 'text',
  span: 1,
  cost: 20,
  setups: [''],
  draw: (chance, pool) => drawn(chance, pool),
  open: () => visit,
};

function drawn(chance: Chance, pool: readonly string[]): string {
  if (chance.oneIn(3)) {
    const own = Array.from(
      { length: 1 + chance.below(3) },
      () => chance.pick(WORDS) + (chance.oneIn(2) ? chance.pick(WORDS) : ''),
    );
    return taskFile({ ...TASK(), own, text: chance.pick(WORDS) });
  }
  const base = pool.length > 0 && chance.oneIn(3) ? chance.pick(pool) : chance.pick(SEEDS());
  return mutateText(base, SEEDS(), chance);
}

const visit: Visit = {
  async feed(text) {
    const task = await readTask(text, nodeCompression);
    const answer = await readAnswer(text, nodeCompression);
    linksIn(text);
    if (!task.ok) return answer.ok ? 'an answer' : `${task.error.code} ${answer.error.code}`;
    const file = taskFile(task.value);
    const again = await readTask(file, nodeCompression);
    must(again.ok, 'a task that does not come back from its own file');
    if (again.ok) mustEqual(file, taskFile(again.value), 'a task and its file');
    const personal = personalFor(task.value.own, 'Ada');
    mustEqual(
      personal(task.value.text),
      personalFor(task.value.own, ' ada ')(task.value.text),
      'what is a student’s own',
    );
    const begun = finishWork(beginning(task.value, 'Ada'));
    return begun.ok ? 'begun' : `not begun: ${begun.error.code}`;
  },
};
