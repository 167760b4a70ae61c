/**
 * The match compiler against OVN's own, which is written in C: the valid
 * recorded cases, five times over, every stage printed.
 */
import { readFileSync } from 'node:fs';
import { RECORDED_OPTIONS } from '../src/cli/conformance/match';
import { compile, printExpr, printFlow } from '../src/engine/match';

/** What OVN's compiler takes for the same work on a machine of this kind, in seconds of processor time. */
const OVN_SECONDS = 0.6;

const ROUNDS = 5;
const RUNS = 7;

export function benchMatch(): string {
  const matches = validMatches();
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) times.push(measure(() => compileAll(matches)));
  times.sort((x, y) => x - y);
  const median = times[Math.floor(times.length / 2)] ?? 0;
  const excluded = Array.from({ length: 500 }, (_, i) => `10.${(i * 7) % 256}.${(i * 13) % 256}.${(i * 31) % 256}`);
  const pathological = measure(() => compile(`ip4.src != {${excluded.join(', ')}}`, RECORDED_OPTIONS));
  const report = [
    `match: ${matches.length * ROUNDS} compilations with printing take ${median.toFixed(2)} s of processor time`,
    `(median of ${RUNS}, best ${(times[0] ?? 0).toFixed(2)} s), ${(median / OVN_SECONDS).toFixed(2)} times what OVN takes (${OVN_SECONDS} s);`,
    `ip4.src != {500 addresses} takes ${pathological.toFixed(2)} s`,
  ].join(' ');
  console.log(report);
  return report;
}

function compileAll(matches: readonly string[]): number {
  let printed = 0;
  for (let round = 0; round < ROUNDS; round++) {
    for (const match of matches) {
      const compiled = compile(match, RECORDED_OPTIONS);
      if (!compiled.ok) throw new Error(`${match}: ${compiled.error.message}`);
      const { parsed, annotated, simplified, normalized, flows } = compiled.value;
      for (const stage of [parsed, annotated, simplified, normalized]) printed += printExpr(stage).length;
      for (const flow of flows) printed += printFlow(flow).length;
    }
  }
  return printed;
}

function validMatches(): readonly string[] {
  const lines = readFileSync('recordings/match.jsonl', 'utf8').trim().split('\n');
  return lines.flatMap((line): string[] => {
    const recorded: unknown = JSON.parse(line);
    if (typeof recorded !== 'object' || recorded === null || 'error' in recorded) return [];
    return 'match' in recorded && typeof recorded.match === 'string' ? [recorded.match] : [];
  });
}

function measure(work: () => unknown): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}
