/** How the rules of a switch write their flows. */
import type { RowRef } from '../../../../base';
import type { WantedFlow } from '../flow';
import type { StageName } from '../stages';

/** What only some flows have; `undefined` is as good as nothing. */
export interface Extras {
  readonly meter?: string | undefined;
  readonly port?: string | undefined;
  readonly description?: string | undefined;
  readonly hint?: RowRef | undefined;
  readonly translated?: boolean | undefined;
}

/** A maker of flows on one datapath. */
export type MakeFlow = (
  stage: StageName,
  priority: number,
  match: string,
  actions: string,
  rule: string,
  why: string,
  extras?: Extras,
) => WantedFlow;

/** Flows on one datapath. */
export function flowsOn({ ref }: { readonly ref: RowRef }): MakeFlow {
  return flowsOnAll([ref.uuid]);
}

/** Flows that several datapaths share. */
export function flowsOnAll(datapaths: WantedFlow['datapaths']): MakeFlow {
  return (stage, priority, match, actions, rule, why, { meter, port, description, hint, translated } = {}) => ({
    datapaths,
    stage,
    priority,
    match,
    actions,
    rule,
    why: () => why,
    ...(meter !== undefined && { meter }),
    ...(port !== undefined && { port }),
    ...(description !== undefined && { description }),
    ...(hint !== undefined && { hint }),
    ...(translated === true && { translated }),
  });
}

/** The flow that lets everything go on to the next table. */
export function goesOn(flow: MakeFlow, stage: StageName, priority = 0): WantedFlow {
  return flow(stage, priority, '1', 'next;', 'default', 'What no other flow of this table matches goes on.');
}
