/**
 * `ovn conformance actions`: action texts against what OVN's own parser answered. A line that names its release was
 * recorded from today's OVN, others from that of 2015-08.
 */
import { compareActions2015 } from './actions-2015';
import { compareTodayActions } from './actions-today';

/** Compares each line of a file of recorded cases and prints those that differ. */
export function conformActions(
  lines: readonly string[],
  print: (line: string) => void,
): { passed: number; failed: number } {
  let passed = 0;
  let failed = 0;
  for (const line of lines) {
    if (line.trim() === '') continue;
    const recorded = readCase(line);
    const difference = recorded.has('release') ? compareTodayActions(recorded) : compareActions2015(recorded);
    if (difference === undefined) passed++;
    else {
      failed++;
      print(difference);
    }
  }
  return { passed, failed };
}

/** The texts of a line, by name. */
function readCase(line: string): ReadonlyMap<string, string> {
  const json: unknown = JSON.parse(line);
  const fields = typeof json === 'object' && json !== null ? Object.entries(json) : [];
  const recorded = new Map(fields.filter((field): field is [string, string] => typeof field[1] === 'string'));
  if (!recorded.has('actions')) throw new Error(`No case of actions: ${line}`);
  return recorded;
}
