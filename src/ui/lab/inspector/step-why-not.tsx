/** Why not another flow of this table: the clause that failed and what it met, the nearest flow first. */
import { useEffect, useState } from 'react';
import { engine } from '../../bridge';
import type { Trace, TraceStep, WhyNot } from '../../bridge';
import { Button, Card, TextField } from '../../kit';
import { flowKey, refKey, useAnswer, usePlayer } from '../../state';
import { EntityLink, PipelineLink } from '../links';
import { tableOf } from './step-place';
import css from './step-panel.module.css';

/** Nobody asks while scrubbing past. */
const PAUSE = 150;
const FEW = 2;

export function WhyNotCard({ trace, step }: { trace: Trace; step: TraceStep }) {
  // A drop is asked about in the table that ended in it.
  const table = step.kind === 'table' || step.kind === 'drop' ? tableOf(trace, step) : undefined;
  return table ? <Table key={`${table.machine} ${table.table ?? ''}`} trace={trace} step={table} /> : null;
}

function Table({ trace, step }: { trace: Trace; step: TraceStep }) {
  const [filter, setFilter] = useState('');
  const [all, setAll] = useState(false);
  const stale = usePlayer((p) => p.stale);
  const found = useWhyNot(trace, step, filter.trim());
  const shown = all ? found : found?.slice(0, FEW);
  return (
    <Card title={`Why not another flow of table ${step.table ?? ''}?`}>
      {stale ? <p className={css.note}>Asked of the deployment as it is now; it has changed since the trace.</p> : null}
      {found?.length === 0 ? (
        <p className={css.note}>
          {filter.trim() === '' ? 'The table has no other flow.' : 'No other flow of the table has this text.'}
        </p>
      ) : null}
      <ul className={css.whyNot} aria-label="Flows that were not taken" aria-busy={found === null}>
        {shown?.map((why) => (
          <Line key={why.flow.id} machine={step.machine} why={why} taken={step.flow?.priority} />
        ))}
      </ul>
      {found && shown && found.length > shown.length ? (
        <Button onClick={() => setAll(true)}>Show all {found.length}</Button>
      ) : null}
      <TextField
        label="Flows with this text"
        mono
        value={filter}
        placeholder="reg6=0x2"
        onChange={(event) => setFilter(event.target.value)}
      />
    </Card>
  );
}

function Line({ machine, why, taken }: { machine: string; why: WhyNot; taken: number | undefined }) {
  const { flow, stage, held, of, failed } = why;
  const { origin } = flow;
  const row = useAnswer(origin ? refKey(origin) : null, async () =>
    origin ? engine().pipelineRow(origin.uuid) : null,
  );
  return (
    <li>
      <span className={css.whyHead}>
        {stage === undefined ? (
          <EntityLink entity={flowKey(machine, flow.id)}>
            {flow.table} · {flow.priority}
          </EntityLink>
        ) : null}
        {row ? <PipelineLink uuid={row.uuid} row={row} /> : null}
        {stage === undefined ? (
          <span className={css.held}>
            {held} of {of} {of === 1 ? 'clause holds' : 'clauses hold'}
          </span>
        ) : null}
      </span>
      <code className={css.code}>{flow.match || 'any packet'}</code>
      {failed.length === 0 ? (
        <p className={css.note}>It matches too{taken === undefined ? '.' : `, but ${taken} is the higher priority.`}</p>
      ) : (
        <ul className={css.failed}>
          {failed.map(({ clause, met }) => (
            <li key={clause}>
              <span className={css.clause}>{clause}</span> fails: {met}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

/** Null while it is being asked. */
function useWhyNot(trace: Trace, { index, table }: TraceStep, filter: string): readonly WhyNot[] | null {
  const [answer, setAnswer] = useState<{ readonly to: string; readonly of: Trace; readonly list: readonly WhyNot[] }>();
  const question = `${index} ${filter}`;
  useEffect(() => {
    let wanted = true;
    const timer = setTimeout(() => {
      void engine()
        .whyNot(trace.request, index, filter)
        .then((list) => {
          // After a change the step may be another one: an answer about another table is none.
          if (wanted) setAnswer({ to: question, of: trace, list: list.filter(({ flow }) => flow.table === table) });
        });
    }, PAUSE);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [trace, index, table, filter, question]);
  return answer?.to === question && answer.of === trace ? answer.list : null;
}
