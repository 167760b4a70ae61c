/** From a machine's flows to the pane's groups: by table, falling priority, match. */
import type { FlowView } from '../../bridge';

export interface FlowGroup {
  readonly table: number;
  readonly what: string;
  readonly flows: readonly FlowView[];
}

/** `filter` keeps flows whose match or actions contain it; '' keeps all. */
export function flowGroups(
  flows: Iterable<FlowView>,
  stages: readonly { tableId: number; name: string }[],
  filter: string,
): readonly FlowGroup[] {
  const byTable = new Map<number, FlowView[]>();
  for (const flow of flows) {
    if (!flow.match.includes(filter) && !flow.actions.includes(filter)) continue;
    const group = byTable.get(flow.table);
    if (group) group.push(flow);
    else byTable.set(flow.table, [flow]);
  }
  return Array.from(byTable, ([table, group]) => ({
    table,
    what: meaningOfTable(table, stages),
    flows: group.sort((a, b) => b.priority - a.priority || (a.match < b.match ? -1 : a.match > b.match ? 1 : 0)),
  })).sort((a, b) => a.table - b.table);
}

/** What a table of br-int is for; OpenFlow table 16 + N carries out logical table N. */
export function meaningOfTable(table: number, stages: readonly { tableId: number; name: string }[]): string {
  if (table === 0) return 'physical to logical';
  if (table === 64) return 'logical to physical';
  const stage = stages.find((candidate) => candidate.tableId === table - 16);
  return stage ? `logical table ${stage.tableId}, ${stage.name}` : '';
}
