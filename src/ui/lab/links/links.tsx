/** Links to entities: a click selects, pointing lights up what belongs together. */
import type { ReactNode } from 'react';
import { engine } from '../../bridge';
import { Button } from '../../kit';
import { hover, refKey, select, southboundKey, useAnswer } from '../../state';
import type { EntityKey } from '../../state';
import type { NamedRef, PipelineRowView, RowRef, Uuid } from '../../bridge';

export function EntityLink({ entity, children }: { entity: EntityKey; children: ReactNode }) {
  return (
    <Button
      look="link"
      onClick={() => select(entity)}
      onPointerEnter={() => hover(entity)}
      onPointerLeave={() => hover(null)}
    >
      {children}
    </Button>
  );
}

/** A row by the name that a person knows it by; asked for where it is not given. */
export function RowLink({ row }: { row: RowRef | NamedRef }) {
  const given = 'name' in row ? row.name : null;
  const { db, uuid } = row;
  const asked = useAnswer('name' in row ? null : refKey(row), () => engine().row(db, uuid));
  const name = given ?? asked?.row.row.name ?? asked?.row.row.logical_port;
  return (
    <EntityLink entity={refKey(row)}>
      {row.table} {typeof name === 'string' && name !== '' ? name : uuid.slice(0, 8)}
    </EntityLink>
  );
}

/** A Pipeline row by its place; asked for where it is not given. */
export function PipelineLink({ uuid, row: given }: { uuid: Uuid; row?: PipelineRowView }) {
  const asked = useAnswer(given ? null : `pipeline ${uuid}`, () => engine().pipelineRow(uuid));
  const row = given ?? asked;
  if (!row) return <span className="mono">{uuid.slice(0, 8)}</span>;
  return (
    <EntityLink entity={southboundKey(uuid)}>
      Pipeline {row.tableId} · {row.priority}
    </EntityLink>
  );
}
