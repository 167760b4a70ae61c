/**
 * icmp4, icmp6, tcp_reset, sctp_abort and reject: the packet is answered with an error. What reject makes goes back; of
 * the others the actions turn the addresses round, but TCP's and SCTP's ports are exchanged already.
 */
import { utf8Encode } from '../../../../base';
import { concatBytes, readU16, readU32, toHex } from '../../../../../packets';
import { getNumber, type OfAction } from '../../../../openflow';
import { composeIp, withTagOf, type Direction } from './compose';
import type { Handler } from './handler';
import { isIp, isIp6, isProtocol, PROTOCOL } from './headers';
import type { PinctrlRun, Received } from './run';

type Actions = readonly OfAction[];

export const icmp: Handler<'icmp'> = (run, received, { actions }) =>
  answerWithIcmp(run, received, actions, 'same', PORT_UNREACHABLE);

export const icmpError: Handler<'icmp4_error' | 'icmp6_error'> = (run, received, { actions }) =>
  answerWithIcmp(run, received, actions, 'same', undefined);

export const tcpReset: Handler<'tcp_reset'> = (run, received, { actions }) => reset(run, received, actions, 'same');

export const sctpAbort: Handler<'sctp_abort'> = (run, received, { actions }) => abort(run, received, actions, 'same');

export const reject: Handler<'reject'> = (run, received, { actions }) => {
  const { headers } = received;
  if (isRefusal(received)) return;
  const protocol = getNumber(headers, 'nw_proto');
  if (protocol === PROTOCOL.tcp) reset(run, received, actions, 'back');
  else if (protocol === PROTOCOL.sctp) abort(run, received, actions, 'back');
  else answerWithIcmp(run, received, actions, 'back', PORT_UNREACHABLE);
};

const RST = 0x04;
const ACK = 0x10;
const UNREACHABLE = { 4: 3, 6: 1 } as const;
/** What a datagram of UDP is refused with. */
const PORT_UNREACHABLE = { 4: 3, 6: 4 } as const;

/** Nobody refuses a refusal. */
function isRefusal({ headers }: Received): boolean {
  if (getNumber(headers, 'nw_proto') === PROTOCOL.tcp) return (getNumber(headers, 'tcp_flags') & RST) !== 0;
  const type = getNumber(headers, 'tcp_src');
  if (isIp6(headers)) return isProtocol(headers, 'icmp6') && type === UNREACHABLE[6];
  return isProtocol(headers, 'icmp') && type === UNREACHABLE[4];
}

/** Bytes that an error of OVN has at most with all its headers, in IPv4 (RFC 1812) and IPv6 (RFC 4443). */
const LONGEST = { 4: 576, 6: 1280 } as const;
const IP_HEADER = { 4: 20, 6: 40 } as const;
const ETHERNET_HEADER = 14;
const ICMP_HEADER = 8;

/** `udpCode`: the code for a datagram of UDP; absent: the actions say the type and the code. */
function answerWithIcmp(
  run: PinctrlRun,
  received: Received,
  actions: Actions,
  direction: Direction,
  udpCode: { readonly 4: number; readonly 6: number } | undefined,
): void {
  const { headers, packet, offsets } = received;
  if (!isIp(headers)) {
    run.warn(`ICMP action on non-IP packet (eth_type 0x${getNumber(headers, 'eth_type').toString(16)})`);
    return;
  }
  const version = isIp6(headers) ? 6 : 4;
  const inner = packet.subarray(offsets.l3);
  const length = version === 4 ? readU16(inner, 2) : IP_HEADER[6] + readU16(inner, 4);
  const room = LONGEST[version] - ETHERNET_HEADER - IP_HEADER[version] - ICMP_HEADER;
  const quoted = inner.subarray(0, Math.min(length, room));
  if (quoted.length < IP_HEADER[version]) {
    run.warn(`ICMP action on IP packet with invalid length (${quoted.length})`);
    return;
  }
  const isUdp = inner[version === 4 ? 9 : 6] === PROTOCOL.udp;
  const code = isUdp && udpCode !== undefined ? udpCode[version] : 1;
  const mtu = mtuOf(actions, version);
  const kind =
    mtu === undefined
      ? { type: UNREACHABLE[version], code }
      : version === 4
        ? { type: 3, code: 4 }
        : { type: 2, code: 0 };
  const rest = concatBytes([Uint8Array.from(mtu ?? [0, 0, 0, 0]), quoted]);
  const [protocol, proto] = version === 4 ? (['icmp', PROTOCOL.icmp] as const) : (['icmpv6', PROTOCOL.icmp6] as const);
  const error = composeIp(received, direction, { ttl: 255, proto }, [
    { protocol, ...kind },
    { protocol: 'payload', data: toHex(rest) },
  ]);
  run.answer(received, withTagOf(received, error), actions);
}

