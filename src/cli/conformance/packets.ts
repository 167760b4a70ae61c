/**
 * Packets against Open vSwitch's composer and extractor: one line of JSON per
 * case, a `flow` as text, the `bytes` composed from it, and `parsed`, what they
 * were read as. The codecs must give every packet's bytes back.
 */
import { composePacket, extractWithOffsets } from '../../engine/vswitch';
import { formatFlowKey, getNumber, parseFlowKey } from '../../engine/openflow';
import { encode, fromHex, readU16, readU32, toHex, toSpecs } from '../../packets';

export interface PacketConformance {
  readonly passed: number;
  readonly failed: number;
}

/** Runs the cases; `print` is given one line per difference. Throws on a line that holds no case. */
export function conformPackets(lines: readonly string[], print: (line: string) => void): PacketConformance {
  let passed = 0;
  let failed = 0;
  for (const line of lines) {
    if (line.trim() === '') continue;
    const recorded = readCase(JSON.parse(line));
    const differences = compare(recorded);
    for (const difference of differences) print(`${JSON.stringify(recorded.flow)}: ${difference}`);
    if (differences.length === 0) passed++;
    else failed++;
  }
  return { passed, failed };
}

interface RecordedCase {
  readonly flow: string;
  readonly bytes: string;
  readonly parsed: string;
}

/** Cases are well-formed JSON of our own; anything else is a mistake of whoever gave the file. */
function readCase(value: unknown): RecordedCase {
  if (typeof value === 'object' && value !== null && 'flow' in value && 'bytes' in value && 'parsed' in value) {
    const { flow, bytes, parsed } = value;
    if (typeof flow === 'string' && typeof bytes === 'string' && typeof parsed === 'string')
      return { flow, bytes, parsed };
  }
  throw new Error('a packet case needs flow, bytes and parsed');
}

function compare({ flow, bytes, parsed }: RecordedCase): readonly string[] {
  const packet = fromHex(bytes);
  if (!packet) throw new Error(`bytes are not hexadecimal: ${bytes}`);
  const key = parseFlowKey(flow);
  const composed = key.ok ? toHex(composePacket(key.value)) : key.error.message;
  const again = encode(toSpecs(packet));
  return [
    ...difference('composed', bytes, composed),
    ...difference('parsed', parsed, describeAsSwitch(packet)),
    ...difference('decoded and encoded', bytes, again.ok ? toHex(again.value) : again.error.message),
  ];
}

function difference(what: string, expected: string, actual: string): readonly string[] {
  return expected === actual ? [] : [`${what} ${actual}, recorded ${expected}`];
}

/** The transport checksums that Open vSwitch prints after a packet's flow, by IP protocol: name, offset, width and least size in bytes. */
const CHECKSUMS: Readonly<Record<number, readonly [string, number, 2 | 4, number]>> = {
  1: ['icmp_csum', 2, 2, 8],
  6: ['tcp_csum', 16, 2, 20],
  17: ['udp_csum', 6, 2, 8],
  58: ['icmp6_csum', 2, 2, 4],
  132: ['sctp_csum', 8, 4, 12],
};

/** The flow and, where there is one, the transport checksum. */
function describeAsSwitch(packet: Uint8Array): string {
  const { flow, offsets } = extractWithOffsets(packet);
  const text = formatFlowKey(flow);
  const checksum = CHECKSUMS[getNumber(flow, 'nw_proto')];
  if (offsets.l4 < 0 || !checksum || packet.length - offsets.l4 < checksum[3]) return text;
  const [name, offset, width] = checksum;
  const value = width === 2 ? readU16(packet, offsets.l4 + offset) : readU32(packet, offsets.l4 + offset);
  return `${text} ${name}:${value.toString(16)}`;
}
