/** What a release says about logical networks. */
import type { Uuid } from '../base';
import type { LogicalFlowLayout } from './logical-flow';
import type { RegisterMap } from './register-map';
import type { DatapathKind } from './stage';
import type { TableMap } from './table-map';

export interface LogicalVocabulary {
  readonly flows: LogicalFlowLayout;
  readonly tables: TableMap;
  readonly registers: RegisterMap;
  readonly kindOf: (datapath: Uuid) => DatapathKind;
}
