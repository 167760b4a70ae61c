/** The OpenFlow pane: which hypervisor, a filter, and its flows. */
import { useMemo, useState } from 'react';
import { EmptyState, SelectField } from '../../kit';
import type { FlowView } from '../../bridge';
import { flowKey, setPreference, useMirror, usePreferences } from '../../state';
import { useCurrentKey } from '../current-step';
import css from '../panes.module.css';
import { RowsTable } from '../table';
import type { Column, Item } from '../table';
import { flowGroups } from './flow-rows';

const columns: readonly Column<FlowView>[] = [
  { id: 'table', header: 'table', track: '44px', align: 'end', cell: (flow) => flow.table },
  { id: 'priority', header: 'priority', track: '56px', align: 'end', cell: (flow) => flow.priority },
  { id: 'packets', header: 'packets', track: '56px', align: 'end', cell: (flow) => flow.packets },
  {
    id: 'match',
    header: 'match',
    track: 'minmax(260px, 3fr)',
    cell: (flow) => <span title={flow.match}>{flow.match || '(any packet)'}</span>,
  },
  {
    id: 'actions',
    header: 'actions',
    track: 'minmax(260px, 4fr)',
    cell: (flow) => <span title={flow.actions}>{flow.actions}</span>,
  },
  { id: 'cookie', header: 'cookie', track: '96px', cell: (flow) => flow.cookie },
];

export function OpenFlowPane() {
  const machines = useMirror((m) => m.model.machines);
  const flows = useMirror((m) => m.flows);
  const stages = useMirror((m) => m.scenario.stages);
  const preferred = usePreferences((p) => p.machine);
  const [filter, setFilter] = useState('');
  const current = useCurrentKey('openflow');
  const machine = machines.find((candidate) => candidate.name === preferred) ?? machines[0];
  const own = machine ? flows.get(machine.name) : undefined;
  const items = useMemo<readonly Item<FlowView>[]>(() => {
    if (!machine || !own) return [];
    return flowGroups(own.values(), stages, filter).flatMap((group) => [
      {
        kind: 'group' as const,
        key: `table ${group.table}`,
        color: 'var(--openflow)',
        label: (
          <>
            table {group.table} <span className={css.stage}>{group.what}</span>
          </>
        ),
      },
      ...group.flows.map((flow) => ({
        kind: 'row' as const,
        key: flowKey(machine.name, flow.id),
        value: flow,
        color: 'var(--openflow)',
      })),
    ]);
  }, [machine, own, stages, filter]);
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
          onChange={(event) => setFilter(event.target.value)}
        />
        <span className={css.grow} />
        <span className={css.note}>{own?.size ?? 0} flows on br-int</span>
      </div>
      {items.length === 0 ? (
        <EmptyState title={`No flows on ${machine.name}`}>
          {machine.hasIntegrationBridge
            ? 'Its ovn-controller has installed none that match.'
            : 'It has no br-int yet: ovs-vsctl add-br br-int makes one.'}
        </EmptyState>
      ) : (
        <RowsTable label={`Flows of ${machine.name}`} columns={columns} items={items} current={current} />
      )}
    </div>
  );
}
