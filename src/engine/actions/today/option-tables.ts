/** The options that actions may name: their codes and what their values are. */

export type OptionForm =
  | 'bool'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'ipv4'
  | 'ipv6'
  | 'mac'
  | 'str'
  | 'host_id'
  | 'static_routes'
  | 'domains'
  | 'domain';

export interface OptionSpec {
  readonly name: string;
  readonly code: number;
  readonly form: OptionForm;
}

/** RFC 2132 and later; 0, 253 and 254 are OVN’s own, for what is no option in the answer. */
export const DHCPV4_OPTIONS = [
  { name: 'offerip', code: 0, form: 'ipv4' },
  { name: 'netmask', code: 1, form: 'ipv4' },
  { name: 'router', code: 3, form: 'ipv4' },
  { name: 'dns_server', code: 6, form: 'ipv4' },
  { name: 'log_server', code: 7, form: 'ipv4' },
  { name: 'lpr_server', code: 9, form: 'ipv4' },
  { name: 'hostname', code: 12, form: 'str' },
  { name: 'domain_name', code: 15, form: 'str' },
  { name: 'swap_server', code: 16, form: 'ipv4' },
  { name: 'policy_filter', code: 21, form: 'ipv4' },
  { name: 'router_solicitation', code: 32, form: 'ipv4' },
  { name: 'nis_server', code: 41, form: 'ipv4' },
  { name: 'ntp_server', code: 42, form: 'ipv4' },
  { name: 'server_id', code: 54, form: 'ipv4' },
  { name: 'tftp_server', code: 66, form: 'host_id' },
  { name: 'classless_static_route', code: 121, form: 'static_routes' },
  { name: 'ip_forward_enable', code: 19, form: 'bool' },
  { name: 'router_discovery', code: 31, form: 'bool' },
  { name: 'ethernet_encap', code: 36, form: 'bool' },
  { name: 'default_ttl', code: 23, form: 'uint8' },
  { name: 'tcp_ttl', code: 37, form: 'uint8' },
  { name: 'mtu', code: 26, form: 'uint16' },
  { name: 'lease_time', code: 51, form: 'uint32' },
  { name: 'wpad', code: 252, form: 'str' },
  { name: 'bootfile_name', code: 67, form: 'str' },
  { name: 'path_prefix', code: 210, form: 'str' },
  { name: 'tftp_server_address', code: 150, form: 'ipv4' },
  { name: 'arp_cache_timeout', code: 35, form: 'uint32' },
  { name: 'tcp_keepalive_interval', code: 38, form: 'uint32' },
  { name: 'domain_search_list', code: 119, form: 'domains' },
  { name: 'bootfile_name_alt', code: 254, form: 'str' },
  { name: 'broadcast_address', code: 28, form: 'ipv4' },
  { name: 'netbios_name_server', code: 44, form: 'ipv4' },
  { name: 'netbios_node_type', code: 46, form: 'uint8' },
  { name: 'next_server', code: 253, form: 'ipv4' },
] as const satisfies readonly OptionSpec[];

/** RFC 8415 and later. */
export const DHCPV6_OPTIONS = [
  { name: 'server_id', code: 2, form: 'mac' },
  { name: 'ia_addr', code: 5, form: 'ipv6' },
  { name: 'dns_server', code: 23, form: 'ipv6' },
  { name: 'domain_search', code: 24, form: 'str' },
  { name: 'bootfile_name', code: 59, form: 'str' },
  { name: 'bootfile_name_alt', code: 254, form: 'str' },
  { name: 'fqdn', code: 39, form: 'domain' },
] as const satisfies readonly OptionSpec[];

/** RFC 4861 and later; 0 and 255 are OVN’s own, for flags of the advertisement itself. */
export const RA_OPTIONS = [
  { name: 'addr_mode', code: 0, form: 'str' },
  { name: 'router_preference', code: 255, form: 'str' },
  { name: 'slla', code: 1, form: 'mac' },
  { name: 'prefix', code: 3, form: 'ipv6' },
  { name: 'mtu', code: 5, form: 'uint32' },
  { name: 'rdnss', code: 25, form: 'ipv6' },
  { name: 'dnssl', code: 31, form: 'str' },
  { name: 'route_info', code: 24, form: 'str' },
] as const satisfies readonly OptionSpec[];

/** Of the event `empty_lb_backends`. */
export const EMPTY_LB_OPTIONS = [
  { name: 'vip', code: 1, form: 'str' },
  { name: 'protocol', code: 2, form: 'str' },
  { name: 'load_balancer', code: 3, form: 'str' },
] as const satisfies readonly OptionSpec[];
