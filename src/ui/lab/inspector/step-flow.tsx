/** The flow that matched, as OpenFlow says it, and what the logical table that it carries out is for. */
import { engine } from '../../bridge';
import { flowKey, refKey, useAnswer } from '../../state';
import type { TraceStep } from '../../bridge';
import { EntityLink } from '../links';
import { ActionWords } from './action-words';
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

/** What the stage is for and what its row's actions do, for those who meet them for the first time. */
export function WordsFold({ step: { flow } }: { step: TraceStep }) {
  const origin = flow?.origin;
  const detail = useAnswer(origin ? refKey(origin) : null, async () =>
    origin ? engine().pipelineDetail(origin.uuid) : null,
  );
  if (!detail) return null;
  const { row, stageText, actions } = detail;
  return (
    <Fold id="words" title={row.stage === null ? 'What its actions do' : `What “${row.stage}” does`}>
      {stageText === null ? null : <p className={css.sentence}>{stageText}</p>}
      <ActionWords actions={actions} />
    </Fold>
  );
}
