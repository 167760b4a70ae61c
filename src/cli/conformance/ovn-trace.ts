/**
 * `ovn conformance ovn-trace`: what ovn-trace(8) of today said of packets in
 * recorded southbound databases, letter for letter. Source lines and the UUIDs of
 * flows were taken out of the recordings, and so they are of our texts.
 *
 * Where the program draws lots (which of two flows of one priority, which member
 * of a load balancer or of a `select`), ours is traced with each choice until one
 * gives the recorded text.
 */
import { isRecord, isUuid } from '../../engine/base';
import { symbolsToday } from '../../engine/match';
import { traceMicroflow, LogicalNetwork, type Choices, type SouthboundTables } from '../../engine/ovn-trace';
import type { ColumnValue, Row } from '../../engine/ovsdb';
import { languageOf } from '../../engine/releases';
import { asList, asText, field, list, NotACase } from './recorded-json';

export interface RecordedTrace {
  readonly args: readonly string[];
  readonly microflow: string;
  readonly status: number;
  readonly stdout: string;
}

/** What today's recordings were made with. */
const RELEASE = '26.03';

export function conformOvnTrace(
  lines: readonly string[],
  print: (line: string) => void,
): { readonly passed: number; readonly failed: number } {
  const actions = languageOf(RELEASE);
  if (actions === undefined) throw new Error(`nobody knows the actions of ${RELEASE}`);
  const language = { symbols: symbolsToday(), actions };
  let passed = 0;
  let failed = 0;
  for (const line of lines) {
    const json: unknown = JSON.parse(line);
    const name = asText(field(json, 'id'));
    const network = new LogicalNetwork(recordedTables(field(json, 'southbound')), language);
    for (const recorded of list(json, 'trace').map(readTrace)) {
      const difference = compareTrace(network, recorded);
      if (difference === undefined) passed++;
      else {
        failed++;
        print(`${name}: ovn-trace ${[...recorded.args, `'${recorded.microflow}'`].join(' ')}\n${difference}`);
      }
    }
  }
  return { passed, failed };
}

/** The rows of a recorded database, in OVSDB's JSON (RFC 7047, 5.1), of which empty columns were left out. */
export function recordedTables(json: unknown): SouthboundTables {
  const tables = new Map<string, readonly Row[]>();
  if (!isRecord(json)) throw new NotACase('no tables');
  for (const [table, rows] of Object.entries(json)) tables.set(table, asList(rows).map(readRow));
  return { rows: (table) => tables.get(table) ?? [] };
}

function readRow(json: unknown): Row {
  if (!isRecord(json)) throw new NotACase('no row');
  const columns = Object.entries(json).map(([column, value]): [string, ColumnValue] => [column, readValue(value)]);
  const uuid = asText(readValue(field(json, '_uuid')));
  if (!isUuid(uuid)) throw new NotACase('a row has no UUID');
  return { ...Object.fromEntries(columns), _uuid: uuid };
}

function readValue(json: unknown): ColumnValue {
  if (!Array.isArray(json)) return readAtom(json);
  const parts: readonly unknown[] = json;
  const [tag, held] = parts;
  if (tag === 'set') return asList(held).map(readAtom);
  if (tag !== 'map') return readAtom(json);
  return asList(held).map((pair) => {
    const [key, value] = asList(pair);
    return [readAtom(key), readAtom(value)] as const;
  });
}

function readAtom(json: unknown): string | number | boolean {
  if (typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean') return json;
  return asText(asList(json)[1]);
}

/** A line of `trace.jsonl`, or an entry of a deployment's `trace`. */
export function readTrace(json: unknown): RecordedTrace {
  const status = field(json, 'status');
  return {
    args: asList(field(json, 'args')).map(asText),
    microflow: asText(field(json, 'microflow')),
    status: typeof status === 'number' ? status : 0,
    stdout: asText(field(json, 'stdout')),
  };
}

/** The lines from the first difference on, or undefined when the texts are the same. */
export function compareTrace(network: LogicalNetwork, recorded: RecordedTrace): string | undefined {
  const all = recorded.stdout.includes('# Summary trace.') ? ['--all'] : [];
  let text = '';
  for (const choices of everyChoice()) {
    const done = traceMicroflow(network, [...all, ...recorded.args, recorded.microflow], choices);
    text = withoutSources(done.text);
    if (text === recorded.stdout && done.status === recorded.status) return undefined;
    if (!choices.wasAsked) break;
  }
  return firstDifference(text, recorded.stdout);
}

function withoutSources(text: string): string {
  return text.replace(/^( *\d+\. .*?\([\w.]+):\d+\)/gm, '$1)').replace(/, uuid [0-9a-f]{8}$/gm, '');
}

const MANY = 400;

/** Each way to choose, one after the other: the last choice that has another answer is answered anew. */
function* everyChoice(): Generator<Choices & { readonly wasAsked: boolean }> {
  const taken: { index: number; readonly count: number }[] = [];
  for (let round = 0; round < MANY; round++) {
    let at = 0;
    yield {
      choose(_, count) {
        const known = taken[at++];
        if (known !== undefined) return known.index;
        taken.push({ index: 0, count });
        return 0;
      },
      get wasAsked() {
        return taken.length > 0;
      },
    };
    for (let last = taken.at(-1); last !== undefined; last = taken.at(-1)) {
      last.index += 1;
      if (last.index < last.count) break;
      taken.pop();
    }
    if (taken.length === 0) return;
  }
}

const SHOWN = 4;

/** The first lines that differ, recorded and ours. */
export function firstDifference(ours: string, recorded: string): string {
  const a = ours.split('\n');
  const b = recorded.split('\n');
  const at = b.findIndex((line, i) => line !== a[i]);
  const from = at < 0 ? b.length : at;
  const show = (lines: readonly string[]) => lines.slice(from, from + SHOWN).map((line) => `    ${line}`);
  return [`  from line ${from + 1} on`, '  recorded:', ...show(b), '  ours:', ...show(a)].join('\n');
}
