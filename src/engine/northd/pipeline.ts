/**
 * The logical flows that are wanted, who wants them, and what must be edited so
 * that the table holds exactly those.
 *
 * A row is wanted by sources: a switch, a port, an ACL. A source hands in all its
 * rows at once; rows with the same contents are one row with several sources. The
 * UUID of a wanted row follows from its contents, so the same network has the
 * same UUIDs however it came about. A row in the table with the right contents
 * under another UUID (somebody else inserted it) is kept if it is the only one.
 *
 * Invariant: what `asking` asks for, and in which order, depends on what is wanted and on the table
 * only; which keys it looks at are those that can have changed since they were last found right.
 */
import { compareText, uuidFromContent, type Uuid, type Work } from '../base';
import type { LogicalFlowContents, LogicalFlowLayout } from '../logical';
import type { ChangeSet, DatabaseView, RowEdit } from '../ovsdb';
import type { Provenance } from './explanation';
import { inPieces } from './pieces';

/** A row that a source wants, with the rule, and the reason for those who ask. */
export interface WantedRow {
  readonly row: LogicalFlowContents;
  readonly rule: string;
  readonly why: () => Omit<Provenance, 'rule'>;
}

interface Wanted {
  readonly row: LogicalFlowContents;
  /** The source of the row, or all of them where there are several. */
  sources: string | Set<string>;
}

export class PipelineTable {
  readonly #layout: LogicalFlowLayout;
  readonly #wanted = new Map<Uuid, Wanted>();
  readonly #bySource = new Map<string, readonly Uuid[]>();
  /** Rows of the table whose UUID does not follow from their contents: by the UUID that would, and back. */
  readonly #strays = new Map<Uuid, Set<Uuid>>();
  readonly #strayKeys = new Map<Uuid, Uuid>();
  /** Keys to look at in the next `edits`: what changed, and what was edited and not yet seen to arrive. */
  readonly #unsettled = new Set<Uuid>();

  constructor(layout: LogicalFlowLayout) {
    this.#layout = layout;
  }

  /** Replaces what a source wants. */
  want(source: string, rows: readonly WantedRow[]): void {
    const old = this.#bySource.get(source) ?? NONE;
    const keys: Uuid[] = [];
    for (const { row } of rows) {
      const key = contentKey(row);
      keys.push(key);
      this.#hold(key, source, row);
    }
    if (old.length > 0) {
      const kept = new Set(keys);
      for (const key of old) if (!kept.has(key)) this.#release(key, source);
    }
    if (keys.length > 0) this.#bySource.set(source, keys);
    else this.#bySource.delete(source);
  }

  /**
   * Why the row of the table with this UUID is wanted. `rowsOf` gives what a
   * source wants once more: reasons are asked for rarely and would fill memory.
   */
  provenance(uuid: Uuid, rowsOf: (source: string) => readonly WantedRow[]): Provenance | undefined {
    const key = this.#strayKeys.get(uuid) ?? uuid;
    const sources = this.#wanted.get(key)?.sources;
    if (sources === undefined) return undefined;
    // Which source came first is chance, so their names decide.
    const names = typeof sources === 'string' ? [sources] : [...sources].sort(compareText);
    const reasons = names.flatMap((source) =>
      rowsOf(source)
        .filter(({ row }) => contentKey(row) === key)
        .map(({ rule, why }): Provenance => ({ rule, ...why() })),
    );
    const [first, ...others] = reasons;
    if (first === undefined || others.length === 0) return first;
    const text = reasons.map((reason) => reason.text).join(' ');
    return { rule: first.rule, text, nb: reasons.flatMap(({ nb }) => nb) };
  }

