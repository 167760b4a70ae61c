import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { finishWork } from '../base';
import { describePacket, decode, fromHex } from '../../packets';
import { documentText, encodeLink, openScenario, parseDocument } from '../scenario';
import { runCommand } from '../commands';
import {
  answerFile,
  answerLink,
  beginning,
  checksOf,
  grading,
  gradesCsv,
  isTaskFile,
  linksIn,
  personalFor,
  personalText,
  readAnswer,
  readTask,
  taskFile,
  taskId,
  taskLink,
  tryingTask,
} from '.';
import type { Compression } from '../scenario';
import { answered, good, task } from './testing';

const compression: Compression = {
  deflate: (bytes) => Promise.resolve(new Uint8Array(deflateRawSync(bytes))),
  inflate: (bytes, limit) => {
    try {
      return Promise.resolve(new Uint8Array(inflateRawSync(bytes, { maxOutputLength: limit })));
    } catch {
      return Promise.reject(new Error('damaged'));
    }
  },
};

describe('a task', () => {
  it('comes back from its file and from its link', async () => {
    const file = taskFile(task);
    expect(isTaskFile(file)).toBe(true);
    expect(good(await readTask(file, compression))).toEqual(task);
    const link = good(await taskLink(task, compression));
    expect(good(await readTask(`https://ovn.example/#/learn/task?${link}`, compression))).toEqual(task);
    expect(link.length).toBeLessThan(1_600);
  });

  it('does not show what is hidden', async () => {
    const texts = [taskFile(task), good(await taskLink(task, compression))];
    for (const text of texts)
      for (const word of ['00:00:00:00:00:99', 'lport-get-macs', 'marks'].filter((one) => one !== task.shows))
        expect(text).not.toContain(word);
  });

  it('is the same task when its texts, checks or solution are mended', () => {
    expect(taskId({ ...task, text: 'x', hidden: { ...task.hidden, solution: '', checks: '' } })).toBe(taskId(task));
    expect(taskId({ ...task, hidden: { ...task.hidden, fault: '' } })).not.toBe(taskId(task));
  });

  it.each([
    ['{', 'it is not JSON'],
    ['{}', 'start'],
    [taskFile(task).replace('"ovn-task": 1', '"ovn-task": 2'), 'this program reads version 1'],
    [taskFile(task).replace('Who is silent?', ' '), 'a title is missing'],
    [taskFile(task).replace(/"hidden": ".../, '"hidden": "AAA'), 'damaged'],
    [taskFile(task).replace('"marks"', '"everything"'), 'shows: expected one of nothing, marks, checks'],
  ])('is refused where it is none: %#', async (text, why) => {
    const read = await readTask(text, compression);
    expect(read.ok ? '' : read.error.message).toContain(why);
  });

  it('is tried: its checks fail at first and pass after the solution', () => {
    const { before, after } = good(finishWork(tryingTask(task, 'Ada')));
    expect([before.points, after.points, after.possible]).toEqual([1, 4, 4]);
    const wrong = { ...task, hidden: { ...task.hidden, solution: 'ovn-nbctl nonsense' } };
    expect(finishWork(tryingTask(wrong, 'Ada'))).toMatchObject({
      ok: false,
      error: { message: /solution fails/ } as never,
    });
  });
});

describe('what is a student’s own', () => {
  it('follows from the name, however it is written', () => {
    const [ada, again, bob] = ['Ada Lovelace', ' ada  lovelace', 'Bob'].map((name) => personalText(task, name));
    expect(ada).toBe(again);
    expect(ada).not.toBe(bob);
    expect(ada).toMatch(/^sw0-port2-[a-z]{4} does not answer at 02(:[0-9a-f]{2}){5}\. Find/);
  });

  it.each([
    ['sw0', 'sw0-port1 on sw0.', /^sw0-port1 on sw0-[a-z]{4}\.$/],
    ['web', 'outport == "web" && $webs', /^outport == "web-[a-z]{4}" && \$webs$/],
    ['0a:00:00:00:00:0b', '0A:00:00:00:00:0B', /^02(:[0-9a-f]{2}){5}$/],
    ['10.0.0.7', '10.0.0.9/24 and 110.0.0.1', /^10\.\d+\.\d+\.9\/24 and 110\.0\.0\.1$/],
    ['a.b', 'axb a.b', /^axb a\.b-[a-z]{4}$/],
  ])('%s in “%s”', (word, text, expected) => {
    expect(personalFor([word], 'Ada')(text)).toMatch(expected);
  });

  it('is in the lab, in its packets and in nothing else', () => {
    const personal = personalFor(task.own, 'Ada');
    const document = good(finishWork(beginning(task, 'Ada')));
    const { deployment, packets } = good(openScenario(document));
    expect(runCommand(deployment, 'hv1', 'ovn-nbctl lport-list sw0').stdout).toContain(personal('sw0-port1'));
    expect(runCommand(deployment, 'hv1', `ovn-nbctl lport-get-up ${personal('sw0-port1')}`).stdout).toBe('up\n');
    const bytes = fromHex(packets[0]?.hex ?? '') ?? new Uint8Array();
    expect(describePacket(bytes)).toContain(personal('10.0.0.1'));
    expect(JSON.stringify(decode(bytes))).not.toMatch(/malformed|wrong/);
    expect(documentText(document)).not.toContain('sw0-port1"');
    expect(document.machines.map(({ name }) => name)).toEqual(['hv1', 'hv2']);
  });
});

describe('an answer', () => {
  const ada = answered(task, 'Ada', task.hidden.solution);
  const id = taskId(task);
  const grade = async (text: string, fallback = 'file-name') =>
    finishWork(grading(task, good(await readAnswer(text, compression)), fallback));

  it('is graded as a file and as a link', async () => {
    expect(good(await grade(answerFile(ada, id, 'Ada')))).toMatchObject({
      student: 'Ada',
      points: 4,
      possible: 4,
      reason: '',
    });
    const payload = good(await encodeLink({ scenario: good(parseDocument(ada)), extras: {} }, compression));
    const text = `Ada: https://ovn.example/#/lab?${answerLink(payload, id, 'Ada')}\nhttps://x/#/lab?s=zz`;
    expect(linksIn(text)).toHaveLength(2);
    expect(good(await grade(linksIn(text)[0] ?? ''))).toMatchObject({ student: 'Ada', points: 4 });
  });

  it('opens as a scenario like any other', () => {
    expect(good(parseDocument(answerFile(ada, id, 'Ada')))).toEqual(good(parseDocument(ada)));
  });

  it('is worth less where something does not hold, and says why', async () => {
    const unsolved = good(await grade(answerFile(answered(task, 'Ada', ''), id, 'Ada')));
    expect(unsolved).toMatchObject({ points: 1, possible: 4 });
    expect(unsolved.reason).toBe('The address is right: It prints: 00:00:00:00:00:99');
    // What another student has does not help.
    expect(good(await grade(answerFile(ada, id, 'Bob')))).toMatchObject({ student: 'Bob', points: 0 });
    // A plain scenario is whose its file is called after.
    expect(good(await grade(ada, 'Ada'))).toMatchObject({ student: 'Ada', points: 4 });
  });

  it('of another task, or of none, is not graded', async () => {
    expect(await grade(answerFile(ada, '00000000', 'Ada'))).toMatchObject({
      ok: false,
      error: { code: 'another-task' },
    });
    expect(await readAnswer('hello', compression)).toMatchObject({ ok: false });
  });
});

it('writes a table that a spreadsheet reads and runs nothing of', () => {
  const names = good(checksOf(task)).map(({ name }) => name);
  const checks = names.map((name) => ({ name, points: 1, possible: 1, sentence: '' }));
  const grade = {
    ok: true,
    value: { student: '=cmd()', checks, points: 2, possible: 2, reason: 'a "b", c\nd' },
  } as const;
  const bad = { ok: false, error: { code: 'x', message: 'broken' } } as const;
  expect(
    gradesCsv(names, [
      { file: 'a.json', grade },
      { file: 'b', grade: bad },
    ]),
  ).toBe(
    [
      'file,student,The address is right,Nothing else is broken,points,of,reason',
      `a.json,'=cmd(),1,1,2,2,"a ""b"", c d"`,
      'b,,,,,,not graded: broken',
      '',
    ].join('\r\n'),
  );
});
