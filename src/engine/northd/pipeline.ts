/**
 * The Pipeline rows that are wanted, who wants them, and what must be edited so
 * that the table holds exactly those.
 *
 * A row is wanted by sources: a switch, a port, an ACL. A source hands in all its
 * rows at once; rows with the same contents are one row with several sources. The
 * UUID of a wanted row follows from its contents, so the same network has the
 * same UUIDs however it came about. A row in the table with the right contents
 * under another UUID (somebody else inserted it) is kept if it is the only one.
 *
 * Invariant: `edits` depends on what is wanted and on the table only; which keys
 * it looks at are those that can have changed since they were last found right.
 */
import { compareText, uuidFromContent, type Uuid } from '../base';
import { getNumber, getString, getUuid, type ChangeSet, type Row, type RowEdit, type RowValues } from '../ovsdb';
import type { DatabaseView, Provenance } from './types';

export const PIPELINE = 'Pipeline';

/** The contents of a row of the Pipeline table. */
export interface LogicalRow {
  /** The logical switch's own UUID. */
  readonly datapath: Uuid;
  readonly tableId: number;
  readonly priority: number;
  readonly match: string;
  readonly actions: string;
}

/** A row that a source wants, with the reason. */
export interface WantedRow extends LogicalRow {
  readonly why: Provenance;
}

interface Wanted {
  readonly row: LogicalRow;
  readonly sources: Map<string, Provenance>;
}

export class PipelineTable {
  readonly #wanted = new Map<Uuid, Wanted>();
  readonly #bySource = new Map<string, readonly Uuid[]>();
  /** Rows of the table whose UUID does not follow from their contents: by the UUID that would, and back. */
  readonly #strays = new Map<Uuid, Set<Uuid>>();
  readonly #strayKeys = new Map<Uuid, Uuid>();
  /** Keys to look at in the next `edits`: what changed, and what was edited and not yet seen to arrive. */
  readonly #unsettled = new Set<Uuid>();

  /** Replaces what a source wants. */
  want(source: string, rows: readonly WantedRow[]): void {
    const old = this.#bySource.get(source) ?? NONE;
    const keys = rows.map((row) => contentKey(row));
    const kept = new Set(keys);
    for (const key of old) if (!kept.has(key)) this.#release(key, source);
    for (const [i, row] of rows.entries()) {
      const key = keys[i];
      if (key !== undefined) this.#hold(key, source, row);
    }
    if (keys.length > 0) this.#bySource.set(source, keys);
    else this.#bySource.delete(source);
  }

  /** Why the row of the table with this UUID is wanted. */
  provenance(uuid: Uuid): Provenance | undefined {
    const wanted = this.#wanted.get(this.#strayKeys.get(uuid) ?? uuid);
    if (wanted === undefined) return undefined;
    // Which source came first is chance, so their names decide.
    const sources = [...wanted.sources].sort(([a], [b]) => compareText(a, b));
    const [first, ...others] = sources.map(([, why]) => why);
    if (first === undefined || others.length === 0) return first;
    const all = [first, ...others];
    return { rule: first.rule, text: all.map(({ text }) => text).join(' '), nb: all.flatMap(({ nb }) => nb) };
  }

  /** Takes note that rows of the table may have changed: all of them, or those of a change set. */
  observe(sb: DatabaseView, seen: ChangeSet | 'all'): void {
    if (seen === 'all') for (const uuid of sb.rows(PIPELINE).keys()) this.#observeRow(sb, uuid);
    else for (const change of seen) if (change.table === PIPELINE) this.#observeRow(sb, change.uuid);
  }

