/** How lines of the log are told. */
import type { LogView } from '../../bridge';

export type Level = LogView['level'];

/** From the gravest on. */
export const LEVELS: readonly Level[] = ['ERR', 'WARN', 'INFO', 'DBG'];

/** Virtual seconds since the scenario began, e.g. `0.250 s`. */
export function formatTime(millis: number): string {
  return `${(millis / 1000).toFixed(3)} s`;
}
