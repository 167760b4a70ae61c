/** The Pipeline pane: which switch, a filter, and the rows. */
import { useCallback, useMemo } from 'react';
import { EmptyState, SelectField } from '../../kit';
import { engine } from '../../bridge';
import type { PipelineRowView } from '../../bridge';
import {
  parseEntity,
  logicalFlowCount,
  setPaneFilters,
  southboundKey,
  useMirror,
  usePaneFilters,
  useWindow,
} from '../../state';
import type { EntityKey } from '../../state';
import { datapathColor } from '../datapath-color';
import css from '../panes.module.css';
import { RowsTable } from '../table';
import type { Column, Item } from '../table';
import { useCurrentKey } from '../current-step';

const columns: readonly Column<PipelineRowView>[] = [
  { id: 'table_id', header: 'table', track: '2.75rem', align: 'end', cell: (row) => row.tableId },
  { id: 'priority', header: 'priority', track: '3.5rem', align: 'end', cell: (row) => row.priority },
  {
    id: 'match',
    header: 'match',
    track: 'minmax(16.25rem, 3fr)',
    cell: (row) => <span title={row.match}>{row.match}</span>,
  },
  {
    id: 'actions',
    header: 'actions',
    track: 'minmax(16.25rem, 4fr)',
    cell: (row) => <span title={row.actions}>{row.actions}</span>,
  },
];

export function PipelinePane() {
  const version = useMirror((m) => m.version);
  const size = useMirror(logicalFlowCount);
  const switches = useMirror((m) => m.model.switches);
  const { datapath, pipeline: filter } = usePaneFilters();
  const current = useCurrentKey('logical');
  const known = switches.some(({ uuid }) => uuid === datapath) ? datapath : null;
  const question = useMemo(() => ({ datapath: known, filter }), [known, filter]);
  // Not only the table's version: what a controller could not do with a row shows here too.
  const { at, ...window } = useWindow(JSON.stringify(question), version, (range) =>
    engine().pipelineRows(question, range),
  );
  const item = useCallback(
    (index: number): Item<PipelineRowView> | undefined => {
      const found = at(index);
      if (found === undefined) return undefined;
      const { head } = found;
      const color = datapathColor(head.datapathIndex);
      if (found.kind === 'row') {
        const { value, touched } = found;
        return { kind: 'row', key: southboundKey(value.uuid), value, color, bad: value.problem !== null, touched };
      }
      return {
        kind: 'group',
        key: `${head.datapath}/${head.direction}/${head.tableId}`,
        color,
        label: (
          <>
            {head.datapathName} · table {head.tableId} <span className={css.stage}>{head.stage}</span>{' '}
            <span className={css.stageText}>{head.stageText}</span>
          </>
        ),
      };
    },
    [at],
  );
  const placeOf = useCallback(
    async (key: EntityKey) => {
      const entity = parseEntity(key);
      return entity?.kind === 'row' ? engine().pipelinePlace(question, entity.uuid) : -1;
    },
    [question],
  );
  if (size === 0) {
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
          onChange={(value) => setPaneFilters({ datapath: switches.find((sw) => sw.uuid === value)?.uuid ?? null })}
        />
        <input
          className={css.filter}
          type="search"
          placeholder="Filter by match or actions"
          aria-label="Filter the Pipeline"
          value={filter}
          onChange={(event) => setPaneFilters({ pipeline: event.target.value })}
        />
        <span className={css.grow} />
        <span className={css.note}>{size} rows</span>
      </div>
      <RowsTable label="Pipeline" columns={columns} rows={{ ...window, at: item, placeOf }} current={current} />
    </div>
  );
}
