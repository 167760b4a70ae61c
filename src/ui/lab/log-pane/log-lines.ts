/** Which lines of the log to show; pure. */
import type { LogView } from '../../bridge';

export type Level = LogView['level'];

/** From the gravest on. */
export const LEVELS: readonly Level[] = ['ERR', 'WARN', 'INFO', 'DBG'];

export interface LogFilter {
  /** A daemon's name; empty for all. */
  readonly daemon: string;
  /** This level and all graver ones. */
  readonly level: Level;
  /** In the module or the message, whatever the case. */
  readonly text: string;
}

export function filterLog(log: readonly LogView[], { daemon, level, text }: LogFilter): readonly LogView[] {
  const levels = new Set(LEVELS.slice(0, LEVELS.indexOf(level) + 1));
  const wanted = text.trim().toLowerCase();
  return log.filter(
    (line) =>
      levels.has(line.level) &&
      (daemon === '' || line.daemon === daemon) &&
      `${line.module} ${line.message}`.toLowerCase().includes(wanted),
  );
}

/** Virtual seconds since the scenario began, e.g. `0.250 s`. */
export function formatTime(millis: number): string {
  return `${(millis / 1000).toFixed(3)} s`;
}
