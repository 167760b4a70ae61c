/** The networks that router ports are in. */
import { getString, getStrings, type Row } from '../../../ovsdb';
import { isWithin, linkLocal, parseAddress, parseCidr, parseMac, type Cidr } from '../addresses';

/** Whether an address is in a network of a port; its link-local network is one of them. */
export function isInNetworksOf(port: Row, addressText: string): boolean {
  const mac = parseMac(getString(port, 'mac'));
  const address = parseAddress(addressText);
  if (mac === undefined || !address) return false;
  const own = getStrings(port, 'networks').flatMap((text): Cidr[] => {
    const cidr = parseCidr(text);
    return cidr && !(cidr.family === 4 && cidr.address === 0n) ? [cidr] : [];
  });
  return [...own, linkLocal(mac)].some((network) => isWithin(network, address));
}

/** The first port in one of whose networks an address is. */
export function portTowards(ports: readonly Row[], address: string): Row | undefined {
  return ports.find((port) => isInNetworksOf(port, address));
}
