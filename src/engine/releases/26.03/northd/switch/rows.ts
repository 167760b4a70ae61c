/** How the rules of a switch write their flows. */
import type { Uuid } from '../../../../base';
import { flow, type WantedFlow } from '../flow';
import type { StageName } from '../stages';

/** What only some flows have. */
export type Extras = Pick<WantedFlow, 'meter' | 'port' | 'description' | 'hint' | 'ctTranslation'>;

/** A maker of flows; `why` is one plain sentence. */
export type MakeFlow = (
  stage: StageName,
  priority: number,
  match: string,
  actions: string,
  rule: string,
  why: string,
  extras?: Extras,
) => WantedFlow;

/** Flows on one datapath, or flows that several share. */
export function flowsOn(datapaths: Uuid | readonly Uuid[]): MakeFlow {
  return (stage, priority, match, actions, rule, why, extras) =>
    flow(datapaths, stage, priority, match, actions, { rule, why: () => why, ...extras });
}

/** The flow that lets everything go on to the next table. */
export function goesOn(make: MakeFlow, stage: StageName, priority = 0): WantedFlow {
  return make(stage, priority, '1', 'next;', 'default', 'What no other flow of this table matches goes on.');
}
