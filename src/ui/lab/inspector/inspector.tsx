/** What is selected, or the step of the packet that is being watched. */
import { Suspense, lazy } from 'react';
import { EmptyState } from '../../kit';
import { parseEntity, usePlayer, useSelection } from '../../state';
import css from './inspector.module.css';

/** Nobody needs either before something was selected or sent. */
const SelectedPanel = lazy(() => readPanels().then((module) => ({ default: module.SelectedPanel })));
const StepPanel = lazy(() => import('./step-panel').then((module) => ({ default: module.StepPanel })));

/** Read ahead, it is there at the first click. */
export function readPanels() {
  return import('./selected-panel');
}

export function Inspector() {
  return (
    <aside className={css.inspector} aria-label="Details">
      <Suspense fallback={null}>
        <Panel />
      </Suspense>
    </aside>
  );
}

function Panel() {
  const selected = useSelection((s) => s.selected);
  const traced = usePlayer((p) => p.trace !== null);
  const entity = selected === null ? undefined : parseEntity(selected);
  if (entity !== undefined && entity.kind !== 'packet') return <SelectedPanel entity={entity} />;
  if (traced) return <StepPanel />;
  return (
    <EmptyState title="Nothing selected">
      Select a switch, a port or a hypervisor to see and change it. Send a packet to see here what happened to it.
    </EmptyState>
  );
}
