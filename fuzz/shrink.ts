/**
 * Makes a case that fails smaller as long as it still fails in the same way: fewer
 * inputs, then each of them with fewer parts, words and letters (delta debugging).
 */
import type { Case, Door } from './door';
import { readJson, wordsOf, type Json } from './mutate';

/** Whether a case fails in the same way. */
export type Fails = (candidate: Case) => Promise<boolean>;

/** `mayGoOn` is asked before each attempt. */
export async function shrink(whole: Case, form: Door['form'], fails: Fails, mayGoOn: () => boolean): Promise<Case> {
  const { setup } = whole;
  const still = async (inputs: readonly string[]) => mayGoOn() && (await fails({ setup, inputs }));
  let inputs = whole.inputs;
  const last = inputs.slice(-1);
  if (inputs.length > 1 && (await still(last))) inputs = last;
  else inputs = await fewer(inputs, still);
  for (let index = 0; index < inputs.length; index++) {
    const around = (input: string) => still([...inputs.slice(0, index), input, ...inputs.slice(index + 1)]);
    const smaller = await smallerInput(inputs[index] ?? '', form, around);
    inputs = [...inputs.slice(0, index), smaller, ...inputs.slice(index + 1)];
  }
  return { setup, inputs };
}

async function smallerInput(
  input: string,
  form: Door['form'],
  fails: (input: string) => Promise<boolean>,
): Promise<string> {
  if (form === 'json') return smallerJson(input, fails);
  const pieces = form === 'hex' ? (input.match(/../g) ?? []) : wordsOf(input);
  const joined = (parts: readonly string[]) => fails(parts.join(''));
  const words = await fewer(pieces, joined);
  if (form === 'hex') return words.join('');
  return (await fewer(words.join('').split(''), joined)).join('');
}

/** Leaves out halves, quarters and so on down to single items, until nothing more can go. */
async function fewer<T>(whole: readonly T[], fails: (items: readonly T[]) => Promise<boolean>): Promise<readonly T[]> {
  let items = whole;
  for (let size = Math.ceil(items.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < items.length;) {
      const rest = [...items.slice(0, at), ...items.slice(at + size)];
      if (rest.length < items.length && (await fails(rest))) items = rest;
      else at += size;
    }
  }
  return items;
}

async function smallerJson(input: string, fails: (input: string) => Promise<boolean>): Promise<string> {
  let best: Json;
  try {
    best = readJson(input);
  } catch {
    return input;
  }
  let found = true;
  while (found) {
    found = false;
    for (const candidate of simpler(best)) {
      if (JSON.stringify(candidate).length >= JSON.stringify(best).length) continue;
      if (!(await fails(JSON.stringify(candidate)))) continue;
      best = candidate;
      found = true;
      break;
    }
  }
  return JSON.stringify(best);
}

/** The value with one part gone or replaced by something plainer; large steps first. */
function* simpler(value: Json): Generator<Json> {
  if (typeof value !== 'object' || value === null) {
    if (typeof value === 'string' && value.length > 0) {
      yield '';
      yield value.slice(0, value.length >> 1);
      yield value.slice(value.length >> 1);
      if (value.length < 40) for (let at = 0; at < value.length; at++) yield value.slice(0, at) + value.slice(at + 1);
    }
    return;
  }
  yield Array.isArray(value) ? [] : {};
  if (Array.isArray(value)) {
    if (value.length > 3) {
      yield value.slice(value.length >> 1);
      yield value.slice(0, value.length >> 1);
    }
    for (let at = 0; at < value.length; at++) yield [...value.slice(0, at), ...value.slice(at + 1)];
    for (const [at, item] of value.entries())
      for (const part of simpler(item)) yield [...value.slice(0, at), part, ...value.slice(at + 1)];
    return;
  }
  const entries = Object.entries(value);
  for (let at = 0; at < entries.length; at++)
    yield Object.fromEntries([...entries.slice(0, at), ...entries.slice(at + 1)]);
  for (const [at, [key, item]] of entries.entries())
    for (const part of simpler(item))
      yield Object.fromEntries([...entries.slice(0, at), [key, part] as const, ...entries.slice(at + 1)]);
}
