/** Values of symbols for people: addresses as addresses, names in quotes, other numbers in decimal. */
import { FIELDS, formatEthernet, formatHex, formatIpv4, formatIpv6 } from '../openflow';
import { quoteString } from './json-string';
import type { MatchSymbol } from './symbols';

/** A value of a whole field, or of some of its bits when `offset` or `bits` say so. The text is a constant of the language. */
export function formatSymbolValue(symbol: MatchSymbol, value: bigint, whole = true): string {
  const form = symbol.field === undefined ? 'decimal' : FIELDS[symbol.field].form;
  if (!whole) return value < 10n ? value.toString() : formatHex(value);
  switch (form) {
    case 'ethernet':
      return formatEthernet(value);
    case 'ipv4':
      return formatIpv4(value);
    case 'ipv6':
      return formatIpv6(value);
    case 'hex4':
    case 'hex5':
    case 'hex':
    case 'tcp_flags':
    case 'ct_state':
      return formatHex(value);
    case 'decimal':
    case 'be16':
    case 'of_port':
    case 'frag':
      return value < 1n << 63n ? value.toString() : formatHex(value);
  }
}

export function formatStringValue(text: string): string {
  return quoteString(text);
}
