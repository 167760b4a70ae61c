/** A southbound database as a trace and a reader need it: datapaths, and the flows of each stage in the order in which they are tried. */
import { compareText, type Work } from '../base';
import { entryIn, numberIn, rowsOf, textIn, textsIn, type FileDatabase } from '../database-file';
import type { Row } from '../ovsdb';

export type Pipeline = 'ingress' | 'egress';

export interface Datapath {
  readonly uuid: string;
  /** Of the switch or router; empty where the database does not say. */
  readonly name: string;
  /** A second name: what Neutron calls it. */
  readonly alias: string;
  readonly kind: 'switch' | 'router' | null;
  readonly tunnelKey: number;
  /** The row of Logical_Switch or Logical_Router that it was made from. */
  readonly northbound: string | null;
}

/** A row of Logical_Flow. It may be of many datapaths. */
export interface Flow {
  readonly uuid: string;
  readonly pipeline: Pipeline;
  readonly table: number;
  /** `ls_in_acl_eval`; empty where the row does not say. */
  readonly stage: string;
  readonly priority: number;
  readonly match: string;
  readonly actions: string;
  readonly row: Row;
}

/** Rows between two rests. */
const STRIDE = 2000;
const NO_FLOWS: readonly Flow[] = [];

export class Southbound {
  /** By UUID. */
  readonly datapaths = new Map<string, Datapath>();
  readonly flows = new Map<string, Flow>();
  /** Flows by `OWNER PIPELINE TABLE`; an owner is a datapath or a group of them. */
  private readonly owned = new Map<string, Flow[]>();
  /** How many tables the flows of an owner have, by `OWNER PIPELINE`. */
  private readonly tables = new Map<string, Set<number>>();
  /** Of a datapath: itself, and the groups that it is in. */
  private readonly owners = new Map<string, string[]>();
  private readonly merged = new Map<string, readonly Flow[]>();

  private constructor(readonly database: FileDatabase) {}

  static *open(database: FileDatabase): Work<Southbound> {
    const southbound = new Southbound(database);
    for (const row of rowsOf(database, 'Datapath_Binding').values()) southbound.addDatapath(row);
    for (const row of rowsOf(database, 'Logical_DP_Group').values())
      for (const datapath of textsIn(row, 'datapaths')) southbound.owners.get(datapath)?.push(row._uuid);
    const rows = rowsOf(database, 'Logical_Flow');
    let done = 0;
    for (const row of rows.values()) {
      southbound.addFlow(row);
      done += 1;
      if (done % STRIDE === 0) yield { what: 'sorts flows', done, total: rows.size };
    }
    for (const flows of southbound.owned.values()) {
      flows.sort(compareFlows);
      done += flows.length;
      if (done % STRIDE < flows.length) yield { what: 'sorts flows', done, total: 2 * rows.size };
    }
    return southbound;
  }

  /** The numbers of a pipeline's tables that hold flows, in order. */
  tablesOf(datapath: string, pipeline: Pipeline): readonly number[] {
    const numbers = new Set<number>();
    for (const owner of this.owners.get(datapath) ?? [])
      for (const table of this.tables.get(`${owner} ${pipeline}`) ?? []) numbers.add(table);
    return [...numbers].sort((a, b) => a - b);
  }

  /** The flows of a table, of the highest priority first, as lflow-list prints them. */
  flowsOf(datapath: string, pipeline: Pipeline, table: number): readonly Flow[] {
    const key = `${datapath} ${pipeline} ${table}`;
    const known = this.merged.get(key);
    if (known !== undefined) return known;
    const lists = (this.owners.get(datapath) ?? []).flatMap((owner) => {
      const list = this.owned.get(`${owner} ${pipeline} ${table}`);
      return list === undefined ? [] : [list];
    });
    const flows = lists.length > 1 ? lists.flat().sort(compareFlows) : (lists[0] ?? NO_FLOWS);
    this.merged.set(key, flows);
    return flows;
  }

  private addDatapath(row: Row): void {
    const uuid: string = row._uuid;
    const [logicalSwitch, router] = ['logical-switch', 'logical-router'].map((key) =>
      entryIn(row, 'external_ids', key),
    );
    const type = textIn(row, 'type');
    this.owners.set(uuid, [uuid]);
    this.datapaths.set(uuid, {
      uuid,
      name: entryIn(row, 'external_ids', 'name') ?? '',
      alias: entryIn(row, 'external_ids', 'name2') ?? '',
      kind:
        type === 'logical-switch' || logicalSwitch !== undefined
          ? 'switch'
          : type === 'logical-router' || router !== undefined
            ? 'router'
            : null,
      tunnelKey: numberIn(row, 'tunnel_key') || 0,
      northbound: logicalSwitch ?? router ?? (textIn(row, 'nb_uuid') || null),
    });
  }

  private addFlow(row: Row): void {
    const pipeline = textIn(row, 'pipeline') === 'egress' ? 'egress' : 'ingress';
    const flow: Flow = {
      uuid: row._uuid,
      pipeline,
      table: numberIn(row, 'table_id') || 0,
      stage: entryIn(row, 'external_ids', 'stage-name') ?? '',
      priority: numberIn(row, 'priority') || 0,
      match: textIn(row, 'match'),
      actions: textIn(row, 'actions'),
      row,
    };
    this.flows.set(flow.uuid, flow);
    for (const owner of [...textsIn(row, 'logical_datapath'), ...textsIn(row, 'logical_dp_group')]) {
      push(this.owned, `${owner} ${pipeline} ${flow.table}`, flow);
      const tables = this.tables.get(`${owner} ${pipeline}`) ?? new Set();
      this.tables.set(`${owner} ${pipeline}`, tables.add(flow.table));
    }
  }
}

function compareFlows(a: Flow, b: Flow): number {
  return b.priority - a.priority || compareText(a.match, b.match) || compareText(a.actions, b.actions);
}

function push(lists: Map<string, Flow[]>, key: string, flow: Flow): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [flow]);
  else list.push(flow);
}
