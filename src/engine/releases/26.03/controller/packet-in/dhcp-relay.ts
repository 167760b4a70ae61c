/** dhcp_relay_req_chk and dhcp_relay_resp_chk: a router passes DHCP on to a server elsewhere, and its answers back. */
import type { RelayData } from '../../../../actions';
import { parseMac, readU16 } from '../../../../../packets';
import { formatIpv4 } from '../../../../openflow';
import { DHCP, MESSAGE_NAMES, readDhcp, type DhcpMessage } from './dhcp-message';
import type { Handler } from './handler';
import { answered, type PinctrlRun, type Received } from './run';
import { UDP_HEADER, writeAddress, writeU16 } from './transport';

export const dhcpRelayReqChk: Handler<'dhcp_relay_req_chk'> = (run, received, data) =>
  pass(run, received, data, relayedRequest);

export const dhcpRelayRespChk: Handler<'dhcp_relay_resp_chk'> = (run, received, data) =>
  pass(run, received, data, relayedReply);

type Relay = (run: PinctrlRun, received: Received, message: DhcpMessage, data: RelayData) => Uint8Array | undefined;

function pass(run: PinctrlRun, received: Received, data: RelayData, relay: Relay): void {
  const read = readDhcp(received);
  if (!read.ok) run.warn(read.error);
  const packet = read.ok ? relay(run, received, read.value, data) : undefined;
  run.resume(received, packet ?? received.packet, [answered(data.target, received.flow, packet !== undefined)]);
}

/** With one hop more, and the router's address for the answer. */
const relayedRequest: Relay = (run, received, message, { relay, server }) => {
  const refuse = (text: string) => run.warn(`DHCP_RELAY_REQ_CHK: ${text}`);
  if (message.op !== DHCP.request) {
    refuse(`invalid opcode in the DHCP packet: ${message.op}`);
    return;
  }
  if (message.giaddr !== 0) {
    refuse('giaddr is already set');
    return;
  }
  if (message.type === 0) {
    refuse('missing message type');
    return;
  }
  const packet = received.packet.slice();
  const { l4 } = received.offsets;
  const dhcp = l4 + UDP_HEADER;
  patch(packet, l4 + 6, dhcp + 2, 2, (bytes) => {
    bytes[dhcp + 3] = ((bytes[dhcp + 3] ?? 0) + 1) & 0xff;
  });
  patch(packet, l4 + 6, dhcp + 24, 4, (bytes) => writeAddress(bytes, dhcp + 24, relay));
  const [requested, router, to] = [BigInt(message.requestedIp), relay, server].map(formatIpv4);
  run.info(
    `DHCP_RELAY_REQ_CHK:: MSG_TYPE:${nameOf(message)} MAC:${message.chaddr} XID:${message.xid} REQ_IP:${requested} GIADDR:${router} SERVER_ADDR:${to}`,
  );
  return packet;
};

/** To the client, or to all where that has no address yet. */
const relayedReply: Relay = (run, received, message, { relay, server }) => {
  if (message.op !== DHCP.reply) {
    run.warn(`DHCP_RELAY_RESP_CHK: invalid opcode in the packet: ${message.op}`);
    return;
  }
  if (message.giaddr === 0) {
    run.warn('DHCP_RELAY_RESP_CHK: giaddr is not set in request');
    return;
  }
  const refuse = (text: string) => run.warn(`DHCP_RELAY_RESP: ${text}`);
  if (BigInt(message.giaddr) !== relay) {
    refuse('giaddr mismatch');
    return;
  }
  if (message.type === 0) {
    refuse('missing message type');
    return;
  }
  if (message.serverId === 0) {
    refuse('missing server identifier');
    return;
  }
  if (BigInt(message.serverId) !== server) {
    refuse('server identifier mismatch');
    return;
  }
  const [own, router, from] = [message.yiaddr, message.giaddr, message.serverId].map((ip) => formatIpv4(BigInt(ip)));
  const words = `MSG_TYPE:${nameOf(message)} MAC:${message.chaddr} XID:${message.xid} YIADDR:${own} GIADDR:${router} SERVER_ADDR:${from}`;
  if (message.type === DHCP.message.offer || message.type === DHCP.message.ack) {
    if (((message.yiaddr ^ message.giaddr) & message.netmask) !== 0) {
      run.info(`DHCP_RELAY_RESP_CHK:: Allocated ip adress and giaddr are not in same subnet. ${words}`);
      return;
    }
    if (message.router !== 0 && message.router !== message.giaddr)
      run.info(`DHCP_RELAY_RESP_CHK:: Router ip adress and giaddr are not same. ${words}`);
  }
  const packet = received.packet.slice();
  const { l3, l4 } = received.offsets;
  const client = parseMac(message.chaddr);
  if (client.ok) packet.set(client.value, 0);
  const destination = message.isBroadcast ? 0xffffffffn : BigInt(message.yiaddr);
  const before = packet.slice(l3 + 16, l3 + 20);
  patch(packet, l3 + 10, l3 + 16, 4, (bytes) => writeAddress(bytes, l3 + 16, destination));
  const after = packet.slice(l3 + 16, l3 + 20);
  adjust(packet, l4 + 6, before, after);
  run.info(`DHCP_RELAY_RESP_CHK:: ${words}`);
  return packet;
};

function nameOf({ type }: DhcpMessage): string {
  return MESSAGE_NAMES[type] ?? 'UNKNOWN';
}

/** Changes bytes and the checksum that covers them; a checksum of UDP that is not there stays away. */
function patch(packet: Uint8Array, sum: number, at: number, length: number, change: (bytes: Uint8Array) => void): void {
  const before = packet.slice(at, at + length);
  change(packet);
  adjust(packet, sum, before, packet.slice(at, at + length));
}

/** RFC 1624 */
function adjust(packet: Uint8Array, sum: number, before: Uint8Array, after: Uint8Array): void {
  const present = readU16(packet, sum);
  if (present === 0) return;
  let total = ~present & 0xffff;
  for (let i = 0; i < before.length; i += 2) total += (~readU16(before, i) & 0xffff) + readU16(after, i);
  while (total > 0xffff) total = (total & 0xffff) + (total >>> 16);
  writeU16(packet, sum, ~total & 0xffff);
}
