/** What a cell of the matrix says. Pure, for the grid, its legend and the tests. */
import type { ReachabilityPort, ReachabilityRow } from '../../bridge';

/** `apart`: not reached, and never meant to be: the two are in different logical switches. */
export type CellKind = 'self' | 'unknown' | 'reached' | 'lost' | 'apart';

export const GLYPHS: Readonly<Record<CellKind, string>> = {
  self: '',
  unknown: '',
  reached: '✓',
  lost: '✕',
  apart: '–',
};

export const WORDS: Readonly<Record<CellKind, string>> = {
  self: 'itself',
  unknown: 'not asked yet',
  reached: 'reached',
  lost: 'not reached',
  apart: 'not reached, in another logical switch',
};

export function cellKind(
  ports: readonly ReachabilityPort[],
  rows: readonly ReachabilityRow[],
  row: number,
  column: number,
): CellKind {
  if (row === column) return 'self';
  const reached = rows[row]?.[column];
  if (reached === undefined || reached === null) return 'unknown';
  if (reached) return 'reached';
  return ports[row]?.switch === ports[column]?.switch ? 'lost' : 'apart';
}

export function countCells(
  ports: readonly ReachabilityPort[],
  rows: readonly ReachabilityRow[],
): Readonly<Record<CellKind, number>> {
  const counts: Record<CellKind, number> = { self: 0, unknown: 0, reached: 0, lost: 0, apart: 0 };
  for (let row = 0; row < ports.length; row += 1) {
    for (let column = 0; column < ports.length; column += 1) counts[cellKind(ports, rows, row, column)] += 1;
  }
  return counts;
}
