/** The commands of recorded deployments against the northbound databases that the real tools made of them. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { dumpDatabase, type Json } from '../../ovsdb';
import { runCommands } from '.';

interface Recorded {
  readonly id: string;
  readonly commands: readonly (readonly string[])[];
  readonly status: readonly number[];
  readonly northbound: Readonly<Record<string, readonly Readonly<Record<string, Json>>[]>>;
}

type Rows = ReadonlyMap<string, { readonly table: string; readonly columns: Readonly<Record<string, Json>> }>;

/** What ovn-northd and the controllers write into the northbound database. */
const WRITTEN: Readonly<Record<string, RegExp>> = {
  Logical_Switch_Port: /^(?:up|dynamic_addresses|tag)$/,
  Logical_Router_Port: /^status$/,
  BFD: /^status$/,
  NB_Global: /^(?:options|.*_cfg|.*_timestamp)$/,
};

const cases = ['deployments-today', 'deployments-today-2'].flatMap((name) =>
  gunzipSync(readFileSync(new URL(`../../../../recordings/${name}.jsonl.gz`, import.meta.url)))
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Recorded),
);

test.each(cases)('$id', ({ commands, status, northbound }) => {
  const run = runCommands(commands);
  expect(run.statuses).toEqual(status);
  const recorded = Object.entries(northbound).flatMap(([table, rows]) =>
    rows.map(({ _uuid, ...columns }) => [referenceOf(_uuid), { table, columns }] as const),
  );
  const ours = Object.entries(dumpDatabase(run.northbound)).flatMap(([table, rows]) =>
    Object.entries(rows).map(([uuid, columns]) => [uuid, { table, columns }] as const),
  );
  expect(described(new Map(ours))).toEqual(described(new Map(recorded)));
});

/** Every row as a text in which references stand for the rows that they lead to, four steps deep. */
function described(rows: Rows): readonly string[] {
  let texts = new Map<string, string>();
  for (let depth = 0; depth < 4; depth++) {
    const before = texts;
    texts = new Map(
      Array.from(rows, ([uuid, { table, columns }]) => {
        const values = Object.entries(columns)
          .filter(([column]) => WRITTEN[table]?.test(column) !== true)
          .map(([column, value]) => `${column}=${valueText(value, before)}`)
          .filter((text) => !/=(?:""|0|false|\[\])$/.test(text));
        return [uuid, `${table} ${values.sort().join(' ')}`];
      }),
    );
  }
  return [...texts.values()].sort();
}

function valueText(value: Json, texts: ReadonlyMap<string, string>): string {
  const [kind, held] = Array.isArray(value) ? (value as readonly Json[]) : [];
  if (kind === 'uuid') return `<${texts.get(referenceOf(value)) ?? ''}>`;
  if ((kind === 'set' || kind === 'map') && Array.isArray(held)) {
    const members = (held as readonly Json[]).map((member) =>
      kind === 'map'
        ? (member as readonly Json[]).map((part) => valueText(part, texts)).join(':')
        : valueText(member, texts),
    );
    return members.length === 1 && kind === 'set' ? members.join('') : `[${members.sort().join()}]`;
  }
  return JSON.stringify(value);
}

/** The UUID in `["uuid", UUID]`. */
function referenceOf(value: Json | undefined): string {
  const uuid = Array.isArray(value) ? (value as readonly Json[])[1] : undefined;
  return typeof uuid === 'string' ? uuid : '';
}
