/** The table that `neutron-sync` prints, as rows of cells. Pure. */
export interface Findings {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Undefined where there is no table: then the text says that both databases agree. */
export function findingsOf(printed: string): Findings | undefined {
  const lines = printed.split('\n').filter((line) => line.startsWith('|'));
  const [head, ...rows] = lines.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  return head === undefined ? undefined : { head, rows };
}
