/** What people call a row, of whatever table. */
import { entryIn, textIn, textsIn } from '../../../engine/database-file';
import type { Row } from '../../../engine/ovsdb';
import type { NamedRow, Side } from './protocol';

export function namedRow(side: Side, table: string, row: Row): NamedRow {
  return { side, table, uuid: row._uuid, title: titleOf(table, row) };
}

/** A name where there is one, else what the row says; the beginning of its UUID where it says nothing. */
export function titleOf(table: string, row: Row): string {
  const told = Object.hasOwn(TOLD, table) ? TOLD[table]?.(row) : undefined;
  return told || nameOf(row) || row._uuid.slice(0, 8);
}

/** Neutron and others give a second name, which says more. */
const SECOND_NAMES = ['neutron:network_name', 'neutron:router_name', 'neutron:port_name', 'name2', 'name'] as const;

function nameOf(row: Row): string {
  const second = SECOND_NAMES.map((key) => entryIn(row, 'external_ids', key)).find((name) => name !== undefined);
  return second || textIn(row, 'name') || textIn(row, 'logical_port');
}

const TOLD: Readonly<Record<string, (row: Row) => string>> = {
  ACL: (row) => textIn(row, 'name') || `${textIn(row, 'direction')} ${textIn(row, 'priority')} ${textIn(row, 'match')}`,
  NAT: (row) => `${textIn(row, 'type')} ${textIn(row, 'external_ip')} for ${textIn(row, 'logical_ip')}`,
  Logical_Router_Static_Route: (row) => `${textIn(row, 'ip_prefix')} via ${textIn(row, 'nexthop')}`,
  Logical_Router_Policy: (row) => `${textIn(row, 'priority')} ${textIn(row, 'match')}`,
  QoS: (row) => `${textIn(row, 'direction')} ${textIn(row, 'priority')} ${textIn(row, 'match')}`,
  Chassis: (row) => textIn(row, 'hostname') || textIn(row, 'name'),
  Encap: (row) => `${textIn(row, 'type')} ${textIn(row, 'ip')}`,
  MAC_Binding: (row) => `${textIn(row, 'ip')} ${textIn(row, 'mac')}`,
  Logical_Flow: (row) =>
    `${entryIn(row, 'external_ids', 'stage-name') ?? textIn(row, 'table_id')} ${textIn(row, 'priority')}`,
  Multicast_Group: (row) => textIn(row, 'name'),
  DHCP_Options: (row) => textIn(row, 'cidr'),
  Logical_DP_Group: (row) => `${textsIn(row, 'datapaths').length} datapaths`,
  Gateway_Chassis: (row) => textIn(row, 'name'),
};

/** What a table's rows are to a reader: `ACL`, `NAT rule`. */
export function kindWord(table: string): string {
  return Object.hasOwn(WORDS, table) ? (WORDS[table] ?? table) : table.replaceAll('_', ' ').toLowerCase();
}

const WORDS: Readonly<Record<string, string>> = {
  ACL: 'ACL',
  NAT: 'NAT rule',
  QoS: 'QoS rule',
  Logical_Router_Static_Route: 'route',
  Logical_Router_Policy: 'routing policy',
  Load_Balancer: 'load balancer',
  Logical_Router_Port: 'router port',
  Logical_Switch_Port: 'port',
};
