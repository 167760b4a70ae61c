/** Flows with the way back to the southbound row that they were made from, as a deployment knows flows. */
import type { FlowOrigin, OriginFlow } from '../../../controller';
import type { Uuid } from '../../../base';
import type { DatabaseView } from '../../../ovsdb';
import { flowKey } from '../../../openflow';
import type { FlowDifference } from './desired';
import type { WantedFlow } from './flows';

/** All flows that are wanted, by their place and by their row. */
export class OriginFlows {
  readonly #byKey = new Map<string, OriginFlow>();
  readonly #byRow = new Map<Uuid, Set<OriginFlow>>();

  follow(sb: DatabaseView, { added, removed }: FlowDifference): Record<'added' | 'removed', readonly OriginFlow[]> {
    const gone = removed.flatMap((flow) => this.#forget(flowKey(flow)) ?? []);
    const came = added.map((flow) => this.#keep(withOrigin(sb, flow)));
    return { added: came, removed: gone };
  }

  all(): readonly OriginFlow[] {
    return Array.from(this.#byKey.values());
  }

  ofRow(row: Uuid): readonly OriginFlow[] {
    return Array.from(this.#byRow.get(row) ?? []);
  }

  #keep(flow: OriginFlow): OriginFlow {
    this.#byKey.set(flow.key, flow);
    const row = rowOf(flow.origin);
    if (row === undefined) return flow;
    const others = this.#byRow.get(row);
    if (others === undefined) this.#byRow.set(row, new Set([flow]));
    else others.add(flow);
    return flow;
  }

  #forget(key: string): OriginFlow | undefined {
    const flow = this.#byKey.get(key);
    if (flow === undefined) return undefined;
    this.#byKey.delete(key);
    const row = rowOf(flow.origin);
    const others = row === undefined ? undefined : this.#byRow.get(row);
    others?.delete(flow);
    if (row !== undefined && others?.size === 0) this.#byRow.delete(row);
    return flow;
  }
}

function withOrigin(sb: DatabaseView, flow: WantedFlow): OriginFlow {
  const key = flowKey(flow);
  const { row } = flow;
  return { ...flow, origin: originOfRow(sb, row), key, rank: `${row ?? ''} ${key}` };
}

function originOfRow(sb: DatabaseView, row: Uuid | undefined): FlowOrigin {
  if (row === undefined) return { rule: 'common' };
  if (sb.row('Logical_Flow', row) !== undefined) return { rule: 'logical', pipeline: row };
  if (sb.row('Port_Binding', row) !== undefined) return { rule: 'port', binding: row };
  return { rule: 'row', row };
}

function rowOf({ pipeline, binding, row }: FlowOrigin): Uuid | undefined {
  return pipeline ?? binding ?? row;
}
