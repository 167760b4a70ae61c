/** The flow that matched, and what it was made from. */
import { Card } from '../../kit';
import { flowKey, refKey, useAnswer } from '../../state';
import { engine } from '../../bridge';
import type { TraceStep } from '../../bridge';
import { EntityLink, PipelineLink, RowLink } from '../links';
import css from './step-panel.module.css';

export function FlowCard({ step: { flow, machine } }: { step: TraceStep }) {
  const origin = flow?.origin;
  const detail = useAnswer(origin ? refKey(origin) : null, async () =>
    origin ? engine().pipelineDetail(origin.uuid) : null,
  );
  if (!flow) return null;
  return (
    <Card title="The flow that matched">
      <EntityLink entity={flowKey(machine, flow.id)}>
        {machine} table {flow.table} · {flow.priority}
      </EntityLink>
      <code className={css.code}>{flow.match || 'any packet'}</code>
      <code className={css.code}>→ {flow.actions}</code>
      <p className={css.madeBy}>
        Made by{' '}
        {detail ? (
          <>
            <PipelineLink uuid={detail.row.uuid} row={detail.row} /> ←{' '}
            {detail.provenance ? detail.madeOf.map((ref) => <RowLink key={ref.uuid} row={ref} />) : 'no northd of ours'}
          </>
        ) : origin ? (
          <EntityLink entity={refKey(origin)}>{origin.table}</EntityLink>
        ) : (
          'hand: nothing in OVN’s databases stands behind it.'
        )}
      </p>
      {detail?.provenance ? <p className={css.note}>{detail.provenance.text}</p> : null}
    </Card>
  );
}
