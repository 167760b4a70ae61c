/** What actions look up in the southbound database: neighbours, MAC addresses, port security, load balancers. */
import { formatEthernet, getField, getNumber, setField, type Subfield } from '../../openflow';
import { bindingKey, mappedIpv4, type VirtualAddress } from '../datapaths';
import { DESTINATION_NAT, TRACKED } from '../options';
import { mayReceive, maySend } from '../port-security';
import type { Here } from '../walk';
import { isRegister, readPlace, writePlace } from './places';

/** The MAC binding of an address behind a port: `get_arp`, `get_nd`. */
export function getBinding(here: Here, port: Subfield, ip: Subfield): void {
  const mac = bindingOf(here, port, ip);
  const { flow, node } = here;
  const found = mac ?? 0n;
  setField(flow, 'eth_dst', found);
  node.add('action', mac === undefined ? '/* No MAC binding. */' : `/* MAC binding to ${formatEthernet(found)}. */`);
  node.add('modify', `eth.dst = ${formatEthernet(found)}`);
}

/** Whether the address is bound, to this MAC address if one is given: `lookup_arp`, `lookup_nd`, `lookup_arp_ip`, `lookup_nd_ip`. */
export function lookupBinding(
  here: Here,
  {
    target,
    port,
    ip,
    mac,
  }: { readonly target: Subfield; readonly port: Subfield; readonly ip: Subfield; readonly mac?: Subfield },
): void {
  const { flow, node } = here;
  const bound = bindingOf(here, port, ip);
  const found = bound !== undefined && (mac === undefined || bound === readPlace(flow, mac));
  if (!found) node.add('action', '/* lookup failed - No MAC binding. */');
  else if (mac === undefined) node.add('action', '/* MAC binding found. */');
  else node.add('action', `/* MAC binding to ${formatEthernet(getField(flow, 'eth_dst'))} found. */`);
  writePlace(flow, target, found ? 1n : 0n);
}

function bindingOf({ datapath, flow }: Here, port: Subfield, ip: Subfield): bigint | undefined {
  const address = readPlace(flow, ip);
  const key = bindingKey(Number(readPlace(flow, port)), ip.bits === 32 ? mappedIpv4(address) : address);
  return datapath.macBindings.get(key);
}

/** The port behind which a MAC address was learnt, 0 for none. */
export function getFdb({ datapath, flow }: Here, target: Subfield, mac: Subfield): void {
  writePlace(flow, target, BigInt(datapath.fdb.get(readPlace(flow, mac)) ?? 0));
}

export function lookupFdb(
  { datapath, flow, node }: Here,
  { target, port, mac }: { readonly target: Subfield; readonly port: Subfield; readonly mac: Subfield },
): void {
  const found = datapath.fdb.get(readPlace(flow, mac)) === Number(readPlace(flow, port));
  node.add(
    'action',
    found
      ? `/* MAC lookup for ${formatEthernet(getField(flow, 'eth_dst'))} found in FDB. */`
      : '/* lookup mac failed in mac learning table. */',
  );
  writePlace(flow, target, found ? 1n : 0n);
}

/** The bit says that the packet is to be dropped. */
export function checkInPortSecurity({ datapath, flow }: Here, target: Subfield): void {
  const port = datapath.portsByKey.get(getNumber(flow, 'reg14'));
  writePlace(flow, target, maySend(port?.security ?? [], flow) ? 0n : 1n);
}

export function checkOutPortSecurity({ datapath, flow }: Here, target: Subfield): void {
  const port = datapath.portsByKey.get(getNumber(flow, 'reg15'));
  writePlace(flow, target, mayReceive(port?.security ?? [], flow) ? 0n : 1n);
}

const IPV4 = 0x0800;
const IPV6 = 0x86dd;

/** The first virtual address that the connection was made to, whatever its port. */
function virtualAddressOf({ walk, flow }: Here): VirtualAddress | undefined {
  const four = mappedIpv4(getField(flow, 'ct_nw_dst'));
  const six = getField(flow, 'ct_ipv6_dst');
  return walk.network.virtualAddresses.find(({ ip }) => ip === four || ip === six);
}

/** Whether a backend was balanced to itself: the first packet (`reply` false) or the answer. */
export function checkHairpin(here: Here, target: Subfield, written: string, reply: boolean): void {
  const { flow, node } = here;
  const vip = virtualAddressOf(here);
  const type = getNumber(flow, 'eth_type');
  let hairpin = false;
  if (vip !== undefined && (type === IPV4 || type === IPV6) && (getNumber(flow, 'ct_state') & DESTINATION_NAT) !== 0) {
    const toItself =
      type === IPV4
        ? getField(flow, 'ip_src') === getField(flow, 'ip_dst')
        : getField(flow, 'ipv6_src') === getField(flow, 'ipv6_dst');
    hairpin = toItself && vip.port === getNumber(flow, reply ? 'tcp_dst' : 'ct_tp_dst');
  }
  writePlace(flow, target, hairpin ? 1n : 0n);
  node.add('modify', `${written} = ${hairpin ? 1 : 0}`);
}

export function snatToVirtualAddress(here: Here): void {
  const vip = virtualAddressOf(here);
  if (vip?.port !== getNumber(here.flow, 'ct_tp_dst')) return;
  here.node.add('action', `/* nat(src=${vip.text}) */`);
}

/** Bits of ct_state, where the packet is tracked. */
export function saveCtState({ flow, node }: Here, target: Subfield, written: string): void {
  const state = getNumber(flow, 'ct_state');
  const saved = (state & TRACKED) === 0 ? 0 : state;
  writePlace(flow, target, BigInt(saved));
  node.add('action', `/* ${written} = ${saved}; */`);
}

/** What the connection's first packet had, which a trace takes from this one. */
export function readOriginal(
  { flow, node }: Here,
  target: Subfield,
  written: string,
  field: 'tcp_dst' | 'nw_proto',
): void {
  const value = getField(flow, field);
  writePlace(flow, target, value);
  node.add('modify', `${written} = ${value}`);
}

/** The answer to a DHCP or router solicitation: it is assumed to be made. */
export function putOptions({ flow, node }: Here, action: string, target: Subfield, written: string): void {
  node.add('modify', action);
  succeed({ flow, node }, target, written);
}

export function succeed({ flow, node }: Pick<Here, 'flow' | 'node'>, target: Subfield, written: string): void {
  if (!isRegister(target)) node.add('modify', `${written} = 1`);
  writePlace(flow, target, 1n);
}

export function dhcpRelayResponse({ flow, node }: Here, target: Subfield, written: string): void {
  node.add(
    'error',
    '/* We assume that this packet is DHCPOFFER or DHCPACK and DHCP broadcast flag is set. Dest IP is set to broadcast. Dest MAC is set to broadcast but in real network this is unicast which is extracted from DHCP header. */',
  );
  setField(flow, 'ip_dst', 0xffffffffn);
  setField(flow, 'eth_dst', 0xffff_ffff_ffffn);
  succeed({ flow, node }, target, written);
}

export const REQUEST_ASSUMED = '/* We assume that this packet is DHCPDISCOVER or DHCPREQUEST. */';

/** The real program does not answer either. */
export function lookupDns({ flow, node }: Here, target: Subfield): void {
  writePlace(flow, target, 0n);
  node.add('error', '*** dns_lookup action not implemented');
}
