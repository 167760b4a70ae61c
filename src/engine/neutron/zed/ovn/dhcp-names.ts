/** Extra DHCP options of a port: Neutron's names, or the numbers of the options, as OVN calls them. */
import { isNetworkDevice } from '../devices';
import type { Port } from '../tables';
import type { TextMap } from './northbound';

const DISABLED = 'dhcp_disabled';

const V4: TextMap = {
  'arp-timeout': 'arp_cache_timeout',
  'tcp-keepalive': 'tcp_keepalive_interval',
  netmask: 'netmask',
  router: 'router',
  'dns-server': 'dns_server',
  'log-server': 'log_server',
  'lpr-server': 'lpr_server',
  'domain-name': 'domain_name',
  'swap-server': 'swap_server',
  'policy-filter': 'policy_filter',
  'router-solicitation': 'router_solicitation',
  'nis-server': 'nis_server',
  'ntp-server': 'ntp_server',
  'server-id': 'server_id',
  'tftp-server': 'tftp_server',
  'classless-static-route': 'classless_static_route',
  'ms-classless-static-route': 'ms_classless_static_route',
  'ip-forward-enable': 'ip_forward_enable',
  'router-discovery': 'router_discovery',
  'ethernet-encap': 'ethernet_encap',
  'default-ttl': 'default_ttl',
  'tcp-ttl': 'tcp_ttl',
  mtu: 'mtu',
  'lease-time': 'lease_time',
  T1: 'T1',
  T2: 'T2',
  'bootfile-name': 'bootfile_name',
  'bootfile-name-alt': 'bootfile_name_alt',
  wpad: 'wpad',
  'path-prefix': 'path_prefix',
  'tftp-server-address': 'tftp_server_address',
  'server-ip-address': 'next_server',
  '1': 'netmask',
  '3': 'router',
  '6': 'dns_server',
  '7': 'log_server',
  '9': 'lpr_server',
  '15': 'domain_name',
  '16': 'swap_server',
  '19': 'ip_forward_enable',
  '21': 'policy_filter',
  '23': 'default_ttl',
  '26': 'mtu',
  '31': 'router_discovery',
  '32': 'router_solicitation',
  '35': 'arp_cache_timeout',
  '36': 'ethernet_encap',
  '37': 'tcp_ttl',
  '38': 'tcp_keepalive_interval',
  '41': 'nis_server',
  '42': 'ntp_server',
  '51': 'lease_time',
  '54': 'server_id',
  '58': 'T1',
  '59': 'T2',
  '66': 'tftp_server',
  '67': 'bootfile_name',
  '121': 'classless_static_route',
  '150': 'tftp_server_address',
  '210': 'path_prefix',
  '249': 'ms_classless_static_route',
  '252': 'wpad',
};

const V6: TextMap = {
  'server-id': 'server_id',
  'dns-server': 'dns_server',
  'domain-search': 'domain_search',
  'ia-addr': 'ia_addr',
  '2': 'server_id',
  '5': 'ia_addr',
  '23': 'dns_server',
  '24': 'domain_search',
};

/** Bare metal is started in two steps, and names the file of each. */
const BARE_METAL: TextMap = {
  'tag:ipxe,bootfile-name': 'bootfile_name',
  'tag:ipxe,67': 'bootfile_name',
  'tag:!ipxe,bootfile-name': 'bootfile_name_alt',
  'tag:!ipxe,67': 'bootfile_name_alt',
};

/** OVN wants their values in quotes. */
const QUOTED: readonly string[] = [
  'domain_name',
  'bootfile_name',
  'bootfile_name_alt',
  'path_prefix',
  'wpad',
  'tftp_server',
];

export interface OwnDhcpOptions {
  readonly disabled: boolean;
  readonly options: TextMap;
}

/** Options that OVN does not know are left out without a word. */
export function lspDhcpOptions(port: Port, version: 4 | 6): OwnDhcpOptions {
  if (isNetworkDevice(port)) return { disabled: true, options: {} };
  const bareMetal = port['binding:vnic_type'] === 'baremetal';
  const names = version === 6 ? V6 : { ...V4, ...(bareMetal && BARE_METAL) };
  const options: Record<string, string> = {};
  for (const { opt_name, opt_value, ip_version } of port.extra_dhcp_opts) {
    if (ip_version !== version) continue;
    if (opt_name === DISABLED && opt_value.toLowerCase() === 'true') return { disabled: true, options: {} };
    const name = Object.hasOwn(names, opt_name) ? names[opt_name] : undefined;
    if (name === undefined) continue;
    const isQuoted = opt_value.startsWith('"') && opt_value.endsWith('"');
    options[name] = QUOTED.includes(name) && !isQuoted ? `"${opt_value}"` : opt_value;
  }
  return { disabled: false, options };
}
