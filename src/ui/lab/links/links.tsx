/** Links to entities: a click selects, pointing lights up what belongs together. */
import type { ReactNode } from 'react';
import { hover, refKey, select, southboundKey, useMirror } from '../../state';
import type { EntityKey } from '../../state';
import type { RowRef, Uuid } from '../../bridge';
import css from './links.module.css';

export function EntityLink({ entity, children }: { entity: EntityKey; children: ReactNode }) {
  return (
    <button
      type="button"
      className={css.link}
      onClick={() => select(entity)}
      onPointerEnter={() => hover(entity)}
      onPointerLeave={() => hover(null)}
    >
      {children}
    </button>
  );
}

/** A northbound row by the name a person knows it by. */
export function RowLink({ row }: { row: RowRef }) {
  const name = useMirror((m) => m.rows.get(row.db)?.get(row.table)?.get(row.uuid)?.row.name);
  return (
    <EntityLink entity={refKey(row)}>
      {row.table} {typeof name === 'string' && name !== '' ? name : row.uuid.slice(0, 8)}
    </EntityLink>
  );
}

export function PipelineLink({ uuid }: { uuid: Uuid }) {
  const row = useMirror((m) => m.pipeline.get(uuid));
  if (!row) return <span className="mono">{uuid.slice(0, 8)}</span>;
  return (
    <EntityLink entity={southboundKey(uuid)}>
      Pipeline {row.tableId} · {row.priority}
    </EntityLink>
  );
}
