/** A row of any database; a Pipeline row also says why it exists and what became of it. */
import { formatPlace } from '../../actions';
import { Button, Card, EmptyState } from '../../kit';
import { flowKey, setPreference, useAnswer } from '../../state';
import { engine } from '../../bridge';
import type { PipelineDetail, Uuid } from '../../bridge';
import { ActionWords } from './action-words';
import css from './inspector.module.css';
import { EntityLink, RowLink } from '../links';
import { Facts, Heading } from './parts';

export function RowPanel({ db, uuid }: { db: string; uuid: Uuid }) {
  const found = useAnswer(`${db} ${uuid}`, () => engine().row(db, uuid));
  const pipeline = useAnswer(`pipeline ${uuid}`, () => engine().pipelineDetail(uuid));
  if (found === undefined || pipeline === undefined) return null;
  if (found === null) return <EmptyState title="It is gone">This row was deleted.</EmptyState>;
  return (
    <>
      <Heading kind={`Row of ${found.table}`} name={uuid.slice(0, 8)} />
      {pipeline ? <PipelineCards detail={pipeline} /> : null}
      <Card title={pipeline ? 'All columns' : undefined}>
        <Facts facts={[['_uuid', uuid] as const, ...Object.entries(found.row.cells)]} />
      </Card>
    </>
  );
}

function PipelineCards({ detail }: { detail: PipelineDetail }) {
  const { row, stageText, actions, provenance, madeOf, madeOfCount } = detail;
  const made = useAnswer(`flows of ${row.uuid}`, () => engine().flowsOfRow(row.uuid)) ?? [];
  return (
    <>
      {row.problem ? (
        <Card title="It gives no flow">
          <p className={css.bad}>{row.problem.message}</p>
          {row.problem.hint ? <p className={css.note}>{row.problem.hint}</p> : null}
        </Card>
      ) : null}
      <Card title={`Logical table ${row.tableId}${row.stage === null ? '' : `: ${row.stage}`}`}>
        {stageText === null ? null : <p className={css.stageText}>{stageText}</p>}
        <p className={css.note}>{provenance?.text ?? 'No northd of ours wrote this row.'}</p>
        <code className={css.wrap}>{row.match}</code>
        <code className={css.wrap}>{row.actions || '(no actions)'}</code>
        <ActionWords actions={actions} />
        <div className={css.rowActions}>
          <Button look="quiet" onClick={() => setPreference({ pane: 'match', sheet: 'panes' })}>
            Its stages, flows and truth
          </Button>
          <a href={formatPlace('match', '', { x: row.match })}>Open in the match lab</a>
        </div>
      </Card>
      {madeOf.length > 0 ? (
        <Card title="Made of">
          <ul className={css.list}>
            {madeOf.map((ref) => (
              <li key={ref.uuid}>
                <RowLink row={ref} />
              </li>
            ))}
            {madeOfCount > madeOf.length ? <li>and {madeOfCount - madeOf.length} more</li> : null}
          </ul>
        </Card>
      ) : null}
      <Card title="Became">
        <ul className={css.list}>
          {made.map(({ machine, count, flows }) => (
            <li key={machine}>
              <span>
                {count === 0 ? 'no flow' : `${count} ${count === 1 ? 'flow' : 'flows'}`} on {machine}
              </span>
              {flows.map((flow) => (
                <EntityLink key={flow.id} entity={flowKey(machine, flow.id)}>
                  {flow.table} · {flow.match || 'any'}
                </EntityLink>
              ))}
            </li>
          ))}
        </ul>
      </Card>
    </>
  );
}
