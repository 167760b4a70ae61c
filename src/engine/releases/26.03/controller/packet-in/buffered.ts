/**
 * Packets that wait for a neighbour's address: at most four for a neighbour, of which the oldest gives way, and none
 * longer than ten seconds after the last (OVN's mac-cache.c, "Packet buffering").
 */
import { parseMac } from '../../../../../packets';
import { getField, getNumber } from '../../../../openflow';
import { getString } from '../../../../ovsdb';
import { neighbourOf, type Version } from './addresses';
import type { PacketIn } from './packet';
import type { PinctrlRun } from './run';
import { distributedPort, macBinding, portByKey } from './southbound';
import type { BufferedPackets } from './state';

const MOST_NEIGHBOURS = 1000;
const MOST_PACKETS = 4;
const LIFETIME = 10_000;

export function bufferPacket(run: PinctrlRun, packetIn: PacketIn, version: Version): void {
  const datapath = getField(packetIn.flow, 'metadata');
  const port = getNumber(packetIn.flow, 'reg15');
  const ip = neighbourOf(packetIn.flow, version);
  const key = `${datapath} ${port} ${ip}`;
  const { buffered } = run.state;
  const known = buffered.get(key);
  if (known === undefined && buffered.size >= MOST_NEIGHBOURS) return;
  const packets = [...(known?.packets ?? []), packetIn].slice(-MOST_PACKETS);
  run.change({ buffered: new Map(buffered).set(key, { datapath, port, ip, packets, expiresAt: run.now + LIFETIME }) });
}

/** Lets packets go on whose neighbour is known by now, and forgets those that have waited too long. */
export function sendBuffered(run: PinctrlRun): void {
  const left = new Map<string, BufferedPackets>();
  for (const [key, waiting] of run.state.buffered) {
    if (run.now > waiting.expiresAt) continue;
    const target = knownAddress(run, waiting);
    if (target === undefined) {
      left.set(key, waiting);
      run.wake(waiting.expiresAt + 1);
      continue;
    }
    for (const packetIn of waiting.packets) {
      const packet = packetIn.packet.slice();
      packet.set(target, 0);
      run.resume(packetIn, packet);
    }
  }
  if (left.size !== run.state.buffered.size) run.change({ buffered: left });
}

function knownAddress({ view: { sb } }: PinctrlRun, { datapath, port: key, ip }: BufferedPackets) {
  const asked = portByKey(sb, datapath, key);
  const port = asked && distributedPort(sb, asked);
  const row = port && macBinding(sb, port.name, ip);
  const address = row && parseMac(getString(row, 'mac'));
  return address?.ok ? address.value : undefined;
}
