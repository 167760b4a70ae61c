/** From the mirror's Pipeline to the pane's items: by switch, table, falling priority, match. */
import type { PipelineRowView, SwitchView, Uuid } from '../../bridge';

export interface PipelineGroup {
  readonly datapath: Uuid;
  readonly datapathName: string;
  readonly datapathIndex: number;
  readonly tableId: number;
  readonly rows: readonly PipelineRowView[];
}

/** `filter` keeps rows whose match or actions contain it; '' keeps all. */
export function pipelineGroups(
  pipeline: Iterable<PipelineRowView>,
  switches: readonly SwitchView[],
  datapath: Uuid | null,
  filter: string,
): readonly PipelineGroup[] {
  const place = new Map(switches.map((sw, index) => [sw.uuid, index]));
  const kept = Array.from(pipeline).filter(
    (row) =>
      (datapath === null || row.datapath === datapath) && (row.match.includes(filter) || row.actions.includes(filter)),
  );
  const rank = (row: PipelineRowView) => place.get(row.datapath) ?? switches.length;
  kept.sort(
    (a, b) =>
      rank(a) - rank(b) ||
      compare(a.datapath, b.datapath) ||
      a.tableId - b.tableId ||
      b.priority - a.priority ||
      compare(a.match, b.match),
  );
  const groups: { head: PipelineRowView; rows: PipelineRowView[] }[] = [];
  for (const row of kept) {
    const last = groups.at(-1);
    if (last?.head.datapath === row.datapath && last.head.tableId === row.tableId) last.rows.push(row);
    else groups.push({ head: row, rows: [row] });
  }
  return groups.map(({ head, rows }) => {
    const index = place.get(head.datapath) ?? -1;
    return {
      datapath: head.datapath,
      datapathName: switches[index]?.name ?? head.datapath,
      datapathIndex: index,
      tableId: head.tableId,
      rows,
    };
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
