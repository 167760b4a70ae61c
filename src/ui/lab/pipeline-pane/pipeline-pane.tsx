/** The Pipeline pane: which switch, a filter, and the rows. */
import { useMemo, useState } from 'react';
import { EmptyState, SelectField } from '../../kit';
import type { PipelineRowView, Uuid } from '../../bridge';
import { southboundKey, useMirror } from '../../state';
import { datapathColor } from '../datapath-color';
import css from '../panes.module.css';
import { RowsTable } from '../table';
import type { Column, Item } from '../table';
import { useCurrentKey } from '../current-step';
import { pipelineGroups } from './pipeline-rows';

const columns: readonly Column<PipelineRowView>[] = [
  { id: 'table_id', header: 'table', track: '44px', align: 'end', cell: (row) => row.tableId },
  { id: 'priority', header: 'priority', track: '56px', align: 'end', cell: (row) => row.priority },
  {
    id: 'match',
    header: 'match',
    track: 'minmax(260px, 3fr)',
    cell: (row) => <span title={row.match}>{row.match}</span>,
  },
  {
    id: 'actions',
    header: 'actions',
    track: 'minmax(260px, 4fr)',
    cell: (row) => <span title={row.actions}>{row.actions}</span>,
  },
];

export function PipelinePane() {
  const pipeline = useMirror((m) => m.pipeline);
  const switches = useMirror((m) => m.model.switches);
  const stages = useMirror((m) => m.scenario.stages);
  const [datapath, setDatapath] = useState<Uuid | null>(null);
  const [filter, setFilter] = useState('');
  const current = useCurrentKey('logical');
  const items = useMemo<readonly Item<PipelineRowView>[]>(
    () =>
      pipelineGroups(pipeline.values(), switches, datapath, filter).flatMap((group) => {
        const color = datapathColor(group.datapathIndex);
        const stage = stages.find((candidate) => candidate.tableId === group.tableId);
        return [
          {
            kind: 'group' as const,
            key: `${group.datapath}/${group.tableId}`,
            color,
            label: (
              <>
                {group.datapathName} · table {group.tableId} <span className={css.stage}>{stage?.name}</span>
              </>
            ),
          },
          ...group.rows.map((row) => ({
            kind: 'row' as const,
            key: southboundKey(row.uuid),
            value: row,
            color,
            bad: row.problem !== null,
          })),
        ];
      }),
    [pipeline, switches, stages, datapath, filter],
  );
  if (pipeline.size === 0) {
    return (
      <EmptyState title="No logical flows yet">
        ovn-northd writes a row here for every rule of every logical switch. Create a switch to see the first ones.
      </EmptyState>
    );
  }
  const chosen = switches.find((sw) => sw.uuid === datapath);
  return (
    <div className={css.pane}>
      <div className={css.tools}>
        <SelectField
          label="Switch"
          hideLabel
          value={chosen?.uuid ?? ''}
          options={[
            { value: '', label: 'All switches' },
            ...switches.map((sw) => ({ value: sw.uuid, label: sw.name })),
          ]}
          onChange={(value) => setDatapath(switches.find((sw) => sw.uuid === value)?.uuid ?? null)}
        />
        <input
          className={css.filter}
          type="search"
          placeholder="Filter by match or actions"
          aria-label="Filter the Pipeline"
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
        <span className={css.grow} />
        <span className={css.note}>{pipeline.size} rows</span>
      </div>
      <RowsTable label="Pipeline" columns={columns} items={items} current={current} />
    </div>
  );
}
