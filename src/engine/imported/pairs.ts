/** Which northbound and southbound databases are of one deployment. */
import { rowsOf, type FileDatabase } from '../database-file';
import type { Datapath } from './southbound';

/** Of the datapaths that say which switch or router they are of, the share whose row is there; NaN where none says so. */
export function agreement(northbound: FileDatabase, datapaths: Iterable<Datapath>): number {
  let [said, found] = [0, 0];
  for (const { northbound: uuid } of datapaths) {
    if (uuid === null) continue;
    said += 1;
    if (rowsOf(northbound, 'Logical_Switch').has(uuid) || rowsOf(northbound, 'Logical_Router').has(uuid)) found += 1;
  }
  return found / said;
}
