/**
 * `npm run fuzz -- [DOOR…] [--minutes N] [--inputs N] [--seed N] [--no-keep]`: hands hostile
 * inputs to every door of the program, or to those that are named, and looks for
 * throws, broken round trips, hangs, slow inputs and memory that is not given back.
 *
 * Exits with 1 on a finding; a slow input is counted, and is none.
 */
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { keepFailed, keepInteresting } from './corpus';
import { DOORS } from './doors';
import { readOptions, USAGE, type Options } from './options';
import { explain, table } from './report';
import { watchDoor, type DoorResult } from './watch';
import { work } from './worker';

if (isMainThread) process.exitCode = await main();
else await work();

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (typeof options === 'string') {
    console.error(`${options}\n${USAGE}`);
    return 2;
  }
  console.log(
    `seed ${options.seed}; the same inputs again: npm run fuzz -- ${options.doors.join(' ')} --seed ${options.seed}`.replace(
      / +/g,
      ' ',
    ),
  );
  const results = await runDoors(options);
  console.log(table(results));
  const findings = results.flatMap(({ findings: all }) => all);
  if (options.keep) {
    for (const { door, findings: all, interesting } of results) {
      for (const { found } of all) if (found) keepFailed(door, found);
      keepInteresting(door, interesting);
    }
  }
  return findings.length === 0 ? 0 : 1;
}

/** One door after the other, each with an equal share of the time that is left. */
async function runDoors({ doors, seed, minutes, inputs }: Options): Promise<readonly DoorResult[]> {
  const chosen = DOORS.filter(({ id }) => doors.length === 0 || doors.includes(id));
  const end = minutes === undefined ? Number.POSITIVE_INFINITY : Date.now() + minutes * 60_000;
  const results: DoorResult[] = [];
  for (const [index, { id, cost }] of chosen.entries()) {
    const until = Date.now() + (end - Date.now()) / (chosen.length - index);
    const bound = inputs === undefined ? Number.MAX_SAFE_INTEGER : Math.ceil(inputs / cost);
    const started = Date.now();
    const result = await watchDoor({ door: id, seed, until, inputs: bound, program: fileURLToPath(import.meta.url) });
    results.push(result);
    const seconds = (Date.now() - started) / 1000;
    console.log(`${id}: ${result.inputs} inputs in ${seconds.toFixed(1)} s, ${result.findings.length} findings`);
    for (const text of explain(result)) console.log(text);
  }
  return results;
}
