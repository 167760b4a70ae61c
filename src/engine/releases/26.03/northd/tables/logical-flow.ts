/**
 * Logical_Flow: what all subjects want, merged. Flows of one stage with the same
 * priority, match, actions and meter are one row, with a datapath or a group of
 * them; the other columns are those of the source that comes first by its name.
 *
 * A row that is there is known by these contents, whatever its UUID; the UUID of a
 * new row follows from them. Invariant: what `asking` asks for depends on what is
 * wanted and on the table only; it looks at what can have changed since.
 */
import { compareText, uuidFromContent, type Uuid, type Work } from '../../../../base';
import {
  getMapString,
  getNumber,
  getOptionalString,
  getString,
  type ChangeSet,
  type DatabaseView,
  type Row,
  type RowEdit,
  type RowValues,
} from '../../../../ovsdb';
import type { WantedFlow } from '../flow';
import { STAGES, type StageName } from '../stages';
import { DatapathGroups } from './datapath-groups';
import { differences, mapOf, optionalOf, setOf } from './sync';

const TABLE = 'Logical_Flow';

/** What a row is made of: a flow of the first source, and all datapaths that want it. */
interface Merged {
  readonly flow: WantedFlow;
  readonly datapaths: readonly Uuid[];
}

export class LogicalFlows {
  readonly groups: DatapathGroups;
  /** The flows of each source by content. */
  readonly #bySource = new Map<string, ReadonlyMap<Uuid, WantedFlow>>();
  /** Who wants a content: mostly one source. */
  readonly #sources = new Map<Uuid, string | Set<string>>();
  /** Rows that are there by content, and back. */
  readonly #rows = new Map<Uuid, Set<Uuid>>();
  readonly #contents = new Map<Uuid, Uuid>();
  /** The group that a content holds. */
  readonly #held = new Map<Uuid, Uuid>();
  /** Datapaths as the southbound database calls them, by the UUIDs of their northbound rows. */
  readonly #datapaths = new Map<Uuid, Uuid>();
  readonly #unsettled = new Set<Uuid>();

  constructor(groups: DatapathGroups) {
    this.groups = groups;
  }

