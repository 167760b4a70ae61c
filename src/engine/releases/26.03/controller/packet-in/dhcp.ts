/** put_dhcp_opts: a DHCP request becomes its answer, with the options of its port (RFC 2131). */
import type { OptionBytes } from '../../../../actions';
import { concatBytes } from '../../../../../packets';
import { formatIpv4 } from '../../../../openflow';
import { address, mac } from './addresses';
import { DHCP, readDhcp, type DhcpMessage } from './dhcp-message';
import type { Handler } from './handler';
import { answered, type PinctrlRun, type Received } from './run';
import { withUdpPayload, writeAddress } from './transport';

export const putDhcpOpts: Handler<'put_dhcp_opts'> = (run, received, { target, offer, options }) => {
  const reply = replyTo(run, received, offer, options);
  const result = answered(target, received.flow, reply !== undefined);
  run.resume(received, reply ?? received.packet, [result]);
};

const BROADCAST_ADDRESS = 0xffffffffn;
const WORDS: Readonly<Record<number, string>> = { 2: 'OFFER', 5: 'ACK', 6: 'NAK' };

/** Undefined where there is no answer. */
function replyTo(run: PinctrlRun, received: Received, offer: bigint, given: readonly OptionBytes[]) {
  if (given.length === 0) {
    run.warn('DHCP options not present in the userdata');
    return;
  }
  const read = readDhcp(received);
  if (!read.ok) {
    run.warn(read.error);
    return;
  }
  const request = read.value;
  if (request.op !== DHCP.request) {
    run.warn(`Invalid opcode in the DHCP packet: ${request.op}`);
    return;
  }
  if (request.type === 0) {
    run.warn('Missing DHCP message type');
    return;
  }
  const type = answerType(run, received, request, offer);
  if (type === undefined) return undefined;
  const isInform = request.type === DHCP.message.inform;
  const { nextServer, options } = optionsFor(request, isInform ? given.filter(isForInform) : given);
  const isNak = type === DHCP.message.nak;
  const head = request.bytes.slice(0, DHCP.header + 4);
  head[0] = DHCP.reply;
  writeAddress(head, 16, isInform || isNak ? 0n : offer);
  if (!isInform) writeAddress(head, 20, isNak ? 0n : nextServer);
  const body = isNak ? [] : options.flatMap(({ code, value }) => [code, value.length & 0xff, ...value]);
  const rest = [DHCP.option.messageType, 1, type, ...body, 0, 0, 0, 0, DHCP.option.end, 0, 0, 0, 0];
  const destination = request.isBroadcast ? BROADCAST_ADDRESS : offer;
  run.info(`DHCP${WORDS[type] ?? ''} ${mac(received.headers, 'eth_src')} ${formatIpv4(offer)}`);
  return withUdpPayload(received, concatBytes([head, Uint8Array.from(rest)]), destination);
}

function answerType(run: PinctrlRun, { headers }: Received, request: DhcpMessage, offer: bigint): number | undefined {
  const { message } = DHCP;
  const from = mac(headers, 'eth_src');
  const requested = BigInt(request.requestedIp);
  switch (request.type) {
    case message.discover:
      return message.offer;
    case message.request:
      if (requested === offer) return message.ack;
      run.warn(`DHCPREQUEST requested IP ${formatIpv4(requested)} does not match offer ${formatIpv4(offer)}`);
      return message.nak;
    case message.release:
      run.info(`DHCPRELEASE ${from} ${formatIpv4(BigInt(request.ciaddr))}`);
      return undefined;
    case message.inform:
      run.info(`DHCPINFORM from ${from} ${address(headers, 'ip_src')}`);
      return message.ack;
    case message.decline:
      if (requested === offer) run.info(`DHCPDECLINE from ${from}, ${formatIpv4(offer)} duplicated`);
      return undefined;
    default:
      run.warn(`Invalid DHCP message type: ${request.type}`);
      return undefined;
  }
}

/** RFC 2131 section 3.4: who has an address gets none, and no times. */
function isForInform({ code }: OptionBytes): boolean {
  const { netmask, leaseTime, t1, t2 } = DHCP.option;
  return ![netmask, leaseTime, t1, t2].some((other) => other === code);
}

/** Of two boot files iPXE gets the first, everybody else the second. What is no option of DHCP goes into the header. */
function optionsFor(request: DhcpMessage, given: readonly OptionBytes[]) {
  const { bootfile, bootfileAlternative, nextServer } = DHCP.option;
  const options: OptionBytes[] = [];
  let server = BigInt(request.siaddr);
  const has = (code: number) => given.some((option) => option.code === code);
  for (const option of given) {
    const { code, value } = option;
    if (code === nextServer) server = value.slice(0, 4).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
    if (code === bootfile && has(bootfileAlternative) && !request.isIpxe) continue;
    if (code === bootfileAlternative) {
      if (!has(bootfile) || !request.isIpxe) options.push({ code: bootfile, value });
      continue;
    }
    options.push(option);
  }
  return { nextServer: server, options };
}
