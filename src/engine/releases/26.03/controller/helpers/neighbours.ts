/** Addresses that were learnt, or configured: which MAC address a neighbour has, and behind which port one is. */
import type { Uuid } from '../../../../base';
import { parseEthernet } from '../../../../openflow';
import { parseIp } from '../facts/addresses';
import {
  ETH,
  flagged,
  flow,
  IP_PROTOCOL,
  load,
  REGISTERS,
  setFlag,
  TABLES,
  type Term,
  type WantedFlow,
} from '../flows';

/** A row of MAC_Binding or Static_MAC_Binding. */
export interface Neighbour {
  readonly row: Uuid;
  readonly logicalPort: string;
  readonly ip: string;
  readonly mac: string;
  /** Static ones are tried before or after those that were learnt. */
  readonly origin: 'learnt' | 'static' | 'overriding';
}

const PRIORITIES = { static: 50, learnt: 100, overriding: 150 } as const;

/** `datapath` and `port` are the keys of its port. */
export function neighbourFlows(neighbour: Neighbour, datapath: number, port: number): readonly WantedFlow[] {
  const { row, origin } = neighbour;
  const mac = parseEthernet(neighbour.mac);
  const ip = parseIp(neighbour.ip);
  if (mac === undefined || ip === undefined) return [];
  const { version, value } = ip;
  const priority = PRIORITIES[origin];
  const at: readonly Term[] = [
    ['metadata', datapath],
    ['eth_src', mac],
    [REGISTERS.inport, port],
  ];
  const found = setFlag('lookupMac');
  const flows = [
    flow(
      row,
      TABLES.macBinding,
      priority,
      [
        ['metadata', datapath],
        [REGISTERS.outport, port],
        [version === 4 ? 'reg0' : 'xxreg1', value],
      ],
      [{ type: 'set_field', field: 'eth_dst', value: mac }, found],
    ),
    flow(
      row,
      TABLES.macLookup,
      priority,
      version === 4
        ? [...at, ['eth_type', ETH.arp], ['reg0', value]]
        : [...at, ['eth_type', ETH.ip6], ['nw_proto', IP_PROTOCOL.icmp6], ['icmpv6_code', 0], ['xxreg0', value]],
      [found],
    ),
  ];
  // Packets of who was learnt are counted, so that it is known how long nobody heard of it.
  if (origin !== 'learnt') return flows;
  const heard = (terms: readonly Term[]) => flow(row, TABLES.macCacheUse, priority, [...at, ...terms], []);
  if (version === 6)
    return [
      ...flows,
      heard([
        ['eth_type', ETH.ip6],
        ['ipv6_src', value],
      ]),
    ];
  return [
    ...flows,
    heard([
      ['eth_type', ETH.arp],
      ['arp_op', 2, 0xff],
      ['arp_spa', value],
    ]),
    heard([
      ['eth_type', ETH.ip4],
      ['ip_src', value],
    ]),
  ];
}

/** A row of FDB: behind which port of a switch a MAC address is. */
export interface FdbEntry {
  readonly row: Uuid;
  readonly mac: string;
  readonly datapath: number;
  readonly port: number;
}

/** `movesToVif`: what a VIF has learnt is not learnt again from a physical network. */
export function fdbFlows({ row, mac: text, datapath, port }: FdbEntry, movesToVif: boolean): readonly WantedFlow[] {
  const mac = parseEthernet(text);
  if (mac === undefined) return [];
  const known = (term: Term) =>
    flow(row, TABLES.fdbLookup, 100, [['metadata', datapath], ['eth_src', mac], term], [setFlag('lookupFdb')]);
  return [
    flow(
      row,
      TABLES.fdb,
      100,
      [
        ['metadata', datapath],
        ['eth_dst', mac],
      ],
      [load(REGISTERS.outport, port)],
    ),
    known([REGISTERS.inport, port]),
    ...(movesToVif ? [known(flagged(['localnet']))] : []),
  ];
}
