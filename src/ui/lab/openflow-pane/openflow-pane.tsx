/** The OpenFlow pane: which hypervisor, a filter, and its flows. */
import { useCallback, useMemo } from 'react';
import { EmptyState, SelectField } from '../../kit';
import { engine } from '../../bridge';
import type { FlowView, MachineView } from '../../bridge';
import {
  flowKey,
  parseEntity,
  setPaneFilters,
  setPreference,
  useMirror,
  usePaneFilters,
  usePreferences,
  useWindow,
} from '../../state';
import type { EntityKey } from '../../state';
import { useCurrentKey } from '../current-step';
import css from '../panes.module.css';
import { RowsTable } from '../table';
import type { Column, Item } from '../table';

const columns: readonly Column<FlowView>[] = [
  { id: 'table', header: 'table', track: '2.75rem', align: 'end', cell: (flow) => flow.table },
  { id: 'priority', header: 'priority', track: '3.5rem', align: 'end', cell: (flow) => flow.priority },
  { id: 'packets', header: 'packets', track: '3.5rem', align: 'end', cell: (flow) => flow.packets },
  {
    id: 'match',
    header: 'match',
    track: 'minmax(16.25rem, 3fr)',
    cell: (flow) => <span title={flow.match}>{flow.match || '(any packet)'}</span>,
  },
  {
    id: 'actions',
    header: 'actions',
    track: 'minmax(16.25rem, 4fr)',
    cell: (flow) => <span title={flow.actions}>{flow.actions}</span>,
  },
  { id: 'cookie', header: 'cookie', track: '6rem', cell: (flow) => flow.cookie },
];

export function OpenFlowPane() {
  const machines = useMirror((m) => m.model.machines);
  const preferred = usePreferences((p) => p.machine);
  const { openflow: filter } = usePaneFilters();
  const machine = machines.find((candidate) => candidate.name === preferred) ?? machines[0];
  const size = useMirror((m) => (machine ? (m.flows.get(machine.name)?.size ?? 0) : 0));
  if (!machine) {
    return (
      <EmptyState title="No hypervisor yet">
        Each hypervisor’s ovn-controller turns the Pipeline into OpenFlow. Add a hypervisor to see its flows.
      </EmptyState>
    );
  }
  return (
    <div className={css.pane}>
      <div className={css.tools}>
        <SelectField
          label="Hypervisor"
          hideLabel
          value={machine.name}
          options={machines.map(({ name }) => ({ value: name, label: name }))}
          onChange={(name) => setPreference({ machine: name })}
        />
        <input
          type="search"
          placeholder="Filter by match or actions"
          aria-label="Filter the flows"
          className={css.filter}
          value={filter}
          onChange={(event) => setPaneFilters({ openflow: event.target.value })}
        />
        <span className={css.grow} />
        <span className={css.note}>{size} flows on br-int</span>
      </div>
      <Flows key={machine.name} machine={machine} filter={filter} />
    </div>
  );
}

function Flows({ machine, filter }: { readonly machine: MachineView; readonly filter: string }) {
  const version = useMirror((m) => m.flows.get(machine.name)?.version ?? 0);
  const tables = useMirror((m) => m.scenario.tables);
  const current = useCurrentKey('openflow');
  const question = useMemo(() => ({ machine: machine.name, filter }), [machine.name, filter]);
  const { at, ready, ...window } = useWindow(JSON.stringify(question), version, (range) =>
    engine().flowRows(question, range),
  );
  const item = useCallback(
    (index: number): Item<FlowView> | undefined => {
      const found = at(index);
      if (found === undefined) return undefined;
      const color = 'var(--openflow)';
      if (found.kind === 'row')
        return {
          kind: 'row',
          key: flowKey(machine.name, found.value.id),
          value: found.value,
          color,
          touched: found.touched,
        };
      const { table } = found.head;
      return {
        kind: 'group',
        key: `table ${table}`,
        color,
        label: (
          <>
            table {table} <span className={css.stage}>{tables.find((known) => known.table === table)?.title}</span>
          </>
        ),
      };
    },
    [at, machine.name, tables],
  );
  const placeOf = useCallback(
    async (key: EntityKey) => {
      const entity = parseEntity(key);
      return entity?.kind === 'flow' && entity.machine === question.machine
        ? engine().flowPlace(question, entity.id)
        : -1;
    },
    [question],
  );
  if (ready && window.total === 0) {
    return (
      <EmptyState title={`No flows on ${machine.name}`}>
        {machine.hasIntegrationBridge
          ? 'Its ovn-controller has installed none that match.'
          : 'It has no br-int yet: ovs-vsctl add-br br-int makes one.'}
      </EmptyState>
    );
  }
  return (
    <RowsTable
      label={`Flows of ${machine.name}`}
      columns={columns}
      rows={{ ...window, at: item, placeOf }}
      current={current}
    />
  );
}
