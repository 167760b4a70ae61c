/** put_dhcpv6_opts: a DHCPv6 request becomes its answer, with the options of its port (RFC 8415). */
import type { OptionBytes } from '../../../../actions';
import { concatBytes, readU16, readU32 } from '../../../../../packets';
import { utf8Decode } from '../../../../base';
import type { Handler } from './handler';
import { answered, type PinctrlRun, type Received } from './run';
import { udpPayload, withUdpPayload } from './transport';

export const putDhcpv6Opts: Handler<'put_dhcpv6_opts'> = (run, received, { target, options }) => {
  const reply = replyTo(run, received, options);
  run.resume(received, reply ?? received.packet, [answered(target, received.flow, reply !== undefined)]);
};

const MESSAGE = {
  solicit: 1,
  advertise: 2,
  request: 3,
  confirm: 4,
  reply: 7,
  release: 8,
  decline: 9,
  information: 11,
} as const;
const OPTION = {
  clientId: 1,
  serverId: 2,
  iaNa: 3,
  iaAddress: 5,
  status: 13,
  userClass: 15,
  dnsServer: 23,
  domainSearch: 24,
  fqdn: 39,
  bootfile: 59,
  bootfileAlternative: 254,
} as const;

/** What answers which message; others are not answered. */
const ANSWERS: Readonly<Record<number, number>> = {
  [MESSAGE.solicit]: MESSAGE.advertise,
  [MESSAGE.request]: MESSAGE.reply,
  [MESSAGE.confirm]: MESSAGE.reply,
  [MESSAGE.decline]: MESSAGE.reply,
  [MESSAGE.information]: MESSAGE.reply,
  [MESSAGE.release]: MESSAGE.reply,
};

/** Type and transaction. */
const HEADER = 4;

function replyTo(run: PinctrlRun, received: Received, given: readonly OptionBytes[]) {
  if (given.length === 0) {
    run.warn('DHCPv6 options not present in the userdata');
    return;
  }
  const bytes = udpPayload(received);
  if (bytes === undefined || bytes.length < HEADER) {
    run.warn('truncated dhcpv6 packet');
    return;
  }
  const [type = 0] = bytes;
  const answer = ANSWERS[type];
  if (answer === undefined) return undefined;
  const client = readClient(bytes.subarray(HEADER));
  if (client.id === undefined) {
    run.warn('DHCPv6 option - Client id not present in the DHCPv6 packet');
    return;
  }
  if (client.iaid === 0 && type !== MESSAGE.information) {
    run.warn('DHCPv6 option - IA NA not present in the DHCPv6 packet');
    return;
  }
  const options = type === MESSAGE.release ? released(given) : answerOptions(given, client);
  if (options === undefined) {
    run.warn('Invalid userdata');
    return;
  }
  const rest = [...option(OPTION.clientId, client.id), ...options];
  return withUdpPayload(
    received,
    concatBytes([Uint8Array.of(answer), bytes.subarray(1, HEADER), Uint8Array.from(rest)]),
  );
}

interface Client {
  readonly id: readonly number[] | undefined;
  /** 0 for who wants no address. */
  readonly iaid: number;
  readonly isIpxe: boolean;
  /** Of the option with the client's name, if there is one. */
  readonly nameFlags: number | undefined;
}

function readClient(bytes: Uint8Array): Client {
  const client: { -readonly [Key in keyof Client]: Client[Key] } = {
    id: undefined,
    iaid: 0,
    isIpxe: false,
    nameFlags: undefined,
  };
  for (let at = 0; at + 4 <= bytes.length;) {
    const code = readU16(bytes, at);
    const end = at + 4 + readU16(bytes, at + 2);
    if (end > bytes.length) break;
    const value = bytes.subarray(at + 4, end);
    if (code === OPTION.clientId) client.id = [...value];
    else if (code === OPTION.iaNa && value.length >= 12) client.iaid = readU32(value, 0);
    else if (code === OPTION.userClass && utf8Decode(value.subarray(2, 6)) === 'iPXE') client.isIpxe = true;
    else if (code === OPTION.fqdn && value.length >= 1) client.nameFlags = value[0];
    at = end;
  }
  return client;
}

const FOR_EVER = [0xff, 0xff, 0xff, 0xff];

/** Undefined where there is one that OVN does not know. */
function answerOptions(given: readonly OptionBytes[], client: Client): readonly number[] | undefined {
  const bytes: number[] = [];
  for (const { code, value } of given) {
    switch (code) {
      case OPTION.serverId:
        bytes.push(...serverId(value));
        break;
      case OPTION.iaAddress: {
        if (value.length !== 16) return undefined;
        if (client.iaid === 0) break;
        const address = option(OPTION.iaAddress, [...value, ...FOR_EVER, ...FOR_EVER]);
        bytes.push(...option(OPTION.iaNa, [...u32(client.iaid), ...FOR_EVER, ...FOR_EVER, ...address]));
        break;
      }
      case OPTION.dnsServer:
        bytes.push(...option(code, value));
        break;
      case OPTION.domainSearch:
        // A length and a zero make a name of the text, dots and all.
        bytes.push(...option(code, [value.length & 0xff, ...value, 0]));
        break;
      case OPTION.bootfile:
        if (client.isIpxe) bytes.push(...option(OPTION.bootfile, value));
        break;
      case OPTION.bootfileAlternative:
        if (!client.isIpxe) bytes.push(...option(OPTION.bootfile, value));
        break;
      case OPTION.fqdn:
        if (client.nameFlags !== undefined) bytes.push(...option(code, [nameFlags(client.nameFlags), ...value]));
        break;
      default:
        return undefined;
    }
  }
  return bytes;
}

/** RFC 4704 section 4.1: the server never updates DNS (N), and overrides a client that wants that (S) with O. */
function nameFlags(wanted: number): number {
  const [s, o, n] = [1, 2, 4];
  return n | ((wanted & s) !== 0 ? o : 0);
}

/** Who gives its address back is told who heard it, and that all is well. */
function released(given: readonly OptionBytes[]): readonly number[] {
  const server = given.find(({ code }) => code === OPTION.serverId);
  return [...(server ? serverId(server.value) : []), ...option(OPTION.status, [0, 0])];
}

/** RFC 8415 section 11.4: an identifier (type 3) made of an Ethernet address (type 1). */
function serverId(mac: readonly number[]): readonly number[] {
  return option(OPTION.serverId, [0, 3, 0, 1, ...mac]);
}

function option(code: number, value: readonly number[]): readonly number[] {
  return [code >> 8, code & 0xff, (value.length >> 8) & 0xff, value.length & 0xff, ...value];
}

function u32(value: number): readonly number[] {
  return [value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
}
