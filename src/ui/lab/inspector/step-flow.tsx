/** The flow that matched, as OpenFlow says it. */
import { flowKey } from '../../state';
import type { TraceStep } from '../../bridge';
import { EntityLink } from '../links';
import { Fold } from './fold';
import css from './step-panel.module.css';

export function FlowFold({ step: { flow, machine } }: { step: TraceStep }) {
  if (!flow) return null;
  return (
    <Fold id="openflow" title="OpenFlow">
      <EntityLink entity={flowKey(machine, flow.id)}>
        {machine} table {flow.table} · {flow.priority}
      </EntityLink>
      <code className={css.code}>{flow.match || 'any packet'}</code>
      <code className={css.code}>→ {flow.actions}</code>
    </Fold>
  );
}
