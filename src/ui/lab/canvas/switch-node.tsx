/** A logical switch with its ports. A port is dragged onto a hypervisor to plug it in. */
import { Handle, Position } from '@xyflow/react';
import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { hover, northboundKey, select, useMark, useMirror } from '../../state';
import type { PortView } from '../../bridge';
import css from './canvas.module.css';
import { useDragToMachine } from './drag';
import { switchWidth } from './graph';
import type { SwitchNode } from './graph';

function SwitchCardInner({ data: { sw, color } }: NodeProps<SwitchNode>) {
  const mark = useMark(northboundKey(sw.uuid));
  return (
    <div
      className={css.card}
      data-entity={northboundKey(sw.uuid)}
      data-mark={mark}
      style={{ borderTopColor: color, width: switchWidth(sw) }}
    >
      <div className={css.title}>
        <span className={css.square} style={{ background: color }} />
        <strong>{sw.name || '(no name)'}</strong>
        <span className={css.aside}>
          {sw.ports.length} {sw.ports.length === 1 ? 'port' : 'ports'}
          {sw.acls.length > 0 ? ` · ${sw.acls.length} ACL${sw.acls.length === 1 ? '' : 's'}` : ''}
        </span>
      </div>
      <div className={css.chips}>
        {sw.ports.map((port) => (
          <PortChip key={port.uuid} port={port} />
        ))}
      </div>
    </div>
  );
}

export const SwitchCard = memo(SwitchCardInner);

const PortChip = memo(function PortChip({ port }: { port: PortView }) {
  const key = northboundKey(port.uuid);
  const mark = useMark(key);
  const vifOf = useMirror(
    (m) => m.model.machines.find((machine) => machine.vifs.some((vif) => vif.ifaceId === port.name))?.name,
  );
  const drag = useDragToMachine({ port: port.name, from: vifOf ?? null });
  const state = port.enabled === false ? 'disabled' : port.up === true ? 'up' : 'down';
  return (
    <button
      type="button"
      className={`${css.chip ?? ''} nodrag`}
      data-entity={key}
      data-mark={mark}
      aria-label={`Logical port ${port.name}, ${state}`}
      title={`${port.name}: ${state}${port.machine === null ? '. Drag it onto a hypervisor to plug it in' : ` on ${port.machine}. Drag it onto another hypervisor to migrate it`}`}
      onClick={(event) => {
        event.stopPropagation();
        select(key);
      }}
      onPointerEnter={() => hover(key)}
      onPointerLeave={() => hover(null)}
      {...drag}
    >
      <span className={css.dot} data-state={state} />
      <span className={css.chipText}>{port.name}</span>
      {port.parent !== null ? <span className={css.tag}>vlan {port.tag}</span> : null}
      <Handle
        type="source"
        position={Position.Bottom}
        id={port.uuid}
        className={css.handle ?? ''}
        isConnectable={false}
      />
    </button>
  );
});
