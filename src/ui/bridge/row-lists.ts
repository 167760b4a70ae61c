/**
 * The rows and flows of a deployment in the order in which panes show them. A list
 * is put in order when a pane asks, and kept until something in it changes.
 *
 * Invariant: what a list holds is what sorting everything anew would give.
 */
import type { Deployment } from '../../engine/releases';
import { compareCounting } from './count-order';
import { compareText } from '../../engine/base';
import { getNumber, getString } from '../../engine/ovsdb';
import type { Row } from '../../engine/ovsdb';
import { INTEGRATION_BRIDGE } from '../../engine/sim';
import type { DatabaseKey, Update as SimUpdate } from '../../engine/sim';
import type { FlowEntry } from '../../engine/openflow';
import type { Trace } from '../../engine/trace';
import type { Uuid } from './protocol';
import { flowTexts } from './views';
import type { FlowHead, FlowQuestion, PipelineHead, PipelineQuestion } from './windows-protocol';

/** A heading, or one of the things below it. */
export interface Listed<H, T> {
  readonly head: H;
  readonly value: T | undefined;
}

export interface FlowInList {
  readonly given: FlowEntry;
  readonly packets: number;
  readonly bytes: number;
}

export class RowLists {
  readonly #deployment: Deployment;
  readonly #tables = new Map<string, readonly Uuid[]>();
  /** The Pipeline rows of each datapath; undefined before the first question. */
  #datapaths: Map<Uuid, Set<Uuid>> | undefined;
  /** The rows of a datapath in order. */
  readonly #sorted = new Map<Uuid, readonly Row[]>();
  #pipeline: { readonly of: string; readonly list: readonly Listed<PipelineHead, Row>[] } | undefined;
  #flows: { readonly of: FlowQuestion; readonly list: readonly Listed<FlowHead, FlowInList>[] } | undefined;
  #touched = new Touched();
  #touching = new Touched();

  constructor(deployment: Deployment) {
    this.#deployment = deployment;
  }

  /** What changed last: rows and flows that light up briefly when they are shown. */
  get touched(): Touched {
    return this.#touched;
  }

  reset(): void {
    this.#touching = new Touched();
  }

  /** An update was made of what has been noted. */
  taken(): void {
    this.#touched = this.#touching;
    this.#touching = new Touched();
  }

