/**
 * The text of a document, in pieces. Rows that have not changed are not written anew:
 * the text of a big scenario whose second saving differs in a few rows costs little
 * more than joining it.
 */
import { finishWork } from '../base';
import type { Progress, Work } from '../base';
import type { ScenarioDocument } from './document';
import type { SavedRow, SavedTables } from './rows';

/** So many rows are written in some milliseconds. */
const ROWS_PER_PIECE = 2_000;

/** A row that is saved again unchanged is the same object (`saveRow`). */
const texts = new WeakMap<SavedRow, string>();

/** The same text as `JSON.stringify`. */
export function documentText(document: ScenarioDocument): string {
  return finishWork(writing(document));
}

/** `documentText` in pieces. */
export function* writing(document: ScenarioDocument): Work<string> {
  const fields: string[] = [];
  for (const [key, value] of Object.entries(document)) {
    if (value === undefined) continue;
    fields.push(`${JSON.stringify(key)}:${yield* writingField(document, key, value)}`);
  }
  return `{${fields.join(',')}}`;
}

function* writingField(document: ScenarioDocument, key: string, value: unknown): Generator<Progress, string, void> {
  if (key === 'northbound') return yield* writingTables(document.northbound, 'writes the northbound rows');
  if (key === 'southbound') return yield* writingTables(document.southbound, 'writes the southbound rows');
  if (key !== 'machines') return JSON.stringify(value);
  const machines: string[] = [];
  for (const { rows, name, ...rest } of document.machines) {
    const table = yield* writingTables(rows, `writes ${name}`);
    const others = JSON.stringify(rest);
    machines.push(
      `{"name":${JSON.stringify(name)},"rows":${table}${others === '{}' ? '' : `,${others.slice(1, -1)}`}}`,
    );
    yield { what: `writes ${name}`, done: machines.length, total: document.machines.length };
  }
  return `[${machines.join(',')}]`;
}

function* writingTables(tables: SavedTables, what: string): Generator<Progress, string, void> {
  const parts: string[] = [];
  let done = 0;
  for (const [name, rows] of Object.entries(tables)) {
    const lines: string[] = [];
    for (const row of rows) {
      let text = texts.get(row);
      if (text === undefined) texts.set(row, (text = JSON.stringify(row)));
      lines.push(text);
      done += 1;
      if (done % ROWS_PER_PIECE === 0) yield { what, done, total: null };
    }
    parts.push(`${JSON.stringify(name)}:[${lines.join(',')}]`);
  }
  return `{${parts.join(',')}}`;
}
