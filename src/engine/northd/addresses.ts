/** The addresses that northbound rows hold as text: Ethernet, IPv4 and IPv6, each with an optional mask. */

/** One member of a `port_security` column. */
export interface PortSecurityMember {
  /** Lower case, two digits a byte, without its mask. */
  readonly eth: string | undefined;
  readonly ipv4: string | undefined;
  readonly ipv6: string | undefined;
}

/** True for six hexadecimal numbers of one or two digits with colons between, e.g. `0:0:0:0:0:1`. */
export function isEthernet(text: string): boolean {
  return ETHERNET.test(text);
}

/**
 * True for a text that begins with an Ethernet address, whatever is behind it: so ovn-northd of 2015 reads `macs`,
 * and then copies the whole of it.
 */
export function startsWithEthernet(text: string): boolean {
  return LEADING_ETHERNET.test(text);
}

/**
 * Reads a member of `port_security`: separated by commas or blanks, at most one
 * Ethernet, one IPv4 and one IPv6 address, each with an optional mask after a
 * slash. Undefined when it is not that (ovn-nb(5), Logical_Port).
 */
export function parsePortSecurity(text: string): PortSecurityMember | undefined {
  if (CANONICAL.test(text)) return { eth: text, ipv4: undefined, ipv6: undefined };
  const found: { eth?: string; ipv4?: string; ipv6?: string } = {};
  for (const word of text.split(/[\s,]+/)) {
    if (word === '') continue;
    const kind = kindOf(word);
    if (kind === undefined || found[kind] !== undefined) return undefined;
    found[kind] = word;
  }
  const { eth, ipv4, ipv6 } = found;
  if (eth === undefined && ipv4 === undefined && ipv6 === undefined) return undefined;
  return { eth: eth === undefined ? undefined : canonicalEthernet(eth), ipv4, ipv6 };
}

const BYTE = '[0-9a-fA-F]{1,2}';
/** What nearly every member is. */
const CANONICAL = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/;
/** As C's scanf takes numbers: blanks before each, and as many digits as there are. */
const LEADING_ETHERNET = /^\s*[0-9a-f]+(?::\s*[0-9a-f]+){5}/i;
const ETHERNET = new RegExp(`^${BYTE}(:${BYTE}){5}$`);

function kindOf(word: string): keyof PortSecurityMember | undefined {
  const [address = '', mask, ...rest] = word.split('/');
  if (rest.length > 0) return undefined;
  if (isEthernet(address)) return mask === undefined || isEthernet(mask) ? 'eth' : undefined;
  if (isIpv4(address)) return mask === undefined || isIpv4(mask) || isPrefix(mask, 32) ? 'ipv4' : undefined;
  if (isIpv6(address)) return mask === undefined || isIpv6(mask) || isPrefix(mask, 128) ? 'ipv6' : undefined;
  return undefined;
}

function canonicalEthernet(word: string): string {
  const [address = ''] = word.split('/');
  return address
    .split(':')
    .map((byte) => byte.toLowerCase().padStart(2, '0'))
    .join(':');
}

function isPrefix(text: string, bits: number): boolean {
  return /^\d{1,3}$/.test(text) && Number(text) <= bits;
}

function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
}

/** RFC 4291 section 2.2: eight groups, `::` for a run of zeros, an IPv4 address for the last two. */
function isIpv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  let groups = 0;
  for (const [h, half] of halves.entries()) {
    if (half === '') continue;
    const parts = half.split(':');
    for (const [i, part] of parts.entries()) {
      const last = h === halves.length - 1 && i === parts.length - 1;
      if (last && isIpv4(part)) groups += 2;
      else if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups += 1;
      else return false;
    }
  }
  return halves.length === 2 ? groups <= 7 : groups === 8;
}
