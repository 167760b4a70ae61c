/** What a release of OVN is to the rest of the program: data, and a few functions. */
import type { ActionDialect } from '../actions';
import type { ControllerRules } from '../controller';
import type { LogicalVocabulary, Stages } from '../logical';
import type { SymbolTable } from '../match';
import type { NorthdRules } from '../northd';
import type { DatabaseSchema } from '../ovsdb';
import type { NorthboundOps } from './northbound';
import type { SwitchOptions } from '../vswitch';
import type { SouthboundOps } from './southbound';

export type ReleaseId = '2015-04' | '2015-08';

/** Where the page finds what in the southbound database. */
export interface SouthboundTables {
  readonly binding: { readonly table: string; readonly columns: readonly string[] };
  /** The tables of which every row is derived: a scenario need not save them. */
  readonly derived: readonly string[];
}

export interface Release {
  readonly id: ReleaseId;
  readonly title: string;
  /** One or two plain sentences. */
  readonly summary: string;
  readonly schemas: { readonly nb: DatabaseSchema; readonly sb: DatabaseSchema; readonly ovs: DatabaseSchema };
  readonly symbols: SymbolTable;
  readonly northd: NorthdRules;
  readonly actions: ActionDialect;
  readonly controller: ControllerRules;
  readonly logical: LogicalVocabulary;
  /** What its Open vSwitch does in its own way. */
  readonly vswitch: SwitchOptions;
  readonly tables: SouthboundTables;
  readonly stages: Stages;
  readonly northbound: NorthboundOps;
  readonly southbound: SouthboundOps;
}
