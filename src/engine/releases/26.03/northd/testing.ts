/** For tests of rules: databases and flows as texts. */
import { createRandom, finishWork } from '../../../base';
import { Graph } from '../../../derive';
import { Database, parseSchema, type Json } from '../../../ovsdb';
import nbSchema from '../northbound.schema.json';
import sbSchema from '../southbound.schema.json';
import type { WantedFlow } from './flow';
import { networkOf } from './network';
import { eachRule, type StageRules } from './rules';

/** A title, rows, and for each stage with the rules that are looked at the flows, in the order of their text. */
export interface FlowCase {
  readonly title: string;
  readonly rows: readonly string[];
  readonly expected: readonly string[];
}

/** Cases of a file, each after `# TITLE`. */
export function flowCases(text: string): readonly FlowCase[] {
  return text
    .split(/^# /m)
    .slice(1)
    .map((written) => {
      const [title = '', ...lines] = written.trimEnd().split('\n');
      const first = lines.findIndex((line) => /^l[sr]_/.test(line));
      return { title, rows: lines.slice(0, first).filter(Boolean), expected: lines.slice(first) };
    });
}

/** What a case expects, with the flows that there are. */
export function foundFlows(all: readonly StageRules[], { rows, expected }: FlowCase): readonly string[] {
  const flows = flowsOf(all, rows);
  return expected
    .filter((line) => !line.startsWith(' '))
    .flatMap((line) => {
      const [stage, ...rules] = line.split(' ');
      const texts = flows.filter((flow) => flow.stage === stage && rules.includes(flow.rule)).map(textOf);
      return [line, ...[...new Set(texts)].sort()];
    });
}

const QUIET = { what: '', done: 0, total: null };

/** `TABLE NAME JSON` of the northbound database, after `sb ` of the southbound one; `@NAME` in the JSON is a row. */
export function flowsOf(all: readonly StageRules[], rows: readonly string[]): readonly WantedFlow[] {
  const [southbound, northbound] = [true, false].map((of) => rows.filter((row) => row.startsWith('sb ') === of));
  const nb = database(nbSchema, northbound ?? []);
  const sb = database(
    sbSchema,
    (southbound ?? []).map((row) => row.slice('sb '.length)),
  );
  const graph = new Graph();
  const from = { graph, nb: graph.source(), sb: graph.source() };
  const net = networkOf(from);
  const flows: WantedFlow[] = [];
  for (const rules of all) {
    eachRule(rules, net, (_, over, rule) => {
      graph.effect(over, {
        run(subject) {
          flows.push(...rule(subject, net));
          return 'settled';
        },
        gone: () => undefined,
      });
    });
  }
  finishWork(from.nb.observing(nb, 'all', QUIET));
  finishWork(from.sb.observing(sb, 'all', QUIET));
  graph.update();
  return flows;
}

function database(schema: Json, rows: readonly string[]): Database {
  const parsed = parseSchema(schema);
  if (!parsed.ok) throw new Error(parsed.error.message);
  const db = new Database(parsed.value, createRandom(1));
  const inserts = rows.map((row) => {
    const [, table = '', name = '', json = ''] = /^(\S+) (\S+) (.*)$/.exec(row) ?? [];
    const columns: unknown = JSON.parse(json);
    if (typeof columns !== 'object' || columns === null) throw new Error(`${row} has no columns`);
    const values = Object.entries(columns).map(([column, value]): [string, unknown] => [column, wire(value)]);
    return { op: 'insert', table, 'uuid-name': name, row: Object.fromEntries(values) };
  });
  const outcome = db.transact(inserts);
  if (outcome.changes.length < rows.length) throw new Error(JSON.stringify(outcome.results));
  return db;
}

/** A value as RFC 7047 writes it. */
function wire(value: unknown): unknown {
  if (typeof value === 'string' && value.startsWith('@')) return ['named-uuid', value.slice(1)];
  if (Array.isArray(value)) return ['set', value.map(wire)];
  if (typeof value === 'object' && value !== null) return ['map', Object.entries(value)];
  return value;
}

function textOf({ priority, match, actions, meter, port, ctTranslation, description }: WantedFlow): string {
  const more = [
    meter !== undefined && `meter=${meter}`,
    port !== undefined && `port=${port}`,
    ctTranslation === true && 'translated',
    description !== undefined && `“${description}”`,
  ].filter(Boolean);
  const text = `    ${priority} ${match} -> ${actions}${more.length > 0 ? ` | ${more.join(', ')}` : ''}`;
  return text.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'UUID').trimEnd();
}
