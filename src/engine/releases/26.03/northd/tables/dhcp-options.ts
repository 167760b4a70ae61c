/** DHCP_Options and DHCPv6_Options: what options actions may name, and how their values are written (RFC 2132 and others, RFC 8415). */
import { getNumber, getString, type Row, type RowValues } from '../../../../ovsdb';
import { SAME } from '../facts/sources';
import type { TableContext } from './context';
import { identified, syncTable, type TableLayout } from './sync';

export function dhcpOptionTables(context: TableContext): void {
  const { graph, nb, sb, pass } = context;
  for (const [table, options] of [
    ['DHCP_Options', DHCP_V4],
    ['DHCPv6_Options', DHCP_V6],
  ] as const) {
    const layout: TableLayout = {
      table,
      keyColumns: ['code', 'name', 'type'],
      keyOf: (row: Row) => keyOf(getNumber(row, 'code'), getString(row, 'name'), getString(row, 'type')),
    };
    const wanted = graph.flatMap(
      table,
      nb.table('NB_Global', []),
      (): [string, RowValues][] =>
        options.map(({ code, name, type }) => [keyOf(code, name, type), { code, name, type }]),
      SAME,
    );
    syncTable({ ...layout, graph, sb, ids: identified(graph, sb, layout), pass, wanted: [wanted] });
  }
}

function keyOf(code: number, name: string, type: string): string {
  return `${code} ${name} ${type}`;
}

const DHCP_V4 = [
  { code: 0, name: 'offerip', type: 'ipv4' },
  { code: 1, name: 'netmask', type: 'ipv4' },
  { code: 3, name: 'router', type: 'ipv4' },
  { code: 6, name: 'dns_server', type: 'ipv4' },
  { code: 7, name: 'log_server', type: 'ipv4' },
  { code: 9, name: 'lpr_server', type: 'ipv4' },
  { code: 12, name: 'hostname', type: 'str' },
  { code: 15, name: 'domain_name', type: 'str' },
  { code: 16, name: 'swap_server', type: 'ipv4' },
  { code: 19, name: 'ip_forward_enable', type: 'bool' },
  { code: 21, name: 'policy_filter', type: 'ipv4' },
  { code: 23, name: 'default_ttl', type: 'uint8' },
  { code: 26, name: 'mtu', type: 'uint16' },
  { code: 28, name: 'broadcast_address', type: 'ipv4' },
  { code: 31, name: 'router_discovery', type: 'bool' },
  { code: 32, name: 'router_solicitation', type: 'ipv4' },
  { code: 35, name: 'arp_cache_timeout', type: 'uint32' },
  { code: 36, name: 'ethernet_encap', type: 'bool' },
  { code: 37, name: 'tcp_ttl', type: 'uint8' },
  { code: 38, name: 'tcp_keepalive_interval', type: 'uint32' },
  { code: 41, name: 'nis_server', type: 'ipv4' },
  { code: 42, name: 'ntp_server', type: 'ipv4' },
  { code: 44, name: 'netbios_name_server', type: 'ipv4' },
  { code: 46, name: 'netbios_node_type', type: 'uint8' },
  { code: 51, name: 'lease_time', type: 'uint32' },
  { code: 54, name: 'server_id', type: 'ipv4' },
  { code: 58, name: 'T1', type: 'uint32' },
  { code: 59, name: 'T2', type: 'uint32' },
  { code: 66, name: 'tftp_server', type: 'host_id' },
  { code: 67, name: 'bootfile_name', type: 'str' },
  { code: 119, name: 'domain_search_list', type: 'domains' },
  { code: 121, name: 'classless_static_route', type: 'static_routes' },
  { code: 150, name: 'tftp_server_address', type: 'ipv4' },
  { code: 210, name: 'path_prefix', type: 'str' },
  { code: 249, name: 'ms_classless_static_route', type: 'static_routes' },
  { code: 252, name: 'wpad', type: 'str' },
  { code: 253, name: 'next_server', type: 'ipv4' },
  { code: 254, name: 'bootfile_name_alt', type: 'str' },
] as const;

const DHCP_V6 = [
  { code: 2, name: 'server_id', type: 'mac' },
  { code: 5, name: 'ia_addr', type: 'ipv6' },
  { code: 23, name: 'dns_server', type: 'ipv6' },
  { code: 24, name: 'domain_search', type: 'str' },
  { code: 39, name: 'fqdn', type: 'domain' },
  { code: 59, name: 'bootfile_name', type: 'str' },
  { code: 254, name: 'bootfile_name_alt', type: 'str' },
] as const;
