/** A row of any database; a Pipeline row also says why it exists and what became of it. */
import { useMemo } from 'react';
import { formatPlace } from '../../actions';
import { Button, Card, EmptyState } from '../../kit';
import { flowKey, setPreference, useMirror } from '../../state';
import type { PipelineRowView, RowView, Uuid } from '../../bridge';
import type { Mirror } from '../../state';
import css from './inspector.module.css';
import { EntityLink, RowLink } from '../links';
import { Facts, Heading } from './parts';

export function RowPanel({ db, uuid }: { db: string; uuid: Uuid }) {
  const rows = useMirror((m) => m.rows);
  const pipeline = useMirror((m) => m.pipeline.get(uuid));
  const found = useMemo(() => findRow(rows, db, uuid), [rows, db, uuid]);
  if (!found) return <EmptyState title="It is gone">This row was deleted.</EmptyState>;
  return (
    <>
      <Heading kind={`Row of ${found.table}`} name={uuid.slice(0, 8)} />
      {pipeline ? <PipelineCards row={pipeline} /> : null}
      <Card title={pipeline ? 'All columns' : undefined}>
        <Facts facts={[['_uuid', uuid] as const, ...Object.entries(found.row.cells)]} />
      </Card>
    </>
  );
}

function PipelineCards({ row }: { row: PipelineRowView }) {
  const flows = useMirror((m) => m.flows);
  const stage = useMirror((m) => m.scenario.stages.find((candidate) => candidate.tableId === row.tableId));
  const made = useMemo(
    () =>
      Array.from(flows, ([machine, own]) => ({
        machine,
        flows: Array.from(own.values()).filter((flow) => flow.origin?.uuid === row.uuid),
      })),
    [flows, row.uuid],
  );
  return (
    <>
      {row.problem ? (
        <Card title="It gives no flow">
          <p className={css.bad}>{row.problem.message}</p>
          {row.problem.hint ? <p className={css.note}>{row.problem.hint}</p> : null}
        </Card>
      ) : null}
      <Card title={stage ? `Logical table ${row.tableId}: ${stage.name}` : `Logical table ${row.tableId}`}>
        <p className={css.note}>{row.provenance?.text ?? 'No northd of ours wrote this row.'}</p>
        <code className={css.wrap}>{row.match}</code>
        <code className={css.wrap}>{row.actions || '(no actions)'}</code>
        <div className={css.rowActions}>
          <Button look="quiet" onClick={() => setPreference({ pane: 'match', sheet: 'panes' })}>
            Its stages, flows and truth
          </Button>
          <a href={formatPlace('match', '', { x: row.match })}>Open in the match lab</a>
        </div>
      </Card>
      {row.provenance && row.provenance.nb.length > 0 ? (
        <Card title="Made of">
          <ul className={css.list}>
            {row.provenance.nb.map((ref) => (
              <li key={ref.uuid}>
                <RowLink row={ref} />
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
      <Card title="Became">
        <ul className={css.list}>
          {made.map(({ machine, flows: own }) => (
            <li key={machine}>
              <span>
                {own.length === 0 ? 'no flow' : `${own.length} ${own.length === 1 ? 'flow' : 'flows'}`} on {machine}
              </span>
              {own.slice(0, 8).map((flow) => (
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

function findRow(databases: Mirror['rows'], db: string, uuid: Uuid): { table: string; row: RowView } | undefined {
  for (const [key, tables] of databases) {
    if (key !== db && !key.startsWith(`${db}@`)) continue;
    for (const [table, rows] of tables) {
      const row = rows.get(uuid);
      if (row) return { table, row };
    }
  }
  return undefined;
}
