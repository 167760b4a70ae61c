/** What the step matched, what it did and why: in the Pipeline's words where a row of it is carried out. */
import type { ReactNode } from 'react';
import { engine } from '../../bridge';
import { refKey, useAnswer } from '../../state';
import type { Trace, TraceStep } from '../../bridge';
import { PipelineLink, RowLink } from '../links';
import { tableOf } from './step-place';
import css from './step-panel.module.css';

export function StepAnswer({ trace, step }: { trace: Trace; step: TraceStep }) {
  const table = tableOf(trace, step);
  if (!table) return null;
  const logical = trace.logical.find(({ openflow }) => openflow.includes(table.index));
  // Where the two languages met different rows, the flow is what was done.
  const row = trace.agreement.agree && logical?.row !== undefined ? logical : undefined;
  const { flow } = table;
  return (
    <dl className={css.answer}>
      <Part name={table === step ? 'Matched' : `Matched in table ${table.table ?? ''}, step ${table.index + 1}`}>
        <code>{row?.match ?? (flow ? flow.match || 'any packet' : 'no flow of the table')}</code>
      </Part>
      {flow ? (
        <Part name="Did">
          <code>{row?.actions ?? flow.actions}</code>
        </Part>
      ) : null}
      {logical?.found === undefined || logical.found.length === 0 ? null : (
        <Part name="Found">{logical.found.join('; ')}.</Part>
      )}
      {flow ? (
        <Part name="Why">
          <Reason flow={flow} />
        </Part>
      ) : null}
    </dl>
  );
}

function Part({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** The rule of northd behind the flow, and the northbound rows that it was made from. */
function Reason({ flow: { origin } }: { flow: NonNullable<TraceStep['flow']> }) {
  const detail = useAnswer(origin ? refKey(origin) : null, async () =>
    origin ? engine().pipelineDetail(origin.uuid) : null,
  );
  if (!origin) return <>Made by hand: nothing in OVN’s databases stands behind it.</>;
  if (!detail)
    return (
      <>
        Made by ovn-controller for <RowLink row={origin} />.
      </>
    );
  return (
    <>
      {detail.provenance ? `${detail.provenance.text} ` : null}
      <span className={css.madeBy}>
        <PipelineLink uuid={detail.row.uuid} row={detail.row} /> ←{' '}
        {detail.provenance ? detail.madeOf.map((ref) => <RowLink key={ref.uuid} row={ref} />) : 'no northd of ours'}
      </span>
    </>
  );
}
