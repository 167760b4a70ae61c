/** Ports whose address several others may use: of type virtual, with those others as parents. */
import { getString, getStrings, getUuids, type Row } from '../../../ovsdb';
import { parseAddress } from '../../addresses';
import { portsOf, type Port } from '../tables';
import { ovnName } from './names';
import { pairs, textMap, type Northbound, type TextMap } from './northbound';
import type { ZedHost } from '../server';

const LSP = 'Logical_Switch_Port';

export function isVirtual(row: Row): boolean {
  return row.type === 'virtual';
}

export function addressPairs({ allowed_address_pairs }: Port): readonly string[] {
  return allowed_address_pairs.map(({ ip_address }) => ip_address);
}

/** The other ports of the switch that may send from `ip`. */
export function parentsOf(nb: Northbound, port: Port, ip: string): readonly string[] {
  const on = nb.named('Logical_Switch', ovnName(port.network_id));
  if (on === undefined) return [];
  return getUuids(on, 'ports')
    .flatMap((uuid) => nb.row(LSP, uuid) ?? [])
    .filter((row) => row.name !== port.id && [...ipsIn(row, 'addresses'), ...ipsIn(row, 'port_security')].includes(ip))
    .map((row) => getString(row, 'name'))
    .sort();
}

/** What a change of a port's pairs comes to, by what its row says of those before. */
export function pairChanges(row: Row, port: Port) {
  const own = ipsIn(row, 'addresses');
  const before = ipsIn(row, 'port_security').filter((ip) => !own.includes(ip));
  const after = addressPairs(port);
  return {
    added: [...new Set(after.filter((ip) => !before.includes(ip)))],
    removed: [...new Set(before.filter((ip) => !after.includes(ip)))],
  };
}

/** `parent` may use `ip` now: the unbound port that has it becomes virtual. */
export function setVirtual(host: ZedHost, nb: Northbound, parent: Port, ip: string): void {
  const row = unboundWith(host, nb, parent, ip);
  if (row === undefined) return;
  const options = textMap(row, 'options');
  const parents = new Set((options['virtual-parents'] ?? '').split(',').filter(Boolean)).add(parent.id);
  nb.set(LSP, row._uuid, {
    type: 'virtual',
    options: pairs({ ...options, 'virtual-ip': ip, 'virtual-parents': [...parents].sort().join(',') }),
  });
}

export function unsetVirtual(host: ZedHost, nb: Northbound, parent: Port, ip: string): void {
  const row = unboundWith(host, nb, parent, ip);
  if (row === undefined) return;
  unsetParent(nb, row, parent.id);
}

/** `parent` is gone from a virtual port; one without parents is an ordinary port. */
export function unsetParent(nb: Northbound, row: Row, parent: string): void {
  if (!isVirtual(row)) return;
  const options = textMap(row, 'options');
  const parents = (options['virtual-parents'] ?? '').split(',').filter((each) => each !== '' && each !== parent);
  nb.set(LSP, row._uuid, virtualColumns(options, parents));
}

function virtualColumns(options: TextMap, parents: readonly string[]) {
  if (parents.length > 0) return { options: pairs({ ...options, 'virtual-parents': parents.join(',') }) };
  const left = Object.entries(options).filter(([key]) => key !== 'virtual-parents' && key !== 'virtual-ip');
  return { type: '', options: left };
}

function unboundWith(host: ZedHost, nb: Northbound, { network_id }: Port, ip: string): Row | undefined {
  const port = portsOf(host.neutron, network_id).find(
    (each) => each['binding:vif_type'] === 'unbound' && each.fixed_ips.some(({ ip_address }) => ip_address === ip),
  );
  return port === undefined ? undefined : nb.named(LSP, port.id);
}

function ipsIn(row: Row, column: string): readonly string[] {
  return getStrings(row, column)
    .flatMap((text) => text.split(' '))
    .filter((word) => parseAddress(word) !== undefined);
}
