/**
 * The order in which a tool such as `ovn-nbctl show` comes across the rows of a table: the
 * server sends them sorted by UUID, the tool reads that text into a hash table of texts, and
 * from there into one of rows.
 */
import { compareText, hashOrder, hashText } from '../base';
import type { Row } from './types';

export function toolOrder(rows: Iterable<Row>): readonly Row[] {
  const sent = [...rows].sort((a, b) => compareText(a._uuid, b._uuid));
  const read = hashOrder(sent, ({ _uuid }) => hashText(_uuid));
  return hashOrder(read, ({ _uuid }) => parseInt(_uuid.slice(0, 8), 16));
}
