/**
 * Capture files: the classic pcap format (draft-ietf-opsawg-pcap) written and read,
 * pcapng (draft-ietf-opsawg-pcapng) read. Times are microseconds since the epoch.
 */
import { err, ok, type Problem, type Result } from '../engine/base';

/** A packet with the time at which it was seen, in microseconds (fractions allowed for nanoseconds). */
export interface CapturedPacket {
  readonly micros: number;
  readonly bytes: Uint8Array;
  /** The length on the wire where less was captured. */
  readonly originalLength?: number;
}

const MAGIC_MICROS = 0xa1b2c3d4;
const MAGIC_NANOS = 0xa1b23c4d;
const PCAPNG_SECTION = 0x0a0d0d0a;
const LINKTYPE_ETHERNET = 1;
const SNAPSHOT_LENGTH = 262144;

/** A little-endian pcap file of Ethernet frames with microsecond times. */
export function writePcap(packets: readonly CapturedPacket[]): Uint8Array {
  const out = new Uint8Array(24 + packets.reduce((sum, packet) => sum + 16 + packet.bytes.length, 0));
  const view = new DataView(out.buffer);
  view.setUint32(0, MAGIC_MICROS, true);
  view.setUint16(4, 2, true);
  view.setUint16(6, 4, true);
  view.setUint32(16, SNAPSHOT_LENGTH, true);
  view.setUint32(20, LINKTYPE_ETHERNET, true);
  let at = 24;
  for (const { micros, bytes, originalLength } of packets) {
    const whole = Math.max(0, Math.floor(micros));
    view.setUint32(at, Math.floor(whole / 1e6), true);
    view.setUint32(at + 4, whole % 1e6, true);
    view.setUint32(at + 8, bytes.length, true);
    view.setUint32(at + 12, originalLength ?? bytes.length, true);
    out.set(bytes, at + 16);
    at += 16 + bytes.length;
  }
  return out;
}

/**
 * Reads pcap (either byte order, micro- or nanoseconds) or pcapng. A capture that
 * breaks off gives the packets before the break; one that is not Ethernet is refused.
 */
export function readPcap(file: Uint8Array): Result<readonly CapturedPacket[]> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < 24) return bad('not-pcap', 'the file is too short for a capture');
  if (view.getUint32(0) === PCAPNG_SECTION) return readPcapng(file, view);
  for (const little of [true, false]) {
    const magic = view.getUint32(0, little);
    if (magic === MAGIC_MICROS || magic === MAGIC_NANOS)
      return readClassic(file, view, little, magic === MAGIC_NANOS ? 1e-3 : 1);
  }
  return bad('not-pcap', 'the file is neither pcap nor pcapng');
}

function readClassic(
  file: Uint8Array,
  view: DataView,
  little: boolean,
  unit: number,
): Result<readonly CapturedPacket[]> {
  const linktype = view.getUint32(20, little) & 0xffff;
  if (linktype !== LINKTYPE_ETHERNET) return notEthernet(linktype);
  const packets: CapturedPacket[] = [];
  for (let at = 24; at + 16 <= file.length;) {
    const length = view.getUint32(at + 8, little);
    if (at + 16 + length > file.length) break;
    const micros = view.getUint32(at, little) * 1e6 + view.getUint32(at + 4, little) * unit;
    packets.push(captured(micros, file.slice(at + 16, at + 16 + length), view.getUint32(at + 12, little)));
    at += 16 + length;
  }
  return ok(packets);
}

const SECTION = 0x0a0d0d0a;
const INTERFACE = 1;
const SIMPLE_PACKET = 3;
const ENHANCED_PACKET = 6;
const BYTE_ORDER = 0x1a2b3c4d;

interface Interface {
  readonly linktype: number;
  /** Microseconds in one unit of its timestamps. */
  readonly unit: number;
}

function readPcapng(file: Uint8Array, view: DataView): Result<readonly CapturedPacket[]> {
  const packets: CapturedPacket[] = [];
  let interfaces: Interface[] = [];
  let little = true;
  for (let at = 0; at + 12 <= file.length;) {
    const type = view.getUint32(at, little);
    if (type === SECTION) {
      little = view.getUint32(at + 8, true) === BYTE_ORDER;
      interfaces = [];
    }
    const length = view.getUint32(at + 4, little);
    if (length < 12 || length % 4 !== 0 || at + length > file.length) break;
    const end = at + length - 4;
    if (type === INTERFACE && length >= 20) {
      interfaces.push({ linktype: view.getUint16(at + 8, little), unit: timeUnit(view, at + 16, end, little) });
    } else if ((type === ENHANCED_PACKET && length >= 32) || (type === SIMPLE_PACKET && length >= 16)) {
      const from = interfaces[type === ENHANCED_PACKET ? view.getUint32(at + 8, little) : 0];
      if (from && from.linktype !== LINKTYPE_ETHERNET) return notEthernet(from.linktype);
      const packet =
        type === ENHANCED_PACKET
          ? enhanced(file, view, at, end, little, from?.unit ?? 1)
          : simple(file, view, at, end, little);
      if (packet) packets.push(packet);
    }
    at += length;
  }
  return ok(packets);
}

function enhanced(
  file: Uint8Array,
  view: DataView,
  at: number,
  end: number,
  little: boolean,
  unit: number,
): CapturedPacket | undefined {
  const length = view.getUint32(at + 20, little);
  if (at + 28 + length > end) return undefined;
  const ticks = view.getUint32(at + 12, little) * 2 ** 32 + view.getUint32(at + 16, little);
  return captured(ticks * unit, file.slice(at + 28, at + 28 + length), view.getUint32(at + 24, little));
}

function simple(file: Uint8Array, view: DataView, at: number, end: number, little: boolean): CapturedPacket {
  const original = view.getUint32(at + 8, little);
  return captured(0, file.slice(at + 12, Math.min(at + 12 + original, end)), original);
}

/** Option 9 (if_tsresol): a power of ten, or of two when its high bit is set; microseconds without it. */
function timeUnit(view: DataView, start: number, end: number, little: boolean): number {
  for (let at = start; at + 4 <= end;) {
    const code = view.getUint16(at, little);
    const length = view.getUint16(at + 2, little);
    if (code === 0) break;
    if (code === 9 && length === 1 && at + 5 <= end) {
      const resolution = view.getUint8(at + 4);
      return 1e6 / (resolution & 0x80 ? 2 ** (resolution & 0x7f) : 10 ** resolution);
    }
    at += 4 + Math.ceil(length / 4) * 4;
  }
  return 1;
}

function captured(micros: number, bytes: Uint8Array, originalLength: number): CapturedPacket {
  return originalLength === bytes.length ? { micros, bytes } : { micros, bytes, originalLength };
}

function notEthernet(linktype: number): { readonly ok: false; readonly error: Problem } {
  return bad('not-ethernet', `the capture has link type ${linktype}, only Ethernet (1) can be read`);
}

function bad(code: string, message: string): { readonly ok: false; readonly error: Problem } {
  return err({ code, message });
}
