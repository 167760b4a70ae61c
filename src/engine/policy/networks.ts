/** The fewest networks that hold the same addresses as a list; of numbers, the fewest values with masks. */
import { bitsToBigInt, type Format, type IntegerConstant } from '../match';
import { formatEthernet, formatIpv4, formatIpv6 } from '../openflow';

const WIDTHS: Readonly<Partial<Record<Format, number>>> = { ethernet: 48, ipv4: 32, ipv6: 128 };

interface Range {
  readonly low: bigint;
  readonly high: bigint;
}

/**
 * The members as networks, in order; undefined where they are of different kinds
 * or have masks that are no prefixes. `bits` is the width of a field of numbers.
 */
export function fewestNetworks(members: readonly IntegerConstant[], bits?: number): readonly string[] | undefined {
  const format = members[0]?.format;
  const width = format === undefined ? undefined : (WIDTHS[format] ?? bits);
  if (format === undefined || width === undefined) return undefined;
  const ranges = rangesOf(members, format, width);
  return ranges
    ?.flatMap((range) => networksOf(range, width))
    .map(({ value, prefix }) => printNetwork(format, value, prefix, width));
}

function rangesOf(members: readonly IntegerConstant[], format: Format, width: number): readonly Range[] | undefined {
  const ranges: Range[] = [];
  const all = (1n << BigInt(width)) - 1n;
  for (const member of members) {
    if (member.format !== format) return undefined;
    const low = bitsToBigInt(member.value) & all;
    const mask = member.mask === undefined ? all : bitsToBigInt(member.mask) & all;
    const free = all ^ mask;
    if ((free & (free + 1n)) !== 0n) return undefined;
    ranges.push({ low, high: low | free });
  }
  ranges.sort((a, b) => (a.low < b.low ? -1 : a.low > b.low ? 1 : 0));
  const merged: { low: bigint; high: bigint }[] = [];
  for (const { low, high } of ranges) {
    const last = merged.at(-1);
    if (last === undefined || low > last.high + 1n) merged.push({ low, high });
    else if (high > last.high) last.high = high;
  }
  return merged;
}

function networksOf(
  { low, high }: Range,
  width: number,
): readonly { readonly value: bigint; readonly prefix: number }[] {
  const networks: { value: bigint; prefix: number }[] = [];
  for (let at = low; at <= high;) {
    let size = 0;
    while (size < width && (at & ((2n << BigInt(size)) - 1n)) === 0n && at + (2n << BigInt(size)) - 1n <= high) size++;
    networks.push({ value: at, prefix: width - size });
    at += 1n << BigInt(size);
  }
  return networks;
}

function printNetwork(format: Format, value: bigint, prefix: number, width: number): string {
  const mask = ((1n << BigInt(prefix)) - 1n) << BigInt(width - prefix);
  const whole = prefix === width;
  switch (format) {
    case 'ipv4':
      return whole ? formatIpv4(value) : `${formatIpv4(value)}/${prefix}`;
    case 'ipv6':
      return whole ? formatIpv6(value) : `${formatIpv6(value)}/${prefix}`;
    case 'ethernet':
      return whole ? formatEthernet(value) : `${formatEthernet(value)}/${formatEthernet(mask)}`;
    case 'decimal':
      return whole ? value.toString() : `0x${value.toString(16)}/0x${mask.toString(16)}`;
    case 'hexadecimal':
      return whole ? `0x${value.toString(16)}` : `0x${value.toString(16)}/0x${mask.toString(16)}`;
  }
}
