/**
 * Operations, conditions, mutators and constraints of RFC 7047, each with what
 * ovsdb-server 3.1 answered. `conformance.cases.txt` reads as
 *
 *     # name
 *     > the operations of one transaction, after the one under "# setup"
 *     < the results, or the error; <1>, <2> are UUIDs that the server chose
 *     = rows that are different afterwards: columns that differ from their
 *       defaults, or null for a row that is gone; no line where nothing changed
 *
 * with `#7` short for the UUID 00000000-0000-4000-8000-000000000007.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../base';
import { Database, dumpDatabase, jsonText, parseSchema } from './index';

const schemaText = readFileSync(new URL('conformance.schema.json', import.meta.url), 'utf8');
const casesText = readFileSync(new URL('conformance.cases.txt', import.meta.url), 'utf8');

interface Case {
  readonly name: string;
  readonly operations: readonly unknown[];
  readonly results: string;
  readonly changed: string;
}

const [setup, ...cases] = casesText.trimEnd().split('\n\n').map(parseCase);

describe('what ovsdb-server answers', () => {
  for (const { name, operations, results, changed } of cases) {
    it(name, () => {
      const database = createDatabase();
      expect(database.transact(setup?.operations).error).toBeUndefined();
      const before = snapshot(database);
      const outcome = database.transact(operations);
      const names = new Map<string, string>();
      expect(readable(sortRows(outcome.results), names)).toBe(results);
      expect(JSON.parse(readable(difference(before, snapshot(database)), names))).toEqual(JSON.parse(changed));
      expect(outcome.changes.length > 0).toBe(changed !== '{}');
    });
  }
});

function parseCase(text: string): Case {
  const part = (mark: string) =>
    text
      .split('\n')
      .find((line) => line.startsWith(`${mark} `))
      ?.slice(2);
  const operations: unknown = JSON.parse(
    (part('>') ?? '[]').replace(/#(\d+)/g, (_, n: string) => `00000000-0000-4000-8000-${n.padStart(12, '0')}`),
  );
  if (!Array.isArray(operations)) throw new Error(`Bad case: ${text}`);
  return {
    name: part('#') ?? '',
    operations,
    results: jsonText(sortRows(JSON.parse(part('<') ?? '[]'))),
    changed: part('=') ?? '{}',
  };
}

function createDatabase(): Database {
  const schema = parseSchema(JSON.parse(schemaText));
  if (!schema.ok) throw new Error(schema.error.message);
  return new Database(schema.value, createRandom(7));
}

type Snapshot = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

function snapshot(database: Database): Snapshot {
  return dumpDatabase(database);
}

function difference(before: Snapshot, after: Snapshot): unknown {
  const tables: Record<string, Record<string, unknown>> = {};
  for (const table of new Set([...Object.keys(before), ...Object.keys(after)])) {
    for (const uuid of new Set([...Object.keys(before[table] ?? {}), ...Object.keys(after[table] ?? {})])) {
      const [old, now] = [before[table]?.[uuid] ?? null, after[table]?.[uuid] ?? null];
      if (jsonText(old) !== jsonText(now)) (tables[table] ??= {})[uuid] = now;
    }
  }
  return tables;
}

/** The server gives rows in the order of its hash table: here they are compared as sets. */
function sortRows(results: unknown): unknown {
  if (!Array.isArray(results)) return results;
  return results.map((result: unknown) => {
    if (typeof result !== 'object' || result === null || !('rows' in result) || !Array.isArray(result.rows))
      return result;
    return { rows: result.rows.map(jsonText).sort() };
  });
}

function readable(value: unknown, names: Map<string, string>): string {
  return jsonText(value)
    .replace(/00000000-0000-4000-8000-0*(\d+)/g, '#$1')
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (uuid) => {
      if (uuid.startsWith('00000000-0000-0000-')) return uuid;
      const name = names.get(uuid) ?? `<${names.size + 1}>`;
      names.set(uuid, name);
      return name;
    });
}
