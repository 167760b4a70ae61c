/**
 * A port that moves here is blocked until the machine behind it shows that it runs: by RARP, gratuitous
 * ARP or a neighbour advertisement, as its activation strategy says.
 */
import type { Uuid } from '../../../../base';
import type { OfAction } from '../../../../openflow';
import type { LocalDatapath } from '../local-datapaths';
import { linkLocal, parsePortAddresses } from '../facts/addresses';
import { words } from '../facts/hypervisor';
import type { Port } from '../facts/southbound';
import { ETH, flow, IP_PROTOCOL, outport, resubmit, TABLES, type Term, type WantedFlow } from '../flows';
import { toController } from './controller';
import { enterWithEncap } from './enter';
import type { OwnView } from './view';

export function activationFlows(
  view: OwnView,
  port: Port,
  { key }: LocalDatapath,
  ofport: number,
): readonly WantedFlow[] {
  const strategies = words(port.options.get('activation-strategy'));
  const { self } = view;
  const isActivated = words(port.options.get('additional-chassis-activated')).includes(self.name);
  if (!port.additionalChassis.includes(self.uuid) || isActivated) return [];
  if (!strategies.some((strategy) => STRATEGIES.includes(strategy))) return [];
  const actions = [...enterWithEncap(view, port), toController('activation_strategy', {}), resubmit(TABLES.ingress)];
  const signs = new Map<string, readonly Term[]>();
  const addresses = port.macs.flatMap((text) => parsePortAddresses(text) ?? []);
  if (addresses.length === 0) return [];
  if (strategies.includes('rarp')) signs.set('rarp', [['eth_type', ETH.rarp]]);
  for (const { mac, ips } of addresses) {
    const [four, six] = ([4, 6] as const).map((version) => ips.filter((ip) => ip.version === version));
    if (strategies.includes('garp'))
      for (const { value } of four ?? []) signs.set(`${mac} ${value}`, gratuitousArp(mac, value));
    const advertised = six?.length ? [linkLocal(mac), ...six.map(({ value }) => value)] : [];
    if (strategies.includes('na'))
      for (const value of advertised) signs.set(`${mac} ${value}`, advertisement(mac, value));
  }
  return [
    ...Array.from(signs.values(), (terms) => unblocks(port.uuid, ofport, terms, actions)),
    flow(port.uuid, TABLES.physicalToLogical, 1000, [['in_port', ofport]], []),
    flow(port.uuid, TABLES.logicalToPhysical, 1000, outport(key, port.key), []),
  ];
}

const STRATEGIES = ['rarp', 'garp', 'na'];

function unblocks(row: Uuid, ofport: number, terms: readonly Term[], actions: readonly OfAction[]): WantedFlow {
  return flow(row, TABLES.physicalToLogical, 1010, [['in_port', ofport], ...terms], actions);
}

function gratuitousArp(mac: bigint, ip: bigint): readonly Term[] {
  return [
    ['eth_type', ETH.arp],
    ['eth_src', mac],
    ['arp_sha', mac],
    ['arp_spa', ip],
    ['arp_tpa', ip],
  ];
}

function advertisement(mac: bigint, ip: bigint): readonly Term[] {
  return [
    ['eth_type', ETH.ip6],
    ['nw_proto', IP_PROTOCOL.icmp6],
    ['icmpv6_type', 136],
    ['icmpv6_code', 0],
    ['ipv6_src', ip],
    ['nd_target', ip],
    ['nd_tll', mac],
  ];
}
