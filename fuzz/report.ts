/** What a run found, for a person. */
import { DOORS } from './doors';
import type { DoorResult, Finding } from './watch';

const COLUMNS = ['door', 'inputs', 'throws', 'broken', 'hangs', '> 1 s', 'heap first -> last, MB'] as const;

export function table(results: readonly DoorResult[]): string {
  const rows = results.map((result) => [
    DOORS.find(({ id }) => id === result.door)?.title ?? result.door,
    count(result.inputs),
    count(times(result, 'throw')),
    count(times(result, 'broken')),
    count(times(result, 'hang') + times(result, 'crash')),
    count(result.slow),
    `${result.heapFirst.toFixed(1)} -> ${result.heapLast.toFixed(1)}`,
  ]);
  const sum = (of: (result: DoorResult) => number) => count(results.reduce((total, result) => total + of(result), 0));
  const all = [
    'all',
    sum(({ inputs }) => inputs),
    sum((result) => times(result, 'throw')),
    sum((result) => times(result, 'broken')),
    sum((result) => times(result, 'hang') + times(result, 'crash')),
    sum(({ slow }) => slow),
    '',
  ];
  const lines = [Array.from(COLUMNS), ...rows, all];
  const widths = COLUMNS.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  '),
    )
    .join('\n');
}

/** Each finding with its smallest case, and the slowest inputs. */
export function explain({ door, findings, slowest }: DoorResult): readonly string[] {
  return [
    ...findings.map((finding) =>
      [
        `\n${door}: ${finding.kind}, ${finding.count} times: ${finding.message.slice(0, 600)}`,
        ...(finding.found ? [`  ${JSON.stringify(finding.found).slice(0, 3_000)}`] : []),
        ...finding.stack.split('\n').slice(1, 6),
      ].join('\n'),
    ),
    ...slowest.map(
      ({ input, seconds }) => `\n${door}: ${seconds.toFixed(1)} s for ${JSON.stringify(input.slice(0, 300))}`,
    ),
  ];
}

function times({ findings }: DoorResult, kind: Finding['kind']): number {
  return findings.reduce((total, finding) => total + (finding.kind === kind ? finding.count : 0), 0);
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