  /** Takes note that rows of the table may have changed: all of them, or those of a change set. */
  *observing(sb: DatabaseView, seen: ChangeSet | 'all'): Work<void> {
    if (seen !== 'all') {
      yield* inPieces(seen, (change) => {
        if (change.table === this.#layout.table) this.#observeRow(sb, change.uuid);
      });
      return;
    }
    yield* inPieces(sb.rows(this.#layout.table).keys(), (uuid) => {
      this.#observeRow(sb, uuid);
    });
  }

  /** Adds the edits that make the table right: what goes, what changes, and what comes in the order of the pipeline. */
  *asking(sb: DatabaseView, edits: RowEdit[]): Work<void> {
    // What is wanted under the UUID of a stray decides whether that stray can stand in for its contents.
    if (this.#strayKeys.size > 0) {
      for (const key of [...this.#unsettled]) {
        const other = this.#strayKeys.get(key);
        if (other !== undefined) this.#unsettled.add(other);
      }
    }
    const asked: Asked = { deletes: [], updates: [], inserts: [] };
    yield* inPieces(this.#unsettled, (key) => {
      if (this.#settle(sb, key, asked)) this.#unsettled.delete(key);
    });
    const { table } = this.#layout;
    for (const uuid of asked.deletes.sort(compareText)) edits.push({ op: 'delete', table, uuid });
    for (const [uuid, flow] of asked.updates.sort(inPipeline)) {
      edits.push({ op: 'update', table, uuid, row: this.#layout.write(flow) });
    }
    yield* inPieces(asked.inserts.sort(inPipeline), ([uuid, flow]) => {
      edits.push({ op: 'insert', table, uuid, row: this.#layout.write(flow) });
    });
  }

  /**
   * Returns whether nothing is to be done about a key. No row is edited twice: its own key edits it if it is wanted
   * there or is no stray, else the key of its contents.
   */
  #settle(sb: DatabaseView, key: Uuid, asked: Asked): boolean {
    const { table } = this.#layout;
    const wanted = this.#wanted.get(key)?.row;
    const there = sb.row(table, key);
    const strays = this.#straysOf(key);
    let surplus = strays;
    let isRight = false;
    if (wanted === undefined) {
      if (there !== undefined && !this.#strayKeys.has(key)) asked.deletes.push(key);
      else isRight = true;
    } else if (there !== undefined) {
      if (this.#layout.holds(there, wanted)) isRight = true;
      else asked.updates.push([key, wanted]);
    } else if (strays.length > 0) {
      surplus = strays.slice(1);
      isRight = true;
    } else {
      asked.inserts.push([key, wanted]);
    }
    asked.deletes.push(...surplus);
    return isRight && surplus.length === 0;
  }

  /** The strays with the contents of a key, sorted, without those whose own UUID is wanted for something else. */
  #straysOf(key: Uuid): readonly Uuid[] {
    const strays = this.#strays.get(key);
    return strays === undefined ? NONE : [...strays].filter((uuid) => !this.#wanted.has(uuid)).sort(compareText);
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
    const row = sb.row(this.#layout.table, uuid);
    const wanted = this.#wanted.get(uuid)?.row;
    if (row !== undefined && wanted !== undefined && this.#layout.holds(row, wanted)) {
      // Right, and no stray: only strays with the same contents could be left to delete.
      if (this.#strays.has(uuid)) this.#unsettled.add(uuid);
      else this.#unsettled.delete(uuid);
      return;
    }
    this.#unsettled.add(uuid);
    if (row === undefined) return;
    const key = contentKey(this.#layout.read(row));
    if (key === uuid) return;
    this.#strayKeys.set(uuid, key);
    const strays = this.#strays.get(key);
    if (strays === undefined) this.#strays.set(key, new Set([uuid]));
    else strays.add(uuid);
    this.#unsettled.add(key);
  }

  #hold(key: Uuid, source: string, row: LogicalFlowContents): void {
    const wanted = this.#wanted.get(key);
    if (wanted === undefined) {
      this.#wanted.set(key, { row, sources: source });
      this.#unsettled.add(key);
    } else if (typeof wanted.sources !== 'string') {
      wanted.sources.add(source);
    } else if (wanted.sources !== source) {
      wanted.sources = new Set([wanted.sources, source]);
    }
  }

  #release(key: Uuid, source: string): void {
    const wanted = this.#wanted.get(key);
    if (wanted === undefined) return;
    if (typeof wanted.sources !== 'string') {
      wanted.sources.delete(source);
      const [only] = wanted.sources;
      if (wanted.sources.size === 1 && only !== undefined) wanted.sources = only;
    } else if (wanted.sources === source) {
      this.#wanted.delete(key);
      this.#unsettled.add(key);
    }
  }
}

const NONE: readonly Uuid[] = [];

/** What one run asks for, in the order in which it comes upon it. */
interface Asked {
  readonly deletes: Uuid[];
  readonly updates: [Uuid, LogicalFlowContents][];
  readonly inserts: [Uuid, LogicalFlowContents][];
}

/** By datapath and table, the highest priority first: rows are listed as they were inserted, and so are the flows of them. */
function inPipeline([, a]: readonly [Uuid, LogicalFlowContents], [, b]: readonly [Uuid, LogicalFlowContents]): number {
  return (
    compareText(a.datapath, b.datapath) ||
    -compareText(a.direction, b.direction) ||
    a.table - b.table ||
    b.priority - a.priority ||
    compareText(a.match, b.match) ||
    compareText(a.actions, b.actions)
  );
}

function contentKey({ datapath, direction, table, priority, match, actions }: LogicalFlowContents): Uuid {
  const place = direction === 'ingress' ? `${table}` : `${direction} ${table}`;
  return uuidFromContent(datapath, place, `${priority}`, match, actions);
}
