/** Packets from what people have at hand: capture files, dumps in any tool's style, plain hex. */
import { concatBytes, decode, describePacket, fromHex, parseDumps, readPcap } from '../../../packets';

export interface ImportedPacket {
  readonly bytes: Uint8Array;
  readonly label: string;
}

/** What another part of the page hands to the editor. */
export interface PacketsFromElsewhere {
  readonly file: Uint8Array | null;
  readonly name: string;
  readonly hex: readonly string[];
}

export type Imported = { readonly packets: readonly ImportedPacket[] } | { readonly error: string };

/** More than anybody chooses from. */
const MOST_PACKETS = 500;

/** A file: a capture by its magic number, anything else as text. */
export function importFile(file: Uint8Array): Imported {
  const magic = Array.from(file.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (!MAGICS.has(magic)) return importText(new TextDecoder().decode(file));
  const read = readPcap(file);
  if (!read.ok) return { error: `${capital(read.error.message)}.` };
  if (read.value.length === 0) return { error: 'There is no packet in this capture.' };
  return {
    packets: read.value.slice(0, MOST_PACKETS).map(({ bytes, originalLength }) => {
      const cut = originalLength === undefined ? '' : `, cut from ${originalLength}`;
      return { bytes, label: `${labelOf(bytes)}${cut}` };
    }),
  };
}

/** Frames that were read already. */
export function importFrames(frames: readonly Uint8Array[]): Imported {
  return { packets: frames.slice(0, MOST_PACKETS).map((bytes) => ({ bytes, label: labelOf(bytes) })) };
}

function labelOf(bytes: Uint8Array): string {
  return `${describePacket(bytes)} · ${bytes.length} bytes`;
}

export function importText(text: string): Imported {
  const read = parseDumps(text);
  if (!read.ok) {
    const { message, range, hint } = read.error;
    const line = range ? text.slice(0, range.start).split('\n').length : 1;
    const where = text.includes('\n') ? `Line ${line}: ` : '';
    return { error: `${where}${where === '' ? capital(message) : message}.${hint === undefined ? '' : ` ${hint}`}` };
  }
  return {
    packets: read.value.slice(0, MOST_PACKETS).map((found) => {
      const bytes = framed(found);
      const added = bytes === found ? '' : ', an Ethernet header put before it';
      return { bytes, label: `${labelOf(bytes)}${added}` };
    }),
  };
}

const MAGICS: ReadonlySet<string> = new Set(['a1b2c3d4', 'd4c3b2a1', 'a1b23c4d', '4d3cb2a1', '0a0d0d0a']);

/** `tcpdump -x` leaves the Ethernet header out: what reads as IP and not as Ethernet gets one. */
function framed(bytes: Uint8Array): Uint8Array {
  for (const [protocol, type] of [
    ['ipv4', '0800'],
    ['ipv6', '86dd'],
  ] as const) {
    const read = decode(bytes, protocol);
    const clean = read.every(({ protocol: name, fields }) => name !== 'malformed' && !fields.some((f) => f.problem));
    if (clean && read.length > 1 && decode(bytes)[1]?.protocol === 'payload')
      return concatBytes([fromHex(`000000000002000000000001${type}`) ?? new Uint8Array(), bytes]);
  }
  return bytes;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
