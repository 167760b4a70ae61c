/**
 * Tasks as files and as links. A file is JSON whose hidden part is veiled; a link
 * has the start as the link of a scenario, and all else deflated and sealed:
 *
 *     #/learn/task?start=…&task=…
 */
import {
  allOk,
  err,
  isRecord,
  JsonReader,
  ok,
  parseJson,
  utf8Decode,
  utf8Encode,
  type Problem,
  type Result,
} from '../base';
import { decodeLink, encodeLink, readDocument, seal, unseal } from '../scenario';
import type { Compression } from '../scenario';
import { hide, reveal } from './hidden';
import { SHOWN, TASK_VERSION } from './task';
import type { HiddenPart, Task } from './task';

/** Characters of a whole file, and of texts in it. */
const FILE = 4_000_000;
const TITLE = 200;
const TEXT = 20_000;
const WORDS = 200;

export function taskFile(task: Task): string {
  return `${JSON.stringify({ ...withoutStart(task), start: task.start }, null, 1)}\n`;
}

/** Whether a text says of itself that it is a task; it may still be a bad one. */
export function isTaskFile(text: string): boolean {
  return text.length <= FILE && /^\s*\{/.test(text) && /"ovn-task"\s*:/.test(text);
}

export async function readTaskFile(text: string): Promise<Result<Task>> {
  if (text.length > FILE) return err(badTask('', `it has more than ${FILE} characters`));
  const parsed = parseJson(text);
  if (parsed === undefined) return err(badTask('', 'it is not JSON'));
  const start = readDocument(isRecord(parsed.json) ? parsed.json.start : undefined);
  if (!start.ok) return err(badTask('start', start.error.message));
  return readParts(parsed.json, start.value);
}

/** What stands behind `#/learn/task?`. */
export async function taskLink(task: Task, compression: Compression): Promise<Result<string>> {
  const start = await encodeLink({ scenario: task.start, extras: {} }, compression);
  if (!start.ok) return start;
  const bytes = utf8Encode(JSON.stringify(withoutStart(task)));
  return ok(`start=${start.value}&task=${seal(bytes, await compression.deflate(bytes))}`);
}

const LINK = /[?&]start=([\w.-]+)&task=([\w-]+)/;

export function isTaskLink(text: string): boolean {
  return text.length <= FILE && LINK.test(text);
}

/** A whole address, or what stands in it from the `?` on. */
export async function readTaskLink(text: string, compression: Compression): Promise<Result<Task>> {
  const [, startText = '', rest = ''] = LINK.exec(text) ?? [];
  const start = await decodeLink(startText, compression);
  if (!start.ok) return start;
  let bytes: Uint8Array | undefined;
  try {
    bytes = await unseal(rest, (deflated) => compression.inflate(deflated, FILE));
  } catch {
    bytes = undefined;
  }
  const parsed = bytes && parseJson(utf8Decode(bytes));
  if (parsed === undefined) return err(DAMAGED);
  return readParts(parsed.json, start.value.scenario);
}

/** A file, or a file with a link in it. */
export function readTask(text: string, compression: Compression): Promise<Result<Task>> {
  return isTaskLink(text) && !isTaskFile(text) ? readTaskLink(text, compression) : readTaskFile(text);
}

function withoutStart({ title, text, shows, own, hidden }: Task) {
  return { 'ovn-task': TASK_VERSION, title, text, shows, own, hidden: hide(JSON.stringify(hidden)) };
}

async function readParts(json: unknown, start: Task['start']): Promise<Result<Task>> {
  const reader = new JsonReader(json, badTask);
  const version = reader.field('ovn-task').integer(0, 1_000_000);
  if (!version.ok) return err(badTask('', 'it does not say that it is a task'));
  if (version.value !== TASK_VERSION) return err(badTask('ovn-task', `this program reads version ${TASK_VERSION}`));
  const parts = allOk({
    title: text(reader.field('title'), TITLE),
    text: text(reader.field('text'), TEXT),
    shows: reader.field('shows').oneOf(SHOWN),
    own: reader.field('own').list((word) => text(word, TITLE)),
    hidden: text(reader.field('hidden'), TEXT * 8),
  });
  if (!parts.ok) return parts;
  if (parts.value.title.trim() === '') return err(badTask('title', 'a title is missing'));
  if (parts.value.own.length > WORDS) return err(badTask('own', `there are more than ${WORDS} words`));
  const revealed = await reveal(parts.value.hidden);
  const hidden = revealed === undefined ? undefined : parseJson(revealed);
  if (hidden === undefined) return err(DAMAGED);
  const read = readHidden(hidden.json);
  return read.ok ? ok({ ...parts.value, start, hidden: read.value }) : read;
}

function readHidden(json: unknown): Result<HiddenPart> {
  const reader = new JsonReader(json, badTask, 'hidden');
  return allOk({
    fault: text(reader.field('fault'), TEXT),
    solution: text(reader.field('solution'), TEXT),
    checks: text(reader.field('checks'), TEXT),
  });
}

function text(reader: JsonReader, most: number): Result<string> {
  const read = reader.string();
  return read.ok && read.value.length > most ? reader.wrong(`a text of at most ${most} characters`) : read;
}

function badTask(path: string, message: string): Problem {
  return {
    code: 'bad-task',
    message: `This is not a task that can be opened. ${path === '' ? '' : `${path}: `}${message}.`,
  };
}

const DAMAGED: Problem = {
  code: 'bad-task',
  message: 'This task is damaged: a part of it is missing or was changed on the way.',
  hint: 'Copy the whole link again, or ask for the file.',
};