  /** A datapath has a row now, or none. */
  datapath(northbound: Uuid, row: Uuid | undefined): void {
    if (this.#datapaths.get(northbound) === row) return;
    if (row === undefined) this.#datapaths.delete(northbound);
    else this.#datapaths.set(northbound, row);
    for (const [content, sources] of this.#sources) {
      for (const flow of this.#flowsOf(content, sources)) {
        if (flow.datapaths.includes(northbound)) this.#unsettled.add(content);
      }
    }
  }

  /** Replaces what a source wants. */
  want(source: string, flows: readonly WantedFlow[]): void {
    const old = this.#bySource.get(source);
    const now = new Map<Uuid, WantedFlow>();
    for (const flow of flows) {
      const content = contentOf(flow);
      const same = now.get(content);
      now.set(content, same === undefined ? flow : { ...same, datapaths: [...same.datapaths, ...flow.datapaths] });
    }
    if (now.size > 0) this.#bySource.set(source, now);
    else this.#bySource.delete(source);
    for (const [content, flow] of now) {
      const before = old?.get(content);
      if (before === undefined) this.#hold(content, source);
      if (before === undefined || !isSame(before, flow)) this.#unsettled.add(content);
    }
    if (old === undefined) return;
    for (const content of old.keys()) if (!now.has(content)) this.#release(content, source);
  }

  /** Takes note that rows of the table may have changed. */
  *observing(sb: DatabaseView, seen: ChangeSet | 'all'): Work<void> {
    this.groups.observing(seen);
    let units = 0;
    const rows = seen === 'all' ? [...sb.rows(TABLE).keys()].map((uuid) => ({ table: TABLE, uuid })) : seen;
    for (const { table, uuid } of rows) {
      if (table === TABLE) this.#observe(sb.row(TABLE, uuid), uuid);
      units += 1;
      if (units % PIECE === 0) yield PROGRESS;
    }
  }

  /** Adds the edits that make the table right, in the order of the pipelines. */
  *asking(sb: DatabaseView, edits: RowEdit[]): Work<void> {
    const deletes: Uuid[] = [];
    const updates: Written[] = [];
    const inserts: Written[] = [];
    let units = 0;
    for (const content of this.#unsettled) {
      const sources = this.#sources.get(content);
      const merged = sources === undefined ? undefined : this.#merged(content, sources);
      const [kept, ...surplus] = this.#rowsOf(content);
      deletes.push(...surplus);
      const row = merged === undefined ? undefined : this.#written(content, merged);
      if (merged === undefined || row === undefined) {
        this.#regroup(content, undefined);
        if (kept !== undefined) deletes.push(kept);
        else if (surplus.length === 0) this.#unsettled.delete(content);
      } else {
        const held = kept === undefined ? undefined : sb.row(TABLE, kept);
        if (kept === undefined || held === undefined) inserts.push({ uuid: free(sb, content), merged, row });
        else {
          const wrong = differences(held, row);
          if (wrong !== undefined) updates.push({ uuid: kept, merged, row: wrong });
          else if (surplus.length === 0) this.#unsettled.delete(content);
        }
      }
      units += 1;
      if (units % PIECE === 0) yield PROGRESS;
    }
    this.groups.asking(sb, edits);
    for (const uuid of deletes.sort(compareText)) edits.push({ op: 'delete', table: TABLE, uuid });
    for (const { uuid, row } of updates.sort(inPipeline)) edits.push({ op: 'update', table: TABLE, uuid, row });
    for (const { uuid, row } of inserts.sort(inPipeline)) edits.push({ op: 'insert', table: TABLE, uuid, row });
  }

  /** Who wants a row of the table, first the one whose flow it is. */
  reasons(uuid: Uuid): readonly { readonly source: string; readonly flow: WantedFlow }[] {
    const content = this.#contents.get(uuid) ?? uuid;
    const sources = this.#sources.get(content);
    if (sources === undefined) return [];
    return sorted(sources).flatMap((source) => {
      const flow = this.#bySource.get(source)?.get(content);
      return flow === undefined ? [] : [{ source, flow }];
    });
  }

  #merged(content: Uuid, sources: string | Set<string>): Merged | undefined {
    const flows = this.#flowsOf(content, sources);
    const [flow] = flows;
    if (flow === undefined) return undefined;
    const northbound = flows.length === 1 ? flow.datapaths : flows.flatMap(({ datapaths }) => datapaths);
    return { flow, datapaths: setOf(northbound.flatMap((uuid) => this.#datapaths.get(uuid) ?? [])) };
  }

  #flowsOf(content: Uuid, sources: string | Set<string>): readonly WantedFlow[] {
    return sorted(sources).flatMap((source) => this.#bySource.get(source)?.get(content) ?? []);
  }

  /** The columns of a row; undefined where no datapath wants it. */
  #written(content: Uuid, { flow, datapaths }: Merged): RowValues | undefined {
    if (datapaths.length === 0) return undefined;
    const group = this.#regroup(content, datapaths);
    const { direction, number } = STAGES[flow.stage];
    const tags: [string, string][] = [];
    if (flow.port !== undefined) tags.push(['in_out_port', flow.port]);
    if (flow.ctTranslation === true) tags.push(['acl_ct_translation', 'true']);
    const ids: [string, string][] = [['stage-name', flow.stage]];
    if (flow.hint !== undefined) ids.push(['stage-hint', flow.hint.uuid.slice(0, 8)]);
    return {
      logical_datapath: group === undefined ? datapaths : [],
      logical_dp_group: optionalOf(group),
      pipeline: direction,
      table_id: number,
      priority: flow.priority,
      match: flow.match,
      actions: flow.actions,
      controller_meter: optionalOf(flow.meter),
      flow_desc: optionalOf(flow.description),
      tags: mapOf(tags),
      external_ids: mapOf(ids),
    };
  }

  /** Holds the group of these datapaths for a content, and lets the one before go. */
  #regroup(content: Uuid, datapaths: readonly Uuid[] | undefined): Uuid | undefined {
    const before = this.#held.get(content);
    const group = datapaths !== undefined && datapaths.length > 1 ? this.groups.hold(datapaths) : undefined;
    if (before !== undefined) this.groups.release(before);
    if (group === undefined) this.#held.delete(content);
    else this.#held.set(content, group);
    return group;
  }

  /** The rows with a content, the one that is kept first. */
  #rowsOf(content: Uuid): readonly Uuid[] {
    const rows = this.#rows.get(content);
    if (rows === undefined) return [];
    return [...rows].sort((a, b) => Number(b === content) - Number(a === content) || compareText(a, b));
  }

