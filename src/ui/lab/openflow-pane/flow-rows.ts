/** What the tables of br-int are for. */
/** What a table of br-int is for; OpenFlow table 16 + N carries out logical table N. */
export function meaningOfTable(table: number, stages: readonly { tableId: number; name: string }[]): string {
  if (table === 0) return 'physical to logical';
  if (table === 64) return 'logical to physical';
  const stage = stages.find((candidate) => candidate.tableId === table - 16);
  return stage ? `logical table ${stage.tableId}, ${stage.name}` : '';
}
