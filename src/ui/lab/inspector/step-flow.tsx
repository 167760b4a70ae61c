/** The flow that matched, and what it was made from. */
import { Card } from '../../kit';
import { flowKey, refKey, useMirror } from '../../state';
import type { TraceStep } from '../../bridge';
import { EntityLink, PipelineLink, RowLink } from '../links';
import css from './step-panel.module.css';

export function FlowCard({ step: { flow, machine } }: { step: TraceStep }) {
  const origin = flow?.origin;
  const row = useMirror((m) => (origin ? m.pipeline.get(origin.uuid) : undefined));
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
        {row ? (
          <>
            <PipelineLink uuid={row.uuid} /> ←{' '}
            {row.provenance?.nb.map((ref) => <RowLink key={ref.uuid} row={ref} />) ?? 'no northd of ours'}
          </>
        ) : origin ? (
          <EntityLink entity={refKey(origin)}>{origin.table}</EntityLink>
        ) : (
          'hand: nothing in OVN’s databases stands behind it.'
        )}
      </p>
      {row?.provenance ? <p className={css.note}>{row.provenance.text}</p> : null}
    </Card>
  );
}
