/** DHCP for IPv4 (RFC 2131, options of RFC 2132) up to the end option; what follows that is payload. */
import { layout, list, num, str, type SpecRecord } from '../field';
import { decodeOptions, encodeOptions, type OptionShape } from '../options';
import type { Header, Interpretation, Protocol } from '../protocol';

const MAGIC = 0x63825363;

/** Option 53 (RFC 2132 section 9.6). */
const MESSAGES: Readonly<Record<number, string>> = {
  1: 'Discover',
  2: 'Offer',
  3: 'Request',
  4: 'Decline',
  5: 'ACK',
  6: 'NAK',
  7: 'Release',
  8: 'Inform',
};

const OPTIONS: OptionShape = {
  width: 1,
  lengthCounts: 'value',
  unit: 1,
  single: [0, 255],
  last: 255,
  align: 1,
  kinds: [
    { code: 0, name: 'pad', label: 'Pad', value: 'none' },
    { code: 1, name: 'netmask', label: 'Subnet mask', value: 'ipv4' },
    { code: 3, name: 'router', label: 'Router', value: 'ipv4s' },
    { code: 6, name: 'dns-server', label: 'DNS server', value: 'ipv4s' },
    { code: 12, name: 'hostname', label: 'Host name', value: 'text' },
    { code: 15, name: 'domain-name', label: 'Domain name', value: 'text' },
    { code: 26, name: 'mtu', label: 'Interface MTU', value: 'u16' },
    { code: 28, name: 'broadcast', label: 'Broadcast address', value: 'ipv4' },
    { code: 50, name: 'requested-ip', label: 'Requested address', value: 'ipv4' },
    { code: 51, name: 'lease-time', label: 'Lease time (s)', value: 'u32' },
    { code: 53, name: 'message-type', label: 'Message type', value: 'u8', names: MESSAGES },
    { code: 54, name: 'server-id', label: 'Server identifier', value: 'ipv4' },
    { code: 55, name: 'parameters', label: 'Parameter request list', value: 'hex' },
    { code: 58, name: 'renewal-time', label: 'Renewal time (s)', value: 'u32' },
    { code: 59, name: 'rebinding-time', label: 'Rebinding time (s)', value: 'u32' },
    { code: 61, name: 'client-id', label: 'Client identifier', value: 'hex' },
    { code: 255, name: 'end', label: 'End', value: 'none' },
  ],
};

export const dhcp: Protocol = {
  title: 'DHCP',
  fields: layout([
    {
      key: 'op',
      name: 'dhcp.op',
      label: 'Operation',
      bits: 8,
      kind: 'decimal',
      initial: 1,
      names: { 1: 'request', 2: 'reply' },
    },
    { key: 'htype', name: 'dhcp.htype', label: 'Hardware type', bits: 8, kind: 'decimal', initial: 1 },
    { key: 'hlen', name: 'dhcp.hlen', label: 'Hardware address length', bits: 8, kind: 'decimal', initial: 6 },
    { key: 'hops', name: 'dhcp.hops', label: 'Hops', bits: 8, kind: 'decimal' },
    { key: 'xid', name: 'dhcp.xid', label: 'Transaction', bits: 32, kind: 'hex', initial: 1 },
    { key: 'secs', name: 'dhcp.secs', label: 'Seconds', bits: 16, kind: 'decimal' },
    { key: 'flags', name: 'dhcp.flags', label: 'Flags', bits: 16, kind: 'bits', names: { 0x8000: 'broadcast' } },
    { key: 'ciaddr', name: 'dhcp.ciaddr', label: 'Client address', bits: 32, kind: 'ipv4' },
    { key: 'yiaddr', name: 'dhcp.yiaddr', label: 'Your address', bits: 32, kind: 'ipv4' },
    { key: 'siaddr', name: 'dhcp.siaddr', label: 'Server address', bits: 32, kind: 'ipv4' },
    { key: 'giaddr', name: 'dhcp.giaddr', label: 'Relay address', bits: 32, kind: 'ipv4' },
    { key: 'chaddr', name: 'dhcp.chaddr', label: 'Client MAC', bits: 48, kind: 'mac' },
    { key: 'chpad', name: 'dhcp.chpad', label: 'Rest of client hardware address', bits: 80, kind: 'bytes' },
    { key: 'sname', name: 'dhcp.sname', label: 'Server name', bits: 512, kind: 'bytes' },
    { key: 'file', name: 'dhcp.file', label: 'Boot file', bits: 1024, kind: 'bytes' },
    { key: 'magic', name: 'dhcp.magic', label: 'Magic', bits: 32, kind: 'hex', initial: MAGIC },
  ]),
  variable: { options: [{ type: 'message-type', value: 1 }, { type: 'end' }] },
  interpret,
  encodeVariable: (values) => encodeOptions(OPTIONS, list(values, 'options')),
};

function interpret({ values, bytes, offset, body, end }: Header): Interpretation {
  if (num(values, 'magic') !== MAGIC) return { summary: 'BOOTP', malformed: 'the magic number of DHCP is missing' };
  const options = decodeOptions(OPTIONS, bytes, body, end);
  const message = options.records.find((record: SpecRecord) => record.type === 'message-type')?.value;
  const name = typeof message === 'number' ? (MESSAGES[message] ?? `message ${message}`) : 'BOOTP';
  const known = {
    summary: `${name} from ${str(values, 'chaddr')}`,
    length: options.stop - offset,
    extra: { options: options.records },
    fields: options.fields,
  };
  return options.problem === undefined ? known : { ...known, tail: options.problem };
}
