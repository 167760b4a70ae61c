/** Frames as hexadecimal digits, in any of the forms that tools print. */
import { parseDumps, toHex } from '../../../packets';
import { isAddress } from '../addresses';
import type { Kind } from './kind';

/** The least of a frame: both Ethernet addresses and the type. */
const SHORTEST = 14;
/** Characters; a jumbo frame is far below. */
const LONGEST = 2_000_000;

export const PACKETS: Kind = {
  name: 'packets',
  says: 'packets as hex',
  block(source, from, to) {
    const start = source.lines[from]?.start ?? 0;
    const end = source.lines[to - 1]?.end ?? source.text.length;
    const text = source.text.slice(start, end);
    if (text.length > LONGEST || !STARTS_HEX.test(text.slice(0, 400))) return false;
    // A list of Ethernet addresses is hexadecimal too.
    if (
      text
        .slice(0, 400)
        .trim()
        .split(/[\s,]+/)
        .slice(0, 3)
        .some(isAddress)
    )
      return false;
    const read = parseDumps(text);
    if (!read.ok) return false;
    const frames = read.value.filter((frame) => frame.length >= SHORTEST);
    if (frames.length === 0) return false;
    for (const frame of frames) source.add({ start, end }, { kind: 'packet', hex: toHex(frame) });
    return true;
  },
};

/** Digits at the beginning, or a line of a dump after what tcpdump prints about the packet. */
const STARTS_HEX = /(?:^|\n)\s*(?:0x|\\x)?[0-9a-fA-F]{2}/;
