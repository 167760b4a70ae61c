/** Chooses the panel for what is selected. One panel a kind of thing, a file each. */
import { Suspense, lazy } from 'react';
import { EmptyState } from '../../kit';
import { parseEntity, useMirror, usePlayer, useSelection } from '../../state';
import { DaemonPanel } from './daemon-panel';
import { FlowPanel } from './flow-panel';
import css from './inspector.module.css';
import { MachinePanel } from './machine-panel';
import { ManyPanel } from './many-panel';
import { PortPanel } from './port-panel';
import { RowPanel } from './row-panel';
import { SwitchPanel } from './switch-panel';
import { VifPanel } from './vif-panel';

/** Nobody needs it before a packet was sent. */
const StepPanel = lazy(() => import('./step-panel').then((module) => ({ default: module.StepPanel })));

export function Inspector() {
  return (
    <aside className={css.inspector} aria-label="Details">
      <Panel />
    </aside>
  );
}

function Panel() {
  const selected = useSelection((s) => s.selected);
  const several = useSelection((s) => s.all.size > 1);
  const model = useMirror((m) => m.model);
  const traced = usePlayer((p) => p.trace !== null);
  const entity = selected === null ? undefined : parseEntity(selected);
  if (entity === undefined || entity.kind === 'packet') {
    return traced ? (
      <Suspense fallback={null}>
        <StepPanel />
      </Suspense>
    ) : (
      <EmptyState title="Nothing selected">
        Select a switch, a port or a hypervisor to see and change it. Send a packet to see here what happened to it.
      </EmptyState>
    );
  }
  if (several) return <ManyPanel />;
  switch (entity.kind) {
    case 'machine': {
      const machine = model.machines.find((m) => m.name === entity.machine);
      return machine ? <MachinePanel key={machine.name} machine={machine} /> : <Gone />;
    }
    case 'vif': {
      const vif = model.machines.find((m) => m.name === entity.machine)?.vifs.find((v) => v.name === entity.iface);
      return vif ? <VifPanel key={vif.name} machine={entity.machine} vif={vif} /> : <Gone />;
    }
    case 'daemon':
      return <DaemonPanel name={entity.daemon} />;
    case 'flow':
      return <FlowPanel machine={entity.machine} id={entity.id} />;
    case 'row': {
      const sw = model.switches.find((s) => s.uuid === entity.uuid);
      if (sw) return <SwitchPanel key={sw.uuid} sw={sw} />;
      const port = model.switches.flatMap((s) => s.ports).find((p) => p.uuid === entity.uuid);
      if (port) return <PortPanel key={port.uuid} port={port} />;
      return <RowPanel db={entity.db} uuid={entity.uuid} />;
    }
  }
}

function Gone() {
  return <EmptyState title="It is gone">What was selected here no longer exists. Undo brings it back.</EmptyState>;
}
