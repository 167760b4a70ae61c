/** A hypervisor: its br-int with VIFs and OpenFlow tables, lit as a packet crosses them. */
import { Handle, Position } from '@xyflow/react';
import type { NodeProps } from '@xyflow/react';
import { memo, useMemo } from 'react';
import { hover, machineKey, select, useMark, useMirror, usePlayer, vifKey } from '../../state';
import type { VifView } from '../../bridge';
import css from './canvas.module.css';
import { useDragToMachine } from './drag';
import { machineWidth } from './graph';
import type { MachineNode } from './graph';

function MachineCardInner({ data: { machine } }: NodeProps<MachineNode>) {
  const mark = useMark(machineKey(machine.name));
  const daemons = useMirror((m) => m.daemons);
  const stopped = daemons.filter((daemon) => daemon.machine === machine.name && daemon.status !== 'running');
  return (
    <div
      className={css.card}
      data-machine={machine.name}
      data-entity={machineKey(machine.name)}
      data-mark={mark}
      data-kind="machine"
      style={{ width: machineWidth(machine) }}
    >
      <Handle
        type="target"
        position={Position.Left}
        id="tunnel-in"
        className={css.sideHandle ?? ''}
        isConnectable={false}
      />
      <div className={css.title}>
        <strong>{machine.name}</strong>
        <span className={css.aside}>
          {machine.encapTypes.join(', ')} {machine.encapIp ?? ''}
        </span>
      </div>
      {machine.hasIntegrationBridge ? (
        <div className={css.bridge}>
          <div className={css.chips}>
            {machine.vifs.map((vif) => (
              <VifChip key={vif.name} machine={machine.name} vif={vif} />
            ))}
            {machine.vifs.length === 0 ? <span className={css.quiet}>br-int, no VIF</span> : null}
          </div>
          <Tables machine={machine.name} />
        </div>
      ) : (
        <div className={css.bridge}>
          <span className={css.quiet}>no br-int yet</span>
        </div>
      )}
      {machine.registered ? null : <div className={css.warning}>not in the Chassis table</div>}
      {machine.cutOff.southbound ? <div className={css.warning}>cut off from OVN_Southbound</div> : null}
      {machine.cutOff.underlay ? <div className={css.warning}>cut off from the underlay</div> : null}
      {stopped.map((daemon) => (
        <div key={daemon.name} className={css.warning}>
          {daemon.name.split('@')[0]} is {daemon.status}
          {daemon.pending ? ': what it makes is stale' : ''}
        </div>
      ))}
      <Handle
        type="source"
        position={Position.Right}
        id="tunnel-out"
        className={css.sideHandle ?? ''}
        isConnectable={false}
      />
    </div>
  );
}

export const MachineCard = memo(MachineCardInner);

const VifChip = memo(function VifChip({ machine, vif }: { machine: string; vif: VifView }) {
  const key = vifKey(machine, vif.name);
  const mark = useMark(key);
  const drag = useDragToMachine({ port: vif.ifaceId, from: machine });
  return (
    <button
      type="button"
      className={`${css.chip ?? ''} nodrag`}
      data-entity={key}
      data-mark={mark}
      aria-label={`Interface ${vif.name} on ${machine}${vif.ifaceId === null ? '' : `, iface-id ${vif.ifaceId}`}`}
      title={
        vif.ifaceId === null
          ? `${vif.name} has no iface-id`
          : `${vif.name}, iface-id ${vif.ifaceId}, ofport ${vif.ofport ?? 'none'}`
      }
      onClick={(event) => {
        event.stopPropagation();
        select(key);
      }}
      onPointerEnter={() => hover(key)}
      onPointerLeave={() => hover(null)}
      {...drag}
    >
      <Handle type="target" position={Position.Top} id={vif.name} className={css.handle ?? ''} isConnectable={false} />
      <span className={css.dot} data-state={vif.ifaceId === null ? 'down' : 'up'} />
      <span className={css.chipText}>{vif.name}</span>
    </button>
  );
});

/** The numbers of the tables that have flows, lit up to the step being watched. */
function Tables({ machine }: { machine: string }) {
  const flows = useMirror((m) => m.flows.get(machine));
  const trace = usePlayer((p) => p.trace);
  const step = usePlayer((p) => p.step);
  const tables = useMemo(
    () => Array.from(new Set(Array.from(flows?.values() ?? [], (flow) => flow.table))).sort((a, b) => a - b),
    [flows],
  );
  const crossed = useMemo(
    () =>
      new Set(
        trace?.steps
          .slice(0, step + 1)
          .flatMap((s) => (s.machine === machine && s.table !== undefined ? [s.table] : [])),
      ),
    [trace, step, machine],
  );
  const now = trace?.steps[step];
  return (
    <div className={css.tables} aria-label={`OpenFlow tables of ${machine}`}>
      {tables.map((table) => (
        <span
          key={table}
          data-table={table}
          className={css.table}
          data-state={
            now?.machine === machine && now.table === table ? 'now' : crossed.has(table) ? 'crossed' : undefined
          }
        >
          {table}
        </span>
      ))}
    </div>
  );
}
