/** Names of ports, in the DNS row of their network's switch. */
import { formatAddress, parseAddress } from '../../addresses';
import { find, serverOf, type Port } from '../tables';
import { ovnName } from './names';
import { pairs, type Northbound, type TextMap } from './northbound';
import type { ZedHost } from '../server';

export interface DnsAssignment {
  readonly hostname: string;
  readonly ip_address: string;
  readonly fqdn: string;
}

/** As the API shows them; a port without a name has one made of its address. */
export function dnsAssignments(domain: string, port: Port): readonly DnsAssignment[] {
  const suffix = domain === '' ? '' : `.${domain.replace(/\.$/, '')}.`;
  return port.fixed_ips.map(({ ip_address }) => {
    const hostname = port.dns_name === '' ? `host-${ip_address.replaceAll(/[.:]/g, '-')}` : port.dns_name;
    return { hostname, ip_address, fqdn: `${hostname}${suffix}` };
  });
}

export function hasDnsRecords(port: Port): boolean {
  return port.dns_name !== '' && port.device_id !== '' && port.fixed_ips.length > 0;
}

export function writeDnsRecords(host: ZedHost, nb: Northbound, port: Port, before: Port | undefined): void {
  const records = recordsOf(host, port);
  const name = ovnName(port.network_id);
  const on = nb.named('Logical_Switch', name);
  if (on === undefined) return;
  const [row] = nb.members(on, 'dns_records', 'DNS');
  if (row === undefined) {
    const uuid = nb.insert('DNS', { records: pairs(records), external_ids: pairs({ ls_name: name }) });
    nb.add('Logical_Switch', on._uuid, 'dns_records', uuid);
    return;
  }
  const stale = Object.entries(before === undefined ? {} : recordsOf(host, before)).filter(
    ([key, value]) => records[key] !== value,
  );
  for (const [key] of stale) nb.removeKey('DNS', row._uuid, 'records', key);
  nb.setKeys('DNS', row._uuid, 'records', records);
}

/** The row stays until its network goes. */
export function dropDnsRecords(host: ZedHost, nb: Northbound, port: Port): void {
  const on = nb.named('Logical_Switch', ovnName(port.network_id));
  const row = on === undefined ? undefined : nb.members(on, 'dns_records', 'DNS')[0];
  if (row === undefined) return;
  for (const key of Object.keys(recordsOf(host, port))) nb.removeKey('DNS', row._uuid, 'records', key);
}

export function recordsOf(host: ZedHost, port: Port): TextMap {
  const domain = (find(host.neutron, 'Network', port.network_id)?.dns_domain ?? '').replace(/\.$/, '');
  const records: Record<string, string> = {};
  const append = (name: string, ip: string) => {
    records[name] = records[name] === undefined ? ip : `${records[name]} ${ip}`;
  };
  for (const { hostname, ip_address, fqdn: dotted } of dnsAssignments(serverOf(host.neutron).dns_domain, port)) {
    const fqdn = dotted.replace(/\.$/, '');
    const inNetwork = `${hostname}.${domain}`;
    append(hostname, ip_address);
    if (domain !== '' && inNetwork !== fqdn) append(inNetwork, ip_address);
    if (fqdn !== hostname) append(fqdn, ip_address);
    records[reverseName(ip_address)] = fqdn;
  }
  return records;
}

/** As a resolver asks for the name of an address. */
function reverseName(text: string): string {
  const address = parseAddress(text);
  if (address === undefined) return text;
  if (address.version === 4) return `${formatAddress(address).split('.').reverse().join('.')}.in-addr.arpa`;
  return `${Array.from(address.value.toString(16).padStart(32, '0')).reverse().join('.')}.ip6.arpa`;
}
