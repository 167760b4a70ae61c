/** A DHCP message as OVN reads it: the fixed part, the magic number, and the options that count. */
import { formatMac, readU16, readU32 } from '../../../../../packets';
import { err, ok, type Result } from '../../../../base';
import type { Received } from './run';
import { udpPayload } from './transport';

export const DHCP = {
  /** Of op. */
  request: 1,
  reply: 2,
  header: 236,
  magic: 0x63825363,
  option: {
    netmask: 1,
    router: 3,
    requestedIp: 50,
    leaseTime: 51,
    messageType: 53,
    serverId: 54,
    t1: 58,
    t2: 59,
    bootfile: 67,
    etherboot: 175,
    nextServer: 253,
    bootfileAlternative: 254,
    end: 255,
  },
  message: { discover: 1, offer: 2, request: 3, decline: 4, ack: 5, nak: 6, release: 7, inform: 8 },
} as const;

export const MESSAGE_NAMES: Readonly<Record<number, string>> = {
  1: 'DISCOVER',
  2: 'OFFER',
  3: 'REQUEST',
  4: 'DECLINE',
  5: 'ACK',
  6: 'NAK',
  7: 'RELEASE',
};

export interface DhcpMessage {
  /** All of the datagram. */
  readonly bytes: Uint8Array;
  readonly op: number;
  readonly xid: number;
  readonly isBroadcast: boolean;
  readonly ciaddr: number;
  readonly yiaddr: number;
  readonly siaddr: number;
  readonly giaddr: number;
  readonly chaddr: string;
  /** 0 where the option is missing, of all of these. */
  readonly type: number;
  readonly requestedIp: number;
  readonly serverId: number;
  readonly netmask: number;
  readonly router: number;
  /** The client is iPXE. */
  readonly isIpxe: boolean;
}

const BROADCAST = 0x8000;

/** The error is what OVN's log says. */
export function readDhcp(received: Received): Result<DhcpMessage, string> {
  const bytes = udpPayload(received);
  if (bytes === undefined) return err('DHCP: Invalid or incomplete DHCP packet received');
  if (bytes.length < DHCP.header) return err('DHCP: Invalid or incomplete DHCP packet received, bad data length');
  if (bytes[1] !== 1) return err('DHCP: Packet is recieved with unsupported hardware type');
  if (bytes[2] !== 6) return err('DHCP: Packet is recieved with unsupported hardware length');
  if (bytes.length < DHCP.header + 4 || readU32(bytes, DHCP.header) !== DHCP.magic)
    return err('DHCP: Magic cookie not present in the DHCP packet');
  const options = readOptions(bytes.subarray(DHCP.header + 4));
  const number = (code: number, length: number) => {
    const value = options.get(code)?.findLast((each) => each.length === length);
    if (value === undefined) return 0;
    return length === 1 ? (value[0] ?? 0) : readU32(value, 0);
  };
  const ciaddr = readU32(bytes, 12);
  const { option } = DHCP;
  return ok({
    bytes,
    op: bytes[0] ?? 0,
    xid: readU32(bytes, 4),
    isBroadcast: (readU16(bytes, 10) & BROADCAST) !== 0,
    ciaddr,
    yiaddr: readU32(bytes, 16),
    siaddr: readU32(bytes, 20),
    giaddr: readU32(bytes, 24),
    chaddr: formatMac(bytes, 28),
    type: number(option.messageType, 1),
    requestedIp: number(option.requestedIp, 4) || ciaddr,
    serverId: number(option.serverId, 4),
    netmask: number(option.netmask, 4),
    router: number(option.router, 4),
    isIpxe: options.has(option.etherboot),
  });
}

/** All values of each code, up to the end or what is cut short. */
function readOptions(bytes: Uint8Array): ReadonlyMap<number, readonly Uint8Array[]> {
  const options = new Map<number, Uint8Array[]>();
  let at = 0;
  while (at < bytes.length) {
    const code = bytes[at] ?? 0;
    if (code === DHCP.option.end) break;
    if (code === 0) {
      at += 1;
      continue;
    }
    const end = at + 2 + (bytes[at + 1] ?? 0);
    if (at + 2 > bytes.length || end > bytes.length) break;
    options.set(code, [...(options.get(code) ?? []), bytes.subarray(at + 2, end)]);
    at = end;
  }
  return options;
}
