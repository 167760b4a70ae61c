import { describe, expect, it } from 'vitest';
import type { Mirror } from '../../state';
import { isTask, readTask } from './read-task';
import { suggestChecks } from './record';
import { wordsOfCheck } from './task';

const step = { title: 'Find it', checks: [{ is: 'delivered', to: 'web' }] };
const good = { 'ovn-lesson': 1, title: 'Who is silent?', start: { v: 2 }, steps: [step] };

describe('a lesson file', () => {
  it('is read, with what may be left out as empty', () => {
    const read = readTask(JSON.stringify(good));
    expect(read).toEqual({
      ok: true,
      value: {
        ...good,
        summary: '',
        steps: [{ ...step, text: '', commands: [], solution: [], hints: [], learned: '' }],
      },
    });
    expect(isTask(JSON.stringify(good))).toBe(true);
    expect(isTask('{"v": 2}')).toBe(false);
  });

  it.each([
    ['no JSON', '{', 'file: it is not JSON'],
    ['a list', '[]', 'file: an object is expected here'],
    ['another version', { ...good, 'ovn-lesson': 2 }, 'ovn-lesson: this page reads version 1'],
    ['no title', { ...good, title: ' ' }, 'title: a text is missing'],
    ['no start', { ...good, start: 'x' }, 'start: an object is expected here'],
    ['no steps', { ...good, steps: [] }, 'steps: there are none'],
    ['two of a title', { ...good, steps: [step, step] }, 'steps[1].title: another step is called “Find it”'],
    ['too many', { ...good, steps: Array.from({ length: 51 }, () => step) }, 'steps: there are more than 50'],
    ['no check', { ...good, steps: [{ ...step, checks: [] }] }, 'steps[0].checks: there is none'],
    [
      'a check that is none',
      { ...good, steps: [{ ...step, checks: [{ is: 'x' }] }] },
      'steps[0].checks[0].is: a check is',
    ],
    [
      'a table that is none',
      { ...good, steps: [{ ...step, checks: [{ is: 'dropped', table: 300 }] }] },
      'steps[0].checks[0].table: an OpenFlow table is',
    ],
    ['a command that is none', { ...good, steps: [{ ...step, commands: [1] }] }, 'steps[0].commands[0]: a text is'],
    [
      'a long text',
      { ...good, steps: [{ ...step, text: 'x'.repeat(10_001) }] },
      'steps[0].text: it has more than 10000',
    ],
  ])('%s is refused, with its place', (_, file, why) => {
    const read = readTask(typeof file === 'string' ? file : JSON.stringify(file));
    expect(read.ok ? '' : read.error.message).toContain(why);
  });
});

const port = {
  uuid: 'p',
  name: 'web',
  switch: 's',
  macs: ['00:00:00:00:00:01'],
  portSecurity: [],
  up: null,
  enabled: null,
  parent: null,
  tag: null,
  tunnelKey: null,
  chassis: null,
  machine: null,
};

function model(...ports: readonly object[]): Mirror['model'] {
  return { switches: [{ uuid: 's', name: 'sw0', acls: [], ports }], machines: [] } as unknown as Mirror['model'];
}

describe('checks that are suggested', () => {
  const none = { model: { switches: [], machines: [] }, trace: null, line: 0 };

  it('ask for what is new', () => {
    const checks = suggestChecks(none, { model: model(port), trace: null, line: 0 });
    expect(checks.map(wordsOfCheck)).toEqual([
      'there is a switch sw0',
      'there is a port web on sw0 with the address 00:00:00:00:00:01',
    ]);
  });

  it('ask for what has changed, and for nothing else', () => {
    const before = { model: model(port, { ...port, name: 'db' }), trace: null, line: 0 };
    const after = { model: model({ ...port, machine: 'hv1' }, { ...port, name: 'db' }), trace: null, line: 0 };
    expect(suggestChecks(before, after).map(wordsOfCheck)).toEqual(['there is a port web, claimed by hv1']);
    expect(suggestChecks(after, after)).toEqual([]);
  });
});
