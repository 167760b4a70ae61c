/** References to northbound rows, for reasons and log lines. */
import type { RowRef, Uuid } from '../base';

export function northboundRow(table: string, uuid: Uuid): RowRef {
  return { db: 'OVN_Northbound', table, uuid };
}
