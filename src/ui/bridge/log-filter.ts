/** Which lines of the log are asked for; pure. */
import type { LogView } from './protocol';
import type { LogQuestion } from './windows-protocol';

/** From the gravest on. */
const LEVELS: readonly LogView['level'][] = ['ERR', 'WARN', 'INFO', 'DBG'];

type Line = Pick<LogView, 'daemon' | 'level' | 'module' | 'message'>;

export function logFilter({ daemon, level, text }: LogQuestion): (line: Line) => boolean {
  const levels = new Set(LEVELS.slice(0, LEVELS.indexOf(level) + 1));
  const wanted = text.trim().toLowerCase();
  return (line) =>
    levels.has(line.level) &&
    (daemon === '' || line.daemon === daemon) &&
    `${line.module} ${line.message}`.toLowerCase().includes(wanted);
}
