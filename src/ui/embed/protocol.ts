/**
 * The messages between an embedded page and the page around it (docs/embed.md), version 1.
 * What comes in is from anybody: only what is described here is understood, in sizes
 * that are bounded, and each request is answered by `done` or `problem` with its id.
 */
import type { Theme } from '../state';
import { readTheme } from './options';

export const VERSION = 1;

export type Way = 'next' | 'previous' | 'first' | 'last';

export type Asked =
  | { readonly do: 'load'; readonly link: string }
  | { readonly do: 'load'; readonly document: string }
  /** From 1, or where to from here. */
  | { readonly do: 'step'; readonly step: number | Way }
  | { readonly do: 'play' | 'pause' | 'tell' }
  | { readonly do: 'theme'; readonly theme: Theme }
  /** The name of a switch, a port or a hypervisor; null for the step again. */
  | { readonly do: 'select'; readonly name: string | null };

export type RequestId = string | number;

export interface ToldProblem {
  /** A stable code. */
  readonly code: string;
  readonly message: string;
}

export type ReadRequest =
  | { readonly ok: true; readonly id: RequestId | null; readonly asked: Asked }
  | { readonly ok: false; readonly id: RequestId | null; readonly problem: ToldProblem };

/** Characters. */
const LINK_AT_MOST = 300_000;
const DOCUMENT_AT_MOST = 10_000_000;
const NAME_AT_MOST = 300;
const ID_AT_MOST = 100;

const WAYS: readonly Way[] = ['next', 'previous', 'first', 'last'];

/** Undefined for a message that is not meant for this page. */
export function readRequest(data: unknown): ReadRequest | undefined {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return undefined;
  const words = new Map<string, unknown>(Object.entries(data));
  if (!words.has('ovn')) return undefined;
  const version = words.get('ovn');
  const rawId = words.get('id');
  const id = isId(rawId) ? rawId : null;
  const no = (code: string, message: string): ReadRequest => ({ ok: false, id, problem: { code, message } });
  if (version !== VERSION) return no('version', `This page speaks version ${VERSION} of the messages.`);
  if (rawId !== undefined && id === null)
    return no('bad-id', `An id is a number or a text of at most ${ID_AT_MOST} characters.`);
  const asked = readAsked(words);
  if ('problem' in asked) return no('bad-request', asked.problem);
  const known = new Set(['ovn', 'id', ...Object.keys(asked)]);
  const strange = Array.from(words.keys()).find((key) => !known.has(key));
  if (strange !== undefined) return no('bad-request', `“${asked.do}” has no “${strange.slice(0, 40)}”.`);
  return { ok: true, id, asked };
}

function readAsked(words: ReadonlyMap<string, unknown>): Asked | { readonly problem: string } {
  const what = words.get('do');
  switch (what) {
    case 'load':
      return readLoad(words.get('link'), words.get('document'));
    case 'step': {
      const step = words.get('step');
      const way = WAYS.find((known) => known === step);
      if (way !== undefined) return { do: what, step: way };
      if (typeof step === 'number' && Number.isInteger(step) && step >= 1) return { do: what, step };
      return { problem: '“step” needs a number from 1, or next, previous, first, last.' };
    }
    case 'play':
    case 'pause':
    case 'tell':
      return { do: what };
    case 'theme': {
      const theme = readTheme(words.get('theme'));
      return theme === undefined ? { problem: '“theme” needs light, dark or system.' } : { do: what, theme };
    }
    case 'select': {
      const name = words.get('name');
      if (name === null || (typeof name === 'string' && name !== '' && name.length <= NAME_AT_MOST))
        return { do: what, name };
      return { problem: '“select” needs the name of a switch, a port or a hypervisor, or null.' };
    }
    default:
      return { problem: 'There are load, step, play, pause, theme, select and tell.' };
  }
}

function readLoad(link: unknown, document: unknown): Asked | { readonly problem: string } {
  if ((link === undefined) === (document === undefined))
    return { problem: '“load” needs either a link or a document.' };
  if (link !== undefined) {
    if (typeof link !== 'string') return { problem: 'A link is a text.' };
    if (link.length > LINK_AT_MOST) return { problem: `A link has at most ${LINK_AT_MOST} characters.` };
    return { do: 'load', link };
  }
  const text = typeof document === 'string' ? document : textOf(document);
  if (text === undefined) return { problem: 'A document is a text, or a value that JSON can say.' };
  if (text.length > DOCUMENT_AT_MOST) return { problem: `A document has at most ${DOCUMENT_AT_MOST} characters.` };
  return { do: 'load', document: text };
}

/** What is posted may hold what JSON has no words for: cycles, large integers. */
function textOf(value: unknown): string | undefined {
  try {
    return typeof value === 'object' ? JSON.stringify(value) : undefined;
  } catch {
    return undefined;
  }
}

function isId(value: unknown): value is RequestId {
  return Number.isFinite(value) || (typeof value === 'string' && value.length <= ID_AT_MOST);
}
