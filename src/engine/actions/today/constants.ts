/** Constants as OVN prints them back. */
import { bitsToBigInt, type IntegerConstant } from '../../match';
import { formatEthernet, formatIpv4, formatIpv6, prefixLength } from '../../openflow';
import type { ConstantSet } from './reader';

/** As it was written, but for leading zeros and the bits outside its mask. */
export function formatConstant(constant: string | IntegerConstant): string {
  if (typeof constant === 'string') return JSON.stringify(constant);
  const { format, mask } = constant;
  const text = formatValue(bitsToBigInt(constant.value), format);
  if (mask === undefined) return text;
  const ones = bitsToBigInt(mask);
  const prefix = format === 'ipv4' || format === 'ipv6' ? prefixLength(ones, format === 'ipv4' ? 32 : 128) : undefined;
  return `${text}/${prefix ?? formatValue(ones, format)}`;
}

/** In braces unless it was one constant without them. */
export function formatConstantSet({ kind, strings, integers, inCurlies }: ConstantSet): string {
  const all: readonly (string | IntegerConstant)[] = kind === 'string' ? strings : integers;
  const text = all.map(formatConstant).join(', ');
  return inCurlies || all.length !== 1 ? `{${text}}` : text;
}

function formatValue(value: bigint, format: IntegerConstant['format']): string {
  switch (format) {
    case 'decimal':
      return value.toString();
    case 'hexadecimal':
      return `0x${value.toString(16)}`;
    case 'ethernet':
      return formatEthernet(value);
    case 'ipv4':
      return formatIpv4(value);
    case 'ipv6':
      return formatIpv6(value);
  }
}
