/**
 * What a student hands in: the lab as it is, with the task's identity and the student's
 * name beside it. As a file it is a scenario file with one field more, as a link that
 * of a scenario with two more words, so that both open in the lab like any other.
 */
import { err, isRecord, ok, parseJson, type Result } from '../base';
import { decodeLink, readDocument } from '../scenario';
import type { Compression, ScenarioDocument } from '../scenario';

export interface Answer {
  /** Null where a plain scenario was handed in. */
  readonly task: string | null;
  readonly student: string | null;
  readonly document: ScenarioDocument;
}

/** `document` is the text of a scenario file. */
export function answerFile(document: string, task: string, student: string): string {
  return `{"answer":${JSON.stringify({ task, student })},${document.trimStart().slice(1)}`;
}

/** What stands behind `#/lab?`; `payload` is that of the scenario's link. */
export function answerLink(payload: string, task: string, student: string): string {
  return `s=${payload}&answers=${task}&student=${encodeURIComponent(student)}`;
}

const LINK = /[?&]s=([\w.-]+)/;

/** The links in a text, where it is such: one a line, other words around them are passed over. */
export function linksIn(text: string): readonly string[] {
  if (/^\s*\{/.test(text)) return [];
  return text.split('\n').flatMap((line) => /\S*[#?&]s=[\w.-]+\S*/.exec(line)?.[0] ?? []);
}

export async function readAnswer(text: string, compression: Compression): Promise<Result<Answer>> {
  const payload = /^\s*\{/.test(text) ? undefined : LINK.exec(text)?.[1];
  if (payload !== undefined) {
    const content = await decodeLink(payload, compression);
    if (!content.ok) return content;
    return ok({ task: wordOf(text, 'answers'), student: wordOf(text, 'student'), document: content.value.scenario });
  }
  const json = parseJson(text)?.json;
  if (!isRecord(json)) return err({ code: 'bad-answer', message: 'This is neither a scenario nor a link to one.' });
  const document = readDocument(json);
  if (!document.ok) return document;
  const { task, student } = isRecord(json.answer) ? json.answer : {};
  return ok({
    task: typeof task === 'string' ? task : null,
    student: typeof student === 'string' ? student : null,
    document: document.value,
  });
}

function wordOf(link: string, name: string): string | null {
  const found = new RegExp(`[?&]${name}=([^&\\s]*)`).exec(link)?.[1];
  if (found === undefined) return null;
  try {
    return decodeURIComponent(found.replaceAll('+', ' '));
  } catch {
    return null;
  }
}
