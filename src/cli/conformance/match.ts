/**
 * The match compiler against what OVN's own printed: one line of JSON per case,
 * `match` and either `error` or `parse`, `annotate`, `simplify`, `normalize` and
 * `flows`.
 */
import {
  compile,
  createConstantSets,
  printExpr,
  printFlows,
  symbolsToday,
  type CompileOptions,
} from '../../engine/match';

export interface MatchConformance {
  /** Error, parse and annotate letter for letter, and the same flows. */
  readonly passed: number;
  readonly failed: number;
  /** Cases that compile, and how many of them simplify and normalize letter for letter. */
  readonly compiled: number;
  readonly simplifySame: number;
  readonly normalizeSame: number;
}

/** Runs the cases; `print` is given one line per difference, and one with the counts of same texts. */
export function conformMatch(lines: readonly string[], print: (line: string) => void): MatchConformance {
  const result = { passed: 0, failed: 0, compiled: 0, simplifySame: 0, normalizeSame: 0 };
  for (const line of lines) {
    if (line.trim() === '') continue;
    const recorded = readCase(JSON.parse(line));
    const differences = compare(recorded, result);
    for (const difference of differences) print(`${JSON.stringify(recorded.match)}: ${difference}`);
    if (differences.length === 0) result.passed++;
    else result.failed++;
  }
  const { compiled, simplifySame, normalizeSame } = result;
  print(`letter for letter, of ${compiled} that compile: simplify ${simplifySame}, normalize ${normalizeSame}`);
  return result;
}

/** What the recordings' program was given: its ports, its sets, and every port of those on this hypervisor. */
export const RECORDED_PORTS: ReadonlyMap<string, number> = new Map([
  ['eth0', 5],
  ['eth1', 6],
  ['LOCAL', 65534],
  ['lsp1', 0x11],
  ['lsp2', 0x12],
  ['lsp3', 0x13],
]);

export const RECORDED_OPTIONS: CompileOptions = {
  symbols: symbolsToday(),
  sets: createConstantSets(
    {
      set1: ['10.0.0.1', '10.0.0.2', '10.0.0.3'],
      set2: ['::1', '::2', '::3'],
      set3: ['00:00:00:00:00:01', '00:00:00:00:00:02', '00:00:00:00:00:03'],
      set4: [],
    },
    { pg1: ['lsp1', 'lsp2', 'lsp3'], pg_empty: [] },
  ),
  lookupPort: (port) => RECORDED_PORTS.get(port),
  isResident: (port) => RECORDED_PORTS.has(port),
};

type Stage = 'parse' | 'annotate' | 'simplify' | 'normalize';

interface RecordedCase {
  readonly match: string;
  readonly error: string | undefined;
  readonly stages: Readonly<Record<Stage, string>>;
  readonly flows: readonly string[];
}

/** The part of a match that the recordings' program reads: it takes `#` for the beginning of a comment. */
export function asRead(match: string): string {
  const comment = match.indexOf('#');
  return comment < 0 ? match : match.slice(0, comment);
}

function compare(
  recorded: RecordedCase,
  count: { compiled: number; simplifySame: number; normalizeSame: number },
): string[] {
  const compiled = compile(asRead(recorded.match), RECORDED_OPTIONS);
  if (!compiled.ok || recorded.error !== undefined) {
    const got = compiled.ok ? 'no error' : compiled.error.message;
    return got === recorded.error ? [] : [`error: ${got}, recorded ${recorded.error ?? 'no error'}`];
  }
  const { parsed, annotated, simplified, normalized, flows } = compiled.value;
  const stages: Readonly<Record<Stage, string>> = {
    parse: printExpr(parsed),
    annotate: printExpr(annotated),
    simplify: printExpr(simplified),
    normalize: printExpr(normalized),
  };
  count.compiled++;
  if (stages.simplify === recorded.stages.simplify) count.simplifySame++;
  if (stages.normalize === recorded.stages.normalize) count.normalizeSame++;
  const differences: string[] = [];
  for (const stage of ['parse', 'annotate'] as const) {
    if (stages[stage] !== recorded.stages[stage])
      differences.push(`${stage}: ${stages[stage]}, recorded ${recorded.stages[stage]}`);
  }
  const got = canonicalFlows(printFlows(flows));
  const want = canonicalFlows(recorded.flows);
  const ours = new Set(got);
  const theirs = new Set(want);
  for (const flow of got) if (!theirs.has(flow)) differences.push(`flows: only ours ${flow || '""'}`);
  for (const flow of want) if (!ours.has(flow)) differences.push(`flows: only recorded ${flow || '""'}`);
  return differences;
}

const CONJUNCTION_ID = /(conj_id=|conjunction\()(\d+)/g;

/**
 * The flows, sorted, with conjunction ids that do not depend on how they were
 * numbered: an id's rank is that of the flows it appears in.
 */
function canonicalFlows(flows: readonly string[]): readonly string[] {
  const ids = new Set(flows.flatMap((flow) => [...flow.matchAll(CONJUNCTION_ID)].map((found) => found[2] ?? '')));
  if (ids.size < 2) return [...flows].map((flow) => flow.replace(CONJUNCTION_ID, '$1#')).sort();
  const signatures = [...ids].map((id) => {
    const uses = flows
      .filter((flow) => [...flow.matchAll(CONJUNCTION_ID)].some((found) => found[2] === id))
      .map((flow) =>
        flow.replace(CONJUNCTION_ID, (_, before: string, other: string) => before + (other === id ? '#' : '*')),
      );
    return { id, signature: uses.sort().join('\n') };
  });
  signatures.sort((x, y) => (x.signature < y.signature ? -1 : x.signature > y.signature ? 1 : 0));
  const rank = new Map(signatures.map(({ id }, i) => [id, String(i)]));
  return flows
    .map((flow) => {
      const renamed = flow.replace(CONJUNCTION_ID, (_, before: string, id: string) => before + (rank.get(id) ?? id));
      const [match = '', conjunctions] = renamed.split(': ');
      return conjunctions === undefined
        ? match
        : `${match}: ${conjunctions
            .split(/, (?=conjunction)/)
            .sort()
            .join(', ')}`;
    })
    .sort();
}

function readCase(json: unknown): RecordedCase {
  const record =
    typeof json === 'object' && json !== null
      ? new Map<string, unknown>(Object.entries(json))
      : new Map<string, unknown>();
  const text = (key: string) => {
    const value = record.get(key);
    return typeof value === 'string' ? value : '';
  };
  const flows = record.get('flows');
  return {
    match: text('match'),
    error: record.has('error') ? text('error') : undefined,
    stages: {
      parse: text('parse'),
      annotate: text('annotate'),
      simplify: text('simplify'),
      normalize: text('normalize'),
    },
    flows: Array.isArray(flows) ? flows.filter((flow) => typeof flow === 'string') : [],
  };
}
