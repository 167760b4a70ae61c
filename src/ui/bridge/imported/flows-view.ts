/** Logical flows by datapath and stage, as they are shown and looked through. */
import { entryIn } from '../../../engine/database-file';
import type { Flow, Pipeline, Provenance, Southbound } from '../../../engine/imported';
import type { LogicalNetwork } from '../../../engine/ovn-trace';
import { stageTextOf } from '../../../engine/releases';
import type { FlowDetails, FlowsQuestion, FlowView, NamedRow, StageView } from './protocol';
import { namedRow } from './row-title';
import type { Part, Range } from '../windows-protocol';
import type { Row } from '../../../engine/ovsdb';

const PIPELINES: readonly Pipeline[] = ['ingress', 'egress'];

export class FlowsView {
  private key = '';
  private found: readonly Flow[] = [];

  constructor(
    private readonly southbound: Southbound,
    private readonly network: LogicalNetwork,
    private readonly provenance: Provenance | undefined,
    private readonly northboundRow: (row: NamedRow) => Row | undefined,
  ) {}

  stages(datapath: string): readonly StageView[] {
    return PIPELINES.flatMap((pipeline) =>
      this.southbound.tablesOf(datapath, pipeline).map((table) => {
        const flows = this.southbound.flowsOf(datapath, pipeline, table);
        const name = flows.find(({ stage }) => stage !== '')?.stage ?? '';
        return { pipeline, table, name, flows: flows.length, text: stageTextOf(name)?.does ?? null };
      }),
    );
  }

  page(question: FlowsQuestion, { start, count }: Range): Part<FlowView> {
    const key = JSON.stringify(question);
    if (key !== this.key) {
      this.key = key;
      this.found = this.find(question);
    }
    const items = this.found.slice(start, start + count).map((flow) => this.view(flow));
    return { start, total: this.found.length, items };
  }

  details(uuid: string): FlowDetails | null {
    const flow = this.southbound.flows.get(uuid);
    if (flow === undefined) return null;
    const datapaths = [...this.southbound.datapaths.values()].filter(({ uuid: datapath }) =>
      this.southbound.flowsOf(datapath, flow.pipeline, flow.table).includes(flow),
    );
    return {
      ...this.view(flow),
      text: stageTextOf(flow.stage)?.does ?? null,
      datapaths: datapaths.map((datapath) => ({ id: datapath.uuid, title: datapath.alias || datapath.name })),
      source: entryIn(flow.row, 'external_ids', 'source') ?? null,
      row: namedRow('southbound', 'Logical_Flow', flow.row),
    };
  }

  /** Undefined for a flow that the database does not hold. */
  named(uuid: string): FlowView | undefined {
    const flow = this.southbound.flows.get(uuid);
    return flow === undefined ? undefined : this.view(flow);
  }

  behind(uuid: string): readonly NamedRow[] {
    const flow = this.southbound.flows.get(uuid);
    if (flow === undefined || this.provenance === undefined) return [];
    return this.provenance.behindFlow(flow).map(({ table, row }) => namedRow('northbound', table, row));
  }

  private view(flow: Flow): FlowView {
    const { uuid, pipeline, table, stage, priority, match, actions } = flow;
    const compiled = this.network.programOf(uuid)?.compiled;
    return {
      uuid,
      pipeline,
      table,
      stage,
      priority,
      match,
      actions,
      from: this.behind(uuid),
      problem: compiled === undefined || compiled.ok ? null : compiled.error.message,
    };
  }

  private find({ datapath, pipeline, table, text, from }: FlowsQuestion): readonly Flow[] {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (flow: Flow) =>
      (pipeline === null || flow.pipeline === pipeline) &&
      (table === null || flow.table === table) &&
      (words.length === 0 || hasWords(flow, words));
    if (from !== null) {
      const row = this.northboundRow(from);
      const made = row === undefined ? [] : (this.provenance?.flowsFrom(row) ?? []);
      return made.filter(fits);
    }
    if (datapath === null) return [...this.southbound.flows.values()].filter(fits);
    return PIPELINES.filter((each) => pipeline === null || each === pipeline).flatMap((each) =>
      this.southbound
        .tablesOf(datapath, each)
        .filter((number) => table === null || number === table)
        .flatMap((number) => this.southbound.flowsOf(datapath, each, number).filter(fits)),
    );
  }
}

function hasWords({ stage, priority, match, actions }: Flow, words: readonly string[]): boolean {
  const text = `${stage} ${priority} ${match} ${actions}`.toLowerCase();
  return words.every((word) => text.includes(word));
}
