/** How fast matches compile: every text of the recordings, and one large one. */
import { readFileSync } from 'node:fs';
import { compile, symbolsToday, type CompileOptions } from '../src/engine/match';

const REPEATS = 7;
const PORTS: ReadonlyMap<string, number> = new Map([
  ['lsp1', 0x11],
  ['lsp2', 0x12],
  ['lsp3', 0x13],
]);

export function benchMatch(): void {
  const options: CompileOptions = { symbols: symbolsToday(), lookupPort: (name) => PORTS.get(name) };
  const texts = readFileSync('recordings/match.jsonl', 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map(readMatch);
  const addresses = Array.from({ length: 1000 }, (_, index) => `10.0.${index >> 8}.${index & 255}`).join(', ');
  const large = `ip4.src == {${addresses}} && tcp.dst == {80, 443, 8080} && inport == "lsp1"`;
  console.log('match compiler');
  const each = (median(() => texts.map((text) => compile(text, options))) / texts.length) * 1000;
  console.log(`  a recorded match, on average of ${texts.length}  ${each.toFixed(0)} us`);
  console.log(`  1000 addresses and 3 ports          ${median(() => compile(large, options)).toFixed(1)} ms`);
}

function readMatch(line: string): string {
  const value: unknown = JSON.parse(line);
  const match: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'match') : undefined;
  if (typeof match !== 'string') throw new Error(`No match in ${line}`);
  return match;
}

function median(run: () => unknown): number {
  const times = Array.from({ length: REPEATS }, () => {
    const started = performance.now();
    run();
    return performance.now() - started;
  }).sort((a, b) => a - b);
  return times[REPEATS >> 1] ?? 0;
}
