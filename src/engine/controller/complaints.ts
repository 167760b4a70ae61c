/** What a controller says when something cannot be done as it was asked for: once, not at every run. */
import type { LogRecord, RowRef } from '../base';
import type { LogicalFlowLayout } from '../logical';
import type { CompiledRow } from './logical';

/** Of its configuration. */
export class Complaints {
  #last = '';

  /** Adds `records` to `log`, unless they are what was said the last time. */
  say(records: readonly LogRecord[], log: LogRecord[]): void {
    const now = records.map(({ message }) => message).join('\n');
    if (now !== this.#last) log.push(...records);
    this.#last = now;
  }
}

/** Says of a logical flow what keeps it out of the switch, or what the switch is not told of it; not what was said of it before. */
export function complainOfRow(
  { table, columns }: LogicalFlowLayout,
  now: CompiledRow,
  before: CompiledRow | undefined,
  db: string,
  log: LogRecord[],
): void {
  const about: RowRef = { db, table, uuid: now.row.uuid };
  const say = (level: LogRecord['level'], message: string) => log.push({ level, module: 'pipeline', message, about });
  if (now.problem !== undefined && now.problem.problem.message !== before?.problem?.problem.message) {
    const { column, problem } = now.problem;
    const text = column === 'table' ? '' : ` "${now.row[column]}"`;
    say('WARN', `error parsing ${columns[column]}${text}: ${problem.message}`);
  }
  if (now.lost.length > 0 && (before === undefined || before.lost.length === 0)) {
    say(
      'INFO',
      `the switch is not told the test of ${now.lost.join(', ')} in match "${now.row.match}", so its flows match any value`,
    );
  }
}
