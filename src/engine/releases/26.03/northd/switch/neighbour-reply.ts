/** The texts that answer ARP requests and neighbour solicitations where a packet is, in place of whom they ask for. */
import { actions } from '../texts';

/** `arp`: the answer to a request for an address; the address is the packet's own where none is given. */
export function arpReply(mac: string, address?: string): string {
  return actions(
    'eth.dst = eth.src',
    `eth.src = ${mac}`,
    `arp.op = 2`,
    'arp.tha = arp.sha',
    `arp.sha = ${mac}`,
    ...(address === undefined ? ['arp.tpa <-> arp.spa'] : ['arp.tpa = arp.spa', `arp.spa = ${address}`]),
    'outport = inport',
    'flags.loopback = 1',
    'output',
  ).replace('arp.op = 2;', 'arp.op = 2; /* ARP reply */');
}

/** `nd_na`: the advertisement of an address; `router` says that it is a router’s. */
export function ndReply(mac: string, address: string, { router = false, swaps = false } = {}): string {
  const fields = [
    swaps && 'eth.dst = eth.src',
    `eth.src = ${mac}`,
    `ip6.src = ${address}`,
    `nd.target = ${address}`,
    `nd.tll = ${mac}`,
    'outport = inport',
    'flags.loopback = 1',
    'output',
  ];
  return `${router ? 'nd_na_router' : 'nd_na'} { ${actions(...fields)} };`;
}
