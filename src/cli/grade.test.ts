import { describe, expect, it } from 'vitest';
import { encodeLink, parseDocument } from '../engine/scenario';
import { answerFile, answerLink, taskFile, taskId, taskLink } from '../engine/tasks';
import { answered, good, task } from '../engine/tasks/testing';
import { gradeFiles, tryTask } from './grade';
import { nodeCompression } from './read-scenario';

const id = taskId(task);
const ada = answered(task, 'Ada', task.hidden.solution);
const bob = answered(task, 'Bob', '');
const link = async (document: string, student: string) =>
  `https://ovn.example/#/lab?${answerLink(good(await encodeLink({ scenario: good(parseDocument(document)), extras: {} }, nodeCompression)), id, student)}`;

const FILES: Readonly<Record<string, string>> = {
  '/in/task.json': taskFile(task),
  '/in/task.txt': `https://ovn.example/#/learn/task?${good(await taskLink(task, nodeCompression))}`,
  '/in/no-task.json': '{"ovn-task": 1}',
  '/in/no-checks.json': taskFile({ ...task, hidden: { ...task.hidden, checks: 'sw0 reachs' } }),
  '/in/ada.ovn.json': answerFile(ada, id, 'Ada'),
  '/in/links.txt': `${await link(ada, 'Ada')}\n${await link(bob, 'Bob')}\n`,
  '/in/bad.json': '{"v": 2',
  '/in/other.json': answerFile(ada, 'deadbeef', 'Ada'),
  '/in/unsolvable.json': taskFile({ ...task, hidden: { ...task.hidden, solution: '' } }),
};

async function run(body: (io: Parameters<typeof gradeFiles>[2]) => Promise<number>) {
  const said: string[] = [];
  const status = await body({
    readText: (file) => {
      const text = FILES[file];
      if (text === undefined) throw new Error(`${file}: no such file`);
      return text;
    },
    out: (text) => said.push(text),
    error: (line) => said.push(line),
  });
  return { status, said: said.join('') };
}

const HEAD = 'file,student,The address is right,Nothing else is broken,points,of,reason';

describe('ovn grade', () => {
  it.each(['task.json', 'task.txt'])('gives a row for each answer, by %s', async (name) => {
    const { status, said } = await run((io) => gradeFiles(`/in/${name}`, ['/in/ada.ovn.json', '/in/links.txt'], io));
    expect(said.split('\r\n')).toEqual([
      HEAD,
      'ada.ovn.json,Ada,3,1,4,4,',
      'links.txt:1,Ada,3,1,4,4,',
      expect.stringMatching(/^links\.txt:2,Bob,0,1,1,4,The address is right: It prints: 00:00:00:00:00:99$/),
      '',
    ]);
    expect(status).toBe(0);
  });

  it('says in its row why something is not graded, and goes on', async () => {
    const files = ['bad.json', 'other.json', 'missing.json', 'ada.ovn.json'].map((name) => `/in/${name}`);
    const { status, said } = await run((io) => gradeFiles('/in/task.json', files, io));
    expect(said.split('\r\n').slice(1)).toEqual([
      'bad.json,,,,,,not graded: This is neither a scenario nor a link to one.',
      expect.stringContaining('other.json,,,,,,"not graded: This answers another task'),
      'missing.json,,,,,,not graded: /in/missing.json: no such file',
      'ada.ovn.json,Ada,3,1,4,4,',
      '',
    ]);
    expect(status).toBe(1);
  });

  it.each([
    ['no-task.json', 'start'],
    ['no-checks.json', 'The checks cannot be read, line 1'],
    ['bad.json', 'it is not JSON'],
  ])('refuses %s as a task', async (name, why) => {
    const { status, said } = await run((io) => gradeFiles(`/in/${name}`, ['/in/ada.ovn.json'], io));
    expect([status, said]).toEqual([2, expect.stringContaining(why)]);
  });

  it('tries a task', async () => {
    expect(await run((io) => tryTask('/in/task.json', io))).toEqual({
      status: 0,
      said: 'at the beginning: 1 of 4\nafter the solution: 4 of 4\n',
    });
    expect((await run((io) => tryTask('/in/unsolvable.json', io))).status).toBe(1);
  });
});
