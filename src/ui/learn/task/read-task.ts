/** Reads a task from text that anybody may have written; says where it is wrong and why. */
import type { Problem, Result } from '../../bridge';
import type { Check, Task, TaskStep } from './task';
import { TASK_VERSION } from './task';

/** Characters of a whole file: a scenario of some thousand ports is smaller. */
const FILE = 4_000_000;
const STEPS = 50;
const LINES = 50;
const CHECKS = 20;
const TITLE = 200;
const TEXT = 10_000;

/** Whether a text says of itself that it is a task; it may still be a bad one. */
export function isTask(text: string): boolean {
  return text.length <= FILE && /"ovn-lesson"\s*:/.test(text);
}

export function readTask(text: string): Result<Task> {
  if (text.length > FILE) return bad('file', `it has more than ${FILE} characters`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return bad('file', 'it is not JSON');
  }
  try {
    return { ok: true, value: task(json) };
  } catch (thrown) {
    if (thrown instanceof Misfit) return bad(thrown.at, thrown.message);
    throw thrown;
  }
}

function bad(at: string, why: string): { readonly ok: false; readonly error: Problem } {
  return { ok: false, error: { code: 'bad-task', message: `This is not a lesson that can be opened. ${at}: ${why}.` } };
}

class Misfit extends Error {
  readonly at: string;
  constructor(at: string, why: string) {
    super(why);
    this.at = at;
  }
}

type Fields = Readonly<Record<string, unknown>>;

function task(json: unknown): Task {
  const fields = object(json, 'file');
  if (fields['ovn-lesson'] !== TASK_VERSION) throw new Misfit('ovn-lesson', `this page reads version ${TASK_VERSION}`);
  const steps = list(fields, 'steps', 'steps', STEPS).map((value, index) => step(value, `steps[${index}]`));
  if (steps.length === 0) throw new Misfit('steps', 'there are none');
  const titles = new Set<string>();
  for (const [index, { title }] of steps.entries()) {
    if (titles.has(title)) throw new Misfit(`steps[${index}].title`, `another step is called “${title}”`);
    titles.add(title);
  }
  return {
    'ovn-lesson': TASK_VERSION,
    title: text(fields, 'title', 'title', TITLE, true),
    summary: text(fields, 'summary', 'summary', TEXT),
    start: object(fields.start, 'start'),
    steps,
  };
}

function step(value: unknown, at: string): TaskStep {
  const fields = object(value, at);
  const checks = list(fields, 'checks', `${at}.checks`, CHECKS).map((one, index) =>
    check(one, `${at}.checks[${index}]`),
  );
  if (checks.length === 0) throw new Misfit(`${at}.checks`, 'there is none, so that the step could never be done');
  return {
    title: text(fields, 'title', `${at}.title`, TITLE, true),
    text: text(fields, 'text', `${at}.text`, TEXT),
    commands: lines(fields, 'commands', at, LINES),
    solution: lines(fields, 'solution', at, LINES),
    hints: lines(fields, 'hints', at, 2),
    learned: text(fields, 'learned', `${at}.learned`, TEXT),
    checks,
  };
}

function check(value: unknown, at: string): Check {
  const fields = object(value, at);
  const named = (key: string) => text(fields, key, `${at}.${key}`, TITLE, true);
  const maybe = (key: string) => (fields[key] === undefined ? {} : { [key]: named(key) });
  switch (fields.is) {
    case 'switch':
      return { is: 'switch', name: named('name') };
    case 'port':
      return { is: 'port', name: named('name'), ...maybe('switch'), ...maybe('mac'), ...maybe('on') };
    case 'delivered':
      return { is: 'delivered', to: named('to') };
    case 'dropped': {
      const { table } = fields;
      if (table === undefined) return { is: 'dropped' };
      if (typeof table !== 'number' || !Number.isInteger(table) || table < 0 || table > 254)
        throw new Misfit(`${at}.table`, 'an OpenFlow table is a number from 0 to 254');
      return { is: 'dropped', table };
    }
    case 'printed':
      return { is: 'printed', command: named('command'), output: text(fields, 'output', `${at}.output`, TITLE) };
    default:
      throw new Misfit(`${at}.is`, 'a check is one of switch, port, delivered, dropped, printed');
  }
}

function object(value: unknown, at: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Misfit(at, 'an object is expected here');
  return Object.fromEntries(Object.entries(value));
}

function list(fields: Fields, key: string, at: string, most: number): readonly unknown[] {
  const value = fields[key] ?? [];
  if (!Array.isArray(value)) throw new Misfit(at, 'a list is expected here');
  if (value.length > most) throw new Misfit(at, `there are more than ${most}`);
  return value;
}

function lines(fields: Fields, key: string, at: string, most: number): readonly string[] {
  return list(fields, key, `${at}.${key}`, most).map((value, index) => {
    const where = `${at}.${key}[${index}]`;
    if (typeof value !== 'string') throw new Misfit(where, 'a text is expected here');
    if (value.length > 1_000) throw new Misfit(where, 'it has more than 1000 characters');
    return value;
  });
}

function text(fields: Fields, key: string, at: string, most: number, needed = false): string {
  const value = fields[key] ?? '';
  if (typeof value !== 'string') throw new Misfit(at, 'a text is expected here');
  if (value.length > most) throw new Misfit(at, `it has more than ${most} characters`);
  if (needed && value.trim() === '') throw new Misfit(at, 'a text is missing');
  return value;
}
