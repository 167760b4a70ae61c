/** What an entry of port_security allows: `MAC [IP…]`, or `VRRPv3 MAC [VIRTUAL-MAC/LENGTH…] [IP…]`. */
import { parseEthernet } from '../../../../openflow';
import { parseIp, prefixMask, splitWords, type Ip } from '../facts/addresses';

/** All MAC addresses that begin with these bits. */
export interface MacRange {
  readonly value: bigint;
  readonly prefix: number;
}

export interface Allowed {
  readonly mac: bigint;
  /** MAC addresses of virtual routers, for IPv4 and for IPv6. */
  readonly vrrp4: readonly MacRange[];
  readonly vrrp6: readonly MacRange[];
  readonly ips: readonly Ip[];
}

/** All that VRRP may use (RFC 9568, 7.3): the last byte is the number of the virtual router. */
const VRRP4: MacRange = { value: 0x00005e000100n, prefix: 40 };
const VRRP6: MacRange = { value: 0x00005e000200n, prefix: 40 };

/** Undefined where something in it is wrong: the entry allows nothing then. */
export function readAllowed(text: string): Allowed | undefined {
  const [first = '', ...rest] = splitWords(text);
  const isVrrp = first === 'VRRPv3';
  const [macText = '', ...others] = isVrrp ? rest : [first, ...rest];
  const mac = parseEthernet(macText);
  if (mac === undefined) return undefined;
  const [vrrp4, vrrp6, ips]: [MacRange[], MacRange[], Ip[]] = [[], [], []];
  for (const word of others) {
    const range = isVrrp ? parseRange(word) : undefined;
    const ip = range === undefined ? parseIp(word) : undefined;
    if (range !== undefined && isWithin(range, VRRP4)) vrrp4.push(range);
    else if (range !== undefined && isWithin(range, VRRP6)) vrrp6.push(range);
    else if (ip !== undefined) ips.push(ip);
    else return undefined;
  }
  if (isVrrp && vrrp4.length + vrrp6.length === 0) return { mac, vrrp4: [VRRP4], vrrp6: [VRRP6], ips };
  return { mac, vrrp4, vrrp6, ips };
}

function parseRange(word: string): MacRange | undefined {
  const [, text = '', length] = /^([^/]+)(?:\/(\d+))?$/.exec(word) ?? [];
  const value = parseEthernet(text);
  return value === undefined ? undefined : { value, prefix: length === undefined ? 48 : Number(length) };
}

/** Numbers of virtual routers begin with 1, and nothing stands behind the prefix. */
function isWithin({ value, prefix }: MacRange, all: MacRange): boolean {
  if (prefix < 40 || prefix > 48 || (value & ~prefixMask(prefix, 48)) !== 0n) return false;
  if (prefix === 48 && value === all.value) return false;
  return (value & prefixMask(40, 48)) === all.value;
}
