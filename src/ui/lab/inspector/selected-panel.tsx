/** The panel for what is selected. One a kind of thing, a file each. */
import { Suspense, lazy } from 'react';
import { EmptyState } from '../../kit';
import { useMirror, useSelection } from '../../state';
import type { Entity } from '../../state';
import { DaemonPanel } from './daemon-panel';
import { FlowPanel } from './flow-panel';
import { MachinePanel } from './machine-panel';
import { ManyPanel } from './many-panel';
import { PortPanel } from './port-panel';
import { RowPanel } from './row-panel';
import { SwitchPanel } from './switch-panel';
import { VifPanel } from './vif-panel';

const TopologyPanel = lazy(() => import('./topology').then((module) => ({ default: module.TopologyPanel })));

export function SelectedPanel({ entity }: { readonly entity: Exclude<Entity, { kind: 'packet' }> }) {
  const several = useSelection((s) => s.all.size > 1);
  const model = useMirror((m) => m.model);
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
      const row = <RowPanel db={entity.db} uuid={entity.uuid} />;
      if (model.topology === undefined || entity.db !== 'OVN_Northbound') return row;
      return (
        <Suspense fallback={null}>
          <TopologyPanel model={{ ...model, topology: model.topology }} uuid={entity.uuid} otherwise={row} />
        </Suspense>
      );
    }
  }
}

function Gone() {
  return <EmptyState title="It is gone">What was selected here no longer exists. Undo brings it back.</EmptyState>;
}
