/** A hypervisor: its br-int with interfaces and OpenFlow tables, lit as a packet crosses them. */
import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { hover, machineKey, northboundKey, useMark, useShownName, vifKey } from '../../state';
import type { PortView } from '../../bridge';
import { boxStyle } from './box-style';
import css from './cards.module.css';
import { choose } from './choose';
import { useCrossing } from './crossing';
import { useDragToMachine } from './drag';
import { EndMark } from './end-mark';
import { FoldChip } from './fold-chip';
import { fitText } from './fit-text';
import type { Box, VifLayout } from './geometry';
import type { MachineNode, VifOnCard } from './graph';
import { containerKey, tableKey } from './lines';

export const MachineCard = memo(function MachineCard({ id, data }: NodeProps<MachineNode>) {
  const { machine, vifs, fold, tables, warnings, layout } = data;
  const key = machineKey(machine.name);
  const mark = useMark(key);
  const crossing = useCrossing(key);
  return (
    <div
      className={css.card}
      data-machine={machine.name}
      data-entity={key}
      data-mark={mark}
      data-crossing={crossing}
      data-kind="machine"
      style={{ width: layout.width, height: layout.height }}
    >
      <div className={css.title}>
        <strong data-name>{fitText(machine.name, 12)}</strong>
        <span className={css.aside} title={`${machine.encapTypes.join(', ')} ${machine.encapIp ?? ''}`}>
          {fitText(`${machine.encapTypes.join(',')} ${machine.encapIp ?? ''}`, 22)}
        </span>
      </div>
      <div className={css.bridge} style={boxStyle(layout.bridge)} data-missing={!machine.hasIntegrationBridge}>
        <span className={css.legend}>{machine.hasIntegrationBridge ? 'br-int' : 'no br-int yet'}</span>
        {machine.hasIntegrationBridge && vifs.length === 0 ? <span className={css.quiet}>no interfaces</span> : null}
      </div>
      {vifs.map((vif, index) => (
        <VifChip key={vif.vif.name} machine={machine.name} vif={vif} layout={layout.vifs[index]} />
      ))}
      <FoldChip card={id} fold={fold} box={layout.vifs[fold.shown]?.chip} what="interfaces" />
      {tables.length > 0 ? (
        <div className={css.tables} role="group" aria-label={`OpenFlow tables of ${machine.name}`}>
          {tables.map((table, index) => (
            <TableCell key={table} machine={machine.name} table={table} box={layout.tables[index]} />
          ))}
        </div>
      ) : null}
      {warnings.map((text, index) => (
        <div key={text} className={css.warning} style={{ top: layout.warnings[index] }} title={text}>
          {fitText(text, 38)}
        </div>
      ))}
    </div>
  );
});

interface VifChipProps {
  readonly machine: string;
  readonly vif: VifOnCard;
  readonly layout: VifLayout | undefined;
}

/** An interface; behind it, when it is a virtual machine's, the containers in it. */
const VifChip = memo(function VifChip({ machine, vif: { vif, port, state, containers }, layout }: VifChipProps) {
  const key = vifKey(machine, vif.name);
  const mark = useMark(key);
  const crossing = useCrossing(key);
  const drag = useDragToMachine({ port: vif.ifaceId, from: machine });
  const called = useShownName(vif.ifaceId ?? '');
  const name = called === '' || called === vif.ifaceId ? vif.name : called;
  return (
    <>
      {containers.length > 0 ? <span className={css.vm} style={boxStyle(layout?.box)} /> : null}
      <button
        type="button"
        className={`${css.chip ?? ''} nodrag`}
        style={boxStyle(layout?.chip)}
        data-entity={key}
        data-mark={mark}
        data-crossing={crossing}
        data-claim={state === 'elsewhere' || state === 'unknown' ? state : undefined}
        aria-label={`Interface ${vif.name} on ${machine}${vif.ifaceId === null ? '' : `, iface-id ${vif.ifaceId}`}${state === 'elsewhere' ? ', not bound here' : ''}`}
        title={vifTitle(vif.name, vif.ifaceId, vif.ofport, state, port)}
        onClick={(event) => {
          event.stopPropagation();
          choose(key, event);
        }}
        onPointerEnter={() => hover(key)}
        onPointerLeave={() => hover(null)}
        {...drag}
      >
        <span className={css.dot} data-state={state === 'up' ? 'up' : 'down'} />
        <span>{fitText(name, state === 'elsewhere' || state === 'unknown' ? 4 : 10)}</span>
        {state === 'elsewhere' ? <span className={css.tag}>unbound</span> : null}
        {state === 'unknown' ? <span className={css.tag}>no port</span> : null}
        <EndMark crossing={crossing} />
      </button>
      {containers.map((inside, index) => (
        <ContainerChip
          key={inside.uuid}
          machine={machine}
          iface={vif.name}
          port={inside}
          box={layout?.containers[index]}
        />
      ))}
    </>
  );
});

function vifTitle(
  name: string,
  ifaceId: string | null,
  ofport: number | null,
  state: VifOnCard['state'],
  port: PortView | null,
): string {
  if (ifaceId === null) return `${name} has no iface-id`;
  const start = `${name}, iface-id ${ifaceId}, ofport ${ofport ?? 'none'}`;
  if (state === 'elsewhere') return `${start}. ${ifaceId} is bound to ${port?.machine ?? 'another chassis'}, not here`;
  if (state === 'unknown') return `${start}. There is no logical port of that name`;
  return `${start}. Drag it onto another hypervisor to migrate it, or off to unplug it`;
}

interface ContainerChipProps {
  readonly machine: string;
  readonly iface: string;
  readonly port: PortView;
  readonly box: Box | undefined;
}

const ContainerChip = memo(function ContainerChip({ machine, iface, port, box }: ContainerChipProps) {
  const key = northboundKey(port.uuid);
  const mark = useMark(key);
  const crossing = useCrossing(containerKey(machine, iface, port.name));
  return (
    <button
      type="button"
      className={`${css.chip ?? ''} ${css.container ?? ''} nodrag`}
      style={boxStyle(box)}
      data-mark={mark}
      data-crossing={crossing}
      aria-label={`Container ${port.name} behind ${iface} on ${machine}, tag ${port.tag ?? 'none'}`}
      title={`${port.name}: a container behind ${iface}, its packets carry VLAN tag ${port.tag ?? 'none'}`}
      onClick={(event) => {
        event.stopPropagation();
        choose(key, event);
      }}
    >
      <span>{fitText(port.name, 9)}</span>
      <span className={css.tag}>:{port.tag}</span>
      <EndMark crossing={crossing} />
    </button>
  );
});

interface TableCellProps {
  readonly machine: string;
  readonly table: number;
  readonly box: Box | undefined;
}

const TableCell = memo(function TableCell({ machine, table, box }: TableCellProps) {
  const crossing = useCrossing(tableKey(machine, table));
  return (
    <span
      className={css.table}
      style={boxStyle(box)}
      data-table={table}
      data-crossing={crossing}
      title={
        crossing === undefined
          ? undefined
          : crossing === 'now' || crossing === 'crossed'
            ? 'crossed'
            : `${crossing} here`
      }
    >
      {table}
      <EndMark crossing={crossing} />
    </span>
  );
});