/** The MTU that the actions tell in a note, as the four bytes behind the checksum. */
function mtuOf(actions: Actions, version: 4 | 6): readonly number[] | undefined {
  const [field, length] = version === 4 ? [0, 2] : [1, 4];
  for (const action of actions) {
    if (action.type !== 'note') continue;
    const { bytes } = action;
    const magic = utf8Encode('ovn\0');
    const isField = magic.every((byte, i) => bytes[i] === byte) && readU16(Uint8Array.from(bytes), 4) === field;
    const value = bytes.slice(8, 8 + length);
    if (isField && value.length === length) return version === 4 ? [0, 0, ...value] : value;
  }
  return undefined;
}

function reset(run: PinctrlRun, received: Received, actions: Actions, direction: Direction): void {
  const { headers, packet, offsets } = received;
  if (!isProtocol(headers, 'tcp')) {
    run.warn('TCP_RESET action on non-TCP packet');
    return;
  }
  const ack = (readU32(packet, offsets.l4 + 4) + 1) % 2 ** 32;
  const answer = composeIp(received, direction, { ttl: 63, proto: PROTOCOL.tcp }, [
    { protocol: 'tcp', ...exchangedPorts(received), seq: 0, ack, flags: RST | ACK, window: 0 },
  ]);
  run.answer(received, answer, actions);
}

const CHUNK_INIT = 1;
const CHUNK_ABORT = 6;
const TAG_REFLECTED = 1;
const SCTP_HEADER = 12;
const CHUNK_HEADER = 4;
/** Of INIT, behind the chunk's header. */
const INIT_BODY = 16;

/** RFC 9260 section 8.4 */
function abort(run: PinctrlRun, received: Received, actions: Actions, direction: Direction): void {
  const { headers, packet, offsets } = received;
  if (!isProtocol(headers, 'sctp')) {
    run.warn('SCTP_ABORT action on non-SCTP packet');
    return;
  }
  const segment = packet.subarray(offsets.l4);
  if (segment.length < SCTP_HEADER) {
    run.warn('SCTP_ABORT action on malformed SCTP packet');
    return;
  }
  if (segment.length < SCTP_HEADER + CHUNK_HEADER) {
    run.warn('SCTP_ABORT action on SCTP packet with no chunks');
    return;
  }
  const chunk = segment[SCTP_HEADER];
  if (chunk === CHUNK_ABORT) {
    run.warn('sctp_abort action on incoming SCTP ABORT.');
    return;
  }
  if (chunk === CHUNK_INIT && segment.length < SCTP_HEADER + CHUNK_HEADER + INIT_BODY) {
    run.warn('Incomplete SCTP INIT chunk. Ignoring packet.');
    return;
  }
  const own = readU32(segment, 4);
  const isFirst = own === 0 && chunk === CHUNK_INIT;
  const tag = isFirst ? readU32(segment, SCTP_HEADER + CHUNK_HEADER) : own;
  const answer = composeIp(received, direction, { ttl: 63, proto: PROTOCOL.sctp }, [
    { protocol: 'sctp', ...exchangedPorts(received), tag },
    {
      protocol: 'payload',
      data: toHex(Uint8Array.of(CHUNK_ABORT, isFirst ? 0 : TAG_REFLECTED, 0, CHUNK_HEADER)),
    },
  ]);
  run.answer(received, answer, actions);
}

function exchangedPorts({ headers }: Received): { readonly src: number; readonly dst: number } {
  return { src: getNumber(headers, 'tcp_dst'), dst: getNumber(headers, 'tcp_src') };
}