  #observe(row: Row | undefined, uuid: Uuid): void {
    const before = this.#contents.get(uuid);
    const content = row === undefined ? undefined : contentOfRow(row);
    if (before !== undefined && before !== content) {
      const rows = this.#rows.get(before);
      rows?.delete(uuid);
      if (rows?.size === 0) this.#rows.delete(before);
      this.#contents.delete(uuid);
      this.#unsettled.add(before);
    }
    if (content === undefined) return;
    this.#unsettled.add(content);
    if (before === content) return;
    this.#contents.set(uuid, content);
    const rows = this.#rows.get(content);
    if (rows === undefined) this.#rows.set(content, new Set([uuid]));
    else rows.add(uuid);
  }

  #hold(content: Uuid, source: string): void {
    const sources = this.#sources.get(content);
    if (sources === undefined) this.#sources.set(content, source);
    else if (typeof sources !== 'string') sources.add(source);
    else if (sources !== source) this.#sources.set(content, new Set([sources, source]));
  }

  #release(content: Uuid, source: string): void {
    this.#unsettled.add(content);
    const sources = this.#sources.get(content);
    if (sources === source) this.#sources.delete(content);
    else if (sources instanceof Set) {
      sources.delete(source);
      const [only] = sources;
      if (sources.size === 1 && only !== undefined) this.#sources.set(content, only);
    }
  }
}

const PIECE = 500;
const PROGRESS = { what: 'ovn-northd', done: 0, total: null };

interface Written {
  readonly uuid: Uuid;
  readonly merged: Merged;
  readonly row: RowValues;
}

function sorted(sources: string | Set<string>): readonly string[] {
  return typeof sources === 'string' ? [sources] : [...sources].sort(compareText);
}

/** What makes two flows one row. */
function contentOf({ stage, priority, match, actions, meter = '', ctTranslation }: WantedFlow): Uuid {
  return uuidFromContent(stage, `${priority}`, match, actions, meter, ctTranslation === true ? 'ct' : '');
}

/** A row in which somebody else wrote has a content that nobody wants. */
function contentOfRow(row: Row): Uuid {
  const stage = getMapString(row, 'external_ids', 'stage-name') ?? '';
  const place = isStage(stage) ? STAGES[stage] : undefined;
  const isInPlace = place?.number === row.table_id && place?.direction === row.pipeline;
  return uuidFromContent(
    isInPlace ? stage : `elsewhere ${stage} ${String(row.pipeline)} ${String(row.table_id)}`,
    `${getNumber(row, 'priority')}`,
    getString(row, 'match'),
    getString(row, 'actions'),
    getOptionalString(row, 'controller_meter') ?? '',
    getMapString(row, 'tags', 'acl_ct_translation') === 'true' ? 'ct' : '',
  );
}

function isStage(name: string): name is StageName {
  return Object.hasOwn(STAGES, name);
}

/** The UUID that follows from a content, unless somebody gave that row another one. */
function free(sb: DatabaseView, content: Uuid): Uuid {
  for (let n = 0; ; n++) {
    const uuid = n === 0 ? content : uuidFromContent(content, `${n}`);
    if (sb.row(TABLE, uuid) === undefined) return uuid;
  }
}

function isSame(a: WantedFlow, b: WantedFlow): boolean {
  return (
    a.hint?.uuid === b.hint?.uuid &&
    a.port === b.port &&
    a.description === b.description &&
    a.datapaths.length === b.datapaths.length &&
    a.datapaths.every((uuid, index) => uuid === b.datapaths[index])
  );
}

function inPipeline({ merged: { flow: a } }: Written, { merged: { flow: b } }: Written): number {
  const [x, y] = [STAGES[a.stage], STAGES[b.stage]];
  return (
    -compareText(x.kind, y.kind) ||
    -compareText(x.direction, y.direction) ||
    x.number - y.number ||
    b.priority - a.priority ||
    compareText(a.match, b.match) ||
    compareText(a.actions, b.actions)
  );
}