  /** The edits that make the table right. */
  edits(sb: DatabaseView): readonly RowEdit[] {
    // What is wanted under the UUID of a stray decides whether that stray can stand in for its contents.
    for (const key of [...this.#unsettled]) {
      const other = this.#strayKeys.get(key);
      if (other !== undefined) this.#unsettled.add(other);
    }
    const edits = new Map<Uuid, RowEdit>();
    for (const key of this.#unsettled) {
      const before = edits.size;
      this.#settle(sb, key, edits);
      if (edits.size === before) this.#unsettled.delete(key);
    }
    return [...edits.values()];
  }

  #settle(sb: DatabaseView, key: Uuid, edits: Map<Uuid, RowEdit>): void {
    const wanted = this.#wanted.get(key);
    const there = sb.row(PIPELINE, key);
    const strays = [...(this.#strays.get(key) ?? NONE)].filter((uuid) => !this.#wanted.has(uuid)).sort(compareText);
    const remove = (uuid: Uuid) => edits.set(uuid, { op: 'delete', table: PIPELINE, uuid });
    if (wanted === undefined) {
      if (there !== undefined && !this.#strayKeys.has(key)) remove(key);
      strays.forEach(remove);
    } else if (there !== undefined) {
      if (!holds(there, wanted.row))
        edits.set(key, { op: 'update', table: PIPELINE, uuid: key, row: valuesOf(wanted.row) });
      strays.forEach(remove);
    } else if (strays.length > 0) {
      strays.slice(1).forEach(remove);
    } else {
      edits.set(key, { op: 'insert', table: PIPELINE, uuid: key, row: valuesOf(wanted.row) });
    }
  }

  #observeRow(sb: DatabaseView, uuid: Uuid): void {
    const known = this.#strayKeys.get(uuid);
    if (known !== undefined) {
      this.#strayKeys.delete(uuid);
      const strays = this.#strays.get(known);
      strays?.delete(uuid);
      if (strays?.size === 0) this.#strays.delete(known);
      this.#unsettled.add(known);
    }
    this.#unsettled.add(uuid);
    const row = sb.row(PIPELINE, uuid);
    if (row === undefined) return;
    const wanted = this.#wanted.get(uuid);
    if (wanted !== undefined && holds(row, wanted.row)) return;
    const key = contentKey(contentsOf(row));
    if (key === uuid) return;
    this.#strayKeys.set(uuid, key);
    const strays = this.#strays.get(key);
    if (strays === undefined) this.#strays.set(key, new Set([uuid]));
    else strays.add(uuid);
    this.#unsettled.add(key);
  }

  #hold(key: Uuid, source: string, row: WantedRow): void {
    const wanted = this.#wanted.get(key);
    if (wanted === undefined) {
      this.#wanted.set(key, { row, sources: new Map([[source, row.why]]) });
      this.#unsettled.add(key);
    } else {
      wanted.sources.set(source, row.why);
    }
  }

  #release(key: Uuid, source: string): void {
    const wanted = this.#wanted.get(key);
    wanted?.sources.delete(source);
    if (wanted?.sources.size !== 0) return;
    this.#wanted.delete(key);
    this.#unsettled.add(key);
  }
}

const NONE: readonly Uuid[] = [];

/** No text of a database holds a NUL, so the parts cannot run into each other. */
function contentKey(row: LogicalRow): Uuid {
  return uuidFromContent(`${row.datapath}\0${row.tableId}\0${row.priority}\0${row.match}\0${row.actions}`);
}

function contentsOf(row: Row): LogicalRow {
  return {
    datapath: getUuid(row, 'logical_datapath'),
    tableId: getNumber(row, 'table_id'),
    priority: getNumber(row, 'priority'),
    match: getString(row, 'match'),
    actions: getString(row, 'actions'),
  };
}

function holds(row: Row, wanted: LogicalRow): boolean {
  return (
    row.match === wanted.match &&
    row.actions === wanted.actions &&
    row.priority === wanted.priority &&
    row.table_id === wanted.tableId &&
    row.logical_datapath === wanted.datapath
  );
}

function valuesOf({ datapath, tableId, priority, match, actions }: LogicalRow): RowValues {
  return { logical_datapath: datapath, table_id: tableId, priority, match, actions };
}
