/** What the files of tables are given. */
import type { Uuid } from '../../../../base';
import type { Sources } from '../facts/sources';
import type { Network } from '../network';
import type { LogicalFlows } from './logical-flow';
import type { Pass } from './sync';

export interface TableContext extends Sources {
  readonly net: Network;
  readonly flows: LogicalFlows;
  readonly pass: () => Pass;
  /** The row of a datapath, by the UUID of its northbound row. */
  readonly datapathId: (northbound: Uuid) => Uuid;
}
