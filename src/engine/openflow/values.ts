/** Field values as text, letter for letter like Open vSwitch prints them. */
import type { FieldForm } from './fields';

/** The names of ct_state's bits, from bit 0. */
export const CT_STATE_FLAGS = ['new', 'est', 'rel', 'rpl', 'inv', 'trk', 'snat', 'dnat'] as const;

/** The names of tcp_flags' bits, from bit 0; the three that have none print as their value. */
export const TCP_FLAGS = [
  'fin',
  'syn',
  'rst',
  'psh',
  'ack',
  'urg',
  'ece',
  'cwr',
  'ns',
  '[200]',
  '[400]',
  '[800]',
] as const;

/** OpenFlow 1.0 reserved ports. */
export const RESERVED_PORTS = {
  IN_PORT: 0xfff8,
  TABLE: 0xfff9,
  NORMAL: 0xfffa,
  FLOOD: 0xfffb,
  ALL: 0xfffc,
  CONTROLLER: 0xfffd,
  LOCAL: 0xfffe,
  ANY: 0xffff,
} as const;

/** C's `%#x`: 0 has no prefix. */
export function formatHex(value: bigint): string {
  return value === 0n ? '0' : `0x${value.toString(16)}`;
}

/** `aa:bb:cc:dd:ee:ff` of 48 bits. */
export function formatEthernet(value: bigint): string {
  const digits = value.toString(16).padStart(12, '0');
  let text = digits.slice(0, 2);
  for (let at = 2; at < 12; at += 2) text += `:${digits.slice(at, at + 2)}`;
  return text;
}

/** Dotted decimal of 32 bits. */
export function formatIpv4(value: bigint): string {
  return dotted(Number(value & 0xffffffffn));
}

/** RFC 5952 with the dotted tail of glibc's inet_ntop for mapped and compatible addresses. */
export function formatIpv6(value: bigint): string {
  const digits = value.toString(16).padStart(32, '0');
  const groups = Array.from({ length: 8 }, (_, i) => Number.parseInt(digits.slice(4 * i, 4 * i + 4), 16));
  const gap = longestZeros(groups);
  const dotted = gap.start === 0 && (gap.length === 6 || (gap.length === 5 && groups[5] === 0xffff));
  const shown = dotted ? groups.slice(0, 6) : groups;
  let text = '';
  for (let i = 0; i < shown.length; i++) {
    if (i === gap.start && gap.length > 1) {
      text += ':';
      i += gap.length - 1;
      if (i >= shown.length - 1 && !dotted) text += ':';
      continue;
    }
    text += `${i > 0 ? ':' : ''}${(shown[i] ?? 0).toString(16)}`;
  }
  return dotted ? `${text}:${formatIpv4(value & 0xffffffffn)}` : text;
}

/** The number of leading ones when `mask` is a prefix of `bits` bits, else undefined. */
export function prefixLength(mask: bigint, bits: number): number | undefined {
  const inverted = ~mask & ((1n << BigInt(bits)) - 1n);
  if ((inverted & (inverted + 1n)) !== 0n) return undefined;
  // One more is a power of two: as many digits of four bits each, and the bits of the first.
  const digits = (inverted + 1n).toString(16);
  return bits - (digits.length - 1) * 4 - (31 - Math.clz32(Number.parseInt(digits.charAt(0), 16)));
}

/** `a|b|c` of the bits that are set, "0" for none. */
export function formatFlagSet(value: bigint, names: readonly string[]): string {
  const set = names.filter((_, bit) => (value & (1n << BigInt(bit))) !== 0n);
  return set.length === 0 ? '0' : set.join('|');
}

/** `+a-b` of the bits that the mask covers. */
export function formatFlagsMasked(value: bigint, mask: bigint, names: readonly string[]): string {
  return names
    .map((name, bit) => ({ name, bit: 1n << BigInt(bit) }))
    .filter(({ bit }) => (mask & bit) !== 0n)
    .map(({ name, bit }) => `${(value & bit) !== 0n ? '+' : '-'}${name}`)
    .join('');
}

