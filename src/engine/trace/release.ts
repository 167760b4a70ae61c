/** What a trace asks of a release, beyond what running it asks. */
import type { ActionDialect, ActionLanguage } from '../actions';
import type { LogicalVocabulary, Stages } from '../logical';
import type { SymbolTable } from '../match';
import type { EditTable, NorthboundModel, SouthboundModel } from '../network';
import type { Deployment as AnyDeployment, SimRelease } from '../sim';

export interface TraceRelease extends SimRelease {
  readonly symbols: SymbolTable;
  /** The language of logical actions; absent where it is `today`'s. */
  readonly actions?: ActionDialect;
  /** What today's trace asks. */
  readonly today?: { readonly actions: ActionLanguage };
  readonly logical: LogicalVocabulary;
  readonly stages: Stages;
  /** The table of bindings. */
  readonly tables: { readonly binding: { readonly table: string } };
  readonly northbound: NorthboundModel;
  readonly southbound: SouthboundModel;
  /** What can be drawn, as commands: a fix is one of them. */
  readonly edits: EditTable;
}

export type Deployment = AnyDeployment<TraceRelease>;
