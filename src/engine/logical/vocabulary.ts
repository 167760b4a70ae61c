/** What a release says about logical networks. */
import type { Uuid } from '../base';
import type { DatabaseView } from '../ovsdb';
import type { LogicalFlowLayout } from './logical-flow';
import type { RegisterMap } from './register-map';
import type { DatapathKind } from './stage';
import type { TableMap } from './table-map';

export interface LogicalVocabulary {
  readonly flows: LogicalFlowLayout;
  readonly tables: TableMap;
  readonly registers: RegisterMap;
  /** Without the southbound database where all datapaths are of one kind. */
  readonly kindOf: (datapath: Uuid, sb?: DatabaseView) => DatapathKind;
}
