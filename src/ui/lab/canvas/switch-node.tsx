/** A logical switch with its ports. A port is dragged onto a hypervisor to plug it in. */
import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { hover, northboundKey, useMark, useShownName } from '../../state';
import type { PortView } from '../../bridge';
import css from './cards.module.css';
import { choose } from './choose';
import { useCrossing } from './crossing';
import { useDragToMachine } from './drag';
import { EndMark } from './end-mark';
import { boxStyle } from './box-style';
import { FoldChip } from './fold-chip';
import { fitText } from './fit-text';
import type { Box } from './geometry';
import type { SwitchNode } from './graph';

export const SwitchCard = memo(function SwitchCard({
  id,
  data: { sw, ports, fold, color, plugged, layout },
}: NodeProps<SwitchNode>) {
  const key = northboundKey(sw.uuid);
  const mark = useMark(key);
  const crossing = useCrossing(key);
  const name = useShownName(sw.name);
  return (
    <div
      className={css.card}
      data-entity={key}
      data-mark={mark}
      data-crossing={crossing}
      data-kind="switch"
      style={{ color, width: layout.width, height: layout.height }}
    >
      <div className={css.title}>
        <span className={css.square} style={{ background: color }} />
        <strong data-name>{fitText(name || '(no name)', 14 + 4 * Math.max(0, layout.ports.length - 2))}</strong>
        <span className={css.aside}>
          {sw.portCount} {sw.portCount === 1 ? 'port' : 'ports'}
          {sw.aclCount > 0 ? ` · ${sw.aclCount} ACL${sw.aclCount === 1 ? '' : 's'}` : ''}
        </span>
        <EndMark crossing={crossing} />
      </div>
      <span className={css.bus} style={{ top: layout.bus - 1 }} />
      {ports.map((port, index) => (
        <PortChip key={port.uuid} port={port} box={layout.ports[index]} plugged={plugged[port.name]} />
      ))}
      <FoldChip card={id} fold={fold} box={layout.ports[fold.shown]} what="ports" />
      {sw.portCount === 0 ? (
        <span className={css.noPorts} style={{ top: layout.bus + 12 }}>
          no port yet
        </span>
      ) : null}
    </div>
  );
});

interface PortChipProps {
  readonly port: PortView;
  readonly box: Box | undefined;
  /** Machines whose interfaces ask for the port. */
  readonly plugged: readonly string[] | undefined;
}

const PortChip = memo(function PortChip({ port, box, plugged = [] }: PortChipProps) {
  const key = northboundKey(port.uuid);
  const mark = useMark(key);
  const crossing = useCrossing(key);
  const drag = useDragToMachine({ port: port.name, from: plugged[0] ?? null });
  const name = useShownName(port.name);
  const state =
    port.enabled === false ? 'disabled' : port.up === true || port.physicalNetwork !== undefined ? 'up' : 'down';
  const contested = plugged.length > 1;
  return (
    <button
      type="button"
      className={`${css.chip ?? ''} nodrag`}
      style={boxStyle(box)}
      data-entity={key}
      data-mark={mark}
      data-crossing={crossing}
      aria-label={`Logical port ${name}, ${state}`}
      title={portTitle(port, name, state, plugged)}
      onClick={(event) => {
        event.stopPropagation();
        choose(key, event);
      }}
      onPointerEnter={() => hover(key)}
      onPointerLeave={() => hover(null)}
      {...drag}
    >
      <span className={css.dot} data-state={state} />
      <span>{fitText(name, contested || port.tag !== null ? 7 : 10)}</span>
      {contested ? <span className={css.tag}>×{plugged.length}</span> : null}
      {port.tag !== null && port.parent !== null ? <span className={css.tag}>:{port.tag}</span> : null}
      <EndMark crossing={crossing} />
    </button>
  );
});

function portTitle(port: PortView, name: string, state: string, plugged: readonly string[]): string {
  const inside = port.parent === null ? '' : ` of a container in ${port.parent}, tag ${port.tag ?? 'none'}`;
  const where = port.machine === null ? '' : ` on ${port.machine}`;
  const advice =
    plugged.length > 1
      ? `. Interfaces on ${plugged.join(' and ')} both ask for it`
      : plugged.length === 1
        ? '. Drag it onto another hypervisor to migrate it'
        : port.parent === null && port.type === undefined
          ? '. Drag it onto a hypervisor to plug it in'
          : '';
  return `${name === port.name ? name : `${name}, ${port.name}`}${inside}: ${state}${where}${advice}`;
}
