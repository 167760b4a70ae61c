/** What a trace asks of a release, beyond what running it asks. */
import type { ActionDialect } from '../actions';
import type { SymbolTable } from '../match';
import type { EditTable, NorthboundModel, SouthboundModel } from '../network';
import type { Deployment as AnyDeployment, SimRelease } from '../sim';

/** One table of the logical pipeline, for people. */
export interface StageInfo {
  readonly tableId: number;
  /** Short, e.g. `Ingress port security`. */
  readonly name: string;
  /** What it does, in one or two plain sentences. */
  readonly text: string;
}

export interface TraceRelease extends SimRelease {
  readonly symbols: SymbolTable;
  readonly actions: ActionDialect;
  /** The tables of logical flows and of bindings. */
  readonly tables: { readonly pipeline: { readonly table: string }; readonly binding: { readonly table: string } };
  /** The logical pipeline, in the order of its tables. */
  readonly stages: readonly StageInfo[];
  readonly northbound: NorthboundModel;
  readonly southbound: SouthboundModel;
  /** What can be drawn, as commands: a fix is one of them. */
  readonly edits: EditTable;
}

export type Deployment = AnyDeployment<TraceRelease>;
