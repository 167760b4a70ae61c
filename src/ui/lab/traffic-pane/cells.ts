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

/** What was found out: who was asked, and the answers. */
export interface Asked {
  readonly ports: readonly ReachabilityPort[];
  readonly rows: readonly ReachabilityRow[];
}

/** The answers that are others than before, by `row column`; what was not asked before or is not asked now is none. */
export function changedCells(before: Asked, now: Asked): ReadonlySet<string> {
  const places = new Map(before.ports.map(({ name }, index) => [name, index]));
  const old = now.ports.map(({ name }) => places.get(name));
  const changed = new Set<string>();
  for (const [row, answers] of now.rows.entries()) {
    for (const [column, answer] of answers.entries()) {
      const was = before.rows[old[row] ?? -1]?.[old[column] ?? -1] ?? null;
      if (was !== null && answer !== null && was !== answer) changed.add(cellId(row, column));
    }
  }
  return changed;
}

export function cellId(row: number, column: number): string {
  return `${row} ${column}`;
}
