/**
 * What is kept of earlier runs, one folder a door: `failed.jsonl` has the smallest
 * case of each failure, and is run first; `interesting.jsonl` has short inputs after
 * which a door said something new, to be mutated. One JSON value a line.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Case } from './door';

const FOLDER = 'fuzz/corpus';
/** So that the corpus stays something that a person can look at. */
const MOST_INTERESTING = 60;
const LONGEST_INTERESTING = 160;

export interface Kept {
  readonly failed: readonly Case[];
  readonly interesting: readonly string[];
}

export function readCorpus(door: string): Kept {
  return {
    failed: lines(door, 'failed').map(readCase),
    interesting: lines(door, 'interesting').map((value) => String(value)),
  };
}

/** Adds a case that failed; true when it was not there yet. */
export function keepFailed(door: string, found: Case): boolean {
  const all = lines(door, 'failed').map((value) => JSON.stringify(value));
  const line = JSON.stringify({ setup: found.setup, inputs: found.inputs });
  if (all.includes(line)) return false;
  write(door, 'failed', [...all, line]);
  return true;
}

export function keepInteresting(door: string, inputs: readonly string[]): void {
  const all = lines(door, 'interesting').map((value) => JSON.stringify(value));
  const fresh = inputs
    .filter(({ length }) => length > 0 && length <= LONGEST_INTERESTING)
    .map((input) => JSON.stringify(input));
  const kept = Array.from(new Set([...all, ...fresh])).slice(0, MOST_INTERESTING);
  if (kept.length > all.length) write(door, 'interesting', kept);
}

function write(door: string, kind: string, all: readonly string[]): void {
  mkdirSync(join(FOLDER, door), { recursive: true });
  writeFileSync(join(FOLDER, door, `${kind}.jsonl`), all.map((line) => `${line}\n`).join(''));
}

function lines(door: string, kind: string): unknown[] {
  const path = join(FOLDER, door, `${kind}.jsonl`);
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
}

function readCase(value: unknown): Case {
  if (typeof value === 'object' && value !== null && 'setup' in value && 'inputs' in value) {
    const { setup, inputs } = value;
    if (typeof setup === 'string' && Array.isArray(inputs)) return { setup, inputs: inputs.map(String) };
  }
  throw new Error(`No case of the corpus: ${JSON.stringify(value)}`);
}
