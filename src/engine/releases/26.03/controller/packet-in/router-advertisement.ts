/** put_nd_ra_opts: a router solicitation becomes the advertisement that the row has ready. */
import type { Handler } from './handler';
import { isIcmp6, PROTOCOL } from './headers';
import { answered, type Received } from './run';
import { checksum6, withTransport, writeU16 } from './transport';

const SOLICITATION = 133;

export const putNdRaOpts: Handler<'put_nd_ra_opts'> = (run, received, { target, message }) => {
  const isSolicitation = isIcmp6(received.headers, SOLICITATION);
  if (!isSolicitation) run.warn('put_nd_ra action on invalid or unsupported packet');
  const packet = isSolicitation ? advertisement(received, Uint8Array.from(message)) : received.packet;
  run.resume(received, packet, [answered(target, received.flow, isSolicitation)]);
};

const ALL_NODES = [0xff, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];

/** Who asks without an address is answered by way of all nodes: the source, which becomes the destination, is theirs. */
function advertisement(received: Received, message: Uint8Array): Uint8Array {
  const { l3, l4 } = received.offsets;
  const packet = withTransport(received, message);
  if (packet.subarray(l3 + 8, l3 + 24).every((byte) => byte === 0)) packet.set(ALL_NODES, l3 + 8);
  writeU16(packet, l4 + 2, 0);
  writeU16(packet, l4 + 2, checksum6(packet, l3, l4, PROTOCOL.icmp6));
  return packet;
}