  note(update: SimUpdate): void {
    const { flows } = this.#deployment.release.logical;
    for (const { db, changes } of update.databases) {
      for (const { table, uuid, before, after } of changes) {
        this.#tables.delete(`${db} ${table}`);
        if (after !== undefined) this.#touching.rows.add(uuid);
        if (table === flows.table) this.#notePipeline(uuid, before, after);
        else if (table === 'Logical_Switch') this.#pipeline = undefined;
      }
    }
    for (const { machine, added } of update.flows) {
      for (const flow of added) this.#touching.flows.add(flow);
      if (machine === this.#flows?.of.machine) this.#flows = undefined;
    }
    if (update.machinesAdded.length + update.machinesRemoved.length === 0) return;
    this.#flows = undefined;
    this.#tables.clear();
  }

  noteTrace(trace: Trace): void {
    for (const { machine, flow } of trace.steps) if (flow) this.#touching.counted.add(`${machine} ${flow.id}`);
    this.#flows = undefined;
  }

  /** The UUIDs of a table's rows, oldest first. */
  table(db: DatabaseKey, table: string): readonly Uuid[] {
    const key = `${db} ${table}`;
    const known = this.#tables.get(key);
    if (known !== undefined) return known;
    const database = this.#deployment.database(db);
    // Not every release has every table.
    const list = database?.schema.tables.has(table) === true ? Array.from(database.rows(table).keys()) : [];
    this.#tables.set(key, list);
    return list;
  }

  /** By switch, table, falling priority, match. */
  pipeline(question: PipelineQuestion): readonly Listed<PipelineHead, Row>[] {
    const of = JSON.stringify(question);
    if (this.#pipeline?.of === of) return this.#pipeline.list;
    const { nb, sb, release } = this.#deployment;
    const { logical, stages } = release;
    const { flows } = logical;
    const switches = Array.from(nb.rows('Logical_Switch').values());
    const places = new Map(switches.map((row, index) => [row._uuid, index]));
    const datapaths = this.#groups();
    const ordered = Array.from(places.keys()).filter((uuid) => datapaths.has(uuid));
    ordered.push(
      ...Array.from(datapaths.keys())
        .filter((uuid) => !places.has(uuid))
        .sort(),
    );
    const list: Listed<PipelineHead, Row>[] = [];
    for (const datapath of ordered) {
      if (question.datapath !== null && question.datapath !== datapath) continue;
      const place = places.get(datapath);
      const sw = place === undefined ? undefined : switches[place];
      let head: PipelineHead | undefined;
      for (const row of this.#rowsOf(datapath)) {
        if (!getString(row, 'match').includes(question.filter) && !getString(row, 'actions').includes(question.filter))
          continue;
        const tableId = flows.tableOf(row);
        const direction = flows.directionOf(row);
        if (head?.tableId !== tableId || head.direction !== direction) {
          const datapathName = sw === undefined ? datapath : getString(sw, 'name');
          const { name: stage = null, text: stageText = null } =
            stages.find(logical.kindOf(datapath, sb), direction, tableId) ?? {};
          head = { datapath, datapathName, datapathIndex: place ?? -1, direction, tableId, stage, stageText };
          list.push({ head, value: undefined });
        }
        list.push({ head, value: row });
      }
    }
    this.#pipeline = { of, list };
    return list;
  }

  /** The rows of one datapath, in no particular order. */
  pipelineOf(datapath: Uuid): Iterable<Uuid> {
    return this.#groups().get(datapath) ?? [];
  }

  /** By table, falling priority, match. */
  flows(question: FlowQuestion): readonly Listed<FlowHead, FlowInList>[] {
    const known = this.#flows;
    if (known?.of.machine === question.machine && known.of.filter === question.filter) return known.list;
    const bridge = this.#deployment.machines.get(question.machine)?.bridges.get(INTEGRATION_BRIDGE);
    const list: Listed<FlowHead, FlowInList>[] = [];
    for (const table of bridge?.tables ?? []) {
      const kept: FlowInList[] = [];
      for (const { given, stats } of bridge?.flowsIn(table) ?? []) {
        const { match, actions } = flowTexts(given);
        if (match.includes(question.filter) || actions.includes(question.filter))
          kept.push({ given, packets: stats.packets, bytes: stats.bytes });
      }
      if (kept.length === 0) continue;
      kept.sort(
        (a, b) =>
          b.given.priority - a.given.priority || compareCounting(flowTexts(a.given).match, flowTexts(b.given).match),
      );
      const head = { table };
      list.push({ head, value: undefined }, ...kept.map((value) => ({ head, value })));
    }
    this.#flows = { of: question, list };
    return list;
  }

  #notePipeline(uuid: Uuid, before: Row | undefined, after: Row | undefined): void {
    this.#pipeline = undefined;
    for (const row of [before, after]) {
      if (row === undefined) continue;
      const datapath = this.#deployment.release.logical.flows.datapathOf(row);
      this.#sorted.delete(datapath);
      if (this.#datapaths === undefined) continue;
      const own = this.#datapaths.get(datapath) ?? new Set<Uuid>();
      if (row === after) own.add(uuid);
      else own.delete(uuid);
      if (own.size > 0) this.#datapaths.set(datapath, own);
      else this.#datapaths.delete(datapath);
    }
  }

  #groups(): Map<Uuid, Set<Uuid>> {
    if (this.#datapaths !== undefined) return this.#datapaths;
    const groups = new Map<Uuid, Set<Uuid>>();
    for (const [uuid, row] of this.#pipelineRows()) {
      const datapath = this.#deployment.release.logical.flows.datapathOf(row);
      const own = groups.get(datapath);
      if (own) own.add(uuid);
      else groups.set(datapath, new Set([uuid]));
    }
    this.#datapaths = groups;
    return groups;
  }

  #rowsOf(datapath: Uuid): readonly Row[] {
    const known = this.#sorted.get(datapath);
    if (known !== undefined) return known;
    const all = this.#pipelineRows();
    const { flows } = this.#deployment.release.logical;
    const rows = Array.from(this.pipelineOf(datapath)).flatMap((uuid) => all.get(uuid) ?? []);
    rows.sort(
      (a, b) =>
        compareText(flows.directionOf(b), flows.directionOf(a)) ||
        flows.tableOf(a) - flows.tableOf(b) ||
        getNumber(b, 'priority') - getNumber(a, 'priority') ||
        compareCounting(getString(a, 'match'), getString(b, 'match')),
    );
    this.#sorted.set(datapath, rows);
    return rows;
  }

  #pipelineRows(): ReadonlyMap<Uuid, Row> {
    const { sb, release } = this.#deployment;
    return sb.rows(release.logical.flows.table);
  }
}

/** Rows and flows that the last thing that happened added or changed. */
class Touched {
  readonly rows = new Set<Uuid>();
  readonly flows = new Set<FlowEntry>();
  /** Flows whose counters moved: the machine, a blank, the flow's id. */
  readonly counted = new Set<string>();
}
