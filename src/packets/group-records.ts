/** The group records that IGMPv3 and MLDv2 reports share: type, group, sources; auxiliary data as hex. */
import { err, ok, type Result } from '../engine/base';
import { formatIpv4, formatIpv6, parseIpv4, parseIpv6 } from './address';
import { concatBytes, fromHex, readU16, toHex, u16 } from './bytes';
import { list, type SpecRecord, type Values } from './field';
import type { DecodedField, Header, Interpretation } from './protocol';

/** 4 for IPv4 groups, 16 for IPv6 groups. */
type AddressBytes = 4 | 16;

export function decodeGroupRecords(
  { bytes, offset, body, end }: Header,
  count: number,
  size: AddressBytes,
): Interpretation {
  const format = size === 4 ? formatIpv4 : formatIpv6;
  const records: SpecRecord[] = [];
  const fields: DecodedField[] = [];
  let at = body;
  let tail: string | undefined;
  while (records.length < count) {
    const sources = readU16(bytes, at + 2);
    const auxiliary = (bytes[at + 1] ?? 0) * 4;
    const length = 4 + size + sources * size + auxiliary;
    if (at + length > end) {
      tail = `${count} group records are announced, ${records.length} are here`;
      break;
    }
    const group = format(bytes, at + 4);
    const list = Array.from({ length: sources }, (_, i) => format(bytes, at + 4 + size * (i + 1)));
    const data = toHex(bytes.subarray(at + length - auxiliary, at + length));
    records.push({ type: bytes[at] ?? 0, group, sources: list, ...(data === '' ? {} : { data }) });
    fields.push({
      key: '',
      name: `record.${records.length}`,
      label: 'Group record',
      value: group,
      text: list.length > 0 ? `${group} from ${list.join(', ')}` : group,
      bits: length * 8,
      offset: at,
      length,
      bit: 0,
      computed: false,
    });
    at += length;
  }
  return {
    summary: `${count} group records`,
    length: at - offset,
    extra: { records },
    fields,
    ...(tail === undefined ? {} : { tail }),
  };
}

export function encodeGroupRecords(values: Values, size: AddressBytes): Result<Uint8Array, string> {
  const parse = size === 4 ? parseIpv4 : parseIpv6;
  const parts: Uint8Array[] = [];
  for (const record of list(values, 'records')) {
    const { type = 4, group, sources = [], data = '' } = record;
    const addresses = [group, ...(typeof sources === 'object' ? sources : [])].map((text) => parse(String(text)));
    const auxiliary = typeof data === 'string' ? fromHex(data) : undefined;
    if (typeof type !== 'number' || type < 0 || type > 255) return err('the type of a group record must be 0 to 255');
    if (!auxiliary || auxiliary.length % 4 !== 0 || auxiliary.length > 1020) {
      return err('the data of a group record must be words of four bytes in hexadecimal');
    }
    parts.push(Uint8Array.of(type, auxiliary.length >> 2, ...u16(addresses.length - 1)));
    for (const address of addresses) {
      if (!address.ok) return err(`a group record has an address that is none: ${address.error.message}`);
      parts.push(address.value);
    }
    parts.push(auxiliary);
  }
  return ok(concatBytes(parts));
}