/** A port as ovs-ofctl writes it: reserved ones by name. */
export function formatPort(port: number): string {
  return Object.entries(RESERVED_PORTS).find(([, number]) => number === port)?.[0] ?? String(port);
}

/** The text of `mask === undefined ? value : value/mask` in a form. */
export function formatMasked(form: FieldForm, value: bigint, mask: bigint | undefined, bits: number): string {
  switch (form) {
    case 'decimal':
      return mask === undefined ? value.toString() : `${formatHex(value)}/${formatHex(mask)}`;
    case 'be16':
      return mask === undefined ? value.toString() : `0x${value.toString(16)}/0x${mask.toString(16)}`;
    case 'hex':
      return withMask(formatHex, value, mask);
    case 'hex4':
      return withMask((v) => `0x${v.toString(16).padStart(4, '0')}`, value, mask);
    case 'hex5':
      return withMask((v) => `0x${v.toString(16).padStart(5, '0')}`, value, mask);
    case 'ethernet':
      return withMask(formatEthernet, value, mask);
    case 'ipv4':
    case 'ipv6': {
      const write = form === 'ipv4' ? formatIpv4 : formatIpv6;
      const prefix = mask === undefined ? undefined : prefixLength(mask, bits);
      return prefix === undefined ? withMask(write, value, mask) : `${write(value)}/${prefix}`;
    }
    case 'of_port':
      return formatPort(Number(value));
    case 'frag':
      return formatFrag(value, mask ?? 3n);
    case 'tcp_flags':
      return mask === undefined ? formatFlagSet(value, TCP_FLAGS) : formatFlagsMasked(value, mask, TCP_FLAGS);
    case 'ct_state':
      return mask === undefined ? formatFlagSet(value, CT_STATE_FLAGS) : formatFlagsMasked(value, mask, CT_STATE_FLAGS);
  }
}

/**
 * The same text for values of at most 32 bits in the forms that most flows are
 * made of, without bigints; undefined for other forms.
 */
export function formatSmall(form: FieldForm, value: number, mask: number | undefined): string | undefined {
  switch (form) {
    case 'be16':
      return mask === undefined ? value.toString() : `0x${value.toString(16)}/0x${mask.toString(16)}`;
    case 'hex':
      return mask === undefined ? smallHex(value) : `${smallHex(value)}/${smallHex(mask)}`;
    case 'decimal':
      return mask === undefined ? value.toString() : undefined;
    case 'ipv4': {
      if (mask === undefined) return dotted(value);
      const inverted = ~mask >>> 0;
      const isPrefix = (inverted & (inverted + 1)) === 0;
      return `${dotted(value)}/${isPrefix ? Math.clz32(inverted) : dotted(mask)}`;
    }
    default:
      return undefined;
  }
}

function smallHex(value: number): string {
  return value === 0 ? '0' : `0x${value.toString(16)}`;
}

function dotted(word: number): string {
  return `${word >>> 24}.${(word >>> 16) & 255}.${(word >>> 8) & 255}.${word & 255}`;
}

function formatFrag(value: bigint, mask: bigint): string {
  const any = (value & 1n) !== 0n;
  const later = (value & 2n) !== 0n;
  if (mask === 1n) return any ? 'yes' : 'no';
  if (mask === 2n) return later ? 'later' : 'not_later';
  return any ? (later ? 'later' : 'first') : later ? '<error>' : 'no';
}

function withMask(write: (value: bigint) => string, value: bigint, mask: bigint | undefined): string {
  return mask === undefined ? write(value) : `${write(value)}/${write(mask)}`;
}

function longestZeros(groups: readonly number[]): { readonly start: number; readonly length: number } {
  let best = { start: -1, length: 0 };
  for (let i = 0; i < groups.length;) {
    let end = i;
    while (end < groups.length && groups[end] === 0) end += 1;
    if (end - i > best.length) best = { start: i, length: end - i };
    i = end + 1;
  }
  return best.length > 1 ? best : { start: -1, length: 0 };
}
